/** The small label beside a literal that is moved: what it was, and what it is now. */
import type { editor as MonacoEditor, IPosition } from 'monaco-editor/editor';
import { monaco } from './monaco.ts';

/** How long it stays after a step by key. */
const lingerMs = 1_200;

export interface MoveLabel {
  show(at: IPosition, was: string, is: string): void;
  /** At once, or after a while. */
  hide(when: 'now' | 'soon'): void;
}

export function createMoveLabel(editor: MonacoEditor.ICodeEditor): MoveLabel {
  let at: IPosition | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const node = document.createElement('div');
  node.className = 'move-label';
  node.setAttribute('role', 'status');
  const { ABOVE, BELOW } = monaco.editor.ContentWidgetPositionPreference;
  const widget: MonacoEditor.IContentWidget = {
    // One-line cells are lower than it.
    allowEditorOverflow: true,
    suppressMouseDown: true,
    getId: () => 'rehearsal.move-label',
    getDomNode: () => node,
    getPosition: () => (at === null ? null : { position: at, preference: [ABOVE, BELOW] }),
  };

  function hide(): void {
    if (at === null) return;
    at = null;
    editor.removeContentWidget(widget);
  }

  return {
    show(place, was, is) {
      clearTimeout(timer);
      node.textContent = `${was} → ${is}`;
      const isShown = at !== null;
      at = place;
      if (isShown) editor.layoutContentWidget(widget);
      else editor.addContentWidget(widget);
    },
    hide(when) {
      clearTimeout(timer);
      if (when === 'now') hide();
      else timer = setTimeout(hide, lingerMs);
    },
  };
}

/** The small label beside a literal that is moved: what it was, what it is now, and what there is to say of that. */
import type { editor as MonacoEditor, IPosition } from 'monaco-editor/editor';
import { monaco } from './monaco.ts';

/** How long it stays after a step by key. */
const lingerMs = 1_200;

export interface MoveLabel {
  /** @param remark `2/3`, `at most 1`; null: nothing */
  show(at: IPosition, was: string, is: string, remark: string | null): void;
  /** At once, or after a while. */
  hide(when: 'now' | 'soon'): void;
}

export function createMoveLabel(editor: MonacoEditor.ICodeEditor): MoveLabel {
  let at: IPosition | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const node = document.createElement('div');
  node.className = 'move-label';
  node.setAttribute('role', 'status');
  const said = document.createElement('span');
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
    show(place, was, is, remark) {
      clearTimeout(timer);
      said.textContent = remark === null ? '' : ` · ${remark}`;
      node.replaceChildren(`${was} → ${is}`, said);
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

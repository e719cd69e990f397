/**
 * Literals that are one of a few, with the mouse: Alt+click on one turns it to the next, with Shift to the one before. The same
 * does a small button, which is there while the pointer rests on the literal or the caret is on it, unless one is just
 * writing it: so it is found without being told, and a finger can press it.
 */
import type { editor as MonacoEditor, IDisposable, IPosition } from 'monaco-editor/editor';
import { monaco } from './monaco.ts';
import type { Movable } from './movables.ts';
import type { Mover } from './mover.ts';

export type Choice = Movable & { readonly kind: 'choice' };

export interface Choosing {
  readonly underCaret: () => Movable | null;
  readonly turn: (choice: Choice, by: 1 | -1) => void;
}

/** The pointer rests so long on a literal before the button comes. */
const restMs = 120;
/** The pointer may leave the literal for so long on its way to the button. */
const graceMs = 300;

export function attachChoosing(
  editor: MonacoEditor.IStandaloneCodeEditor,
  model: MonacoEditor.ITextModel,
  mover: Mover,
  { underCaret, turn }: Choosing,
): IDisposable {
  const button = document.createElement('button');
  button.className = 'choice-turn';
  // The keyboard has Alt and the arrows.
  button.tabIndex = -1;
  let at: IPosition | null = null;
  let shown: Choice | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const widget: MonacoEditor.IContentWidget = {
    allowEditorOverflow: true,
    suppressMouseDown: true,
    getId: () => 'rehearsal.choice-turn',
    getDomNode: () => button,
    // Not EXACT: of those that may stick out Monaco places only the others on the page.
    getPosition: () =>
      at === null ? null : { position: at, preference: [monaco.editor.ContentWidgetPositionPreference.ABOVE] },
  };

  function show(choice: Choice): void {
    clearTimeout(waiting);
    const isShown = at !== null;
    shown = choice;
    // Where it begins it stays when it is turned, so the button stays under the pointer.
    at = model.getPositionAt(choice.start);
    const place = `${choice.options.indexOf(choice.text) + 1} of ${choice.options.length}`;
    button.ariaLabel = `Next alternative to ${choice.text}, ${place}`;
    button.title = `${choice.options.join('  ')}\nThe next one: click here, or Alt+click it; with Shift the one before`;
    if (isShown) editor.layoutContentWidget(widget);
    else editor.addContentWidget(widget);
  }

  function hide(): void {
    clearTimeout(waiting);
    if (at === null) return;
    at = null;
    shown = null;
    editor.removeContentWidget(widget);
  }

  function leave(): void {
    clearTimeout(waiting);
    waiting = setTimeout(showAtCaret, graceMs);
  }

  /** Where the caret is, when it is in the text; else nowhere. */
  function showAtCaret(): void {
    const found = editor.hasTextFocus() ? underCaret() : null;
    if (found?.kind === 'choice') show(found);
    else hide();
  }

  let isTurning = false;
  function turnTo(choice: Choice, by: 1 | -1): void {
    isTurning = true;
    turn(choice, by);
    isTurning = false;
    showAtCaret();
  }

  function choiceBeneath({ target, clientX, clientY }: MouseEvent): Choice | null {
    if (!(target instanceof Element) || target.closest('.movable-choice') === null) return null;
    const position = editor.getTargetAtClientPoint(clientX, clientY)?.position;
    const found = position ? mover.at(model.getOffsetAt(position)) : null;
    return found?.kind === 'choice' ? found : null;
  }

  function hovered(event: MouseEvent): void {
    const choice = choiceBeneath(event);
    if (choice === null) return shown === null ? clearTimeout(waiting) : leave();
    clearTimeout(waiting);
    if (shown?.start !== choice.start) waiting = setTimeout(() => show(choice), restMs);
  }

  let isTaken = false;
  /** Before Monaco, for which it would be one more caret. */
  function pressed(event: MouseEvent): void {
    // Monaco hears of a press as a pointer's and as a mouse's.
    if (event.type === 'mousedown') {
      if (isTaken) event.stopPropagation();
      return;
    }
    isTaken = false;
    if (event.button !== 0 || !event.altKey || event.ctrlKey || event.metaKey) return;
    const choice = choiceBeneath(event);
    if (choice === null) return;
    isTaken = true;
    event.stopPropagation();
    event.preventDefault();
    turnTo(choice, event.shiftKey ? -1 : 1);
  }

  button.addEventListener('pointerenter', () => clearTimeout(waiting));
  button.addEventListener('pointerleave', leave);
  // The text keeps the focus.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', (event) => {
    if (shown !== null) turnTo(shown, event.shiftKey ? -1 : 1);
  });
  const host = editor.getContainerDomNode();
  const listening = new AbortController();
  const options = { capture: true, signal: listening.signal };
  host.addEventListener('pointerdown', pressed, options);
  host.addEventListener('mousedown', pressed, options);
  // One that is being written needs no button.
  let isWriting = false;
  const listeners = [
    editor.onMouseMove(({ event }) => hovered(event.browserEvent)),
    editor.onMouseLeave(leave),
    editor.onDidBlurEditorText(leave),
    model.onDidChangeContent(() => {
      if (isTurning) return;
      isWriting = true;
      queueMicrotask(() => (isWriting = false));
      hide();
    }),
    editor.onDidChangeCursorPosition(() => {
      if (!isWriting && !isTurning) showAtCaret();
    }),
  ];
  return {
    dispose() {
      listening.abort();
      hide();
      for (const listener of listeners) listener.dispose();
    },
  };
}

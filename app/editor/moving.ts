/**
 * Literals that move, in the editor of a cell: dragged sideways with the mouse, or stepped with Alt+↑ and Alt+↓ at the caret.
 *
 * A drag begins on the dotted underline of a literal, when the pointer has gone some pixels sideways: a plain click still
 * puts the caret there, and a drag that begins elsewhere, or goes up or down, selects text as ever. Until that is decided
 * the pointer's moves are kept from Monaco. The text changes as the drag goes on, one step of undo in all; Escape
 * takes it back. Off a literal Alt+↑ moves the line, as it does in Monaco.
 */
import type { editor as MonacoEditor, IDisposable, IRange } from 'monaco-editor/editor';
import { monaco } from './monaco.ts';
import { type Movable, movableAt, movablesIn, moved } from './movables.ts';
import { createMoveLabel } from './move-label.ts';

/** The pointer goes so far before a press is a drag. */
const slack = 4;
/** Pixels for a step. */
const reach: Readonly<Record<Movable['kind'], number>> = { number: 2, choice: 24 };
/** Steps at a time with Shift. */
const coarse = 10;

/** Makes edits that belong to one gesture. */
export type WithinGesture = (gesture: number, act: () => void) => void;

/** A literal on its way. */
interface Move {
  readonly gesture: number;
  /** As it was. */
  readonly origin: Movable;
  readonly steps: number;
  /** What stands there now. */
  readonly text: string;
}

const onMovable = 'rehearsalOnMovable';

let gestures = 0;

export function attachMoving(
  editor: MonacoEditor.IStandaloneCodeEditor,
  model: MonacoEditor.ITextModel,
  within: WithinGesture,
): IDisposable {
  const label = createMoveLabel(editor);
  const underlines = editor.createDecorationsCollection();
  const isOnMovable = editor.createContextKey<boolean>(onMovable, false);
  let known: { readonly version: number; readonly movables: readonly Movable[] } | null = null;
  /** The last step by key, so that the way back is the same. */
  let stepped: Move | null = null;
  let endDrag: ((how: 'keep' | 'take back') => void) | null = null;

  function movables(): readonly Movable[] {
    const version = model.getVersionId();
    if (known?.version !== version) known = { version, movables: movablesIn(model.getValue()) };
    return known.movables;
  }

  const begin = (origin: Movable): Move => ({ gesture: ++gestures, origin, steps: 0, text: origin.text });

  /** Puts what stands so many steps from the origin in the place of what stands there now. */
  function go(move: Move, wanted: number): Move {
    const { text, steps } = moved(move.origin, wanted);
    const { start } = move.origin;
    if (text !== move.text) {
      const edit = { range: rangeOf(start, start + move.text.length), text };
      within(move.gesture, () => model.pushEditOperations(editor.getSelections(), [edit], () => null));
    }
    label.show(model.getPositionAt(start), move.origin.text, text);
    return { ...move, text, steps };
  }

  function rangeOf(start: number, end: number): IRange {
    return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
  }

  // ------------------------------------------------------------- keys

  function underCaret(): Movable | null {
    const caret = editor.getPosition();
    const isCaret = editor.getSelections()?.length === 1 && editor.getSelection()?.isEmpty() === true;
    return caret === null || !isCaret ? null : movableAt(movables(), model.getOffsetAt(caret));
  }

  function step(by: number): void {
    const found = underCaret();
    const caret = editor.getPosition();
    if (found === null || caret === null) return;
    const isSame = stepped !== null && stepped.origin.start === found.start && stepped.text === found.text;
    const move = isSame && stepped !== null ? stepped : begin(found);
    const fromEnd = found.end - model.getOffsetAt(caret);
    editor.pushUndoStop();
    stepped = go(move, move.steps + by);
    editor.pushUndoStop();
    const end = found.start + stepped.text.length;
    editor.setPosition(model.getPositionAt(Math.max(found.start, end - fromEnd)));
    label.hide('soon');
  }

  const { KeyMod, KeyCode } = monaco;
  const keys = [
    ['up', 'Raise the literal at the caret', KeyMod.Alt | KeyCode.UpArrow, 1],
    ['down', 'Lower the literal at the caret', KeyMod.Alt | KeyCode.DownArrow, -1],
    ['far-up', 'Raise the literal at the caret by ten', KeyMod.Alt | KeyMod.Shift | KeyCode.UpArrow, coarse],
    ['far-down', 'Lower the literal at the caret by ten', KeyMod.Alt | KeyMod.Shift | KeyCode.DownArrow, -coarse],
  ] as const;
  for (const [name, title, key, by] of keys) {
    editor.addAction({
      id: `rehearsal.move-${name}`,
      label: title,
      keybindings: [key],
      precondition: onMovable,
      run: () => step(by),
    });
  }

  // ------------------------------------------------------------- mouse

  function pressed(event: PointerEvent): void {
    const { button, pointerType, altKey, ctrlKey, metaKey, shiftKey, target } = event;
    if (button !== 0 || pointerType === 'touch' || altKey || ctrlKey || metaKey || shiftKey) return;
    if (!(target instanceof Element) || target.closest('.movable') === null) return;
    const at = editor.getTargetAtClientPoint(event.clientX, event.clientY)?.position;
    const origin = at ? movableAt(movables(), model.getOffsetAt(at)) : null;
    if (origin !== null) watch(event, origin);
  }

  /** Follows the pointer until it is up: first to see what is meant, then moving the literal. */
  function watch(press: PointerEvent, origin: Movable): void {
    let move: Move | null = null;
    let [last, place] = [press.clientX, 0];
    let frame = 0;

    const pointerMoved = (event: PointerEvent): void => {
      if (event.pointerId !== press.pointerId) return;
      if (move === null) {
        const [across, along] = [Math.abs(event.clientX - press.clientX), Math.abs(event.clientY - press.clientY)];
        if (along >= slack && along > across) return stop();
        if (across >= slack) start();
      }
      event.stopPropagation();
      if (move === null) return;
      place += ((event.clientX - last) / reach[origin.kind]) * (event.shiftKey ? coarse : 1);
      last = event.clientX;
      frame ||= requestAnimationFrame(follow);
    };

    function start(): void {
      editor.pushUndoStop();
      move = begin(origin);
      stepped = null;
      last = press.clientX;
      document.documentElement.classList.add('moving-literal');
    }

    function follow(): void {
      frame = 0;
      if (move === null) return;
      const wanted = Math.round(place);
      move = go(move, wanted);
      // Beyond a bound the pointer does not have to come back first.
      if (move.steps !== wanted) place = move.steps;
    }

    function stop(): void {
      cancelAnimationFrame(frame);
      endDrag = null;
      window.removeEventListener('pointermove', pointerMoved, { capture: true });
      window.removeEventListener('pointerup', up, { capture: true });
      window.removeEventListener('pointercancel', up, { capture: true });
      window.removeEventListener('keydown', key, { capture: true });
      window.removeEventListener('blur', up);
      document.documentElement.classList.remove('moving-literal');
      label.hide('now');
    }

    function end(how: 'keep' | 'take back'): void {
      if (frame !== 0 && how === 'keep') follow();
      stop();
      if (move === null) return;
      const { gesture, text } = move;
      editor.pushUndoStop();
      const isChanged = model.getVersionId() !== version;
      // A way there and back is no step of undo either.
      if (isChanged && (how === 'take back' || text === origin.text)) within(gesture, () => void model.undo());
    }

    const version = model.getVersionId();
    const up = (): void => end('keep');
    const key = (event: KeyboardEvent): void => {
      if (move === null) return;
      // Whatever else is pressed waits until the literal is let go.
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === 'Escape') end('take back');
    };
    endDrag?.('keep');
    endDrag = end;
    window.addEventListener('pointermove', pointerMoved, { capture: true });
    window.addEventListener('pointerup', up, { capture: true });
    window.addEventListener('pointercancel', up, { capture: true });
    window.addEventListener('keydown', key, { capture: true });
    window.addEventListener('blur', up);
  }

  // ------------------------------------------------------------- what is shown

  let drawing = 0;
  function draw(): void {
    drawing = 0;
    underlines.set(
      movables().map(({ start, end }) => ({
        range: rangeOf(start, end),
        options: { inlineClassName: 'movable' },
      })),
    );
  }

  const host = editor.getContainerDomNode();
  host.addEventListener('pointerdown', pressed, { capture: true });
  const listeners = [
    model.onDidChangeContent(() => {
      drawing ||= requestAnimationFrame(draw);
      isOnMovable.set(underCaret() !== null);
    }),
    editor.onDidChangeCursorSelection(() => isOnMovable.set(underCaret() !== null)),
    editor.onDidBlurEditorText(() => {
      stepped = null;
      if (endDrag === null) label.hide('now');
    }),
  ];
  draw();

  return {
    dispose() {
      endDrag?.('keep');
      cancelAnimationFrame(drawing);
      label.hide('now');
      host.removeEventListener('pointerdown', pressed, { capture: true });
      for (const listener of listeners) listener.dispose();
    },
  };
}

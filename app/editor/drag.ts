/**
 * Literals dragged sideways with the mouse.
 *
 * A drag begins on the dotted underline of a literal, when the pointer has gone some pixels sideways: a plain click still
 * puts the caret there, and a drag that begins elsewhere, goes up or down, or begins with a double click, selects text as
 * ever. Until that is decided the pointer's moves are kept from Monaco. The text changes as the drag goes on, one step of undo in all; Escape
 * takes it back.
 */
import type { editor as MonacoEditor } from 'monaco-editor/editor';
import type { Movable } from './movables.ts';
import type { Move, Mover } from './mover.ts';

/** The pointer goes so far before a press is a drag. */
const slack = 4;
/** Pixels for a step. */
const reach: Readonly<Record<Movable['kind'], number>> = { number: 2, choice: 24 };
/** A second press within this time, and so near, is part of a double click. */
const doubleClickMs = 500;
const doubleClickReach = 8;
/** Steps for one, with Shift. */
const coarse = 10;

/** Calls `begun` when a drag begins. Returns the way to end it all; a literal under way stays where it is. */
export function attachDrag(
  editor: MonacoEditor.IStandaloneCodeEditor,
  model: MonacoEditor.ITextModel,
  mover: Mover,
  begun: () => void,
): () => void {
  let endPress: (() => void) | null = null;
  let before = { at: Number.NEGATIVE_INFINITY, x: 0, y: 0 };

  function pressed(event: PointerEvent): void {
    const { button, pointerType, altKey, ctrlKey, metaKey, shiftKey, target, timeStamp, clientX, clientY } = event;
    const isNear = Math.hypot(clientX - before.x, clientY - before.y) < doubleClickReach;
    const isSecond = isNear && timeStamp - before.at < doubleClickMs;
    before = { at: timeStamp, x: clientX, y: clientY };
    if (button !== 0 || pointerType === 'touch' || altKey || ctrlKey || metaKey || shiftKey) return;
    if (isSecond || !(target instanceof Element) || target.closest('.movable') === null) return;
    const at = editor.getTargetAtClientPoint(clientX, clientY)?.position;
    const origin = at ? mover.at(model.getOffsetAt(at)) : null;
    if (origin === null) return;
    endPress?.();
    endPress = follow(event, origin);
  }

  /** Follows the pointer until it is up: first to see what is meant, then moving the literal. */
  function follow(press: PointerEvent, origin: Movable): () => void {
    const listening = new AbortController();
    let move: Move | null = null;
    let [last, place] = [press.clientX, 0];
    let frame = 0;

    function pointerMoved(event: PointerEvent): void {
      if (event.pointerId !== press.pointerId) return;
      if (move === null) {
        const [across, along] = [Math.abs(event.clientX - press.clientX), Math.abs(event.clientY - press.clientY)];
        if (along >= slack && along > across) return stop();
        if (across >= slack) begin();
      }
      event.stopPropagation();
      if (move === null) return;
      place += ((event.clientX - last) / reach[origin.kind]) * (event.shiftKey ? coarse : 1);
      last = event.clientX;
      frame ||= requestAnimationFrame(draw);
    }

    function begin(): void {
      editor.pushUndoStop();
      move = mover.begin(origin, true);
      begun();
      document.documentElement.classList.add('moving-literal');
    }

    function draw(): void {
      frame = 0;
      if (move === null) return;
      const wanted = Math.round(place);
      move = mover.go(move, wanted);
      // Beyond a bound the pointer does not have to come back first.
      if (move.steps !== wanted) place = move.steps;
    }

    function keyPressed(event: KeyboardEvent): void {
      if (move === null) return;
      // Whatever else is pressed waits until the literal is let go.
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === 'Escape') end('take back');
    }

    function stop(): void {
      listening.abort();
      cancelAnimationFrame(frame);
      endPress = null;
      document.documentElement.classList.remove('moving-literal');
      mover.label.hide('now');
    }

    function end(how: 'keep' | 'take back'): void {
      if (frame !== 0 && how === 'keep') draw();
      stop();
      if (move === null) return;
      editor.pushUndoStop();
      if (how === 'take back') mover.takeBack(move);
    }

    const keep = (): void => end('keep');
    const options = { capture: true, signal: listening.signal };
    window.addEventListener('pointermove', pointerMoved, options);
    window.addEventListener('pointerup', keep, options);
    window.addEventListener('pointercancel', keep, options);
    window.addEventListener('keydown', keyPressed, options);
    window.addEventListener('blur', keep, { signal: listening.signal });
    return keep;
  }

  const host = editor.getContainerDomNode();
  host.addEventListener('pointerdown', pressed, { capture: true });
  return () => {
    host.removeEventListener('pointerdown', pressed, { capture: true });
    endPress?.();
  };
}

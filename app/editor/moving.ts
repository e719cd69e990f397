/**
 * Literals that move, in the editor of a cell: underlined with dots, dragged with the mouse (`drag.ts`), stepped with
 * Alt+↑ and Alt+↓ where the caret is on one. Anywhere else Alt+↑ moves the line, as ever in Monaco. One of a few, underlined with
 * dashes, is also turned to the next by Alt+click, or by the button that comes while the pointer or the caret is on it
 * (`choosing.ts`); a plain click puts the caret there.
 */
import type { editor as MonacoEditor, IDisposable } from 'monaco-editor/editor';
import { attachChoosing } from './choosing.ts';
import { attachDrag } from './drag.ts';
import { monaco } from './monaco.ts';
import { type Movable, turned } from './movables.ts';
import { createMover, type Move, type WithinGesture } from './mover.ts';
import { onLiterals } from './typed-literals.ts';

const { KeyMod, KeyCode } = monaco;
const keys = [
  ['up', 'Raise the literal at the caret', KeyMod.Alt | KeyCode.UpArrow, 1],
  ['down', 'Lower the literal at the caret', KeyMod.Alt | KeyCode.DownArrow, -1],
  ['far-up', 'Raise the literal at the caret by ten steps', KeyMod.Alt | KeyMod.Shift | KeyCode.UpArrow, 10],
  ['far-down', 'Lower the literal at the caret by ten steps', KeyMod.Alt | KeyMod.Shift | KeyCode.DownArrow, -10],
] as const;
/** Says that the caret is on one, so that the keys are ours. */
const onMovable = 'rehearsalOnMovable';

export function attachMoving(
  editor: MonacoEditor.IStandaloneCodeEditor,
  model: MonacoEditor.ITextModel,
  within: WithinGesture,
): IDisposable {
  const mover = createMover(editor, model, within);
  const underlines = editor.createDecorationsCollection();
  const isOnMovable = editor.createContextKey<boolean>(onMovable, false);
  /** The last step by key, so that the way back is the same. */
  let stepped: Move | null = null;
  let drawing = 0;

  function underCaret(): Movable | null {
    const caret = editor.getPosition();
    const isCaret = editor.getSelections()?.length === 1 && editor.getSelection()?.isEmpty() === true;
    return caret === null || !isCaret ? null : mover.at(model.getOffsetAt(caret));
  }

  function step(by: number): void {
    const found = underCaret();
    const caret = editor.getPosition();
    if (found === null || caret === null) return;
    const fromEnd = found.end - model.getOffsetAt(caret);
    const end = found.start + go(found, by).length;
    editor.setPosition(model.getPositionAt(Math.max(found.start, end - fromEnd)));
  }

  /** As a step of its own to undo. What it becomes. */
  function go(found: Movable, by: number): string {
    const isSame = stepped !== null && stepped.origin.start === found.start && stepped.text === found.text;
    const move = isSame && stepped !== null ? stepped : mover.begin(found, false);
    editor.pushUndoStop();
    stepped = mover.go(move, move.steps + by);
    editor.pushUndoStop();
    mover.label.hide('soon');
    return stepped.text;
  }

  const choosing = attachChoosing(editor, model, mover, {
    underCaret,
    turn(found, by) {
      const text = go(found, turned(found, by));
      editor.setPosition(model.getPositionAt(found.start + text.length));
      editor.focus();
    },
  });

  for (const [name, label, key, by] of keys) {
    const id = `rehearsal.move-${name}`;
    editor.addAction({ id, label, keybindings: [key], precondition: onMovable, run: () => step(by) });
  }

  function draw(): void {
    drawing = 0;
    underlines.set(
      mover.movables().map((one) => ({
        range: mover.rangeOf(one),
        options: { inlineClassName: one.kind === 'choice' ? 'movable movable-choice' : 'movable' },
      })),
    );
  }

  const detachDrag = attachDrag(editor, model, mover, () => (stepped = null));
  function changed(): void {
    drawing ||= requestAnimationFrame(draw);
    isOnMovable.set(underCaret() !== null);
  }

  const listeners = [
    model.onDidChangeContent(changed),
    onLiterals(model, changed),
    editor.onDidChangeCursorSelection(() => isOnMovable.set(underCaret() !== null)),
    editor.onDidBlurEditorText(() => {
      stepped = null;
      mover.label.hide('now');
    }),
  ];
  draw();

  return {
    dispose() {
      detachDrag();
      choosing.dispose();
      cancelAnimationFrame(drawing);
      mover.label.hide('now');
      for (const listener of listeners) listener.dispose();
    },
  };
}

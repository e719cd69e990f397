/** Literals on their way in one editor: what is edited, step by step, whether by mouse or key. */
import type { editor as MonacoEditor, IRange } from 'monaco-editor/editor';
import { newGesture } from '../model/gesture.ts';
import { monaco } from './monaco.ts';
import { type Movable, movableAt, movablesIn, moved, remark } from './movables.ts';
import { createMoveLabel, type MoveLabel } from './move-label.ts';
import { literalsOfModel, turnOf } from './typed-literals.ts';

/** Makes edits that belong to one gesture, and may all be one step of undo. */
export type WithinGesture = (gesture: Pick<Move, 'gesture' | 'isOneStep'>, act: () => void) => void;

/** A literal on its way. */
export interface Move {
  readonly gesture: number;
  /** All of it is one step of undo. */
  readonly isOneStep: boolean;
  /** As it was. */
  readonly origin: Movable;
  readonly steps: number;
  /** What stands there now. */
  readonly text: string;
}

export interface Mover {
  readonly label: MoveLabel;
  /** Of the text as it is now. */
  movables(): readonly Movable[];
  /** The one at an offset of the text. */
  at(offset: number): Movable | null;
  rangeOf(movable: Pick<Movable, 'start' | 'end'>): IRange;
  begin(origin: Movable, isOneStep: boolean): Move;
  /** Puts what stands so many steps from the origin, as far as there is room, in the place of what stands there now. */
  go(move: Move, steps: number): Move;
  /** Takes all of it back, as undo does. */
  takeBack(move: Move): void;
}

export function createMover(
  editor: MonacoEditor.IStandaloneCodeEditor,
  model: MonacoEditor.ITextModel,
  within: WithinGesture,
): Mover {
  const label = createMoveLabel(editor);
  let known: { readonly of: string; readonly movables: readonly Movable[] } | null = null;

  function movables(): readonly Movable[] {
    const of = `${model.getVersionId()} ${turnOf(model)}`;
    if (known?.of !== of) known = { of, movables: movablesIn(model.getValue(), literalsOfModel(model)) };
    return known.movables;
  }

  const rangeOf = ({ start, end }: Pick<Movable, 'start' | 'end'>): IRange =>
    monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));

  return {
    label,
    movables,
    at: (offset) => movableAt(movables(), offset),
    rangeOf,
    begin: (origin, isOneStep) => ({ gesture: newGesture(), isOneStep, origin, steps: 0, text: origin.text }),
    go(move, wanted) {
      const { start, text: was } = move.origin;
      const { text, steps } = moved(move.origin, wanted);
      if (text !== move.text) {
        const edit = { range: rangeOf({ start, end: start + move.text.length }), text };
        within(move, () => model.pushEditOperations(editor.getSelections(), [edit], () => null));
      }
      label.show(model.getPositionAt(start), was, text, remark(move.origin, wanted));
      return { ...move, text, steps };
    },
    takeBack(move) {
      const { start, text } = move.origin;
      const edit = { range: rangeOf({ start, end: start + move.text.length }), text };
      if (text !== move.text) within(move, () => model.pushEditOperations(editor.getSelections(), [edit], () => null));
    },
  };
}

/**
 * The cell that is being edited, and those whose text the run has refused meanwhile: each comes again in its place, as it was typed, when
 * the one before it has ended. Nothing that was typed is lost.
 */
export interface Turns<Editing> {
  readonly editing: Editing | null;
  /** In the order in which they were refused. */
  readonly waiting: readonly Editing[];
}

export const noTurns: Turns<never> = { editing: null, waiting: [] };

/** The reader goes on in another cell. */
export const begun = <Editing>({ waiting }: Turns<Editing>, editing: Editing): Turns<Editing> => ({ editing, waiting });

/** It comes again at once, where nothing else is being edited. */
export const refusedAgain = <Editing>({ editing, waiting }: Turns<Editing>, one: Editing): Turns<Editing> =>
  editing === null ? { editing: one, waiting } : { editing, waiting: [...waiting, one] };

/** The cell is set, or left as it was. */
export const ended = <Editing>({ waiting: [next, ...waiting] }: Turns<Editing>): Turns<Editing> => ({
  editing: next ?? null,
  waiting,
});

/** Of what a view leaves behind: what was typed in it and not set, and what waits. `typed`: null when nothing was. */
export const left = <Editing>(turns: Turns<Editing>, typed: Editing | null): Turns<Editing> =>
  typed === null ? ended(turns) : begun(turns, typed);

/** All of another's, after one's own: a view that had gone when the answer came. */
export const joined = <Editing>(own: Turns<Editing>, { editing, waiting }: Turns<Editing>): Turns<Editing> =>
  [...(editing === null ? [] : [editing]), ...waiting].reduce(refusedAgain, own);

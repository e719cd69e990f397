/** Marks that would lie over each other are shown as one, named by the gravest of them. */
import type { Mark, MarkKind } from '../../kernel/protocol.ts';

export interface Cluster {
  readonly x: number;
  /** In order of time; at least one. */
  readonly marks: readonly Mark[];
  readonly gravest: MarkKind;
}

const gravity: Readonly<Record<MarkKind, number>> = {
  violation: 8,
  error: 7,
  swap: 6,
  fault: 5,
  heal: 4,
  input: 3,
  action: 2,
  end: 1,
  start: 0,
};

/** `place` gives the x of a time, in px; marks nearer than `apart` to the last one join it. */
export function clustered(marks: readonly Mark[], place: (time: number) => number, apart: number): readonly Cluster[] {
  const sorted = marks.toSorted((a, b) => a.time - b.time || a.step - b.step);
  const groups: Mark[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const mark of sorted) {
    const x = place(mark.time);
    const group = groups.at(-1);
    if (group !== undefined && x - last < apart) group.push(mark);
    else {
      groups.push([mark]);
      // Measured from the first of the group, so a dense row of marks does not become one.
      last = x;
    }
  }
  return groups.map((group) => {
    const gravest = group.reduce((a, b) => (gravity[b.kind] > gravity[a.kind] ? b : a));
    return { x: place(gravest.time), marks: group, gravest: gravest.kind };
  });
}

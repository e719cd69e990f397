/**
 * What stands out on the timeline: the marks of the run and where it parts from the run as it was. Marks that would lie over each other
 * are shown as one, named by the gravest of them.
 */
import type { Divergence, Mark, MarkKind } from '../../kernel/protocol.ts';

export interface Marked extends Omit<Mark, 'kind'> {
  readonly kind: MarkKind | 'divergence';
}

export interface Cluster {
  readonly x: number;
  /** In order of time; at least one. */
  readonly marks: readonly Marked[];
  readonly gravest: Marked;
}

const gravity: Readonly<Record<Marked['kind'], number>> = {
  divergence: 9,
  violation: 8,
  error: 7,
  swap: 6,
  fault: 5,
  heal: 4,
  note: 4,
  input: 3,
  action: 2,
  end: 1,
  start: 0,
};

/** All of them in order of time. */
export function markedMoments(marks: readonly Mark[], divergence: Divergence | null): readonly Marked[] {
  const difference: readonly Marked[] =
    divergence === null
      ? []
      : [
          {
            kind: 'divergence',
            title: divergence.event === '' ? divergence.is : divergence.event,
            time: divergence.time,
            step: divergence.step + 1,
            text: [...(divergence.event === '' ? [] : [`Now: ${divergence.is}.`]), `Before: ${divergence.was}.`],
          },
        ];
  return [...marks, ...difference].toSorted((a, b) => a.time - b.time || a.step - b.step);
}

/**
 * Those that lie in a stretch of time, together where they are near. `marked` is in order of time.
 * @param place gives the x of a time, in px
 * @param apart marks nearer than this to the first of a group join it, px
 */
export function clustered(
  marked: readonly Marked[],
  range: { readonly from: number; readonly to: number },
  place: (time: number) => number,
  apart: number,
): readonly Cluster[] {
  const groups: Marked[][] = [];
  let first = Number.NEGATIVE_INFINITY;
  for (let i = firstFrom(marked, range.from); i < marked.length; i++) {
    const mark = marked[i];
    if (mark === undefined || mark.time > range.to) break;
    const x = place(mark.time);
    const group = groups.at(-1);
    // Measured from the first of the group, so a dense row of marks does not become one.
    if (group !== undefined && x - first < apart) group.push(mark);
    else {
      groups.push([mark]);
      first = x;
    }
  }
  return groups.map((marks) => {
    const gravest = marks.reduce((a, b) => (gravity[b.kind] > gravity[a.kind] ? b : a));
    return { x: place(gravest.time), marks, gravest };
  });
}

/** The first mark at or after a time: binary search. */
function firstFrom(marked: readonly Marked[], time: number): number {
  let low = 0;
  let high = marked.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marked[middle]?.time ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The nearest mark after (1) or before (−1) the moment after so many events; null when there is none. */
export function markBeside(marked: readonly Marked[], step: number, by: 1 | -1): Marked | null {
  const bySteps = marked.toSorted((a, b) => a.step - b.step);
  const found = by === 1 ? bySteps.find((mark) => mark.step > step) : bySteps.findLast((mark) => mark.step < step);
  return found ?? null;
}

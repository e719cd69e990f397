/** The part of the run the timeline shows, in virtual ms, and how it moves. */

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The shortest part that can be shown. */
export const shortest = 1;

/**
 * The whole run, with room to grow: a round end a little beyond the newest moment, so that the scale rests for a
 * while between steps; the scenario's own end when that is not far.
 */
export function wholeRun(tip: number, until: number | null): Range {
  const wanted = Math.max(1_000, tip * 1.08);
  if (until !== null && until <= wanted * 2.5) return { from: 0, to: Math.max(until, tip, shortest) * 1.02 };
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((f) => f * power >= wanted) ?? 10;
  return { from: 0, to: factor * power };
}

/** Larger or smaller by a factor, with a moment staying where it is. */
export function zoomed(range: Range, factor: number, around: number, whole: Range): Range {
  const span = Math.max(shortest, Math.min((range.to - range.from) * factor, whole.to - whole.from));
  const share = (around - range.from) / Math.max(Number.EPSILON, range.to - range.from);
  return within({ from: around - share * span, to: around + (1 - share) * span }, whole);
}

export function panned(range: Range, by: number, whole: Range): Range {
  return within({ from: range.from + by, to: range.to + by }, whole);
}

/** Moves on when a moment leaves the range at the right, so that it stands at four fifths. */
export function following(range: Range, moment: number): Range {
  if (moment <= range.to && moment >= range.from) return range;
  const span = range.to - range.from;
  const from = Math.max(0, moment - span * 0.8);
  return { from, to: from + span };
}

function within(range: Range, whole: Range): Range {
  const span = range.to - range.from;
  const from = Math.max(whole.from, Math.min(range.from, whole.to - span));
  return { from, to: from + span };
}

export function isWhole(range: Range, whole: Range): boolean {
  return range.from <= whole.from + 1e-6 && range.to >= whole.to - 1e-6;
}

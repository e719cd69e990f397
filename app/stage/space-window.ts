/**
 * The stretch of virtual time that a space-time diagram shows, in virtual ms. It follows the moment that is shown, which then stands at
 * a fixed place while time goes by beneath it; a reader who moves the stretch is not followed any more.
 */

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where the present stands while it is followed, as a share of the width. */
const headAt = 0.86;
/** Nearer to an edge than this share, an event that is gone to is not seen well. */
const margin = 0.06;
export const shortest = 0.05;
export const longest = 3_600_000;

/** So much virtual time passes through the picture in four seconds. `speed`: virtual seconds per second. */
export function spanFor(speed: number): number {
  return Math.min(longest, Math.max(1, 4_000 * speed));
}

export const spanOf = ({ from, to }: Stretch): number => to - from;

/** Around the present. Before there is enough of a past, the stretch begins a little before time does. */
export function following(now: number, span: number): Stretch {
  const from = Math.max(-span * 0.02, now - span * headAt);
  return { from, to: from + span };
}

/** By a factor, below 1 to see less; the moment at `share` of the width stays where it is. */
export function zoomed({ from, to }: Stretch, factor: number, share: number): Stretch {
  const span = Math.min(longest, Math.max(shortest, (to - from) * factor));
  const held = from + (to - from) * share;
  return { from: held - span * share, to: held + span * (1 - share) };
}

/** By a share of its length; not so far that only what lies before the beginning is seen. */
export function panned({ from, to }: Stretch, share: number): Stretch {
  const span = to - from;
  const start = Math.max(-span / 2, from + span * share);
  return { from: start, to: start + span };
}

/** Moved so that a moment is well inside it; the same one when it is. */
export function showing(stretch: Stretch, time: number): Stretch {
  const span = spanOf(stretch);
  if (time >= stretch.from + span * margin && time <= stretch.to - span * margin) return stretch;
  const from = Math.max(-span * 0.02, time - span / 2);
  return { from, to: from + span };
}

/** What to ask for, so that a move to either side finds something there. */
export function aroundOf(stretch: Stretch): Stretch {
  const span = spanOf(stretch);
  return { from: Math.max(0, stretch.from - span * 0.3), to: stretch.to + span * 0.6 };
}

/** True when what was asked for covers what is shown, and is not far more. */
export function serves(asked: Stretch, shown: Stretch): boolean {
  return Math.max(0, shown.from) >= asked.from && shown.to <= asked.to && spanOf(asked) < spanOf(shown) * 3;
}

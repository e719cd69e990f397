/**
 * How often checkpoints are made: often enough that to go to any moment costs a few milliseconds, seldom enough that making them
 * costs a small share of the run. Both depend on the model: rules may take a microsecond or a millisecond, states a hundred bytes or
 * ten megabytes. Wall time decides only where checkpoints are, and where they are cannot be seen in the run.
 */

/** Events after which one is due when the clock says nothing against it, and after which it is due whatever the clock says. */
const spacing = 2_048;
const spacingLimit = 65_536;
/** Fewer events are never worth one. */
const spacingLeast = 32;
/** To run from one to the next takes about so long, in ms, when events are slow. */
const reachMs = 4;
/** To run takes at least so many times as long as to make one. */
const share = 4;

export interface Pace {
  /** Wall ms from any origin. */
  readonly clock: () => number;
  /** Wall ms that the run has gone on since the last checkpoint. */
  ranMs: number;
  /** Wall ms that making the last one took. */
  tookMs: number;
}

export function createPace(clock: () => number): Pace {
  return { clock, ranMs: 0, tookMs: 0 };
}

/** `events`: since the last checkpoint. */
export function isDue({ ranMs, tookMs }: Pace, events: number): boolean {
  if (events < spacingLeast) return false;
  if (events >= spacingLimit) return true;
  return (events >= spacing || ranMs >= reachMs) && ranMs >= share * tookMs;
}

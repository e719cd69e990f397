/** Timers as arcs round their nodes. */
import type { TimerView } from '../../kernel/protocol.ts';
import type { Point } from './layout.ts';
import { remaining } from './motion.ts';
import type { DrawnTimer } from './paint.ts';

/** @param now virtual ms */
export function drawnTimers(
  timers: readonly TimerView[],
  now: number,
  places: ReadonlyMap<string, Point>,
  colourOf: (node: string) => number,
): readonly DrawnTimer[] {
  const ringOf = new Map<string, number>();
  const drawn: DrawnTimer[] = [];
  for (const timer of timers) {
    const centre = places.get(timer.node);
    const ring = ringOf.get(timer.node) ?? 0;
    // More than two arcs round a node cannot be told apart; the inspector lists them all.
    if (centre === undefined || ring > 1) continue;
    ringOf.set(timer.node, ring + 1);
    drawn.push({ timer, centre, left: remaining(timer, now), ring, colour: colourOf(timer.node) });
  }
  return drawn;
}

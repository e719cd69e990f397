/** What lies under a point of the stage, where the browser cannot tell: messages and timers on the Canvas, links under it. */
import type { Point } from './layout.ts';
import { type Flight } from './motion.ts';
import { pointOn, type Route } from './route.ts';
import { arcReach } from './timer-arcs.ts';

/** Reach in px: a finger wants more than a mouse. */
export interface Reach {
  readonly message: number;
  readonly timer: number;
  readonly link: number;
}

export const mouseReach: Reach = { message: 12, timer: 5, link: 7 };
export const fingerReach: Reach = { message: 24, timer: 9, link: 14 };

/** The nearest message, by number. */
export function messageAt(
  point: Point,
  drawn: readonly { readonly id: number; readonly route: Route; readonly flight: Flight }[],
  reach: number,
): number | null {
  let nearest: number | null = null;
  let least = reach;
  for (const { id, route, flight } of drawn) {
    const p = pointOn(route, flight.at);
    const distance = Math.hypot(p.x - point.x, p.y - point.y);
    if (distance < least) [least, nearest] = [distance, id];
  }
  return nearest;
}

/** The timer whose ring is nearest. `radius`: of a node. */
export function timerAt<Timer>(
  point: Point,
  arcs: readonly { readonly timer: Timer; readonly centre: Point; readonly ring: number }[],
  radius: number,
  reach: number,
): Timer | null {
  let nearest: Timer | null = null;
  let least = reach;
  for (const { timer, centre, ring } of arcs) {
    const distance = Math.abs(Math.hypot(centre.x - point.x, centre.y - point.y) - arcReach(radius, ring));
    if (distance < least) [least, nearest] = [distance, timer];
  }
  return nearest;
}

/** The nearest link, as the pair of its ends. `pairs`: `a\nb`. */
export function linkAt(
  point: Point,
  pairs: Iterable<string>,
  places: ReadonlyMap<string, Point>,
  reach: number,
): readonly [string, string] | null {
  let nearest: readonly [string, string] | null = null;
  let least = reach;
  for (const pair of pairs) {
    const [a = '', b = ''] = pair.split('\n');
    const p = places.get(a);
    const q = places.get(b);
    if (p === undefined || q === undefined) continue;
    const distance = distanceToSegment(point, p, q);
    if (distance < least) [least, nearest] = [distance, [a, b]];
  }
  return nearest;
}

function distanceToSegment({ x, y }: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / square));
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
}

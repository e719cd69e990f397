/**
 * The way of a message over the stage: from rim to rim, a little to the right of the middle line, so that a request
 * and its reply pass each other. A message to oneself makes a loop; one from outside comes in from the edge.
 */
import type { Layout, Point } from './layout.ts';

export type Route =
  | { readonly type: 'line'; readonly from: Point; readonly to: Point }
  | { readonly type: 'loop'; readonly centre: Point; readonly radius: number; readonly start: number };

/** `lane`, −1 … 1, spreads many messages of one way over a band. */
export function routeBetween(from: Point, to: Point, radius: number, lane = 0): Route {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const distance = Math.hypot(dx, dy);
  if (distance < 1)
    return {
      type: 'loop',
      centre: { x: from.x, y: from.y - radius * 1.35 },
      radius: radius * (0.62 + lane * 0.15),
      start: Math.PI * 0.8,
    };
  const unit = { x: dx / distance, y: dy / distance };
  const aside = lane === 0 ? Math.min(5, radius * 0.2) : radius * (0.38 + lane * 0.3);
  const shift = { x: -unit.y * aside, y: unit.x * aside };
  const rim = Math.min(radius, distance / 3);
  return {
    type: 'line',
    from: { x: from.x + unit.x * rim + shift.x, y: from.y + unit.y * rim + shift.y },
    to: { x: to.x - unit.x * rim + shift.x, y: to.y - unit.y * rim + shift.y },
  };
}

/** From beyond the node, seen from the middle of the stage. */
export function routeFromOutside(to: Point, middle: Point, radius: number): Route {
  const dx = to.x - middle.x;
  const dy = to.y - middle.y;
  const distance = Math.hypot(dx, dy);
  const unit = distance < 1 ? { x: 0, y: -1 } : { x: dx / distance, y: dy / distance };
  const far = radius + 46;
  return {
    type: 'line',
    from: { x: to.x + unit.x * far, y: to.y + unit.y * far },
    to: { x: to.x + unit.x * radius, y: to.y + unit.y * radius },
  };
}

/** The point at a share, 0 … 1, of the way. */
export function pointOn(route: Route, share: number): Point {
  if (route.type === 'line') {
    return {
      x: route.from.x + (route.to.x - route.from.x) * share,
      y: route.from.y + (route.to.y - route.from.y) * share,
    };
  }
  const angle = route.start + share * 1.4 * Math.PI;
  return { x: route.centre.x + route.radius * Math.cos(angle), y: route.centre.y + route.radius * Math.sin(angle) };
}

export function lengthOf(route: Route): number {
  return route.type === 'line'
    ? Math.hypot(route.to.x - route.from.x, route.to.y - route.from.y)
    : route.radius * 1.4 * Math.PI;
}

/** Between two places by their names; null when there is nothing to arrive at. A sender without a place is outside. */
export function routeFor(
  places: ReadonlyMap<string, Point>,
  from: string,
  to: string,
  { radius, size }: Pick<Layout, 'radius' | 'size'>,
  lane: number,
): Route | null {
  const target = places.get(to);
  const source = places.get(from);
  if (target === undefined) return null;
  return source === undefined
    ? routeFromOutside(target, { x: size.width / 2, y: size.height / 2 }, radius)
    : routeBetween(source, target, radius, lane);
}

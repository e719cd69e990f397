/** What lies under a point of a space-time diagram: an event, or else a message. */
import { endOf, type Plane, xOf, yOf } from './space-plane.ts';
import type { SpaceEvent, SpaceMessage } from './space-picture.ts';

export type SpaceThing =
  | { readonly type: 'event'; readonly event: SpaceEvent }
  | { readonly type: 'message'; readonly message: SpaceMessage };

/** The nearest event within `reach` px of the point; else the nearest message within half of it. */
export function thingAt(
  plane: Plane,
  x: number,
  y: number,
  events: readonly SpaceEvent[],
  messages: readonly SpaceMessage[],
  reach: number,
): SpaceThing | null {
  let nearest: SpaceThing | null = null;
  let least = reach;
  for (const event of events) {
    const dx = xOf(plane, event.time) - x;
    if (Math.abs(dx) >= least) continue;
    const distance = Math.hypot(dx, yOf(plane, event.lane) - y);
    if (distance < least) [least, nearest] = [distance, { type: 'event', event }];
  }
  if (nearest !== null) return nearest;
  least = reach / 2;
  for (const message of messages) {
    const [x0, y0] = [xOf(plane, message.sentAt), yOf(plane, message.from)];
    const end = endOf(plane, message);
    const [dx, dy] = [end.x - x0, end.y - y0];
    const share = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / Math.max(1e-9, dx * dx + dy * dy)));
    const distance = Math.hypot(x - x0 - share * dx, y - y0 - share * dy);
    if (distance < least) [least, nearest] = [distance, { type: 'message', message }];
  }
  return nearest;
}

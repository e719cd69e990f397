/** How timers stand round a node: rings, the first of them nearest. px. */

export const arcWidth = (radius: number): number => Math.max(1.2, radius / 15);

/** From the node's centre to the middle of a ring. */
export function arcReach(radius: number, ring: number): number {
  return radius + arcWidth(radius) * (2.6 + ring * 2.4);
}

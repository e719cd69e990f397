/** Where nodes are while they glide to new places. */
import type { Layout, Point } from './layout.ts';

export interface Glide {
  readonly from: ReadonlyMap<string, Point>;
  /** Wall time, ms. */
  readonly start: number;
}

/** Wall ms. */
const glideFor = 280;

export function placesAt(
  { places }: Layout,
  glide: Glide | null,
  wall: number,
): { readonly places: ReadonlyMap<string, Point>; readonly isOver: boolean } {
  const share = glide === null ? 1 : Math.min(1, (wall - glide.start) / glideFor);
  const eased = 1 - (1 - share) ** 3;
  return {
    places: new Map(
      places.map(({ id, x, y }) => {
        const from = glide?.from.get(id) ?? { x, y };
        return [id, { x: from.x + (x - from.x) * eased, y: from.y + (y - from.y) * eased }];
      }),
    ),
    isOver: share >= 1,
  };
}

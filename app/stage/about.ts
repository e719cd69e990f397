/** What a card on the stage is about, as a box: it stands beside that, and leads the eye there. */
import type { Target } from '../menu/targets.ts';
import type { Rect } from './labels.ts';
import type { Point } from './layout.ts';
import type { Flight } from './motion.ts';
import { pointOn, type Route } from './route.ts';

export interface Picture {
  readonly places: ReadonlyMap<string, Point>;
  /** Of a node. */
  readonly radius: number;
  readonly drawn: readonly { readonly id: number; readonly route: Route; readonly flight: Flight }[];
}

/** Null for what is not in the picture. */
export function aboutOf(target: Target, { places, radius, drawn }: Picture): Rect | null {
  switch (target.type) {
    case 'node':
    case 'timer': {
      const at = places.get(target.type === 'node' ? target.id : target.node);
      // Clear of the ring that marks the chosen node.
      return at === undefined ? null : around(at, radius * 1.4 + 6);
    }
    case 'message': {
      const found = drawn.find(({ id }) => id === target.id);
      return found === undefined ? null : around(pointOn(found.route, found.flight.at), 14);
    }
    case 'link': {
      const [p, q] = [places.get(target.a), places.get(target.b)];
      return p === undefined || q === undefined ? null : around({ x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 }, 16);
    }
    case 'value':
      return null;
  }
}

function around({ x, y }: Point, reach: number): Rect {
  return { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach };
}

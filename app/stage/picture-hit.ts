/** Which thing of the topology lies under a place: nodes over messages, messages over the arcs of timers, all over links. */
import type { Frame } from '../../kernel/protocol.ts';
import type { Target } from '../menu/targets.ts';
import { linkedPairs } from './ground.ts';
import { linkAt, messageAt, type Reach, timerAt } from './hit.ts';
import type { Point } from './layout.ts';
import type { MovingLayer } from './moving-layer.ts';
import type { PicturePlaces } from './picture-places.ts';
import type { Scene, SeenLinks } from './scene.ts';

export interface Hittable {
  readonly frame: Frame | null;
  readonly scene: Scene;
  readonly places: PicturePlaces;
  readonly moving: Pick<MovingLayer, 'drawn' | 'arcs'>;
  readonly links: SeenLinks | null;
}

/** The figure that the browser has found there; null: none. */
export function figureIn(path: readonly EventTarget[], within: EventTarget): string | null {
  for (const target of path) {
    if (target instanceof SVGElement && target.dataset['node'] !== undefined) return target.dataset['node'];
    if (target === within) break;
  }
  return null;
}

/** Besides nodes. `point`: in px of the picture. */
export function hitAt(
  point: Point,
  { frame, scene: { figures, type }, places, moving: { drawn, arcs }, links }: Hittable,
  reach: Reach,
): Target | null {
  const message = messageAt(point, drawn, reach.message);
  if (message !== null) return { type: 'message', id: message };
  const timer = timerAt(point, arcs, places.layout.radius, reach.timer);
  if (timer !== null) return { type: 'timer', node: timer.node, key: timer.pending.key ?? '' };
  if (type !== 'nodes') return null;
  const pairs = linkedPairs({ figures, links: links?.links ?? new Set(), isMiniature: false });
  const cut = (frame?.cuts ?? []).map((pair) => pair.join('\n'));
  const link = linkAt(point, [...pairs, ...cut], places.now, reach.link);
  return link === null ? null : { type: 'link', a: link[0], b: link[1] };
}

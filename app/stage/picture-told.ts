/** What the topology tells of, and where that is in the viewport. */
import type { Frame } from '../../kernel/protocol.ts';
import type { Told } from '../hint/told.ts';
import type { Target } from '../menu/targets.ts';
import { boxOn } from '../parts/own-px.ts';
import { aboutOf, type Picture } from './about.ts';
import type { Rect } from './labels.ts';
import { targetTold } from './told.ts';

/**
 * @param host the topology, whose px the picture has
 * @param selected the node that the inspector shows
 * @param rectsOf what nodes cover, one of them left out
 */
export function pictureTold(
  host: Element,
  target: Target,
  frame: Frame,
  selected: string | null,
  picture: Picture,
  rectsOf: (except: string | null) => readonly Rect[],
): Told | null {
  const told = targetTold(target, frame, selected);
  const about = aboutOf(target, picture);
  if (told === null || about === null) return null;
  const own = target.type === 'node' ? target.id : null;
  return { ...told, box: boxOn(host, about), others: () => rectsOf(own).map((rect) => boxOn(host, rect)) };
}

/** The node that the keyboard is on. */
export function focusedNode(root: ShadowRoot | null): Target | null {
  const active = root?.activeElement;
  const node = active instanceof SVGElement ? active.dataset['node'] : undefined;
  return node === undefined ? null : { type: 'node', id: node };
}

/**
 * What the mouse is over, as a place that can be starred: the key S is about it. Not part of the page's state: it changes with every
 * move of the mouse, and nothing is drawn of it here.
 */
import type { StarPlace } from '../../kernel/star.ts';
import type { Target } from '../menu/targets.ts';

let place: StarPlace | null = null;
let owner: Element | null = null;

/** `from`: the element that says so; what has gone from the page is not pointed at. */
export function pointAt(from: Element, pointed: StarPlace | null): void {
  if (pointed === null && owner !== from) return;
  place = pointed;
  owner = pointed === null ? null : from;
}

export function pointedPlace(): StarPlace | null {
  return owner?.isConnected === true ? place : null;
}

/** Null for what cannot be starred. */
export function placeOf(target: Target | null): StarPlace | null {
  switch (target?.type) {
    case 'node':
      return { type: 'node', node: target.id };
    case 'message':
      return { type: 'message', id: target.id, at: [] };
    case 'timer':
      return { type: 'timer', node: target.node, key: target.key };
    case 'value':
      return target.place;
    default:
      return null;
  }
}

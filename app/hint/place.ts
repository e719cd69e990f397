/** Where a hint stands: beside its thing and never over it, wholly on the screen, over as little else as possible. px of the viewport. */
import { type Box, type Extent, within } from '../menu/place.ts';

export type Side = 'below' | 'above' | 'right' | 'left';

export interface Stand {
  readonly side: Side;
  readonly x: number;
  readonly y: number;
  readonly maxHeight: number;
}

const margin = 8;
const gap = 8;
/** A thing higher than this is pointed at, not passed by: the hint stands beside the place that is pointed at, px. */
const highest = 96;
/** Half of what is kept free about that place. */
const aside = 16;
/** Its text may grow so far when an answer comes: a side with less room is the second choice, and what it would cover then counts. */
const grown: Extent = { width: 300, height: 120 };

/**
 * @param at where the pointer is; null for what has the focus
 * @param before the side it stands on: it stays there while its text changes
 */
export function placeHint(
  thing: Box,
  at: { readonly x: number; readonly y: number } | null,
  size: Extent,
  screen: Extent,
  others: readonly Box[] = [],
  before: Side | null = null,
): Stand {
  const about = onScreen(thing, screen);
  const rooms: Readonly<Record<Side, number>> = {
    below: screen.height - margin - (about.y + about.height + gap),
    above: about.y - gap - margin,
    right: screen.width - margin - (about.x + about.width + gap),
    left: about.x - gap - margin,
  };
  const start = at === null ? about.x : Math.max(about.x, Math.min(at.x, about.x + about.width) - aside);
  const standOn = (side: Side, own: Extent): Stand => {
    const isBeside = side === 'right' || side === 'left';
    const maxHeight = isBeside ? screen.height - 2 * margin : Math.max(0, rooms[side]);
    const height = Math.min(own.height, maxHeight);
    const x =
      side === 'right'
        ? about.x + about.width + gap
        : side === 'left'
          ? about.x - gap - own.width
          : within(start, own.width, screen.width);
    const y =
      side === 'below'
        ? about.y + about.height + gap
        : side === 'above'
          ? about.y - gap - height
          : within(about.y, height, screen.height);
    return { side, x, y, maxHeight };
  };
  if (before !== null && rooms[before] >= needed(before, size)) return standOn(before, size);
  const later = { width: Math.max(size.width, grown.width), height: Math.max(size.height, grown.height) };
  const free = (['below', 'above', 'right', 'left'] as const).filter((side) => rooms[side] >= needed(side, later));
  const sides = free.length > 0 ? free : [rooms.below >= rooms.above ? ('below' as const) : ('above' as const)];
  const covers = sides.map((side) => covered(standOn(side, later), later, others));
  return standOn(sides[covers.indexOf(Math.min(...covers))] ?? 'below', size);
}

const needed = (side: Side, { width, height }: Extent): number =>
  side === 'right' || side === 'left' ? width : height;

/** Of a thing that is high: the part beside which its hint stands. */
export function pointedPart(thing: Box, at: { readonly x: number; readonly y: number } | null): Box {
  if (at === null || thing.height <= highest) return thing;
  const top = Math.max(thing.y, at.y - aside);
  const end = Math.min(thing.y + thing.height, at.y + aside);
  return { ...thing, y: top, height: Math.max(0, end - top) };
}

/** What is scrolled away in part is seen in part. */
function onScreen({ x, y, width, height }: Box, screen: Extent): Box {
  const [left, top] = [Math.max(0, Math.min(x, screen.width)), Math.max(0, Math.min(y, screen.height))];
  return {
    x: left,
    y: top,
    width: Math.max(0, Math.min(x + width, screen.width) - left),
    height: Math.max(0, Math.min(y + height, screen.height) - top),
  };
}

/** In square px. */
function covered({ x, y }: Stand, { width, height }: Extent, others: readonly Box[]): number {
  let sum = 0;
  for (const other of others) {
    const wide = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    const high = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    if (wide > 0 && high > 0) sum += wide * high;
  }
  return sum;
}

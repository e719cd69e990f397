/** Where a card stands over the picture: never over the node it is about, and over as little else as possible. */
import type { Rect } from './labels.ts';
import type { Point, Size } from './layout.ts';

const margin = 12;

/** Positions tried in each direction. */
const tries = 14;

/**
 * `about` is null when the card is about nothing in the picture: then it stands in a corner. Otherwise near the node,
 * in the place that covers the least of `others`.
 */
export function placeCard(card: Size, bounds: Size, about: Rect | null, others: readonly Rect[]): Point {
  const places = about === null ? corners(card, bounds) : grid(card, bounds);
  let best: Point = { x: margin, y: margin };
  let least = Number.POSITIVE_INFINITY;
  for (const [i, { x, y }] of places.entries()) {
    const rect = { x, y, ...card };
    const covered = others.reduce((sum, other) => sum + shared(rect, other), 0);
    const far = about === null ? 0 : shared(rect, about) * 1_000 + distance(rect, about);
    // The order of the places decides between equals.
    const cost = covered + far + i * 0.001;
    if (cost < least) {
      least = cost;
      best = { x, y };
    }
  }
  return best;
}

function corners(card: Size, bounds: Size): readonly Point[] {
  const right = Math.max(margin, bounds.width - card.width - margin);
  const bottom = Math.max(margin, bounds.height - card.height - margin);
  return [
    { x: margin, y: bottom },
    { x: right, y: bottom },
    { x: right, y: margin },
    { x: margin, y: margin },
  ];
}

function grid(card: Size, bounds: Size): readonly Point[] {
  const width = Math.max(0, bounds.width - card.width - 2 * margin);
  const height = Math.max(0, bounds.height - card.height - 2 * margin);
  const points: Point[] = [];
  for (let i = 0; i <= tries; i++) {
    for (let k = 0; k <= tries; k++) points.push({ x: margin + (width * i) / tries, y: margin + (height * k) / tries });
  }
  return points;
}

/** Between the nearest edges. */
function distance(a: Rect, b: Rect): number {
  const dx = Math.max(0, b.x - (a.x + a.width), a.x - (b.x + b.width));
  const dy = Math.max(0, b.y - (a.y + a.height), a.y - (b.y + b.height));
  return Math.hypot(dx, dy);
}

function shared(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

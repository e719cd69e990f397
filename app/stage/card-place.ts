/** Where a card stands over the picture: never over the node it is about, and over as little else as possible. */
import type { Rect } from './labels.ts';
import type { Point, Size } from './layout.ts';

/** Around a card, px. */
export const cardMargin = 12;

/** Positions tried in each direction. */
const tries = 14;

/**
 * The place that covers the least of `others`: near the node the card is about, or, when `about` is null, near the
 * lower left corner.
 */
export function placeCard(card: Size, bounds: Size, about: Rect | null, others: readonly Rect[]): Point {
  const home = { x: cardMargin, y: Math.max(cardMargin, bounds.height - cardMargin), width: 0, height: 0 };
  let best: Point = { x: cardMargin, y: cardMargin };
  let least = Number.POSITIVE_INFINITY;
  for (const { x, y } of [...grid(card, bounds), ...(about === null ? [] : beside(card, bounds, about))]) {
    const rect = { x, y, ...card };
    const cost =
      covered(card, rect, others) + (about === null ? 0 : shared(rect, about) * 1_000) + distance(rect, about ?? home);
    if (cost < least) {
      least = cost;
      best = { x, y };
    }
  }
  return best;
}

/** How much of others a card covers there, in square pixels. */
export function covered(card: Size, { x, y }: Point, others: readonly Rect[]): number {
  return others.reduce((sum, other) => sum + shared({ x, y, ...card }, other), 0);
}

function grid(card: Size, bounds: Size): readonly Point[] {
  const width = Math.max(0, bounds.width - card.width - 2 * cardMargin);
  const height = Math.max(0, bounds.height - card.height - 2 * cardMargin);
  const points: Point[] = [];
  for (let i = 0; i <= tries; i++) {
    for (let k = 0; k <= tries; k++)
      points.push({ x: cardMargin + (width * i) / tries, y: cardMargin + (height * k) / tries });
  }
  return points;
}

/** The same rows and columns, right at the sides of the node. */
function beside(card: Size, bounds: Size, about: Rect): readonly Point[] {
  const left = about.x - card.width - cardMargin;
  const right = about.x + about.width + cardMargin;
  const above = about.y - card.height - cardMargin;
  const below = about.y + about.height + cardMargin;
  return grid(card, bounds)
    .flatMap(({ x, y }) => [
      { x: left, y },
      { x: right, y },
      { x, y: above },
      { x, y: below },
    ])
    .filter(({ x, y }) => x >= 0 && y >= 0 && x + card.width <= bounds.width && y + card.height <= bounds.height);
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

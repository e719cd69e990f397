/** Where a card stands over the picture: never over the node it is about, and over as little else as possible. */
import type { Rect } from './labels.ts';
import type { Point, Size } from './layout.ts';

const margin = 12;

/** `about` may be null (the card is about nothing in the picture); `others` are avoided when possible. */
export function placeCard(card: Size, bounds: Size, about: Rect | null, others: readonly Rect[]): Point {
  let best: Point = { x: margin, y: margin };
  let least = Number.POSITIVE_INFINITY;
  for (const [i, candidate] of candidates(card, bounds, about).entries()) {
    const rect = { ...inBounds(candidate, card, bounds), ...card };
    const covered =
      (about === null ? 0 : shared(rect, about) * 1_000) + others.reduce((sum, other) => sum + shared(rect, other), 0);
    // The order of the candidates decides between equals.
    const cost = covered + i * 0.01;
    if (cost < least) {
      least = cost;
      best = { x: rect.x, y: rect.y };
    }
  }
  return best;
}

function candidates(card: Size, bounds: Size, about: Rect | null): readonly Point[] {
  const right = bounds.width - card.width - margin;
  const bottom = bounds.height - card.height - margin;
  const corners = [
    { x: margin, y: bottom },
    { x: right, y: bottom },
    { x: right, y: margin },
    { x: margin, y: margin },
  ];
  if (about === null) return corners;
  const middle = about.y + about.height / 2 - card.height / 2;
  const centre = about.x + about.width / 2 - card.width / 2;
  return [
    { x: about.x + about.width + margin, y: middle },
    { x: about.x - card.width - margin, y: middle },
    { x: right, y: middle },
    { x: margin, y: middle },
    { x: centre, y: about.y + about.height + margin },
    { x: centre, y: about.y - card.height - margin },
    ...corners,
  ];
}

function inBounds({ x, y }: Point, card: Size, bounds: Size): Point {
  return {
    x: Math.max(margin, Math.min(x, bounds.width - card.width - margin)),
    y: Math.max(margin, Math.min(y, bounds.height - card.height - margin)),
  };
}

function shared(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Where the tour's card stands: beside what it is about, never over it, and over as little else as possible. Px of the viewport. */
import { covered, placeCard } from '../stage/card-place.ts';
import type { Rect } from '../stage/labels.ts';
import type { Point, Size } from '../stage/layout.ts';

export interface Around {
  readonly screen: Size;
  /** What it is about, as it is seen; null when it is not. */
  readonly about: Rect | null;
  /** What it would be a pity to cover. */
  readonly others: readonly Rect[];
}

const gap = 8;

/** It stays where it is as long as nothing there matters. */
export function placeTour(card: Size, around: Around, now: Point | null): Point {
  if (now !== null && isFree(card, around, now)) return now;
  const { screen, about, others } = around;
  // What it is about is among what is not covered, with the room that its outline takes.
  const kept = about === null ? others : [...others, around16(about)];
  return placeCard(card, screen, about === null ? null : around16(about), kept);
}

function isFree(card: Size, { screen, about, others }: Around, now: Point): boolean {
  const isInside =
    now.x >= 0 && now.y >= 0 && now.x + card.width <= screen.width && now.y + card.height <= screen.height;
  return isInside && covered(card, now, about === null ? others : [...others, around16(about)]) === 0;
}

const around16 = ({ x, y, width, height }: Rect): Rect => ({
  x: x - gap,
  y: y - gap,
  width: width + 2 * gap,
  height: height + 2 * gap,
});

/** Of the strip a docked card takes at most so much. */
const mostOfStrip = 0.6;

export interface Dock {
  readonly at: Point;
  /** So much of the strip, at its foot, is the card's: what is read there gives way. */
  readonly height: number;
}

/**
 * On a narrow screen there is no room beside anything: the card is docked at the foot of what is read, which ends above it.
 * @param free the strip between the bars at the top and at the bottom
 */
export function dockTour(card: Size, free: Rect): Dock {
  const x = free.x + (free.width - card.width) / 2;
  const y = Math.max(free.y, free.y + free.height - card.height - gap);
  return { at: { x, y }, height: Math.round(Math.min(card.height + 2 * gap, free.height * mostOfStrip)) };
}

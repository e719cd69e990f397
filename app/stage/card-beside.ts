/** Puts a card of the topology beside what it is about, and leaves it there while that stays where it is. */
import type { Target } from '../menu/targets.ts';
import { aboutOf } from './about.ts';
import { placeCard } from './card-place.ts';
import type { Rect } from './labels.ts';
import type { Size } from './layout.ts';

export interface Around {
  readonly picture: Parameters<typeof aboutOf>[1];
  /** What nodes cover, one of them left out. */
  readonly rectsOf: (except: string | null) => readonly Rect[];
  readonly bounds: Size;
  /** Another one when the layout is another. */
  readonly version: number;
}

export function placeBeside(card: HTMLElement, target: Target, { picture, rectsOf, bounds, version }: Around): void {
  const about = aboutOf(target, picture);
  if (about === null) return;
  const own = target.type === 'node' ? target.id : target.type === 'timer' ? target.node : null;
  const others = card.localName === 'div' && own === null ? [] : rectsOf(own);
  // Its height grows in steps, so that a state that changes does not make it wander.
  const size = { width: card.offsetWidth, height: Math.ceil(card.offsetHeight / 48) * 48 };
  const key = `${Math.round(about.x)},${Math.round(about.y)},${size.width},${size.height},${version}`;
  if (card.dataset['placed'] === key) return;
  card.dataset['placed'] = key;
  const { x, y } = placeCard(size, bounds, about, others);
  card.style.left = `${x}px`;
  card.style.top = `${y}px`;
}

/** Where cards stand. */
export function rectsOf(cards: Iterable<HTMLElement>): readonly Rect[] {
  return Array.from(cards, (card) => ({
    x: card.offsetLeft,
    y: card.offsetTop,
    width: card.offsetWidth,
    height: card.offsetHeight,
  }));
}

/**
 * Nodes that the reader has put somewhere else: each keeps its place, as shares of the stage, whatever becomes of the others, of the
 * stage's size, or of the page.
 */
import type { Layout, Point, Size } from './layout.ts';

/** By the id of the node; x and y between 0 and 1. */
export type Moved = ReadonlyMap<string, Point>;

export interface Places {
  readonly moved: Moved;
  put(id: string, place: Point | null): void;
  /** Back to where the layout has them. */
  clear(): void;
}

/** A store of texts that never fails: `storage/kept.ts` is one. */
export interface TextStore {
  kept(key: string): string | null;
  keep(key: string, value: string | null): unknown;
}

/** More than a picture can show, and a store should hold. */
const most = 2_000;

/** @param name of the notebook; empty: nothing is kept */
export function createPlaces(name: string, store: TextStore): Places {
  const key = `rehearsal.places.${name}`;
  let moved: Moved = name === '' ? new Map() : read(store.kept(key));
  const keep = (next: Moved): void => {
    moved = next;
    if (name === '') return;
    store.keep(key, next.size === 0 ? null : JSON.stringify([...next]));
  };
  return {
    get moved() {
      return moved;
    },
    put(id, place) {
      const next = new Map(moved);
      if (place === null) next.delete(id);
      else next.set(id, place);
      keep(next);
    },
    clear: () => keep(new Map()),
  };
}

/** What is not as it was written is left out. */
function read(text: string | null): Moved {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    const entries: readonly unknown[] = Array.isArray(value) ? value.slice(0, most) : [];
    return new Map(entries.flatMap((entry) => entryOf(entry)));
  } catch {
    return new Map();
  }
}

function entryOf(entry: unknown): readonly (readonly [string, Point])[] {
  const [id, place]: readonly unknown[] = Array.isArray(entry) ? entry : [];
  if (typeof id !== 'string' || typeof place !== 'object' || place === null) return [];
  const [x, y]: readonly unknown[] = [Reflect.get(place, 'x'), Reflect.get(place, 'y')];
  return typeof x === 'number' && typeof y === 'number' ? [[id, { x: clamp(x), y: clamp(y) }]] : [];
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

/** A layout in which they stand where they were put, all of them within the stage. */
export function withMoved(layout: Layout, moved: Moved): Layout {
  if (moved.size === 0) return layout;
  const { size, radius } = layout;
  const places = layout.places.map((place) => {
    const share = moved.get(place.id);
    return share === undefined ? place : { ...place, ...pointOf(share, size, radius) };
  });
  return { ...layout, places };
}

function pointOf({ x, y }: Point, { width, height }: Size, radius: number): Point {
  const within = (value: number, most: number): number =>
    Math.min(Math.max(value, radius + 8), Math.max(radius + 8, most - radius - 8));
  return { x: within(x * width, width), y: within(y * height, height) };
}

export function shareOf({ x, y }: Point, { width, height }: Size): Point {
  return { x: clamp(x / Math.max(1, width)), y: clamp(y / Math.max(1, height)) };
}

/** By an arrow key, 16 px; null for any other key. */
export function movedBy(key: string, from: Point | undefined, size: Size): Point | null {
  const by: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-16, 0],
    ArrowRight: [16, 0],
    ArrowUp: [0, -16],
    ArrowDown: [0, 16],
  };
  const step = by[key];
  return step === undefined || from === undefined ? null : shareOf({ x: from.x + step[0], y: from.y + step[1] }, size);
}

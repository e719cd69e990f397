/** How the width is shared and how large the stage is, kept for the next visit. */
import type { Layout } from './state.ts';

const splitKey = 'rehearsal.layout';
const scaleKey = 'rehearsal.scale';
/** A notebook's usual share: eighty characters of code fit at 1440 px. */
export const usualSplit = 0.46;
export const minSplit = 0.24;
export const maxSplit = 0.76;

export const clampSplit = (split: number): number => Math.min(maxSplit, Math.max(minSplit, split));

/** For a room the stage has the whole width: whoever wants another side wants the desk again, and the desk has both. */
export function laidOut(before: Layout, change: Partial<Layout>): Layout {
  const { split, side, scale } = { ...before, ...change };
  const isForRoom = scale === 'room' && (change.scale === 'room' || side === 'stage');
  const isBack = before.scale === 'room' && change.scale === 'desk' && change.side === undefined;
  return {
    split: clampSplit(split),
    side: isForRoom ? 'stage' : isBack ? 'both' : side,
    scale: isForRoom ? 'room' : 'desk',
  };
}

export function storedLayout(): Layout {
  const split = Number.parseFloat(localStorage.getItem(splitKey) ?? '');
  const isForRoom = localStorage.getItem(scaleKey) === 'room';
  return {
    split: Number.isFinite(split) ? clampSplit(split) : usualSplit,
    side: isForRoom ? 'stage' : 'both',
    scale: isForRoom ? 'room' : 'desk',
  };
}

export function storeLayout({ split, scale }: Layout): void {
  localStorage.setItem(splitKey, String(split));
  if (scale === 'room') localStorage.setItem(scaleKey, scale);
  else localStorage.removeItem(scaleKey);
}

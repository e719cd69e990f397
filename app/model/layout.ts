/** How the width is shared and how large the stage is, kept for the next visit. */
import { keep, kept } from '../storage/kept.ts';
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
  const split = Number.parseFloat(kept(splitKey) ?? '');
  const isForRoom = kept(scaleKey) === 'room';
  return {
    split: Number.isFinite(split) ? clampSplit(split) : usualSplit,
    side: isForRoom ? 'stage' : 'both',
    scale: isForRoom ? 'room' : 'desk',
  };
}

export function storeLayout({ split, scale }: Layout): void {
  keep(splitKey, String(split));
  keep(scaleKey, scale === 'room' ? scale : null);
}

/** How the width is shared, kept for the next visit. */
import type { Layout } from './state.ts';

const storageKey = 'rehearsal.layout';
/** A notebook's usual share: eighty characters of code fit at 1440 px. */
export const usualSplit = 0.46;
export const minSplit = 0.24;
export const maxSplit = 0.76;

export const clampSplit = (split: number): number => Math.min(maxSplit, Math.max(minSplit, split));

export function storedLayout(): Layout {
  const split = Number.parseFloat(localStorage.getItem(storageKey) ?? '');
  return { split: Number.isFinite(split) ? clampSplit(split) : usualSplit, side: 'both' };
}

export function storeLayout(layout: Layout): void {
  localStorage.setItem(storageKey, String(layout.split));
}

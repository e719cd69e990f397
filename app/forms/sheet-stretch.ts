/** However large a collection is, only what is seen of its table, and a little more, is there. */
import { rowHeight } from './sheet.css.ts';

/** Rows above and below those that are seen. */
const margin = 20;
/** Rows that are seen at the most. */
export const seenRows = 12;
export const firstCount = seenRows + 2 * margin;

/** The first row that is wanted where one has scrolled to; null: what is there will do. `from`: the first one that is there. */
export function wantedFrom(scrollTop: number, from: number): number | null {
  const wanted = Math.max(0, Math.floor(scrollTop / rowHeight) - margin);
  return Math.abs(wanted - from) < margin / 2 ? null : wanted;
}

/** How far to scroll to a row that is not there. */
export const scrollFor = (row: number): number => Math.max(0, row - seenRows / 2) * rowHeight;

/** The text of a part as it is edited, and what changes in it. */
import type { CellKey } from '../../kernel/diagnostic.ts';
import { type Cell, type Notebook, type Prose, shownCode } from '../../kernel/notebook/notebook.ts';

export interface Change {
  readonly start: number;
  readonly removed: string;
  readonly inserted: string;
}

/** The least stretch of a text that is another one in the next. */
export function changeBetween(before: string, after: string): Change {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  while (
    tail < shortest - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail += 1;
  return {
    start,
    removed: before.slice(start, before.length - tail),
    inserted: after.slice(start, after.length - tail),
  };
}

/** A change as an editor tells it: at an offset so many characters went, and this came. Line ends count as one. */
export interface Splice {
  readonly start: number;
  readonly removes: number;
  readonly inserted: string;
}

/** What it changed; null when it is not what made the one text of the other. */
export function changeOf({ start, removes, inserted }: Splice, before: string, after: string): Change | null {
  const made = before.slice(0, start) + inserted + before.slice(start + removes);
  return made === after ? { start, removed: before.slice(start, start + removes), inserted } : null;
}

/** What is edited of a part: a cell's code as an editor shows it, all of a prose. */
export const textOf = (part: Cell | Prose): string => (part.type === 'cell' ? shownCode(part) : part.raw);

export const partOf = (notebook: Notebook, key: CellKey | null): Cell | Prose | undefined =>
  notebook.parts.find((part): part is Cell | Prose => part.type !== 'front-matter' && part.key === key);

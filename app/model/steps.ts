/** What the page remembers of how its text came to be (`history.ts`). */
import type { CellKey } from '../../kernel/diagnostic.ts';

/** A run of typing: where, as offsets of the cell's text after it. */
export interface Typed {
  readonly key: CellKey;
  readonly start: number;
  readonly end: number;
  readonly sort: 'insert' | 'delete';
  /** Of what came, or went. */
  readonly length: number;
  /** The last character that was typed. */
  readonly last: string;
  /** It began by taking the place of what was selected. */
  readonly isOver: boolean;
}

/** `Moment`: what it brings back. */
export interface Step<Moment> {
  readonly before: Moment;
  readonly after: Moment;
  /** Edits of one command have the same number, those of one drag the same below 0; null when it stands alone. */
  readonly group: number | null;
  readonly typed: Typed | null;
  /** Cells came, went or changed places: then the selection comes back as it was. */
  readonly isStructural: boolean;
}

export interface History<Moment> {
  readonly past: readonly Step<Moment>[];
  /** What was undone, the next to be done again last. */
  readonly future: readonly Step<Moment>[];
}

export const noHistory: History<never> = { past: [], future: [] };

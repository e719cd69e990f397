/** A stat for the page: what its curve is made of, and the events behind a point of it. Plain data. */
import type { CellKey, Range } from './diagnostic.ts';
import type { LogRow } from './log-row.ts';

/** Label → value, as text. */
export type StatLabels = Readonly<Record<string, string>>;

/** The part of a stat that was told with one set of labels. */
export interface StatPart {
  readonly labels: StatLabels;
  /** As `StatView.value`. */
  readonly value: number;
  /** How often it was told. */
  readonly count: number;
}

/** What a histogram was told, all of it. Values below 0 count as 0. */
export interface Distribution {
  readonly count: number;
  /** The greatest value; 0 when there is none. */
  readonly most: number;
  readonly percentiles: readonly { readonly of: number; readonly value: number }[];
  /** From the least to the greatest value; each bar is wider than the one before by the same factor, 0 has one of its own. */
  readonly bars: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

export interface StatView {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** Current value (total of a counter; last of a gauge; median of a histogram). */
  readonly value: number;
  /** At most 120 points over the whole run. */
  readonly points: readonly (readonly [time: number, value: number])[];
  /** Where it is told first. */
  readonly cell: CellKey | null;
  readonly range: Range | null;
  /** As declared; empty when it was not. */
  readonly unit: string;
  readonly help: string;
  /** By its labels, the greatest first, at most 24; one without labels when it has none. */
  readonly parts: readonly StatPart[];
  /** Of a histogram. */
  readonly distribution: Distribution | null;
}

/** Which events are asked for: those that told a stat in a span of virtual time, `from` not included. */
export interface StatWish {
  readonly name: string;
  /** Only what was told with exactly these; null for all. */
  readonly labels: StatLabels | null;
  readonly from: number;
  readonly to: number;
}

/** One telling, and the event that did. */
export interface StatEvent extends LogRow {
  readonly labels: StatLabels;
  /** What was told: how much a counter grew by. */
  readonly told: number;
  /** What the stat was afterwards: a counter's total, else the same as told. */
  readonly value: number;
  /** The line that told it. */
  readonly place: { readonly cell: CellKey; readonly range: Range } | null;
}

export interface StatEvents {
  /** What was asked. */
  readonly wish: StatWish;
  /** The oldest first; the last ones of many. When there are none in the span: the last one before it, if there is one. */
  readonly events: readonly StatEvent[];
  /** How many there are in the span. */
  readonly count: number;
  /** Too long ago and too many to go over all again: there may be more than were counted. */
  readonly isPart: boolean;
}

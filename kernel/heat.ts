/** Where the work of a run goes: how often lines ran in the latest events, counted by running these once more. Plain data. */
import type { CellKey } from './diagnostic.ts';

export interface LineHeat {
  readonly cell: CellKey;
  /** From 1, in the cell's text. */
  readonly line: number;
  readonly count: number;
}

export interface RuleCost {
  /** `kind.name` */
  readonly rule: string;
  readonly firings: number;
  /** Lines that ran in these, each turn of a loop anew, those of the functions it calls too. */
  readonly lines: number;
}

export interface Heat {
  /** The events that were run once more: from, up to but not including. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly LineHeat[];
  /** The costliest first. */
  readonly rules: readonly RuleCost[];
  /** The text of each cell that was counted: lines are those of no other one. */
  readonly cells: readonly { readonly key: CellKey; readonly source: string }[];
}

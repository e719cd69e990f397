/** What probes saw: in one event, and at one place in all events. */
import type { CellKey, Diagnostic, Range } from './diagnostic.ts';
import type { Shown } from './shown-data.ts';

/** What each line of a rule did in one event, made by running that event again. Ranges are of the texts in `cells`. */
export interface Probe {
  /** Of the event, from 0. */
  readonly step: number;
  /** Virtual ms. */
  readonly time: number;
  readonly node: string;
  /** `kind.name`; `the action 'x'`. */
  readonly rule: string;
  /** Texts that were in force in the event, of the cells in which something was seen. */
  readonly cells: readonly { readonly key: CellKey; readonly source: string }[];
  /** Functions and loops, of which each was gone through any number of times. */
  readonly blocks: readonly ProbeBlock[];
  /** Each time a function was called or a loop took a turn. */
  readonly passes: readonly ProbePass[];
  /** In the order in which it happened. */
  readonly seen: readonly Seen[];
  /** What did not run in a pass. */
  readonly skipped: readonly { readonly pass: number; readonly cell: CellKey; readonly range: Range }[];
  /** Why the event came to no end. */
  readonly fault: Diagnostic | null;
  /** What was left out, as sentences. */
  readonly notes: readonly string[];
}

export interface ProbeBlock {
  readonly kind: 'call' | 'loop';
  /** Of a function; empty when it has none. */
  readonly name: string;
  readonly cell: CellKey;
  readonly range: Range;
  /** The block it stands in, by position; null at the top of a cell. */
  readonly within: number | null;
}

export interface ProbePass {
  readonly block: number;
  /** The pass of the block that this one stands in; null where that was none of the event's. */
  readonly within: number | null;
  /** From 0, among those of the same block in the same pass of the block around it. */
  readonly index: number;
}

/** What was seen at a place. */
export interface Seen {
  /**
   * - `value` what a name or field held after the line; what was `compared`; what was `returned`; what was `thrown`
   * - `condition` whether it held
   * - `effect` a call of `ctx`: its member is the label, what it was given the value
   * - `turns` how many turns a loop took
   */
  readonly kind: 'value' | 'compared' | 'returned' | 'thrown' | 'condition' | 'effect' | 'turns';
  readonly cell: CellKey;
  readonly range: Range;
  /** As it stands in the code. */
  readonly label: string;
  /** Which place of the cell that has this kind and label, in the order of the text: with these it names a place through edits. */
  readonly nth: number;
  readonly pass: number;
  readonly value: Shown;
}

/** A place in the rules that is watched all along the run. */
export interface ProbePlace {
  readonly cell: CellKey;
  readonly kind: Seen['kind'];
  readonly label: string;
  readonly nth: number;
}

/** What was seen at a place, event by event. */
export interface Watched {
  /** `gone`: there is no such place in the program in force. */
  readonly status: 'running' | 'done' | 'gone';
  /** Where it stands now. */
  readonly range: Range | null;
  /** How far it has been looked for. */
  readonly upTo: { readonly step: number; readonly time: number };
  /** One for each event in which it was seen; of many, some. */
  readonly points: readonly WatchedPoint[];
  /** Events in which it was seen. */
  readonly count: number;
  /** What was left out, as sentences. */
  readonly notes: readonly string[];
}

export interface WatchedPoint {
  /** Of the event. */
  readonly step: number;
  readonly time: number;
  readonly node: string;
  /** The last that was seen there in the event. */
  readonly value: Shown;
  /** How often it was seen in the event. */
  readonly times: number;
}

/** A race: what can come of events that happen in any order. Plain data. */
import type { Shown } from './shown-data.ts';

/** All orders in which rivals can happen at a node, and what comes of them. */
export interface Race {
  readonly status: 'running' | 'done' | 'limited';
  /** The event that was asked about. */
  readonly step: number;
  readonly time: number;
  readonly node: string;
  /** Orders tried. */
  readonly orders: number;
  /** The most frequent first. */
  readonly outcomes: readonly RaceOutcome[];
  readonly rivals: readonly RaceEvent[];
  /** Outcomes are told apart by the states once nothing happens any more; else by those right after the last of the rivals. */
  readonly atRest: boolean;
  /** What was left out, as sentences. */
  readonly notes: readonly string[];
}

export interface RaceOutcome {
  /** Branch that shows it: of the first order that led to it. Null when there are too many for a branch each. */
  readonly branch: number | null;
  readonly count: number;
  /** The fields by which it differs from the other outcomes; those of the contested node when there is one. */
  readonly values: readonly OutcomeValue[];
  /** A rule threw in the race, and the run stops there: which, and why. */
  readonly fault: string | null;
  /** Properties that are violated in one of its branches. */
  readonly violated: readonly string[];
  /** Each order that led to it. At most 24. */
  readonly orders: readonly RaceOrder[];
}

export interface OutcomeValue {
  readonly node: string;
  readonly field: string;
  readonly value: Shown;
}

/** What came to the contested node, and the branch where it did so; null when there are too many orders. */
export interface RaceOrder {
  readonly branch: number | null;
  readonly events: readonly RaceEvent[];
}

export interface RaceEvent {
  /** `Write c1`: a message and its sender; `timer Election`; a `may` rule. */
  readonly name: string;
  /** Of a message or timer, as text; empty when it has none. */
  readonly body: string;
}

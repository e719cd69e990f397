/** What exploring every interleaving of a scenario says, to the page and to the command line. */
import type { Diagnostic } from './diagnostic.ts';

/** How a property is violated, and the shortest way there: one line a step. */
export interface Violation {
  readonly property: string;
  readonly text: string;
  readonly path: readonly string[];
}

/** What exploring every interleaving has found so far. */
export interface Exploration {
  readonly name: string;
  /** Distinct worlds found. */
  readonly states: number;
  readonly transitions: number;
  /** Steps to the farthest world. */
  readonly depth: number;
  /** Worlds found that are still to be left. */
  readonly waiting: number;
  /** Worlds in which nothing can happen any more, faults aside. */
  readonly rests: number;
  /** A rule can tell in which order members were put into a Map, Set or object: each order is explored, and all are counted as one. */
  readonly orderMatters: boolean;
  /** Expected number of worlds that were missed because two have one fingerprint. */
  readonly collisions: number;
  /** `limited`: it ended at a limit, and nothing was violated so far. */
  readonly verdict: 'exploring' | 'holds' | 'violated' | 'limited' | 'error';
  /** The shortest way to `violated`: one line a step. */
  readonly path: readonly string[];
  /** The first that was not expected, or the first. While exploring, what was found so far. */
  readonly violated: { readonly property: string; readonly text: string } | null;
  /** Everything violated is what `expect.violates` names. */
  readonly isExpected: boolean;
  /** The shortest way to a violation of each property, in the order found. */
  readonly violations: readonly Violation[];
  /** Names of `reachable` properties that were seen. */
  readonly witnessed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What exploring every interleaving of a scenario says, to the page and to the command line. */
import type { CellKey, Diagnostic, Range } from './diagnostic.ts';

/** How a property is violated, and the shortest way there: one line a step. */
export interface Violation {
  readonly property: string;
  readonly text: string;
  readonly path: readonly string[];
  /**
   * Of something that never comes: what goes round for ever after `path`, one line a step; empty when all may stay as it is there.
   * Null where the end of `path` is what is wrong.
   */
  readonly loop: readonly string[] | null;
}

/** One step of a way, as a story: what happened, what was sent, what changed in whose state. */
export interface StoryStep {
  /** `Vote B → A`, as in `Violation.path`. */
  readonly text: string;
  /** What came with the message; empty when nothing did, or it was no message. */
  readonly body: string;
  /** Each as `B → A  Vote { term: 1 }`, in the order of their texts. */
  readonly sent: readonly string[];
  readonly changes: readonly StoryChange[];
}

export interface StoryChange {
  readonly node: string;
  /** A field of its state; `(up)` for whether it is up. */
  readonly field: string;
  /** As text; null where there was none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What an exploration has tried, as the meaning of "nothing was violated". Rules are those of kinds that have a node there. */
export interface Exercise {
  /** In the order of the program. */
  readonly rules: readonly RuleUse[];
  /** Transitions by each fault. */
  readonly faults: {
    readonly crash: number;
    readonly restart: number;
    readonly drop: number;
    readonly duplicate: number;
  };
  /** The scenario's actions in their order, and the transitions by each. */
  readonly actions: readonly { readonly name: string; readonly times: number }[];
}

export const noExercise: Exercise = {
  rules: [],
  faults: { crash: 0, restart: 0, drop: 0, duplicate: 0 },
  actions: [],
};

export interface RuleUse {
  /** `kind.name` */
  readonly rule: string;
  readonly cell: CellKey;
  readonly range: Range;
  /** Firings on all transitions; 0: it never fired. */
  readonly times: number;
  /** The most ways through what it gave to `choose`, each of which was taken; 1 when it chose nothing. */
  readonly ways: number;
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
  /** What follows `path` for ever: see `Violation.loop`. */
  readonly loop: readonly string[] | null;
  /** The first that was not expected, or the first. While exploring, what was found so far. */
  readonly violated: { readonly property: string; readonly text: string } | null;
  /** Everything violated is what `expect.violates` names. */
  readonly isExpected: boolean;
  /** The shortest way to a violation of each property, in the order found. */
  readonly violations: readonly Violation[];
  /** Names of `reachable` properties that were seen. */
  readonly witnessed: readonly string[];
  /** Names of what is to come some time, of which it was not looked for yet whether it never does. Empty once that was done for all. */
  readonly unsearched: readonly string[];
  /** Which limit ended it; null when none did, or somebody else did. */
  readonly limitedBy: 'states' | 'memory' | 'time' | null;
  readonly exercise: Exercise;
  readonly diagnostics: readonly Diagnostic[];
}

/** What is missing of an exploration that was ended, in words; empty when a limit was not the reason and nothing was left out. */
export function missingText({ limitedBy, unsearched }: Pick<Exploration, 'limitedBy' | 'unsearched'>): string {
  return [
    ...(limitedBy === null ? [] : [`its limit of ${limitedBy} was reached`]),
    ...(unsearched.length === 0
      ? []
      : [`not looked for: ways on which ${unsearched.map((name) => `'${name}'`).join(' or ')} never comes`]),
  ].join('; ');
}

/** Before anything was found. */
export const nothingExplored: Omit<Exploration, 'name' | 'verdict'> = {
  states: 0,
  transitions: 0,
  depth: 0,
  waiting: 0,
  rests: 0,
  orderMatters: false,
  collisions: 0,
  path: [],
  loop: null,
  violated: null,
  isExpected: false,
  violations: [],
  witnessed: [],
  unsearched: [],
  limitedBy: null,
  exercise: noExercise,
  diagnostics: [],
};

/** What checks find, as the page and the reports are told. Plain data; times are virtual milliseconds, steps count events from 0. */
import type { Diagnostic } from './diagnostic.ts';

export type PropertyKind = 'always' | 'step' | 'reachable' | 'eventually' | 'leadsTo' | 'linearizable' | 'isolated';

/** An operation of a client, for a chart against time. */
export interface ChartedOperation {
  readonly id: number;
  /** The client. */
  readonly node: string;
  /** `read x → 5` */
  readonly text: string;
  readonly invoked: { readonly step: number; readonly time: number };
  /** When the client was told, or stopped waiting or crashed. Null while it is open. */
  readonly ended: { readonly step: number; readonly time: number } | null;
  /** `unknown`: whether it took effect, nobody knows. */
  readonly outcome: 'ok' | 'fail' | 'unknown' | 'open';
  /** It cannot be together with the others that offend. */
  readonly isOffending: boolean;
  /** What it was told cannot be explained. */
  readonly isCulprit: boolean;
}

/** What is wrong with a history: the operations that offend, and those that overlap them. */
export interface HistoryChart {
  /** The object they are about; null when there is one, or when it is about transactions. */
  readonly key: string | null;
  /** In the order of their invocations. */
  readonly operations: readonly ChartedOperation[];
  /** What leads from one transaction to another, around a cycle. */
  readonly links: readonly { readonly from: number; readonly to: number; readonly text: string }[];
  /** What the culprit could have been told, as text. Empty when that is not known. */
  readonly possible: readonly string[];
}

/** What fuzzing has found so far. */
export interface Fuzzing {
  readonly name: string;
  readonly scenario: string;
  /** `shrinking`: all seeds were run, and failures are made small. */
  readonly status: 'fuzzing' | 'shrinking' | 'passed' | 'failed' | 'error';
  readonly seeds: { readonly from: number; readonly done: number; readonly of: number };
  readonly events: number;
  /** That befell the runs, in all. */
  readonly faults: number;
  readonly rules: { readonly fired: number; readonly of: number };
  /** Rules that fired in no run. */
  readonly neverFired: readonly string[];
  /** Different worlds that runs came by, told apart by how many nodes of a kind have which role or are down. */
  readonly states: number;
  /** Names of `reachable` properties that were seen. */
  readonly witnessed: readonly string[];
  /** The first of each property, in the order of their seeds. */
  readonly failures: readonly FuzzFailure[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Before anything was run. */
export const nothingFuzzed: Omit<Fuzzing, 'name' | 'status'> = {
  scenario: '',
  seeds: { from: 1, done: 0, of: 0 },
  events: 0,
  faults: 0,
  rules: { fired: 0, of: 0 },
  neverFired: [],
  states: 0,
  witnessed: [],
  failures: [],
  diagnostics: [],
};

/** How large a failing run is. */
export interface FailureSize {
  readonly events: number;
  /** Things done to it from outside: faults, and what the scenario did. */
  readonly deeds: number;
  readonly nodes: number;
}

export interface FuzzFailure {
  /** Name of the property; of the rule when it threw. */
  readonly property: string;
  readonly kind: PropertyKind | 'error';
  readonly text: string;
  /** Of the run that made the smallest. */
  readonly seed: number;
  /** The lowest with which it happened, and how many runs ended with it. */
  readonly first: number;
  readonly runs: number;
  /** It is the one that `expect.violates` names. */
  readonly isExpected: boolean;
  /** Where it happens in the run made small. */
  readonly step: number;
  readonly time: number;
  readonly before: FailureSize;
  /** Null while it has not been made small, or could not be. */
  readonly after: FailureSize | null;
  /** What is done to the run, one line each. */
  readonly deeds: readonly string[];
  /** The text of a scenario that fails in this way, to be pasted into the notebook. */
  readonly scenario: string;
}

/** How much smaller a failure was made: `made small: 412 → 7 events, 9 → 2 acts; 3 nodes`, or that nothing could be left out. */
export function smallText(before: FailureSize, after: FailureSize): string {
  const parts = (['events', 'acts', 'nodes'] as const).map((what) => {
    const key = what === 'acts' ? 'deeds' : what;
    const [was, is] = [before[key], after[key]];
    return {
      isNone: was + is === 0,
      isSame: was === is,
      text: was === is ? counted(is, what) : `${was} → ${counted(is, what)}`,
    };
  });
  const textOf = (isSame: boolean): string =>
    parts
      .filter((part) => part.isSame === isSame && !part.isNone)
      .map(({ text }) => text)
      .join(', ');
  if (parts.every(({ isSame }) => isSame)) return `as small as it can be: ${textOf(true)}`;
  return `made small: ${[textOf(false), textOf(true)].filter((text) => text !== '').join('; ')}`;
}

function counted(count: number, plural: string): string {
  return `${count} ${count === 1 ? plural.slice(0, -1) : plural}`;
}

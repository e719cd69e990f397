/** What the runs of a range of seeds came to. Plain data: tallies of several threads are added up, and the sum is the same however they shared the seeds. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Schedule } from './schedule.ts';
import type { Found } from './trial.ts';

/** A run that failed. */
export interface Failure extends Found {
  readonly seed: number;
  readonly events: number;
  readonly schedule: Schedule;
}

/** Runs that failed in the same way: by one property, or one rule that threw. */
export interface Failures {
  readonly property: string;
  readonly kind: Found['kind'];
  /** The lowest. */
  readonly seed: number;
  readonly runs: number;
  /** Those to which the least was done, the least first: they make the smallest. */
  readonly best: readonly Failure[];
}

/** Of one way to fail, so many are kept. */
const bestLimit = 4;

export interface Tally {
  readonly runs: number;
  readonly events: number;
  /** Faults that befell the runs. */
  readonly faults: number;
  /** Firings by rule. */
  readonly rules: ReadonlyMap<string, number>;
  readonly states: ReadonlySet<string>;
  readonly witnessed: ReadonlySet<string>;
  /** Runs at whose end a property was undecided, by property. */
  readonly undecided: ReadonlyMap<string, number>;
  /** In the order of their seeds. */
  readonly failures: readonly Failures[];
  readonly diagnostics: readonly Diagnostic[];
}

export const emptyTally: Tally = {
  runs: 0,
  events: 0,
  faults: 0,
  rules: new Map(),
  states: new Set(),
  witnessed: new Set(),
  undecided: new Map(),
  failures: [],
  diagnostics: [],
};

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  return {
    runs: sum(({ runs }) => runs),
    events: sum(({ events }) => events),
    faults: sum(({ faults }) => faults),
    rules: addCounts(tallies.map(({ rules }) => rules)),
    states: new Set(tallies.flatMap(({ states }) => [...states])),
    witnessed: new Set(tallies.flatMap(({ witnessed }) => [...witnessed])),
    undecided: addCounts(tallies.map(({ undecided }) => undecided)),
    failures: addFailures(tallies.flatMap(({ failures }) => failures)),
    diagnostics: tallies.flatMap(({ diagnostics }) => diagnostics),
  };
}

function addCounts(all: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sum = new Map<string, number>();
  for (const counts of all) for (const [name, count] of counts) sum.set(name, (sum.get(name) ?? 0) + count);
  return sum;
}

export function failuresOf(failure: Failure): Failures {
  const { property, kind, seed } = failure;
  return { property, kind, seed, runs: 1, best: [failure] };
}

/** One for each way to fail. */
export function addFailures(all: readonly Failures[]): readonly Failures[] {
  const sum = new Map<string, Failures>();
  for (const one of all) {
    const name = `${one.kind} ${one.property}`;
    const known = sum.get(name);
    sum.set(name, known === undefined ? one : together(known, one));
  }
  return [...sum.values()].toSorted((a, b) => a.seed - b.seed);
}

function together(a: Failures, b: Failures): Failures {
  const size = ({ schedule, events }: Failure): number => schedule.deeds.length * 1_000 + events;
  return {
    ...a,
    seed: Math.min(a.seed, b.seed),
    runs: a.runs + b.runs,
    best: [...a.best, ...b.best].toSorted((x, y) => size(x) - size(y) || x.seed - y.seed).slice(0, bestLimit),
  };
}

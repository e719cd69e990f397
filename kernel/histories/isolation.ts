/**
 * Isolation anomalies of a history of transactions, found as cycles of what they owe to each other, in the manner of Elle
 * (Kingsbury and Alvaro, 2020) after Adya's definitions (1999). The names are those of the field, Adya's beside them:
 *
 * | anomaly | Adya | allowed from … on down |
 * | --- | --- | --- |
 * | dirty write | G0 | nowhere |
 * | aborted, intermediate read; circular information flow | G1a, G1b, G1c | read uncommitted |
 * | fractured read | part of G-single | read committed |
 * | lost update, read skew, long fork | G-single, G-nonadjacent | read atomic |
 * | write skew | G2-item | snapshot isolation |
 * | a cycle through real time | | serializable |
 *
 * An anomaly found is certain. For keys that are appended to, none of those named is missed once every append was read; for keys
 * that are overwritten only part of their order is known.
 */
import { appendsOf } from './appends.ts';
import { componentsOf, type CycleKind, findCycle, graphOf } from './cycles.ts';
import { type Direct, type Edge, type KeyDependencies, visitsOf } from './dependencies.ts';
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { canonical } from '../plain.ts';
import { registersOf } from './registers.ts';
import type { Transaction } from './transactions.ts';

/** Weakest first: each allows no more than the one before it. */
export const levels = [
  'read-uncommitted',
  'read-committed',
  'read-atomic',
  'snapshot',
  'serializable',
  'strict-serializable',
] as const;
export type Level = (typeof levels)[number];

export type AnomalyName =
  | Direct['name']
  | 'dirty write'
  | 'circular information flow'
  | 'fractured read'
  | 'read skew'
  | 'long fork'
  | 'write skew'
  | 'real-time violation';

export interface Anomaly {
  readonly name: AnomalyName;
  /** The transactions it is made of, in the order of their invocations. */
  readonly transactions: readonly Transaction[];
  /** What leads from each to the next; empty when it needs no cycle. */
  readonly cycle: readonly Edge[];
  readonly text: string;
}

/** The weakest level that forbids it. */
const forbiddenFrom: Readonly<Record<AnomalyName, Level>> = {
  'dirty write': 'read-uncommitted',
  'incompatible order': 'read-uncommitted',
  'read of nothing': 'read-uncommitted',
  'aborted read': 'read-committed',
  'intermediate read': 'read-committed',
  'circular information flow': 'read-committed',
  'internal inconsistency': 'read-atomic',
  'fractured read': 'read-atomic',
  'lost update': 'snapshot',
  'read skew': 'snapshot',
  'long fork': 'snapshot',
  'write skew': 'serializable',
  'real-time violation': 'strict-serializable',
};

const cycleKinds: readonly (CycleKind & { readonly name: AnomalyName; readonly first: Edge['kind'] })[] = [
  { name: 'dirty write', first: 'ww', rest: ['ww'] },
  { name: 'circular information flow', first: 'wr', rest: ['ww', 'wr'] },
  { name: 'read skew', first: 'rw', rest: ['ww', 'wr'] },
  { name: 'long fork', first: 'rw', rest: ['ww', 'wr', 'rw'], isSpread: true },
  { name: 'write skew', first: 'rw', rest: ['ww', 'wr', 'rw'] },
  { name: 'real-time violation', first: 'rt', rest: ['ww', 'wr', 'rw', 'rt'] },
];

/**
 * The anomalies that a level forbids, the gravest first, one of each name. Throws DiagnosticError.
 * @param initial what a key that is overwritten holds at the beginning
 */
export function anomaliesOf(all: readonly Transaction[], level: Level, initial: unknown = null): readonly Anomaly[] {
  const transactions = withFate(all);
  const keys = keysOf(transactions, initial);
  const allowed = (name: AnomalyName): boolean => levels.indexOf(forbiddenFrom[name]) > levels.indexOf(level);
  const found = new Map<AnomalyName, Anomaly>();
  const add = (name: AnomalyName, places: readonly number[], cycle: readonly Edge[], text: string): void => {
    if (allowed(name) || found.has(name)) return;
    const members = [...new Set(places)].toSorted((a, b) => a - b).flatMap((place) => all[place] ?? []);
    found.set(name, { name, transactions: members, cycle, text });
  };

  for (const { direct } of keys) for (const one of direct) add(one.name, one.transactions, [], one.text);
  for (const one of fractured(transactions, keys))
    add('fractured read', [one.cycle[0].from, one.cycle[0].to], one.cycle, one.text);

  const edges = keys.flatMap((one) => one.edges);
  if (level === 'strict-serializable') edges.push(...realTime(transactions));
  const graph = graphOf(transactions.length, edges);
  const component = componentsOf(graph);
  for (const kind of cycleKinds) {
    if (allowed(kind.name)) continue;
    const cycle = findCycle(graph, component, kind);
    if (cycle === null) continue;
    const rw = cycle.filter((edge) => edge.kind === 'rw').length;
    const name = kind.first === 'rw' && rw === 1 ? 'read skew' : kind.name;
    add(
      name,
      cycle.map(({ from }) => from),
      cycle,
      cycleText(transactions, cycle),
    );
  }
  return [...found.values()].toSorted(
    (a, b) => levels.indexOf(forbiddenFrom[a.name]) - levels.indexOf(forbiddenFrom[b.name]),
  );
}

/** Whoever was read took effect, even when nobody was told; whoever was neither answered nor read counts as not having been. */
function withFate(transactions: readonly Transaction[]): readonly Transaction[] {
  const seen = new Set<string>();
  for (const { outcome, accesses } of transactions) {
    if (outcome !== 'committed') continue;
    for (const access of accesses) {
      if (access.type !== 'read' || !access.isKnown) continue;
      for (const value of Array.isArray(access.value) ? (access.value as readonly unknown[]) : [access.value])
        seen.add(`${access.key} ${canonical(value)}`);
    }
  }
  return transactions.map((transaction): Transaction => {
    if (transaction.outcome !== 'unknown') return transaction;
    const isSeen = transaction.accesses.some(
      ({ type, key, value }) => type !== 'read' && seen.has(`${key} ${canonical(value)}`),
    );
    return isSeen ? { ...transaction, outcome: 'committed' } : { ...transaction, accesses: [] };
  });
}

function keysOf(transactions: readonly Transaction[], initial: unknown): readonly KeyDependencies[] {
  const uses = new Map<string, Set<'read' | 'write' | 'append' | 'list'>>();
  for (const { accesses } of transactions) {
    for (const { key, type, value } of accesses) {
      const types = uses.get(key) ?? new Set();
      uses.set(key, types.add(type === 'read' && Array.isArray(value) ? 'list' : type));
    }
  }
  return [...uses].map(([key, types]) => {
    if (types.has('write') && types.has('append')) {
      throw new DiagnosticError(
        diagnostic('history/bad-transaction', `${key} is both written and appended to.`, {
          help: 'Use each key in one way: a list that is appended to tells most.',
        }),
      );
    }
    const visits = visitsOf(transactions, key);
    const isList = types.has('append') || (types.has('list') && !types.has('write'));
    return isList ? appendsOf(key, visits) : registersOf(key, visits, initial);
  });
}

/** Who read one write of a transaction, and of another key what was there before it. */
function* fractured(
  transactions: readonly Transaction[],
  keys: readonly KeyDependencies[],
): Generator<{ readonly cycle: readonly [Edge, Edge]; readonly text: string }> {
  const byKey = new Map(keys.map((one) => [one.key, one]));
  for (const { edges } of keys) {
    for (const edge of edges) {
      if (edge.kind !== 'wr') continue;
      const written = new Set(
        transactions[edge.from]?.accesses.flatMap(({ type, key }) => (type === 'read' ? [] : [key])) ?? [],
      );
      for (const key of written) {
        if (key === edge.key || byKey.get(key)?.isOlder(edge.to, edge.from) !== true) continue;
        const missed: Edge = { from: edge.to, to: edge.from, kind: 'rw', key, text: '' };
        yield { cycle: [edge, missed], text: cycleText(transactions, [edge, missed]) };
      }
    }
  }
}

/** From each transaction that answered to those that were invoked after it, as few edges as say it all. */
function realTime(transactions: readonly Transaction[]): readonly Edge[] {
  const moments = transactions
    .flatMap(({ from, to, outcome }, place) => [
      { at: from, place, isStart: true },
      ...(outcome === 'committed' && Number.isFinite(to) ? [{ at: to, place, isStart: false }] : []),
    ])
    .toSorted((a, b) => a.at - b.at);
  const edges: Edge[] = [];
  /** Answered, and no other that answered began after that. */
  let frontier: readonly number[] = [];
  const before = new Map<number, readonly number[]>();
  for (const { place, isStart } of moments) {
    if (isStart) {
      before.set(place, frontier);
      for (const from of frontier) edges.push({ from, to: place, kind: 'rt', key: '', text: '' });
    } else {
      const covered = new Set(before.get(place));
      frontier = [...frontier.filter((one) => !covered.has(one)), place];
    }
  }
  return edges;
}

/** One sentence: what leads around. */
function cycleText(transactions: readonly Transaction[], cycle: readonly Edge[]): string {
  return cycle
    .map((edge) => {
      const [from, to] = [edge.from, edge.to].map((place) => `T${transactions[place]?.id ?? place}`);
      const what = edge.text === '' ? '' : ` (${edge.text})`;
      switch (edge.kind) {
        case 'ww':
          return `${from} wrote ${edge.key} before ${to} did${what}`;
        case 'wr':
          return `${to} read what ${from} wrote to ${edge.key}${what}`;
        case 'rw':
          return `${from} read ${edge.key} without what ${to} wrote${what}`;
        case 'rt':
          return `${from} had answered before ${to} began`;
      }
    })
    .join('; ');
}

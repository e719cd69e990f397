/**
 * A key that is read and overwritten. Values tell who wrote them, since each is written once; in which order they followed each
 * other is known only in part: what a transaction found is older than what it then wrote, and the value at the beginning is older
 * than all others. What cannot be told is not held against anybody, so anomalies found are certain, and some are not found.
 */
import { canonical } from '../plain.ts';
import { ambiguous } from './appends.ts';
import {
  contradictionsOf,
  type Direct,
  type Edge,
  type EdgeKind,
  type KeyDependencies,
  type Visit,
} from './dependencies.ts';

/** `initial`: the value at the beginning. */
export function registersOf(key: string, visits: readonly Visit[], initial: unknown): KeyDependencies {
  const edges: Edge[] = [];
  const direct: Direct[] = [...contradictionsOf(key, visits)];
  const beginning = canonical(initial);
  const writers = new Map<string, Visit>();
  for (const visit of visits) {
    for (const value of visit.writes) {
      const text = canonical(value);
      if (writers.has(text) || text === beginning) throw ambiguous(key, text);
      writers.set(text, visit);
    }
  }

  const committed = visits.filter(({ outcome }) => outcome === 'committed');
  const reads = committed.flatMap((visit) =>
    visit.found === undefined ? [] : [{ visit, value: canonical(visit.found) }],
  );
  for (const { visit, value } of reads) {
    if (value === beginning) continue;
    const writer = writers.get(value);
    if (writer === undefined)
      direct.push({
        name: 'read of nothing',
        transactions: [visit.transaction],
        text: `read ${key} as ${value}, which nobody wrote`,
      });
    else if (writer.outcome === 'aborted')
      direct.push({
        name: 'aborted read',
        transactions: [writer.transaction, visit.transaction],
        text: `read ${key} as ${value}, which was written by a transaction that failed`,
      });
    else if (writer !== visit && value !== finalOf(writer))
      direct.push({
        name: 'intermediate read',
        transactions: [writer.transaction, visit.transaction],
        text: `read ${key} as ${value}, which its writer then overwrote itself`,
      });
  }

  /** The version that each transaction left behind. */
  const finals = new Map<string, Visit>();
  for (const visit of committed) {
    const final = finalOf(visit);
    if (final !== null) finals.set(final, visit);
  }
  /** Version → versions that are certainly newer, next to it or not. */
  const newer = new Map<string, Set<string>>();
  for (const { visit, value } of reads) {
    const final = finalOf(visit);
    if (final !== null && value !== beginning) newer.set(value, (newer.get(value) ?? new Set()).add(final));
  }
  // Of all that are newer than the beginning, those that are known to be newer than another one need not be said.
  const later = new Set([...newer.values()].flatMap((versions) => [...versions]));
  newer.set(beginning, new Set([...finals.keys()].filter((version) => !later.has(version))));

  const edge = (from: Visit | undefined, to: Visit | undefined, kind: EdgeKind, text: string): void => {
    if (from === undefined || to === undefined || from === to) return;
    edges.push({ from: from.transaction, to: to.transaction, kind, key, text });
  };
  for (const [older, versions] of newer)
    for (const version of versions) edge(finals.get(older), finals.get(version), 'ww', `${older} → ${version}`);
  const readers = new Map<string, number[]>();
  for (const { visit, value } of reads) {
    edge(finals.get(value), visit, 'wr', value);
    for (const version of newer.get(value) ?? []) edge(visit, finals.get(version), 'rw', version);
    if (visit.writes.length > 0) readers.set(value, [...(readers.get(value) ?? []), visit.transaction]);
  }
  for (const [value, transactions] of readers)
    if (transactions.length > 1)
      direct.push({ name: 'lost update', transactions, text: `all read ${key} as ${value} and overwrote it` });

  const byTransaction = new Map(visits.map((visit) => [visit.transaction, visit]));
  function reaches(from: string, to: string): boolean {
    const open = [from];
    const known = new Set(open);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const version of newer.get(at) ?? []) {
        if (version === to) return true;
        if (known.has(version)) continue;
        known.add(version);
        open.push(version);
      }
    }
    return false;
  }
  return {
    key,
    edges,
    direct,
    isOlder(reader, writer) {
      const found = byTransaction.get(reader)?.found;
      const visit = byTransaction.get(writer);
      const final = visit === undefined ? null : finalOf(visit);
      return found !== undefined && final !== null && canonical(found) !== final && reaches(canonical(found), final);
    },
  };
}

function finalOf({ writes }: Visit): string | null {
  return writes.length === 0 ? null : canonical(writes.at(-1));
}

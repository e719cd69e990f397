/**
 * A key whose values are lists that are only appended to. A list that was read tells the whole order of the versions before it,
 * so the longest one read tells all that can be told, and what was appended but never read came after that.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { canonical } from '../plain.ts';
import {
  contradictionsOf,
  type Direct,
  type Edge,
  type EdgeKind,
  type KeyDependencies,
  type Visit,
} from './dependencies.ts';

export function appendsOf(key: string, visits: readonly Visit[]): KeyDependencies {
  const edges: Edge[] = [];
  const direct: Direct[] = [...contradictionsOf(key, visits)];
  const writers = new Map<string, Visit>();
  for (const visit of visits) {
    for (const element of visit.writes) {
      const text = canonical(element);
      if (writers.has(text)) throw ambiguous(key, text);
      writers.set(text, visit);
    }
  }

  const committed = visits.filter(({ outcome }) => outcome === 'committed');
  const reads = committed.flatMap((visit) => {
    const list = listOf(visit.found);
    return list === null ? [] : [{ visit, list }];
  });
  const longest = reads.reduce<readonly string[]>((best, { list }) => (list.length > best.length ? list : best), []);

  for (const { visit, list } of reads) {
    const strange = list.find((element) => !writers.has(element));
    if (strange !== undefined)
      direct.push({
        name: 'read of nothing',
        transactions: [visit.transaction],
        text: `read ${strange} in ${key}, which nobody appended`,
      });
    for (const element of list) {
      const writer = writers.get(element);
      if (writer?.outcome === 'aborted')
        direct.push({
          name: 'aborted read',
          transactions: [writer.transaction, visit.transaction],
          text: `read ${element} in ${key}, which was appended by a transaction that failed`,
        });
    }
    const last = list.at(-1);
    const writer = last === undefined ? undefined : writers.get(last);
    if (writer !== undefined && writer !== visit && last !== canonical(writer.writes.at(-1)))
      direct.push({
        name: 'intermediate read',
        transactions: [writer.transaction, visit.transaction],
        text: `read ${key} as it was in the middle of another transaction, after its ${last}`,
      });
    if (list.some((element, i) => element !== longest[i]))
      direct.push({
        name: 'incompatible order',
        transactions: [
          visit.transaction,
          ...reads.filter((one) => one.list === longest).map((one) => one.visit.transaction),
        ],
        text: `${key} was read as [${list.join(', ')}] and as [${longest.join(', ')}]`,
      });
  }

  const edge = (from: Visit | undefined, to: Visit | undefined, kind: EdgeKind, text: string): void => {
    if (from === undefined || to === undefined || from === to || from.outcome === 'aborted' || to.outcome === 'aborted')
      return;
    edges.push({ from: from.transaction, to: to.transaction, kind, key, text });
  };
  longest.forEach((element, i) => {
    const before = longest[i - 1];
    if (before !== undefined) edge(writers.get(before), writers.get(element), 'ww', `${before} → ${element}`);
  });
  const end = longest.at(-1);
  const places = new Map(longest.map((element, i) => [element, i]));
  const unread = committed.filter(({ writes }) => writes.some((element) => !places.has(canonical(element))));
  if (end !== undefined)
    for (const visit of unread) edge(writers.get(end), visit, 'ww', `${end} → ${canonical(visit.writes.at(-1))}`);
  for (const { visit, list } of reads) {
    const last = list.at(-1);
    if (last !== undefined) edge(writers.get(last), visit, 'wr', last);
    const next = longest[list.length];
    if (next !== undefined) edge(visit, writers.get(next), 'rw', next);
    else for (const other of unread) edge(visit, other, 'rw', canonical(other.writes.at(-1)));
  }

  const found = new Map<string, number[]>();
  for (const { visit, list } of reads) {
    if (visit.writes.length === 0) continue;
    const name = list.join(' ');
    found.set(name, [...(found.get(name) ?? []), visit.transaction]);
  }
  for (const transactions of found.values())
    if (transactions.length > 1)
      direct.push({ name: 'lost update', transactions, text: `all read the same ${key} and appended to it` });

  const byTransaction = new Map(visits.map((visit) => [visit.transaction, visit]));
  return {
    key,
    edges,
    direct,
    isOlder(reader, writer) {
      const list = listOf(byTransaction.get(reader)?.found);
      const wrote = byTransaction.get(writer)?.writes.at(-1);
      if (list === null || wrote === undefined) return false;
      return (places.get(canonical(wrote)) ?? longest.length) >= list.length;
    },
  };
}

/** Elements as text; null when the key was not read. */
function listOf(found: unknown): readonly string[] | null {
  if (found === undefined) return null;
  return Array.isArray(found) ? found.map((element) => canonical(element)) : [];
}

export function ambiguous(key: string, text: string): DiagnosticError {
  return new DiagnosticError(
    diagnostic('history/ambiguous', `${text} is written to ${key} more than once.`, {
      help: 'Write each value once, so that a read tells whose write it saw: the id that ctx.invoke returns will do.',
    }),
  );
}

/** Histories of transactions for tests: a small language, random ones, and oracles that try every order. */
import fc from 'fast-check';
import { canonical } from '../plain.ts';
import type { Access, Transaction } from './transactions.ts';

/**
 * `T1: r x [1], a x 2, w y 3` one a line; `T1!` failed, `T1?` was never answered. One after the other, unless `from`-`to` is
 * given: `T1 0-9: …`.
 */
export function transactions(text: string): readonly Transaction[] {
  return text
    .trim()
    .split('\n')
    .map((line, index): Transaction => {
      const [, name = '', fate, from, to, list = ''] = /^\s*T(\d+)([!?]?)(?: (\d+)-(\d+))?:\s*(.*)$/.exec(line) ?? [];
      const outcome = fate === '!' ? 'aborted' : fate === '?' ? 'unknown' : 'committed';
      const accesses = list.split(/,\s*(?=[raw] )/).map((access): Access => {
        const [type, key = '', ...value] = access.split(' ');
        const held: unknown = value.length === 0 ? undefined : JSON.parse(value.join(' '));
        if (type === 'r') return { type: 'read', key, value: held ?? null, isKnown: held !== undefined };
        return { type: type === 'a' ? 'append' : 'write', key, value: held };
      });
      return {
        id: Number(name),
        node: `c${name}`,
        outcome,
        from: from === undefined ? index * 2 : Number(from),
        to: fate === '?' ? Number.POSITIVE_INFINITY : to === undefined ? index * 2 + 1 : Number(to),
        accesses,
      };
    });
}

// ---------------------------------------------------------------- oracles

type Store = ReadonlyMap<string, unknown>;

/** The store after a transaction ran on it alone; null when it would have read something else. */
function execute(store: Store, { accesses }: Transaction): Store | null {
  const after = new Map(store);
  for (const access of accesses) {
    const held = after.get(access.key) ?? null;
    if (access.type !== 'read') {
      const list = (held as readonly unknown[] | null) ?? [];
      after.set(access.key, access.type === 'write' ? access.value : [...list, access.value]);
    } else if (access.isKnown && canonical(listOr(held, access)) !== canonical(access.value)) return null;
  }
  return after;
}

/** An empty list reads as such. */
function listOr(held: unknown, { value }: Access): unknown {
  return held === null && Array.isArray(value) ? [] : held;
}

/** Some order of the committed, and of as many of the unknown as one likes, explains every read. */
export function isSerializable(all: readonly Transaction[], inRealTime: boolean): boolean {
  const orders = (left: readonly Transaction[], store: Store): boolean =>
    left.every(({ outcome }) => outcome === 'unknown') ||
    left.some((next) => {
      if (inRealTime && left.some((other) => other.outcome === 'committed' && other.to < next.from)) return false;
      const after = execute(store, next);
      return (
        after !== null &&
        orders(
          left.filter((other) => other !== next),
          after,
        )
      );
    });
  return orders(
    all.filter(({ outcome }) => outcome !== 'aborted'),
    new Map(),
  );
}

/** Some interleaving of starts and commits, each reading the store of its start, no two at a time writing one key. */
export function isSnapshotIsolated(all: readonly Transaction[]): boolean {
  interface Begun {
    readonly transaction: Transaction;
    readonly wrote: ReadonlyMap<string, readonly unknown[]>;
  }
  const go = (waiting: readonly Transaction[], begun: readonly Begun[], store: Store): boolean => {
    if (waiting.length === 0 && begun.length === 0) return true;
    for (const next of waiting) {
      if (execute(store, next) === null) continue;
      const wrote = new Map<string, readonly unknown[]>();
      for (const { type, key, value } of next.accesses)
        if (type !== 'read') wrote.set(key, [...(wrote.get(key) ?? []), value]);
      const isFree = begun.every((other) => [...other.wrote.keys()].every((key) => !wrote.has(key)));
      if (
        isFree &&
        go(
          waiting.filter((other) => other !== next),
          [...begun, { transaction: next, wrote }],
          store,
        )
      )
        return true;
    }
    return begun.some((one) => {
      const after = new Map(store);
      for (const { type, key, value } of one.transaction.accesses) {
        if (type === 'write') after.set(key, value);
        if (type === 'append') after.set(key, [...((after.get(key) as readonly unknown[] | undefined) ?? []), value]);
      }
      return go(
        waiting,
        begun.filter((other) => other !== one),
        after,
      );
    });
  };
  return go(
    all.filter(({ outcome }) => outcome === 'committed'),
    [],
    new Map(),
  );
}

// ---------------------------------------------------------------- random ones

interface Draft {
  readonly accesses: readonly { readonly isRead: boolean; readonly key: string }[];
  readonly outcome: Transaction['outcome'];
  /** How many of the transactions before it in time it does not see. */
  readonly lag: number;
  readonly length: number;
  readonly garble: number;
}

/**
 * What a store that serves stale snapshots would have told. `isRead`: every key is read at the end by a transaction of its own, so
 * that the whole order of what was appended is known.
 */
export function drawn(
  use: 'append' | 'write',
  options: { readonly isRead: boolean; readonly most: number; readonly outcomes: readonly Transaction['outcome'][] },
): fc.Arbitrary<readonly Transaction[]> {
  const draft: fc.Arbitrary<Draft> = fc.record({
    accesses: fc.array(fc.record({ isRead: fc.boolean(), key: fc.constantFrom('x', 'y') }), {
      minLength: 1,
      maxLength: 4,
      size: 'max',
    }),
    outcome: fc.constantFrom(...options.outcomes),
    lag: fc.constantFrom(0, 0, 1, 1, 2),
    length: fc.integer({ min: 1, max: 5 }),
    garble: fc.nat(11),
  });
  return fc.array(draft, { minLength: 2, maxLength: options.most, size: 'max' }).map((all) => {
    let value = 0;
    /** The store after each transaction. */
    const stores: Map<string, readonly unknown[]>[] = [new Map()];
    const made = all.map(({ accesses, outcome, lag, length, garble }, index): Transaction => {
      const seen = stores[Math.max(0, stores.length - 1 - lag)] ?? new Map<string, readonly unknown[]>();
      const latest = new Map(stores.at(-1));
      const own = new Map(seen);
      const told = accesses.map(({ isRead, key }): Access => {
        const list = own.get(key) ?? [];
        if (isRead) {
          const shown = garble === 0 ? list.slice(0, -1) : list;
          return {
            type: 'read',
            key,
            value: use === 'append' ? shown : (shown.at(-1) ?? null),
            isKnown: outcome === 'committed',
          };
        }
        value += 1;
        own.set(key, [...list, value]);
        // A failed one should not have written; now and then it has.
        if (outcome !== 'aborted' || garble === 1) latest.set(key, [...(latest.get(key) ?? []), value]);
        return { type: use, key, value };
      });
      stores.push(latest);
      const to = outcome === 'unknown' ? Number.POSITIVE_INFINITY : index * 4 + length * 4 + 2;
      return { id: index, node: `c${index}`, outcome, from: index * 4, to, accesses: told };
    });
    if (!options.isRead) return made;
    const last = stores.at(-1) ?? new Map<string, readonly unknown[]>();
    const ends = ['x', 'y'].map((key, i): Transaction => {
      const id = made.length + i;
      const value = last.get(key) ?? [];
      return {
        id,
        node: `c${id}`,
        outcome: 'committed',
        from: 1_000 + i,
        to: 2_000 + i,
        accesses: [{ type: 'read', key, value, isKnown: true }],
      };
    });
    return [...made, ...ends];
  });
}

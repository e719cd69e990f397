/**
 * What one transaction owes to another, read off what they wrote and what they saw (Adya, 1999):
 *
 * - `ww`: the second overwrote, or appended after, what the first wrote
 * - `wr`: the second read what the first wrote
 * - `rw`: the second overwrote what the first read
 * - `rt`: the second began after the first had answered
 *
 * How the versions of a key follow each other depends on how it is written: `appends.ts` and `registers.ts`.
 */
import { canonical } from '../plain.ts';
import type { Access, Transaction } from './transactions.ts';

export type EdgeKind = 'ww' | 'wr' | 'rw' | 'rt';

/** Between transactions, by their places in the list. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  readonly key: string;
  /** What was written or read, as text. */
  readonly text: string;
}

/** What is wrong already without a cycle. */
export interface Direct {
  readonly name:
    | 'aborted read'
    | 'intermediate read'
    | 'read of nothing'
    | 'incompatible order'
    | 'internal inconsistency'
    | 'lost update';
  /** Places in the list. */
  readonly transactions: readonly number[];
  readonly text: string;
}

/** All that concerns one key. */
export interface KeyDependencies {
  readonly key: string;
  readonly edges: readonly Edge[];
  readonly direct: readonly Direct[];
  /** The version that a transaction found, before its own writes, is certainly older than the one that another wrote. */
  isOlder(reader: number, writer: number): boolean;
}

/** What one transaction does with one key. */
export interface Visit {
  /** Its place in the list. */
  readonly transaction: number;
  readonly outcome: Transaction['outcome'];
  /** What it found, its own writes taken away; undefined when it did not look, or was not told. */
  readonly found: unknown;
  /** What it wrote or appended, in order. */
  readonly writes: readonly unknown[];
  /** A read that contradicts what it had read or written before; null when there is none. */
  readonly contradiction: string | null;
}

/** One visit for each transaction that touches the key. */
export function visitsOf(transactions: readonly Transaction[], key: string): readonly Visit[] {
  return transactions.flatMap(({ accesses, outcome }, transaction): Visit[] => {
    const own = accesses.filter((access) => access.key === key);
    return own.length === 0 ? [] : [{ transaction, outcome, ...follow(own) }];
  });
}

function follow(accesses: readonly Access[]): Pick<Visit, 'found' | 'writes' | 'contradiction'> {
  let found: unknown;
  /** What the key must hold now, as far as the transaction can know. */
  let known: unknown;
  let contradiction: string | null = null;
  const writes: unknown[] = [];
  for (const access of accesses) {
    const { value } = access;
    if (access.type !== 'read') {
      writes.push(value);
      if (access.type === 'write') known = value;
      else if (Array.isArray(known)) known = [...(known as readonly unknown[]), value];
    } else if (access.isKnown) {
      if (known === undefined) {
        const before = Array.isArray(value) ? (value as readonly unknown[]).slice(0, value.length - writes.length) : [];
        if (writes.length === 0) found = value;
        else if (canonical([...before, ...writes]) === canonical(value)) found = before;
        else contradiction = canonical(value);
      } else if (canonical(value) !== canonical(known)) contradiction = canonical(value);
      known = value;
    }
  }
  return { found, writes, contradiction };
}

/** Transactions that contradict themselves. */
export function contradictionsOf(key: string, visits: readonly Visit[]): readonly Direct[] {
  return visits.flatMap(({ transaction, contradiction, outcome }): Direct[] =>
    contradiction === null || outcome !== 'committed'
      ? []
      : [
          {
            name: 'internal inconsistency',
            transactions: [transaction],
            text: `read ${key} as ${contradiction}, against what it had read or written itself`,
          },
        ],
  );
}

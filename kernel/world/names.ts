/**
 * Names as small integers: traces and hot loops carry integers, people see names. Append-only and shared by
 * everything that belongs to one run. Numbers depend on the order of first use, so nothing that must be
 * reproducible (draws, digests) may depend on them: those use `hash`.
 */
import { hashName } from './random.ts';

export interface Names {
  readonly list: readonly string[];
  of(name: string): number;
  /** −1 for a name never seen. */
  find(name: string): number;
  /** A 32-bit hash of the name with this number. */
  hash(number: number): number;
}

export function createNames(): Names {
  const list: string[] = [];
  const hashes: number[] = [];
  const numbers = new Map<string, number>();
  return {
    list,
    of(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, list.length);
      hashes.push(hashName(name));
      return list.push(name) - 1;
    },
    find: (name) => numbers.get(name) ?? -1,
    hash: (number) => hashes[number] ?? 0,
  };
}

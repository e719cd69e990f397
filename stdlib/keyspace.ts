/**
 * Which keys of a workload exist. Inserts take numbers in order but complete in any order, so a key may be
 * read only when it and every key before it are acknowledged: YCSB's acknowledged counter. Counting issued
 * inserts instead is the classic bug, which makes `latest` read keys that are not there yet.
 */

/** Plain data that belongs to the world; copy it with the world. */
export interface Keyspace {
  /** Keys handed out so far, those that exist from the beginning included. */
  issued: number;
  /** The newest key such that it and all before it exist. −1 when there is none. */
  newest: number;
  /** Acknowledged keys above `newest` + 1, ascending. */
  early: number[];
}

/** A keyspace in which the keys 0 … count−1 exist. */
export function keyspaceOf(count: number): Keyspace {
  return { issued: count, newest: count - 1, early: [] };
}

/** Takes the number of a new key. It exists once acknowledged. */
export function issue(keyspace: Keyspace): number {
  return keyspace.issued++;
}

/** The insert of this key completed. A second time, or of a key never issued, changes nothing. */
export function acknowledge(keyspace: Keyspace, index: number): void {
  if (index <= keyspace.newest || index >= keyspace.issued) return;
  const { early } = keyspace;
  let at = early.length;
  while (at > 0 && (early[at - 1] ?? 0) > index) at--;
  if (early[at - 1] === index) return;
  early.splice(at, 0, index);
  let run = 0;
  while (early[run] === keyspace.newest + 1) {
    keyspace.newest++;
    run++;
  }
  early.splice(0, run);
}

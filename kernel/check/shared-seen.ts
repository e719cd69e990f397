/**
 * Worlds found by several threads: an open-addressing table of fingerprints in shared memory, as in `seen.ts`. A slot is taken by
 * exchanging its first word for 0, and is whole when its second word is there: neither word of a fingerprint is ever 0. Reading it
 * without `Atomics` may miss what others are writing, never see what is not there.
 */
export type SharedTable = Int32Array;

/**
 * Slots of the smallest table, and how much larger each next one is: what was left behind stays, and takes up a third; a table much
 * larger than what is in it is one in which nothing is found in a cache.
 */
const smallest = 1 << 16;
const step = 4;

/** Enough of them for so many slots. The last is no larger than it has to be. */
export function tablesFor(slots: number): readonly SharedArrayBuffer[] {
  const sizes: number[] = [];
  let size = smallest;
  for (; size < slots; size *= step) sizes.push(size);
  while (size > smallest && size / 2 >= slots) size /= 2;
  return [...sizes, size].map((needed) => new SharedArrayBuffer(needed * 8));
}

/** Puts a fingerprint into the table. False when it is there. */
export function claim(table: SharedTable, first: number, second: number): boolean {
  const a = first === 0 ? 1 : first;
  const b = second === 0 ? 1 : second;
  const mask = table.length / 2 - 1;
  let slot = a & mask;
  for (;;) {
    let word = Atomics.load(table, slot << 1);
    if (word === 0) {
      word = Atomics.compareExchange(table, slot << 1, 0, a);
      if (word === 0) {
        Atomics.store(table, (slot << 1) | 1, b);
        return true;
      }
    }
    if (word === a) {
      let other = 0;
      // Whoever took the slot is about to write it.
      while (other === 0) other = Atomics.load(table, (slot << 1) | 1);
      if (other === b) return false;
    }
    slot = (slot + 1) & mask;
  }
}

/** Moves one share of so many from one table into another, which nobody else reads yet. */
export function mover(from: SharedTable, to: SharedTable): (share: number, of: number) => void {
  return (share, of) => {
    const slots = from.length / 2;
    const begin = Math.floor((slots * share) / of);
    const end = Math.floor((slots * (share + 1)) / of);
    for (let slot = begin; slot < end; slot++) {
      const a = from[slot << 1] as number;
      if (a !== 0) claim(to, a, from[(slot << 1) | 1] as number);
    }
  };
}

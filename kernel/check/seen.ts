/**
 * The worlds that were found, each as a fingerprint of two 32-bit words in an open-addressing table: 8 bytes a slot, both
 * words in one cache line, linear probing. The words are sums of random ones, so they need no further mixing.
 *
 * Probing is a few lines that hot loops call once for every transition; it is kept small enough to be inlined.
 */

export interface Seen {
  /** Pairs of words; (0, 0) is a free slot. */
  table: Int32Array;
  /** Number of slots − 1. */
  mask: number;
  size: number;
  /** By slot: a number given with the fingerprint. Null when nobody asks for it. */
  numbers: Int32Array | null;
}

/** Slots in use, in hundredths, above which the table doubles. */
const fullest = 65;

export function createSeen(withNumbers: boolean, slots = 1 << 12): Seen {
  return {
    table: new Int32Array(slots * 2),
    mask: slots - 1,
    size: 0,
    numbers: withNumbers ? new Int32Array(slots) : null,
  };
}

/** The slot that holds this fingerprint, or −1 − the free slot in which it belongs. */
export function slotOf(table: Int32Array, mask: number, a: number, b: number): number {
  let slot = a & mask;
  for (;;) {
    const word = table[slot << 1] as number;
    const other = table[(slot << 1) | 1] as number;
    if (word === a && other === b) return slot;
    if (word === 0 && other === 0) return -1 - slot;
    slot = (slot + 1) & mask;
  }
}

/** Puts a fingerprint into the free slot that `slotOf` named. May make room for more afterwards. */
export function putIn(seen: Seen, slot: number, a: number, b: number, number: number): void {
  seen.table[slot << 1] = a;
  seen.table[(slot << 1) | 1] = b;
  if (seen.numbers !== null) seen.numbers[slot] = number;
  seen.size += 1;
  if (seen.size * 100 > (seen.mask + 1) * fullest) grow(seen);
}

function grow(seen: Seen): void {
  const { table, numbers } = seen;
  const slots = (seen.mask + 1) * 2;
  const grown = new Int32Array(slots * 2);
  const grownNumbers = numbers === null ? null : new Int32Array(slots);
  for (let slot = 0; slot <= seen.mask; slot++) {
    const a = table[slot << 1] as number;
    const b = table[(slot << 1) | 1] as number;
    if (a === 0 && b === 0) continue;
    const free = -1 - freeSlot(grown, slots - 1, a);
    grown[free << 1] = a;
    grown[(free << 1) | 1] = b;
    if (numbers !== null && grownNumbers !== null) grownNumbers[free] = numbers[slot] as number;
  }
  seen.table = grown;
  seen.mask = slots - 1;
  seen.numbers = grownNumbers;
}

function freeSlot(table: Int32Array, mask: number, a: number): number {
  let slot = a & mask;
  while (table[slot << 1] !== 0 || table[(slot << 1) | 1] !== 0) slot = (slot + 1) & mask;
  return -1 - slot;
}

export function bytesOfSeen(seen: Seen): number {
  return (seen.table.length + (seen.numbers?.length ?? 0)) * 4;
}

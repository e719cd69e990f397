/** From two integers to one: an open-addressing table of (first + 1, second, value, –). */

export interface Pairs {
  table: Int32Array;
  size: number;
}

export function createPairs(): Pairs {
  return { table: new Int32Array(4 << 8), size: 0 };
}

/** The value; −1 when there is none. Called for every transition: small enough to be inlined. */
export function pairAt(table: Int32Array, first: number, second: number): number {
  const mask = table.length - 4;
  let at = scatter(first, second) & mask;
  for (;;) {
    const key = table[at] as number;
    if (key === 0) return -1;
    if (key === first + 1 && table[at + 1] === second) return table[at + 2] as number;
    at = (at + 4) & mask;
  }
}

/** Of a pair that has no value yet. */
export function putPair(pairs: Pairs, first: number, second: number, value: number): void {
  if (pairs.size++ * 8 > pairs.table.length) {
    const old = pairs.table;
    pairs.table = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 4) {
      const key = old[at] as number;
      if (key !== 0) place(pairs.table, key - 1, old[at + 1] as number, old[at + 2] as number);
    }
  }
  place(pairs.table, first, second, value);
}

function place(table: Int32Array, first: number, second: number, value: number): void {
  const mask = table.length - 4;
  let at = scatter(first, second) & mask;
  while (table[at] !== 0) at = (at + 4) & mask;
  table[at] = first + 1;
  table[at + 1] = second;
  table[at + 2] = value;
}

function scatter(first: number, second: number): number {
  const h = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
  return (h ^ (h >>> 15)) << 2;
}

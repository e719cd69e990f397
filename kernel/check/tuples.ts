/**
 * The local states of some nodes together: each distinct tuple is a small integer. What a property says that looks at nothing
 * else is remembered by it. Which nodes is found out by watching: those of the kinds that were ever looked at. Tuples are
 * compared in full, so nothing here can collide.
 */
import { headWords } from './codec.ts';
import { createInts, extend, type Ints, pushInt } from './ints.ts';

export interface Tuples {
  /** Kinds whose nodes are meant, a bit each. */
  kinds: number;
  /** Where their local states stand in a record. */
  places: Int32Array;
  /** As many words each as there are places. */
  words: Ints;
  /** By tuple: what is known of it; 0 when nothing is. */
  marks: Ints;
  /** Open addressing: tuple + 1, or 0. */
  table: Int32Array;
}

export function createTuples(): Tuples {
  return {
    kinds: 0,
    places: new Int32Array(0),
    words: createInts(),
    marks: createInts(),
    table: new Int32Array(1 << 10),
  };
}

/** Takes in the nodes of more kinds. What was known is forgotten. `bitOf`: of the kind of a node. */
export function widen(tuples: Tuples, kinds: number, nodes: number, bitOf: (node: number) => number): void {
  tuples.kinds |= kinds;
  const meant = Array.from({ length: nodes }, (_, node) => node).filter((node) => (bitOf(node) & tuples.kinds) !== 0);
  tuples.places = Int32Array.from(meant, (node) => headWords + node);
  tuples.words = createInts();
  tuples.marks = createInts();
  tuples.table = new Int32Array(1 << 10);
}

/** The number of the tuple in the record that begins at `at`; a new one when it is not known. */
export function tupleOf(tuples: Tuples, words: Int32Array, at: number): number {
  const { places, table } = tuples;
  const count = places.length;
  const mask = table.length - 1;
  let h = 0;
  for (let i = 0; i < count; i++) h = mixed(h, words[at + (places[i] as number)] as number);
  let slot = settled(h) & mask;
  const known = tuples.words.data;
  search: for (;;) {
    const found = table[slot] as number;
    if (found === 0) break;
    const from = (found - 1) * count;
    slot = (slot + 1) & mask;
    for (let i = 0; i < count; i++) if (known[from + i] !== words[at + (places[i] as number)]) continue search;
    return found - 1;
  }
  table[slot] = pushInt(tuples.marks, 0) + 1;
  const to = extend(tuples.words, count);
  for (let i = 0; i < count; i++) tuples.words.data[to + i] = words[at + (places[i] as number)] as number;
  if (tuples.marks.length * 2 > table.length) grow(tuples);
  return tuples.marks.length - 1;
}

function mixed(h: number, word: number): number {
  h = Math.imul(h ^ word, 0x85ebca6b);
  return h ^ (h >>> 15);
}

function settled(h: number): number {
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function grow(tuples: Tuples): void {
  const { places, words, marks } = tuples;
  const count = places.length;
  const table = new Int32Array(tuples.table.length * 2);
  const mask = table.length - 1;
  for (let tuple = 0; tuple < marks.length; tuple++) {
    let h = 0;
    for (let i = 0; i < count; i++) h = mixed(h, words.data[tuple * count + i] as number);
    let slot = settled(h) & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = tuple + 1;
  }
  tuples.table = table;
}

export function bytesOfTuples({ words, marks, table }: Tuples): number {
  return (words.data.length + marks.data.length + table.length) * 4;
}

/**
 * A small set of integers for each of many numbers. Whoever asks for one set again and again (for all transitions of one world, say) finds
 * it in one or two cache lines, where a table of pairs would be a miss each time. What does not fit into its row is in a table of pairs.
 */
import { createPairs, pairAt, type Pairs, putPair } from './pairs.ts';

export interface Rows {
  /** 1 << bits slots for each number; 0 is a free one. */
  slots: Int32Array;
  readonly bits: number;
  readonly beyond: Pairs;
}

/** Rows are from 32 to 128 bytes long. */
const fewestBits = 3;
const mostBits = 5;

/** @param usual how many a set usually has */
export function createRows(usual: number): Rows {
  const bits = Math.min(mostBits, Math.max(fewestBits, 32 - Math.clz32(usual)));
  return { slots: new Int32Array(64 << bits), bits, beyond: createPairs() };
}

/** @param member not 0 */
export function isInRow({ slots, bits, beyond }: Rows, row: number, member: number): boolean {
  const begin = row << bits;
  if (begin >= slots.length) return false;
  const mask = (1 << bits) - 1;
  let place = Math.imul(member, 0x9e3779b1) >>> (32 - bits);
  for (let tried = 0; tried <= mask; tried++) {
    const found = slots[begin + place] as number;
    if (found === member) return true;
    if (found === 0) return false;
    place = (place + 1) & mask;
  }
  return pairAt(beyond.table, row, member) >= 0;
}

/** @param member not 0, and not in the row */
export function putInRow(rows: Rows, row: number, member: number): void {
  const { bits, beyond } = rows;
  const begin = row << bits;
  if (begin >= rows.slots.length) {
    const grown = new Int32Array(Math.max(rows.slots.length * 2, (row + 1) << bits));
    grown.set(rows.slots);
    rows.slots = grown;
  }
  const mask = (1 << bits) - 1;
  let place = Math.imul(member, 0x9e3779b1) >>> (32 - bits);
  for (let tried = 0; tried <= mask; tried++) {
    if (rows.slots[begin + place] === 0) {
      rows.slots[begin + place] = member;
      return;
    }
    place = (place + 1) & mask;
  }
  putPair(beyond, row, member, 0);
}

export function bytesOfRows({ slots, beyond }: Rows): number {
  return (slots.length + beyond.table.length) * 4;
}

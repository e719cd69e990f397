/** Growing columns of 32-bit integers. Hot loops read `data` themselves and must take it anew after anything grew. */

export interface Ints {
  data: Int32Array;
  length: number;
}

export function createInts(capacity = 256): Ints {
  return { data: new Int32Array(capacity), length: 0 };
}

/** Makes room for `more` and returns where it begins. */
export function extend(ints: Ints, more: number): number {
  const at = ints.length;
  ints.length += more;
  if (ints.length > ints.data.length) {
    const grown = new Int32Array(Math.max(ints.length, ints.data.length * 2));
    grown.set(ints.data);
    ints.data = grown;
  }
  return at;
}

export function pushInt(ints: Ints, value: number): number {
  const at = extend(ints, 1);
  ints.data[at] = value;
  return at;
}

export function pushInts(ints: Ints, values: readonly number[]): number {
  const at = extend(ints, values.length);
  ints.data.set(values, at);
  return at;
}

export function intAt(ints: Ints, at: number): number {
  return ints.data[at] as number;
}

/** A column of columns: it grows without copying what is there. For what has as many entries as there are worlds. */
export interface LongInts {
  readonly chunks: Int32Array[];
  length: number;
}

const chunkBits = 16;
const chunkMask = (1 << chunkBits) - 1;

export function createLongInts(): LongInts {
  return { chunks: [], length: 0 };
}

export function pushLong(ints: LongInts, value: number): void {
  const at = ints.length++;
  if (at >> chunkBits === ints.chunks.length) ints.chunks.push(new Int32Array(1 << chunkBits));
  (ints.chunks[at >> chunkBits] as Int32Array)[at & chunkMask] = value;
}

export function longAt(ints: LongInts, at: number): number {
  return (ints.chunks[at >> chunkBits] as Int32Array)[at & chunkMask] as number;
}

export function setLong(ints: LongInts, at: number, value: number): void {
  (ints.chunks[at >> chunkBits] as Int32Array)[at & chunkMask] = value;
}

export function bytesOf(ints: LongInts): number {
  return ints.chunks.length * 4 * (chunkMask + 1);
}

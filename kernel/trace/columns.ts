/**
 * The trace: one row for every event, in typed columns (25 bytes a row). `cause` is the step that sent the
 * message or set the timer, so causality is a lookup.
 *
 * Rows stand in chunks. A full chunk never changes, so a branch shares those of its past with the run it left.
 */
import type { LastEvent } from '../world/world.ts';

export const chunkBits = 14;
/** Rows in a chunk. */
export const chunkRows = 1 << chunkBits;
const mask = chunkRows - 1;

/** Bytes a row takes. */
export const rowBytes = 25;

export interface Chunk {
  /** Virtual µs. */
  readonly time: Float64Array;
  /** EventKind. */
  readonly kind: Uint8Array;
  /** Index of the node; −1 for none. */
  readonly node: Int16Array;
  /** Number of the rule's id; −1 for none. */
  readonly rule: Int32Array;
  /** Number of the message type's name; −1 for none. */
  readonly type: Int32Array;
  readonly from: Int16Array;
  /** Step; −1 for none; −2 for the reader. */
  readonly cause: Int32Array;
}

export interface Columns {
  length: number;
  readonly chunks: Chunk[];
}

export function createColumns(): Columns {
  return { length: 0, chunks: [] };
}

function createChunk(): Chunk {
  return {
    time: new Float64Array(chunkRows),
    kind: new Uint8Array(chunkRows),
    node: new Int16Array(chunkRows),
    rule: new Int32Array(chunkRows),
    type: new Int32Array(chunkRows),
    from: new Int16Array(chunkRows),
    cause: new Int32Array(chunkRows),
  };
}

export function append(columns: Columns, now: number, event: LastEvent): void {
  const row = columns.length;
  const at = row & mask;
  if (at === 0) columns.chunks.push(createChunk());
  const chunk = columns.chunks[row >> chunkBits] as Chunk;
  chunk.time[at] = now;
  chunk.kind[at] = event.kind;
  chunk.node[at] = event.node;
  chunk.rule[at] = event.rule;
  chunk.type[at] = event.type;
  chunk.from[at] = event.from;
  chunk.cause[at] = event.cause;
  columns.length = row + 1;
}

/** The first `length` rows, to go on from by itself. Shares what both have in full. */
export function forkColumns(columns: Columns, length: number): Columns {
  const kept = Math.min(columns.length, length);
  const chunks = columns.chunks.slice(0, kept >> chunkBits);
  const rest = columns.chunks[kept >> chunkBits];
  if ((kept & mask) > 0 && rest !== undefined) chunks.push(copyChunk(rest));
  return { length: kept, chunks };
}

function copyChunk(chunk: Chunk): Chunk {
  return {
    time: chunk.time.slice(),
    kind: chunk.kind.slice(),
    node: chunk.node.slice(),
    rule: chunk.rule.slice(),
    type: chunk.type.slice(),
    from: chunk.from.slice(),
    cause: chunk.cause.slice(),
  };
}

/** Forgets all rows from `length` on. */
export function truncate(columns: Columns, length: number): void {
  const { length: kept, chunks } = forkColumns(columns, length);
  columns.length = kept;
  columns.chunks.splice(0, columns.chunks.length, ...chunks);
}

type Column = keyof Chunk;

/** One cell of the trace. `row` is below `length`. */
export function valueAt(columns: Columns, column: Column, row: number): number {
  return (columns.chunks[row >> chunkBits] as Chunk)[column][row & mask] as number;
}

/** Calls for each chunk that holds rows of [from, to), with the rows of it that are meant and the row its first one is. */
export function scan(
  columns: Columns,
  from: number,
  to: number,
  visit: (chunk: Chunk, first: number, last: number, base: number) => void,
): void {
  for (let base = from & ~mask; base < to; base += chunkRows)
    visit(columns.chunks[base >> chunkBits] as Chunk, Math.max(from - base, 0), Math.min(to - base, chunkRows), base);
}

/** The first row at or after a time (virtual µs): binary search. */
export function rowAt(columns: Columns, time: number): number {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueAt(columns, 'time', middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many rows happened at or before a time (virtual µs). */
export function rowsUpTo(columns: Columns, time: number): number {
  return rowAt(columns, time + 0.5);
}

/** True when two traces have the same event at a row. Both number names alike. */
export function sameRow(a: Columns, b: Columns, row: number): boolean {
  const [x, y, i] = [a.chunks[row >> chunkBits] as Chunk, b.chunks[row >> chunkBits] as Chunk, row & mask];
  return (
    x === y ||
    (x.time[i] === y.time[i] &&
      x.kind[i] === y.kind[i] &&
      x.node[i] === y.node[i] &&
      x.rule[i] === y.rule[i] &&
      x.type[i] === y.type[i] &&
      x.from[i] === y.from[i] &&
      x.cause[i] === y.cause[i])
  );
}

/**
 * The trace: one row for every event. `cause` is the step that sent the message or set the timer, so causality is a lookup.
 * Chunks that were thinned away, the oldest ones, are made again when they are asked for.
 */
import type { LastEvent } from '../world/world.ts';
import {
  type Chunk,
  chunkBits,
  chunkRows,
  copyChunk,
  createChunk,
  type Note,
  type Outline,
  rowsNear,
  timeNear,
  writeRow,
} from './chunk.ts';

const mask = chunkRows - 1;
/** Chunks that were made again and are kept for the next question. */
const recentLimit = 6;

type Slot = Chunk | Outline;

export interface Columns {
  length: number;
  readonly slots: Slot[];
  /** Another one whenever rows are taken back. */
  edition: number;
  /** Makes a chunk that was thinned away again, by its index. Null while nothing was thinned. */
  refill: ((index: number) => Chunk) | null;
  /** Made again, by index; the latest last. */
  readonly recent: Map<number, Chunk>;
}

export function createColumns(): Columns {
  return { length: 0, slots: [], edition: 0, refill: null, recent: new Map() };
}

export function append(columns: Columns, now: number, event: LastEvent): void {
  const row = columns.length;
  writeRow(lastChunk(columns), row & mask, now, event);
  columns.length = row + 1;
}

/** Of the event that is happening. */
export function appendNote(columns: Columns, step: number, text: string): void {
  lastChunk(columns).notes.push({ step, text });
}

/** The chunk that the next row goes into. */
function lastChunk({ length, slots }: Columns): Chunk {
  const slot = slots[length >> chunkBits];
  if (slot?.isThinned === false) return slot;
  const chunk = createChunk();
  slots.push(chunk);
  return chunk;
}

/** `index` of a chunk that has rows. */
export function chunkAt(columns: Columns, index: number): Chunk {
  const slot = columns.slots[index] as Slot;
  if (!slot.isThinned) return slot;
  const { recent, refill } = columns;
  let chunk = recent.get(index);
  if (chunk === undefined) {
    if (refill === null) throw new Error('rows were thinned away that cannot be made again');
    chunk = refill(index);
    const [oldest] = recent.keys();
    if (recent.size >= recentLimit && oldest !== undefined) recent.delete(oldest);
  } else recent.delete(index);
  recent.set(index, chunk);
  return chunk;
}

/** The first `length` rows, to go on from by itself. Shares what both have in full. */
export function forkColumns(columns: Columns, length: number): Columns {
  const kept = Math.min(columns.length, length);
  const index = kept >> chunkBits;
  const slots = columns.slots.slice(0, index);
  if ((kept & mask) > 0) slots.push(copyChunk(chunkAt(columns, index), index << chunkBits, kept & mask));
  return { length: kept, slots, edition: 0, refill: null, recent: new Map() };
}

/** Forgets all rows from `length` on, and their notes. */
export function truncate(columns: Columns, length: number): void {
  const { length: kept, slots } = forkColumns(columns, length);
  columns.length = kept;
  columns.edition += 1;
  columns.slots.splice(0, columns.slots.length, ...slots);
  for (const index of columns.recent.keys()) if (index >= kept >> chunkBits) columns.recent.delete(index);
}

type Column = Exclude<keyof Chunk, 'isThinned' | 'key' | 'notes'>;

/** One cell of the trace. `row` is below `length`. */
export function valueAt(columns: Columns, column: Column, row: number): number {
  return chunkAt(columns, row >> chunkBits)[column][row & mask] as number;
}

/** Calls for each chunk that holds rows of [from, to), with the rows of it that are meant and the row its first one is. */
export function scan(
  columns: Columns,
  from: number,
  to: number,
  visit: (chunk: Chunk, first: number, last: number, base: number) => void,
): void {
  for (let base = from & ~mask; base < to; base += chunkRows)
    visit(chunkAt(columns, base >> chunkBits), Math.max(from - base, 0), Math.min(to - base, chunkRows), base);
}

/** The first row at or after a time (virtual µs): binary search. */
export function rowAt(columns: Columns, time: number): number {
  const index = chunkBefore(columns, time);
  if (index < 0) return 0;
  const { time: times } = chunkAt(columns, index);
  const base = index << chunkBits;
  let low = 0;
  let high = Math.min(chunkRows, columns.length - base);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return base + low;
}

/** The last chunk whose first row happened before a time; −1 when there is none. */
function chunkBefore({ slots, length }: Columns, time: number): number {
  let low = 0;
  let high = (length + mask) >> chunkBits;
  while (low < high) {
    const middle = (low + high) >> 1;
    const slot = slots[middle] as Slot;
    if (((slot.isThinned ? slot.times : slot.time)[0] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** How many rows happened at or before a time (virtual µs). */
export function rowsUpTo(columns: Columns, time: number): number {
  return rowAt(columns, time + 0.5);
}

/** As `rowAt`; of what was thinned away, about (within 64 rows). For what is drawn: nothing is made again for it. */
export function rowAbout(columns: Columns, time: number): number {
  const index = chunkBefore(columns, time);
  const slot = columns.slots[index];
  return slot?.isThinned === true ? (index << chunkBits) + rowsNear(slot, time) : rowAt(columns, time);
}

/** Virtual µs of a row; of what was thinned away, about. */
export function timeAbout(columns: Columns, row: number): number {
  const slot = columns.slots[row >> chunkBits] as Slot;
  return slot.isThinned ? timeNear(slot, row & mask) : (slot.time[row & mask] as number);
}

/** What was noted at an event. */
export function notesAt(columns: Columns, row: number): readonly Note[] {
  const { notes } = chunkAt(columns, row >> chunkBits);
  let low = 0;
  let high = notes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((notes[middle] as Note).step < row) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (notes[end]?.step === row) end += 1;
  return notes.slice(low, end);
}

/** Rows from the beginning that were thinned away. */
export function thinnedRows({ slots }: Columns): number {
  let count = 0;
  while (slots[count]?.isThinned === true) count += 1;
  return count << chunkBits;
}

/** True when two traces have the same chunk at an index, one that never changes. */
export function sharesChunk(a: Columns, b: Columns, index: number): boolean {
  return a.slots[index]?.key === b.slots[index]?.key;
}

/** True when two traces have the same event at a row. Both number names alike. */
export function sameRow(a: Columns, b: Columns, row: number): boolean {
  const [x, y, i] = [chunkAt(a, row >> chunkBits), chunkAt(b, row >> chunkBits), row & mask];
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

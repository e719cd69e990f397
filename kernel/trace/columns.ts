/**
 * The trace: one row for every event, in typed columns (25 bytes a row). `cause` is the step that sent the
 * message or set the timer, so causality is a lookup.
 */
import type { LastEvent } from '../world/world.ts';

export interface Columns {
  length: number;
  /** Virtual µs. */
  time: Float64Array;
  /** EventKind. */
  kind: Uint8Array;
  /** Index of the node; −1 for none. */
  node: Int16Array;
  /** Number of the rule's id; −1 for none. */
  rule: Int32Array;
  /** Number of the message type's name; −1 for none. */
  type: Int32Array;
  from: Int16Array;
  /** Step; −1 for none. */
  cause: Int32Array;
}

const firstCapacity = 4096;

export function createColumns(): Columns {
  return {
    length: 0,
    time: new Float64Array(firstCapacity),
    kind: new Uint8Array(firstCapacity),
    node: new Int16Array(firstCapacity),
    rule: new Int32Array(firstCapacity),
    type: new Int32Array(firstCapacity),
    from: new Int16Array(firstCapacity),
    cause: new Int32Array(firstCapacity),
  };
}

export function append(columns: Columns, now: number, event: LastEvent): void {
  const row = columns.length;
  if (row === columns.time.length) grow(columns, row * 2);
  columns.time[row] = now;
  columns.kind[row] = event.kind;
  columns.node[row] = event.node;
  columns.rule[row] = event.rule;
  columns.type[row] = event.type;
  columns.from[row] = event.from;
  columns.cause[row] = event.cause;
  columns.length = row + 1;
}

/** Forgets all rows from `length` on. */
export function truncate(columns: Columns, length: number): void {
  columns.length = Math.min(columns.length, length);
}

function grow(columns: Columns, capacity: number): void {
  const wider = <A extends { set(array: A): void }>(array: A, made: A): A => {
    made.set(array);
    return made;
  };
  columns.time = wider(columns.time, new Float64Array(capacity));
  columns.kind = wider(columns.kind, new Uint8Array(capacity));
  columns.node = wider(columns.node, new Int16Array(capacity));
  columns.rule = wider(columns.rule, new Int32Array(capacity));
  columns.type = wider(columns.type, new Int32Array(capacity));
  columns.from = wider(columns.from, new Int16Array(capacity));
  columns.cause = wider(columns.cause, new Int32Array(capacity));
}

/** The first row at or after a time (virtual µs): binary search. */
export function rowAt(columns: Columns, time: number): number {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((columns.time[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many rows happened at or before a time (virtual µs). */
export function rowsUpTo(columns: Columns, time: number): number {
  return rowAt(columns, time + 0.5);
}

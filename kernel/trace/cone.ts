/**
 * The causal cones of an event: what may have led to it, and what it may have led to. Happened-before, as Lamport defined it ("Time,
 * Clocks, and the Ordering of Events in a Distributed System", 1978): from an event to those it caused, and to the next one on its node.
 *
 * Rows are in an order that agrees with it, so each cone is one walk over the rows: a row is in the future when its cause is, or when
 * anything on its node was before; the past likewise, backwards. A message that is lost is no event of the node it did not reach.
 */
import { Cone } from '../space-time.ts';
import { EventKind } from '../world/queue.ts';
import { chunkBits, chunkRows } from './chunk.ts';
import { chunkAt, type Columns } from './columns.ts';

const mask = chunkRows - 1;

export interface Cones {
  /** Of each row of [from, to): a `Cone`. */
  readonly of: Uint8Array;
  /** False when the walk from the event ended before it was through. */
  readonly isWhole: boolean;
}

/**
 * @param step the event: a row of the trace
 * @param mostRows rows that are walked over at the most, each way
 */
export function conesOf(columns: Columns, step: number, from: number, to: number, mostRows: number): Cones {
  const of = new Uint8Array(Math.max(0, to - from));
  const isPastWhole = markPast(columns, step, from, to, mostRows, of);
  const isFutureWhole = markFuture(columns, step, from, to, mostRows, of);
  if (step >= from && step < to) of[step - from] = Cone.self;
  return { of, isWhole: isPastWhole && isFutureWhole };
}

function markPast(columns: Columns, step: number, from: number, to: number, most: number, of: Uint8Array): boolean {
  if (step < from) return true;
  const end = Math.max(from, step - most + 1);
  /** Rows that something in the past was caused by, from `end` on. */
  const wanted = new Uint8Array(step - end + 1);
  wanted[step - end] = 1;
  const nodes = new Uint8Array(1 << 15);
  for (let index = step >> chunkBits; index >= 0 && index << chunkBits > end - chunkRows; index--) {
    const base = index << chunkBits;
    const chunk = chunkAt(columns, index);
    for (let row = Math.min(step, base + mask); row >= Math.max(end, base); row--) {
      const node = chunk.node[row & mask] as number;
      const isLocal = node >= 0 && chunk.kind[row & mask] !== EventKind.drop;
      if (wanted[row - end] !== 1 && !(isLocal && nodes[node] === 1)) continue;
      if (row < to) of[row - from] = Cone.past;
      if (isLocal) nodes[node] = 1;
      const cause = chunk.cause[row & mask] as number;
      if (cause >= end) wanted[cause - end] = 1;
    }
  }
  return end === from;
}

function markFuture(columns: Columns, step: number, from: number, to: number, most: number, of: Uint8Array): boolean {
  const end = Math.min(to, step + most);
  const reached = new Uint8Array(Math.max(0, end - step));
  const nodes = new Uint8Array(1 << 15);
  for (let base = step & ~mask; base < end; base += chunkRows) {
    const chunk = chunkAt(columns, base >> chunkBits);
    for (let row = Math.max(step, base); row < Math.min(end, base + chunkRows); row++) {
      const node = chunk.node[row & mask] as number;
      const cause = chunk.cause[row & mask] as number;
      const isLocal = node >= 0 && chunk.kind[row & mask] !== EventKind.drop;
      if (row !== step && !(cause >= step && reached[cause - step] === 1) && !(isLocal && nodes[node] === 1)) continue;
      reached[row - step] = 1;
      if (isLocal) nodes[node] = 1;
      if (row >= from) of[row - from] = Cone.future;
    }
  }
  return end === to || step >= to;
}

/**
 * Rows of the trace stand in chunks of equal size, in typed columns (25 bytes a row). A full chunk never changes, so a branch
 * shares those of its past with the run it left, and one that is thinned away can be made again by running over it once more:
 * of that one an outline is kept.
 */
import type { LastEvent } from '../world/world.ts';

export const chunkBits = 14;
/** Rows in a chunk. */
export const chunkRows = 1 << chunkBits;
/** Bytes a row takes. */
const rowBytes = 25;
/** An outline knows the time of every so many rows. */
const timeBits = 6;
const timeRows = 1 << timeBits;

/** What a rule noted in the log. */
export interface Note {
  readonly step: number;
  readonly text: string;
}

export interface Chunk {
  readonly isThinned: false;
  /** Its identity, which outlives it in its outline. */
  readonly key: object;
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
  /** In the order of their steps. */
  readonly notes: Note[];
}

/** What is left of a full chunk that was thinned away. */
export interface Outline {
  readonly isThinned: true;
  readonly key: object;
  /** Virtual µs of every 64th row, and of the last one. */
  readonly times: Float64Array;
  readonly nodes: ReadonlySet<number>;
  readonly rules: ReadonlySet<number>;
  /** The digest of all rows up to the end of this chunk. */
  readonly digest: readonly [number, number];
}

export function createChunk(): Chunk {
  return {
    isThinned: false,
    key: {},
    time: new Float64Array(chunkRows),
    kind: new Uint8Array(chunkRows),
    node: new Int16Array(chunkRows),
    rule: new Int32Array(chunkRows),
    type: new Int32Array(chunkRows),
    from: new Int16Array(chunkRows),
    cause: new Int32Array(chunkRows),
    notes: [],
  };
}

/** Its first `length` rows, as a chunk of their own. `base`: the step of its first row. */
export function copyChunk(chunk: Chunk, base: number, length: number): Chunk {
  const copied = createChunk();
  copied.time.set(chunk.time.subarray(0, length));
  copied.kind.set(chunk.kind.subarray(0, length));
  copied.node.set(chunk.node.subarray(0, length));
  copied.rule.set(chunk.rule.subarray(0, length));
  copied.type.set(chunk.type.subarray(0, length));
  copied.from.set(chunk.from.subarray(0, length));
  copied.cause.set(chunk.cause.subarray(0, length));
  for (const note of chunk.notes) if (note.step < base + length) copied.notes.push(note);
  return copied;
}

export function writeRow(chunk: Chunk, at: number, now: number, event: LastEvent): void {
  chunk.time[at] = now;
  chunk.kind[at] = event.kind;
  chunk.node[at] = event.node;
  chunk.rule[at] = event.rule;
  chunk.type[at] = event.type;
  chunk.from[at] = event.from;
  chunk.cause[at] = event.cause;
}

/** Of a full chunk. `digest`: of all rows up to its end. */
export function outlineOf(chunk: Chunk, digest: readonly [number, number]): Outline {
  const times = new Float64Array((chunkRows >> timeBits) + 1);
  for (let i = 0; i < times.length; i++) times[i] = chunk.time[Math.min(i << timeBits, chunkRows - 1)] as number;
  return { isThinned: true, key: chunk.key, times, nodes: new Set(chunk.node), rules: new Set(chunk.rule), digest };
}

/** The time of a row of it, about. */
export function timeNear({ times }: Outline, row: number): number {
  const at = row >> timeBits;
  const [before, after] = [times[at] as number, times[at + 1] as number];
  return before + ((after - before) * (row & (timeRows - 1))) / timeRows;
}

/** About how many of its rows happened before a time. */
export function rowsNear({ times }: Outline, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return 0;
  if (low === times.length) return chunkRows;
  const [before, after] = [times[low - 1] as number, times[low] as number];
  return Math.min(chunkRows, ((low - 1) << timeBits) + Math.round(((time - before) / (after - before)) * timeRows));
}

/** Estimate. */
export function bytesOfSlot(slot: Chunk | Outline): number {
  if (slot.isThinned) return 400 + 8 * slot.times.length + 40 * (slot.nodes.size + slot.rules.size);
  let bytes = chunkRows * rowBytes;
  for (const { text } of slot.notes) bytes += 56 + text.length;
  return bytes;
}

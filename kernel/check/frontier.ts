/**
 * The worlds that are still to be expanded, as records of integers in a queue of chunks. No record lies in two chunks.
 * Chunks that were read are written again, so that memory is that of the widest part and not of the whole.
 */

export interface Frontier {
  readonly chunks: Chunk[];
  readonly free: Int32Array[];
  /** Place in the first chunk of the next record to read. */
  at: number;
}

interface Chunk {
  readonly words: Int32Array;
  length: number;
}

const chunkLength = 1 << 16;

export function createFrontier(): Frontier {
  return { chunks: [], free: [], at: 0 };
}

/** A chunk with room for `length` more words at its end. The caller writes there and then calls `commit`. */
export function room(frontier: Frontier, length: number): Chunk {
  const last = frontier.chunks.at(-1);
  if (last !== undefined && last.length + length <= last.words.length) return last;
  const known = length <= chunkLength ? frontier.free.pop() : undefined;
  const made: Chunk = { words: known ?? new Int32Array(Math.max(chunkLength, length)), length: 0 };
  frontier.chunks.push(made);
  return made;
}

export function commit(chunk: Chunk, length: number): void {
  chunk.length += length;
}

/** The chunk in which the next record begins, at `frontier.at`; null when there is none. */
export function nextChunk(frontier: Frontier): Int32Array | null {
  for (;;) {
    const first = frontier.chunks[0];
    if (first === undefined) return null;
    if (frontier.at < first.length) return first.words;
    frontier.at = 0;
    if (frontier.chunks.length === 1) {
      first.length = 0;
      return null;
    }
    frontier.chunks.shift();
    if (first.words.length === chunkLength) frontier.free.push(first.words);
  }
}

/** All that is still to be read, in a piece. */
export function waitingIn({ chunks, at }: Frontier): Int32Array {
  const parts = chunks.map(({ words, length }, index) => words.subarray(index === 0 ? at : 0, length));
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return all;
}

export function bytesOfFrontier({ chunks, free }: Frontier): number {
  return [...chunks.map(({ words }) => words), ...free].reduce((sum, words) => sum + words.byteLength, 0);
}

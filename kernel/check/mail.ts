/**
 * Words that one thread sends to another: a ring in shared memory, of which only the sender moves the end and only the reader the
 * beginning. It is a stream: a record may come in several pieces. Nobody waits here; what finds no room stays with the sender.
 */

/** Words that are still to be sent, or have come and are not read yet. */
export interface Pile {
  words: Int32Array;
  length: number;
}

export function createPile(): Pile {
  return { words: new Int32Array(1 << 12), length: 0 };
}

/** Makes room for so many words more, and returns where they begin. */
export function onPile(pile: Pile, more: number): number {
  const at = pile.length;
  pile.length += more;
  if (pile.length > pile.words.length) {
    const grown = new Int32Array(Math.max(pile.length, pile.words.length * 2));
    grown.set(pile.words);
    pile.words = grown;
  }
  return at;
}

/** Takes the first words away. */
export function offPile(pile: Pile, words: number): void {
  if (words === 0) return;
  pile.words.copyWithin(0, words, pile.length);
  pile.length -= words;
}

/** Each end has a cache line of its own. Both count words, and go round as 32-bit integers do. */
const Place = { end: 0, beginning: 16, words: 32 } as const;

/** @param words a power of two */
export function createRing(words: number): SharedArrayBuffer {
  if ((words & (words - 1)) !== 0) throw new RangeError(`a ring of ${words} words cannot go round`);
  return new SharedArrayBuffer((Place.words + words) * 4);
}

/** Sends as much of the pile as there is room for. */
export function send(ring: Int32Array, pile: Pile): void {
  const size = ring.length - Place.words;
  const end = ring[Place.end] as number;
  const taken = (end - Atomics.load(ring, Place.beginning)) | 0;
  const count = Math.min(size - taken, pile.length);
  if (count === 0) return;
  const at = end & (size - 1);
  const first = Math.min(count, size - at);
  ring.set(pile.words.subarray(0, first), Place.words + at);
  ring.set(pile.words.subarray(first, count), Place.words);
  Atomics.store(ring, Place.end, (end + count) | 0);
  offPile(pile, count);
}

/** Puts all that has come onto the pile. */
export function receive(ring: Int32Array, pile: Pile): void {
  const size = ring.length - Place.words;
  const beginning = ring[Place.beginning] as number;
  const count = (Atomics.load(ring, Place.end) - beginning) | 0;
  if (count === 0) return;
  const to = onPile(pile, count);
  const at = Place.words + (beginning & (size - 1));
  const first = Math.min(count, ring.length - at);
  pile.words.set(ring.subarray(at, at + first), to);
  pile.words.set(ring.subarray(Place.words, Place.words + count - first), to + first);
  Atomics.store(ring, Place.beginning, (beginning + count) | 0);
}

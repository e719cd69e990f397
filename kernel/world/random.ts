/**
 * Counter-based randomness: a draw is a hash of (seed, node, use, counter), so there is no generator whose
 * state one rule could disturb for another. Two runs that differ by one edit agree on every draw that the
 * edit does not touch (common random numbers).
 *
 * The mixing is MurmurHash3's 32-bit finalizer (Appleby, public domain), applied per word. What a seed
 * means is frozen: changing a constant here changes every run ever recorded.
 */

export function mix(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return Math.imul(h, 0x27d4eb2f) ^ (h >>> 15);
}

/** A 32-bit hash of a name. */
export function hashName(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = mix(h, name.charCodeAt(i));
  return h | 0;
}

/** Uniform in [0, 1) with 53 bits. `stream` is a hash of seed, node and use; `counter` numbers its draws. */
export function draw(stream: number, counter: number): number {
  const low = mix(mix(stream, counter), 0x9e3779b9);
  const high = mix(mix(stream ^ 0x6a09e667, counter), 0xbb67ae85);
  return ((low >>> 5) * 67108864 + (high >>> 6)) / 9007199254740992;
}

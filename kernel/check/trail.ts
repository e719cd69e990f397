/**
 * The way back from a world that a crew has found, which may go through worlds of several members. Numbers of transitions mean something
 * to one member only, fingerprints to all: so a trail is one of fingerprints, and whoever wants the way looks for the transitions that lead
 * there. The trails of all are in shared memory. Worlds found before they were dealt out have the same numbers and ways in each.
 */
import { HeadWord } from './codec.ts';

/** Of a world: its fingerprint, and from where it was found first. */
const trailWords = 3;

export interface Trail {
  /** Adds the next own world. @param from see `fromHere` */
  add(words: Int32Array, at: number, from: number): void;
  /** One of this member's worlds, as all members may name it. */
  fromHere(world: number): number;
  bytes(): number;
  /** The last world on the way that was found before they were dealt out, and the fingerprints of those after it. */
  to(world: number): { readonly dealt: number; readonly prints: readonly (readonly [number, number])[] };
}

/** Room for so many worlds of one member. Memory that is never written to is never taken. */
export function createTrailMemory(worlds: number): SharedArrayBuffer {
  return new SharedArrayBuffer(worlds * trailWords * 4);
}

/** @param dealt worlds that were found before they were dealt out */
export function createTrail(memories: readonly SharedArrayBuffer[], member: number, dealt: number): Trail {
  const size = memories.length;
  const trails = memories.map((memory) => new Int32Array(memory));
  const own = trails[member] as Int32Array;
  let end = 0;
  return {
    add(words, at, from) {
      if (end + trailWords > own.length) throw new RangeError('there are more worlds than a crew has room for');
      own[end] = words[at + HeadWord.a] as number;
      own[end + 1] = words[at + HeadWord.b] as number;
      own[end + 2] = from;
      end += trailWords;
    },
    bytes: () => end * 4,
    fromHere: (world) => world * size + member,
    to(world) {
      const prints: (readonly [number, number])[] = [];
      let at = world * size + member;
      while (Math.floor(at / size) >= dealt) {
        const trail = trails[at % size] as Int32Array;
        const place = (Math.floor(at / size) - dealt) * trailWords;
        prints.push([trail[place] as number, trail[place + 1] as number]);
        at = trail[place + 2] as number;
      }
      return { dealt: Math.floor(at / size), prints: prints.toReversed() };
    },
  };
}

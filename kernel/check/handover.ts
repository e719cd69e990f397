/**
 * What one explorer has found, for others to go on from: plain data, which may go to other threads. Whoever takes it over interns the
 * same things in the same order, so that they have the same numbers: worlds and ways mean the same to both, as long as nothing more is
 * interned. The worlds are dealt out, and each goes on by itself from there (`member.ts`).
 */
import { headWords, HeadWord } from './codec.ts';
import type { Explored } from './create-space.ts';
import { commit, room, waitingIn } from './frontier.ts';
import { longAt, pushLong } from './ints.ts';
import type { Search } from './search.ts';
import type { Seen } from './seen.ts';
import { createTranslation, type Interned, internedSince, learn, nothing } from './translation.ts';

export interface Handover {
  readonly interned: Interned;
  readonly starts: readonly Int32Array[];
  /** Fingerprints of all worlds found. */
  readonly seen: Pick<Seen, 'table' | 'mask' | 'size'>;
  /** By world, as in `Space.parents`. */
  readonly parents: Int32Array;
  /** Records of the worlds that are still to be left. */
  readonly waiting: Int32Array;
  readonly depth: number;
  readonly levelEnd: number;
  readonly left: number;
}

/** Null when something in it would not be the same in another thread. */
export function handOver({ explored, depth, levelEnd, left }: Search): Handover | null {
  const { space, starts } = explored;
  const interned = internedSince(explored, nothing);
  if (interned === null) return null;
  const parents = new Int32Array(space.states * 2);
  for (let at = 0; at < parents.length; at++) parents[at] = longAt(space.parents, at);
  const { table, mask, size } = space.seen;
  return {
    interned,
    starts,
    seen: { table, mask, size },
    parents,
    waiting: waitingIn(space.frontier),
    depth,
    levelEnd,
    left,
  };
}

/** Goes on in a space in which nothing is known yet. */
export function takeOver(explored: Explored, handover: Handover): Search {
  const { space, starts } = explored;
  const { interned, seen, parents, waiting, depth, levelEnd, left } = handover;
  const { names, locals, items, surroundings } = learned(explored, interned);
  for (const numbers of [names, locals, items, surroundings])
    for (const [number, own] of numbers.entries()) same(own, number);
  starts.push(...handover.starts);
  Object.assign(space.seen, seen);
  for (const word of parents) pushLong(space.parents, word);
  space.states = parents.length / 2;
  for (let at = 0; at < waiting.length; ) {
    const length = headWords + space.nodes + (waiting[at + HeadWord.count] as number);
    const chunk = room(space.frontier, length);
    chunk.words.set(waiting.subarray(at, at + length), chunk.length);
    // Outcomes have numbers of their own here.
    chunk.words[chunk.length + HeadWord.outcome] = -1;
    commit(chunk, length);
    at += length;
  }
  return { explored, depth, levelEnd, left, reruns: 0 };
}

function learned(explored: Explored, interned: Interned): ReturnType<typeof createTranslation> {
  const translation = createTranslation(nothing);
  learn(translation, explored, interned);
  return translation;
}

function same(number: number, wanted: number): void {
  if (number !== wanted) throw new Error(`what was handed over as ${wanted} is ${number} here`);
}

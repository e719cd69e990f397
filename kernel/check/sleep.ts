/**
 * Transitions that need not be looked at, because another way leads to the same world: sleep sets (Godefroid, 1996) cut down to one
 * word a world, for breadth first search. They are counted, and numbered, as if they had been.
 *
 * Rules see their own node and the message in hand, so what two nodes do commutes. Let w be found first from p, by a step of node n.
 * A step that a node m before n could take in p already *sleeps* in w: taken in p it leads to a world v that lies no deeper than w, and
 * from v the step of n leads to the same world as the sleeping step from w. In v that step may sleep in its turn, but only when v was
 * found by a node after n; so the nodes ascend along such a chain, and it ends at a step that is taken. Every world is found, as near
 * to the start as ever. What only some of this holds for is always looked at: faults, which share a budget; the scenario's actions;
 * messages that are new in w; what follows a start.
 *
 * v must be there to be left, so bounds are in the way: beyond them nothing is left. `remember` learns which local states lie beyond;
 * a step to one of them never sleeps. That is enough as long as none was met on both sides: had v been beyond the bounds, then by the
 * local state that changed last on the way to it, which is that of m (and m's step is looked at) or one that p has too (and p lies
 * within). Where a local state is met on both sides, all is explored anew and nothing sleeps.
 */
import { headWords } from './codec.ts';

export interface Sleep {
  /** Whether anything sleeps. */
  isOn: boolean;
  /** By local state: on which sides it was met, a bit each. Null without bounds. Grows; zero beyond its end. */
  sides: Uint8Array | null;
}

export const Side = { within: 1, beyond: 2 } as const;

/** Thrown when a world lies beyond the bounds by more than one node's state. */
export class Entangled extends Error {
  override readonly name = 'Entangled';
}

export function createSleep(isOn: boolean, hasBounds: boolean): Sleep {
  return { isOn, sides: hasBounds ? new Uint8Array(1 << 10) : null };
}

/**
 * A new world was judged.
 * @param words its record
 * @param next the one that is new in it; −1 for none, −2 when several may be
 */
export function remember(sleep: Sleep, words: Int32Array, nodes: number, next: number, isBeyond: boolean): void {
  if (next >= 0) mark(sleep, next, isBeyond ? Side.beyond : Side.within);
  else if (isBeyond && sleep.isOn) throw new Entangled();
  else if (next === -2 && !isBeyond)
    for (let node = 0; node < nodes; node++) mark(sleep, words[headWords + node] as number, Side.within);
}

function mark(sleep: Sleep, local: number, side: number): void {
  let { sides } = sleep;
  if (sides === null) return;
  if (local >= sides.length) {
    const grown = new Uint8Array(Math.max(sides.length * 2, local + 1));
    grown.set(sides);
    sides = sleep.sides = grown;
  }
  const met = (sides[local] as number) | side;
  sides[local] = met;
  if (sleep.isOn && met === (Side.within | Side.beyond)) throw new Entangled();
}

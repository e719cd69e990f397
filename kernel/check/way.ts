/** The way to a world, found again by running: from each world on it, the transition that was taken first. */
import { longAt } from './ints.ts';
import type { Message } from './items.ts';
import { expand } from './expand.ts';
import { messageText } from './lab.ts';
import { Move, type Space, type Taken } from './space.ts';
import type { World } from '../world/world.ts';

/** One step of a way: what happened, and the world it led to. */
export interface WayStep {
  readonly text: string;
  /** Null for the start. */
  readonly taken: Taken | null;
  readonly words: Int32Array;
}

/**
 * @param from the last world but one; −1 when the last is a start
 * @param number of the last transition; of the start when there is none
 */
export function wayTo(
  x: Space,
  starts: readonly Int32Array[],
  from: number,
  number: number,
  base: World,
): readonly WayStep[] {
  // A world at rest is the end itself.
  const numbers = number < 0 ? [] : [number];
  for (let at = from; at >= 0; at = longAt(x.parents, at * 2)) numbers.push(longAt(x.parents, at * 2 + 1));
  const [start, ...transitions] = numbers.toReversed();
  let words = starts[start ?? 0] as Int32Array;
  const way: WayStep[] = [{ text: 'start', taken: null, words }];
  for (const transition of transitions) {
    x.taken = null;
    x.target = transition;
    expand(x, words, 0);
    x.target = -1;
    const taken = x.taken as Taken | null;
    if (taken === null) throw new Error(`there is no transition ${transition}`);
    const text = textOf(x, taken, words, base);
    words = taken.words;
    way.push({ text, taken, words });
  }
  return way;
}

function textOf(x: Space, taken: Taken, from: Int32Array, base: World): string {
  const { move, group, message, branch, branches } = taken;
  const which = branches > 1 ? ` (choice ${branch + 1} of ${branches})` : '';
  const text = (): string => messageText(base, x.items.messages[message] as Message);
  switch (move) {
    case Move.start:
      return 'start';
    case Move.group:
      return x.lab.labelOf(group) + which;
    case Move.lost:
      return `lost: ${text()}`;
    case Move.lostInCut:
      return `lost in the cut: ${text()}`;
    case Move.twice:
      return `twice: ${text()}`;
    case Move.action:
      return x.actionText(from) + which;
  }
}

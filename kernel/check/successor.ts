/** Writing down where a transition leads, and the transitions that are rare. */
import { headWords, HeadWord } from './codec.ts';
import { Label } from './graph.ts';
import { keep } from './keep.ts';
import { OutcomeWord, outcomeWords } from './memo.ts';
import { Move, type Space } from './space.ts';
import { SurroundingWord, surroundingWords } from './surroundings.ts';

/** Places in `faultNames`. */
export const Fault = { crash: 0, restart: 1, drop: 2, duplicate: 3 } as const;

export function atRest(x: Space, words: Int32Array, at: number): number {
  x.onRest?.(words.subarray(at, at + headWords + x.nodes + (words[at + HeadWord.count] as number)));
  return 1;
}

/** The scenario's next action, which may come at any moment. Returns how many transitions that is. */
export function takeAction(x: Space, words: Int32Array, at: number, from: number): number {
  const surrounding = words[at + HeadWord.surrounding] as number;
  const left = x.surroundings.words.data[surrounding * surroundingWords + SurroundingWord.actionsLeft] as number;
  if (left === 0 || (x.target >= 0 && x.target < from)) return 0;
  const length = headWords + x.nodes + (words[at + HeadWord.count] as number);
  const ways = x.act(words.slice(at, at + length));
  if (x.target < 0) x.guard?.action(words.slice(at, at + length), ways);
  ways.forEach((way, branch) => {
    const mine = from + branch;
    if (x.target >= 0 && mine !== x.target) return;
    if (x.target >= 0) note(x, Move.action, -1, -1, branch, ways.length);
    else x.moves[Move.action] = (x.moves[Move.action] as number) + 1;
    if (x.graph !== null) x.graph.label = Label.action;
    if (way.length > x.scratch.length) x.scratch = new Int32Array(way.length * 2);
    x.scratch.set(way);
    keep(x, way.length, mine, -2, -1);
  });
  return ways.length;
}

export function note(x: Space, move: Move, group: number, message: number, branch: number, branches: number): void {
  x.taken = { move, group, message, branch, branches, words: x.scratch };
}

export function difference(data: Int32Array, from: number, to: number): readonly [number, number] {
  const [f, t] = [from * surroundingWords, to * surroundingWords];
  return [((data[t] as number) - (data[f] as number)) | 0, ((data[t + 1] as number) - (data[f + 1] as number)) | 0];
}

export function has(data: Int32Array, from: number, to: number, value: number): boolean {
  for (let at = from; at < to; at++) if (data[at] === value) return true;
  return false;
}

/**
 * Writes the successor of a world into `x.scratch` and returns its length.
 * @param node whose local state becomes `next`; −1 for none
 * @param skip place of an item that is gone; −1 for none
 * @param extra an item that is there once more; −1 for none
 * @param outcome whose messages are sent; −1 for none
 */
export function successor(
  x: Space,
  words: Int32Array,
  at: number,
  surrounding: number,
  a: number,
  b: number,
  node: number,
  next: number,
  skip: number,
  extra: number,
  outcome: number,
  isKept: boolean,
): number {
  const outcomes = x.memo.outcomes.data;
  const o = outcome * outcomeWords;
  const sendCount = outcome < 0 ? 0 : (outcomes[o + OutcomeWord.sendCount] as number);
  const count = words[at + HeadWord.count] as number;
  const first = headWords + x.nodes;
  const most = first + count + sendCount + 1;
  if (most > x.scratch.length) x.scratch = new Int32Array(most * 2);
  const { scratch } = x;
  scratch[HeadWord.a] = a;
  scratch[HeadWord.b] = b;
  scratch[HeadWord.surrounding] = surrounding;
  scratch[HeadWord.outcome] = -1;
  for (let i = headWords; i < first; i++) scratch[i] = words[at + i] as number;
  if (node >= 0) scratch[headWords + node] = next;
  let length = first;
  for (let i = at + first; i < at + first + count; i++) if (i !== skip) scratch[length++] = words[i] as number;
  if (extra >= 0) length = insert(scratch, first, length, extra);
  if (sendCount > 0) {
    const sends = x.memo.sends.data;
    const begin = outcomes[o + OutcomeWord.sends] as number;
    for (let s = begin; s < begin + sendCount; s++) {
      const sent = sends[s] as number;
      if (!isKept || !has(scratch, first, length, sent)) length = insert(scratch, first, length, sent);
    }
  }
  scratch[HeadWord.count] = length - first;
  return length;
}

/** Puts an item into its place among those from `first` to `length`; returns the length with it. */
export function insert(scratch: Int32Array, first: number, length: number, item: number): number {
  let at = length;
  while (at > first && (scratch[at - 1] as number) > item) {
    scratch[at] = scratch[at - 1] as number;
    at -= 1;
  }
  scratch[at] = item;
  return length + 1;
}

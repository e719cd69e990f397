/**
 * What running rules led to, remembered. A *group* is one thing that can happen to one local state (a message arrives, a
 * timer fires, a `may` rule acts, the node crashes or restarts); its *outcomes* are one for each way through what `choose`
 * was given. The author's code runs once for a group and not once for a transition.
 */
import { createInts, extend, type Ints, pushInt } from './ints.ts';
import { createPairs, type Pairs } from './pairs.ts';

export const GroupKind = { deliver: 0, timer: 1, may: 2, crash: 3, restart: 4 } as const;
export type GroupKind = (typeof GroupKind)[keyof typeof GroupKind];

/** Words of one group in `Memo.groups`. */
export const groupWords = 8;
export const GroupWord = {
  /** The first outcome, and how many there are. */
  first: 0,
  count: 1,
  local: 2,
  kind: 3,
  /** The item that arrives; the place of a timer among those of the local state; the number of a `may` rule. */
  what: 4,
  /** Another group of the same local state; −1 for none. */
  next: 5,
  /** The local state afterwards when there is one outcome; −1 when there are several. */
  only: 6,
  /** How often all of its outcomes were counted without being looked at (`sleep.ts`). */
  slept: 7,
} as const;

/** Words of one outcome in `Memo.outcomes`: 32 bytes, half a cache line. */
export const outcomeWords = 8;
export const OutcomeWord = {
  /** The local state afterwards. */
  next: 0,
  /** What it adds to the fingerprint of a world when all that was sent is added to the bag of messages. */
  a: 1,
  b: 2,
  /** What the local state alone adds. */
  localA: 3,
  localB: 4,
  /** Where in `Memo.sends` the messages begin, in the order sent, and how many there are. */
  sends: 5,
  sendCount: 6,
  /** How often it was taken, besides those of `GroupWord.slept`. */
  hits: 7,
} as const;

export interface Memo {
  readonly groups: Ints;
  readonly outcomes: Ints;
  readonly sends: Ints;
  /** By outcome: numbers of the rules that ran, in order. */
  readonly rules: (readonly number[])[];
  /** By outcome: keys of timers that were pending and were set again. */
  readonly setAgain: (readonly string[])[];
  /** Groups of arrivals by local state and message. */
  readonly arrivals: Pairs;
  /** Groups that local states have by themselves: see `LocalWord.ownStart`. */
  readonly own: Ints;
}

export function createMemo(): Memo {
  return {
    groups: createInts(),
    outcomes: createInts(),
    sends: createInts(),
    rules: [],
    setAgain: [],
    arrivals: createPairs(),
    own: createInts(),
  };
}

export interface Outcome {
  readonly next: number;
  /** Items, in the order sent. */
  readonly sends: readonly number[];
  readonly rules: readonly number[];
  /** Keys of timers that were pending and were set again. */
  readonly setAgain: readonly string[];
}

/** `lanes` gives the two words of a local state or an item. */
export function addOutcome(
  memo: Memo,
  from: number,
  { next, sends, rules, setAgain }: Outcome,
  lanes: {
    readonly local: (number: number) => readonly [number, number];
    readonly item: (number: number) => readonly [number, number];
  },
): void {
  const [fromA, fromB] = lanes.local(from);
  const [nextA, nextB] = lanes.local(next);
  const [localA, localB] = [(nextA - fromA) | 0, (nextB - fromB) | 0];
  let [a, b] = [localA, localB];
  const begin = memo.sends.length;
  for (const item of sends) {
    const [itemA, itemB] = lanes.item(item);
    a = (a + itemA) | 0;
    b = (b + itemB) | 0;
    pushInt(memo.sends, item);
  }
  const at = extend(memo.outcomes, outcomeWords);
  memo.outcomes.data.set([next, a, b, localA, localB, begin, sends.length, 0], at);
  memo.rules.push(rules);
  memo.setAgain.push(setAgain);
}

/** Everything that one exploration has: the tables of what is interned and remembered, the worlds found, and where it stands. */
import type { Place } from '../program/declaration.ts';
import type { Codec } from './codec.ts';
import type { Frontier } from './frontier.ts';
import type { Graph } from './graph.ts';
import type { LongInts } from './ints.ts';
import type { Items } from './items.ts';
import type { Judge } from './judge.ts';
import type { Lab } from './lab.ts';
import type { Locals } from './locals.ts';
import type { Memo } from './memo.ts';
import type { Seat } from './crew.ts';
import type { Seen } from './seen.ts';
import type { Sleep } from './sleep.ts';
import type { Steps } from './steps.ts';
import type { Surroundings } from './surroundings.ts';
import type { Symmetry, SymmetryGuard } from './symmetry.ts';
import type { Tuples } from './tuples.ts';

/** What a transition is, besides what comes of it. */
export const Move = { start: 0, group: 1, lost: 2, lostInCut: 3, twice: 4, action: 5 } as const;
export type Move = (typeof Move)[keyof typeof Move];

/** One transition, found again by its number among those of its world. */
export interface Taken {
  move: Move;
  /** Of `Move.group`. */
  group: number;
  /** The message lost or doubled. */
  message: number;
  /** Which way through what `choose` was given. */
  branch: number;
  branches: number;
  /** The world it leads to. */
  words: Int32Array;
}

export interface Space {
  readonly name: string;
  readonly nodes: number;
  readonly locals: Locals;
  readonly items: Items;
  readonly surroundings: Surroundings;
  readonly memo: Memo;
  readonly lab: Lab;
  readonly codec: Codec;
  /** Of the exploration. */
  readonly place: Place;
  /** Of worlds that differ in which node is which, one is explored; null when each is. */
  readonly symmetry: Symmetry | null;
  readonly judge: Judge | null;
  /** Null when every transition is to be seen. */
  readonly sleep: Sleep | null;
  readonly steps: Steps | null;
  /** Takes the scenario's next action; a record for each way through what `choose` is given. */
  readonly act: (words: Int32Array) => readonly Int32Array[];
  /** What the next action of a world is, for people. */
  readonly actionText: (words: Int32Array) => string;
  /** What is remembered of actions takes up so much memory. */
  readonly actionBytes: () => number;
  /** Tries whether nodes that are said to be alike are; null when none are said to be. */
  guard: SymmetryGuard | null;
  /** Told of each world from which nothing leads away but faults. */
  readonly onRest: ((words: Int32Array) => void) | null;

  readonly seen: Seen;
  /** Worlds whatever the order of members; null when order does not matter. */
  readonly counted: Seen | null;
  /** Records of all worlds in `seen`, to compare them in full; null when fingerprints are enough. */
  readonly exact: ExactWorlds | null;
  readonly tuples: Tuples;
  readonly frontier: Frontier;
  /** The transitions between worlds; null when nothing asks for it. */
  readonly graph: Graph | null;
  /** By world: the world it was reached from first, and the number of that transition there. */
  readonly parents: LongInts;
  states: number;
  transitions: number;
  /** Of transitions lost, doubled, lost in a cut; by `Move`. */
  readonly moves: Int32Array;
  /** Worlds at rest. */
  rests: number;

  /** Worlds expanded; never 0 for one that is being expanded. Items on its network bear it, so that asking for one is a look. */
  expanded: number;

  /** Among several explorers; null as long as it is the only one. */
  seat: Seat | null;

  /** The world being expanded; −1 at the start. */
  current: number;
  /** The number of the transition that is wanted again; −1 while exploring. */
  target: number;
  taken: Taken | null;
  /** The record that is being made. */
  scratch: Int32Array;
}

export interface ExactWorlds {
  readonly words: LongInts;
  /** By entry of `seen`: where it begins. */
  readonly starts: LongInts;
  /** By entry of `seen`: the number of the world; −1 beyond the bounds. */
  readonly numbers: LongInts;
}

/** The way to a world, found again by running: from each world on it, the transition that was taken first. */
import { restore, takeSnapshot } from '../world/snapshot.ts';
import type { World } from '../world/world.ts';
import { type Codec, HeadWord } from './codec.ts';
import { expand } from './expand.ts';
import { intAt, longAt } from './ints.ts';
import type { Message } from './items.ts';
import { messageText } from './lab.ts';
import type { LocalState } from './locals.ts';
import { GroupKind, GroupWord, groupWords } from './memo.ts';
import { Move, type Space, type Taken } from './space.ts';
import type { Surrounding } from './surroundings.ts';
import { unrotate } from './unrotate.ts';

/** A message as models know it. */
export interface Parcel {
  readonly type: string;
  /** Empty when it came from outside. */
  readonly from: string;
  readonly to: string;
  /** Frozen. */
  readonly body: unknown;
}

/** What happened. */
export type Happening =
  | { readonly type: 'start' | 'action' }
  | { readonly type: 'arrival' | 'lost' | 'lost in cut' | 'twice'; readonly parcel: Parcel }
  /** `key`: type and key, as `timerKey` put them together. */
  | { readonly type: 'timer'; readonly node: string; readonly key: string }
  | { readonly type: 'may'; readonly node: string; readonly rule: string }
  | { readonly type: 'crash' | 'restart'; readonly node: string };

/** One step of a way: what happened, and the world it led to. */
export interface WayStep {
  readonly happening: Happening;
  /** For people. */
  readonly text: string;
  /** Ways through what `choose` was given. */
  readonly branches: number;
  readonly words: Int32Array;
}

/** The first step is the start. */
export interface Way {
  readonly steps: readonly WayStep[];
  /** The step after which those that follow go round for ever: none, when there all may stay as it is. Null when nothing does. */
  readonly loop: number | null;
  /** Whether this is the world that a step led to, as far as models can tell. */
  isAt(world: World, step: number): boolean;
  /** A world of its own, as a step left it. */
  worldAt(step: number): World;
}

/**
 * @param from the last world but one; −1 when the last is a start
 * @param number of the last transition; of the start when there is none
 */
export function wayTo(x: Space, starts: readonly Int32Array[], from: number, number: number, base: World): Way {
  // A world at rest is the end itself.
  const numbers = [...numbersTo(x, from), ...(number < 0 ? [] : [number])];
  return wayAlong(x, starts, x.symmetry === null ? numbers : unrotate(x, x.symmetry, starts, numbers), base);
}

/** The shortest way to a world as numbers: of the start, then of each transition. Empty for −1. */
export function numbersTo(x: Space, world: number): readonly number[] {
  const numbers: number[] = [];
  for (let at = world; at >= 0; at = longAt(x.parents, at * 2)) numbers.push(longAt(x.parents, at * 2 + 1));
  return numbers.toReversed();
}

/** The way that takes these: a start, then a transition of each world that comes up. */
export function wayAlong(
  x: Space,
  starts: readonly Int32Array[],
  [start, ...transitions]: readonly number[],
  base: World,
  loop: number | null = null,
): Way {
  let words = starts[start ?? 0] as Int32Array;
  const steps: WayStep[] = [{ happening: { type: 'start' }, text: 'start', branches: starts.length, words }];
  for (const transition of transitions) {
    x.taken = null;
    x.target = transition;
    expand(x, words, 0);
    x.target = -1;
    const taken = x.taken as Taken | null;
    if (taken === null) throw new Error(`there is no transition ${transition}`);
    const happening = happeningOf(x, taken, base);
    const which = taken.branches > 1 ? ` (choice ${taken.branch + 1} of ${taken.branches})` : '';
    const text = `${happening.type === 'action' ? x.actionText(words) : textOf(x, taken, base)}${which}`;
    words = taken.words;
    steps.push({ happening, text, branches: taken.branches, words });
  }
  return {
    steps,
    loop,
    isAt: (world, step) => isSame(x.codec, x.surroundings.list, world, (steps[step] as WayStep).words),
    worldAt: (step) => x.codec.decode((steps[step] as WayStep).words),
  };
}

function isSame(codec: Codec, surroundings: readonly Surrounding[], world: World, words: Int32Array): boolean {
  const { spent } = surroundings[words[HeadWord.surrounding] as number] as Surrounding;
  const found = codec.encode(restore(takeSnapshot(world, null)), spent);
  return found.length === words.length && found.every((word, at) => word === words[at]);
}

function happeningOf(x: Space, { move, group, message }: Taken, base: World): Happening {
  const idOf = (node: number): string => base.nodes[node]?.id ?? '';
  const parcel = (item: number): Parcel => {
    const { from, to, type, body } = x.items.messages[item] as Message;
    return { type: base.names.list[type] ?? '', from: idOf(from), to: idOf(to), body };
  };
  if (move === Move.start) return { type: 'start' };
  if (move === Move.action) return { type: 'action' };
  if (move === Move.lost) return { type: 'lost', parcel: parcel(message) };
  if (move === Move.lostInCut) return { type: 'lost in cut', parcel: parcel(message) };
  if (move === Move.twice) return { type: 'twice', parcel: parcel(message) };
  const word = (which: number): number => intAt(x.memo.groups, group * groupWords + which);
  const what = word(GroupWord.what);
  const local = x.locals.list[word(GroupWord.local)] as LocalState;
  const node = idOf(local.node);
  switch (word(GroupWord.kind) as GroupKind) {
    case GroupKind.deliver:
      return { type: 'arrival', parcel: parcel(what) };
    case GroupKind.timer:
      return { type: 'timer', node, key: local.timers[what]?.key ?? '' };
    case GroupKind.may:
      return { type: 'may', node, rule: base.program.rules.get(base.names.list[what] ?? '')?.name ?? '' };
    case GroupKind.crash:
      return { type: 'crash', node };
    case GroupKind.restart:
      return { type: 'restart', node };
  }
}

function textOf(x: Space, { move, group, message }: Taken, base: World): string {
  const text = (): string => messageText(base, x.items.messages[message] as Message);
  switch (move) {
    case Move.start:
    case Move.action:
      return 'start';
    case Move.group:
      return x.lab.labelOf(group);
    case Move.lost:
      return `lost: ${text()}`;
    case Move.lostInCut:
      return `lost in the cut: ${text()}`;
    case Move.twice:
      return `twice: ${text()}`;
  }
}

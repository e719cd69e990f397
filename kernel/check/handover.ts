/**
 * What one explorer has found, for others to go on from: plain data, which may go to other threads. Whoever takes it over interns the
 * same things in the same order, so that they have the same numbers: worlds and ways mean the same to both, as long as nothing more is
 * interned. The worlds are dealt out, and each goes on by itself from there (`member.ts`).
 */
import type { State } from '../program/declaration.ts';
import type { Pending } from '../world/queue.ts';
import type { Explored } from './create-space.ts';
import { commit, room, waitingIn } from './frontier.ts';
import { headWords, HeadWord } from './codec.ts';
import { longAt, pushLong } from './ints.ts';
import type { Message } from './items.ts';
import type { Search } from './search.ts';
import type { Surrounding } from './surroundings.ts';

export interface Handover {
  readonly names: readonly string[];
  readonly locals: readonly {
    readonly node: number;
    readonly alive: boolean;
    readonly state: State;
    readonly timers: readonly Pending[];
  }[];
  /** Messages, and queues as the numbers of their messages. */
  readonly items: readonly (Omit<Message, 'others'> | readonly number[])[];
  readonly surroundings: readonly Omit<Surrounding, 'modes' | 'cut'>[];
  readonly starts: readonly Int32Array[];
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
  const { space, starts, base } = explored;
  const locals = space.locals.list.map(({ node, alive, state, timers }) => ({ node, alive, state, timers }));
  const items = space.items.messages.map((message, item) => {
    if (message === null) return space.items.queues[item] ?? [];
    const { from, to, type, body } = message;
    return { from, to, type, body };
  });
  if (!isClonedWhole([locals.map(({ state, timers }) => [state, timers.map(({ body }) => body)]), items])) return null;
  const parents = new Int32Array(space.states * 2);
  for (let at = 0; at < parents.length; at++) parents[at] = longAt(space.parents, at);
  return {
    names: [...base.names.list],
    locals,
    items,
    surroundings: space.surroundings.list.map(({ cuts, network, links, actionsLeft, spent }) => ({
      cuts,
      network,
      links,
      actionsLeft,
      spent,
    })),
    starts,
    parents,
    waiting: waitingIn(space.frontier),
    depth,
    levelEnd,
    left,
  };
}

/** Goes on in a space in which nothing is known yet. */
export function takeOver(explored: Explored, handover: Handover): Search {
  const { space, starts, base } = explored;
  const { names, locals, items, surroundings, parents, waiting, depth, levelEnd, left } = handover;
  for (const [number, name] of names.entries()) same(base.names.of(name), number);
  for (const [number, { node, alive, state, timers }] of locals.entries()) {
    const pending = new Map(timers.map((timer) => [timer.key, timer]));
    const id = base.nodes[node]?.id ?? '';
    same(space.locals.intern({ index: node, id, alive, state, timers: pending }), number);
  }
  for (const [number, item] of items.entries())
    same(
      isQueue(item)
        ? space.items.queue(item)
        : space.items.message(item.from, item.to, item.type, names[item.type] ?? '', item.body),
      number,
    );
  for (const [number, of] of surroundings.entries()) same(space.surroundings.intern(of), number);
  starts.push(...handover.starts);
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

function isQueue(item: Handover['items'][number]): item is readonly number[] {
  return Array.isArray(item);
}

function same(number: number, wanted: number): void {
  if (number !== wanted) throw new Error(`what was handed over as ${wanted} is ${number} here`);
}

/** Structured cloning gives objects a prototype, and a rule can tell. */
function isClonedWhole(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof Map) return [...value].every(([key, member]) => isClonedWhole(key) && isClonedWhole(member));
  if (value instanceof Set) return [...value].every(isClonedWhole);
  return Object.getPrototypeOf(value) !== null && Object.values(value).every(isClonedWhole);
}

/**
 * A world as integers and back. A record is: two words of fingerprint, the surrounding, how many items there are, by which outcome it
 * was found, the local state of each node, the items in ascending order (equal ones as often as they are there).
 */
import { linkOf } from '../world/network.ts';
import { EventKind, type Pending, Priority } from '../world/queue.ts';
import { restore, type Snapshot } from '../world/snapshot.ts';
import { afterCrash } from '../world/step.ts';
import { isStale, linkNumber, type World } from '../world/world.ts';
import { type Items, itemWords } from './items.ts';
import { blank } from './lab.ts';
import { type Locals, type LocalState, localWords } from './locals.ts';
import { type Faults, type Surrounding, type Surroundings, surroundingWords } from './surroundings.ts';

/** Words of a record before the local states. */
export const headWords = 5;
export const HeadWord = {
  a: 0,
  b: 1,
  surrounding: 2,
  count: 3,
  /** Of a world that is still to be left: the outcome by which it was found, where that matters (`sleep.ts`). Else −1. */
  outcome: 4,
} as const;

export type Words = Int32Array;

export interface Codec {
  /** Whatever cannot happen any more, and what a crashed node held in memory, is left out. */
  encode(world: World, spent: Faults): Words;
  /** A world of its own in which the same can happen. */
  decode(words: Words): World;
}

/** @param base the actions of the scenario that are still to come are in its queue */
export function createCodec(base: Snapshot, locals: Locals, items: Items, surroundings: Surroundings): Codec {
  const actions = actionsIn(base.heap);
  return {
    encode(world, spent) {
      makeReliable(world);
      world.heap = world.heap.filter((record) => isPossible(world, record));
      for (const node of world.nodes) if (!node.alive) node.state = afterCrash(world, node);
      const surrounding = surroundings.intern({
        cuts: world.cuts,
        network: world.network,
        links: new Map(world.links),
        actionsLeft: actionsIn(world.heap).length,
        spent,
      });
      const states = world.nodes.map((node) => locals.intern(node));
      const network = itemsOf(world, items);
      const words = Int32Array.of(0, 0, surrounding, network.length, -1, ...states, ...network);
      sign(words, world.nodes.length, locals, items, surroundings);
      return words;
    },
    decode(words) {
      const world = restore(base);
      const surrounding = surroundings.list[words[HeadWord.surrounding] as number] as Surrounding;
      world.network = surrounding.network;
      for (const [link, override] of surrounding.links) world.links.set(link, override);
      for (const link of world.links.keys()) if (!surrounding.links.has(link)) world.links.delete(link);
      world.linkStates.clear();
      world.cuts = surrounding.cuts;
      world.heap = [];
      world.unsettled = [];
      const record = (part: Partial<Pending> & Pick<Pending, 'kind'>): void => {
        world.heap.push({ ...blank, ...part, at: world.now, order: world.order++ });
      };
      world.nodes.forEach((node, index) => {
        const local = locals.list[words[headWords + index] as number] as LocalState;
        node.state = local.make();
        node.alive = local.alive;
        node.timers.clear();
        for (const timer of local.timers) {
          const made = { ...timer, order: world.order++ };
          node.timers.set(timer.key, made);
          world.heap.push(made);
        }
      });
      for (let at = headWords + world.nodes.length; at < words.length; at++) {
        const item = words[at] as number;
        for (const message of items.queues[item] ?? [item]) {
          const found = items.messages[message];
          if (found == null) throw new Error(`item ${message} is no message`);
          const { from, to, type, body } = found;
          record({ kind: EventKind.deliver, priority: Priority.message, from, node: to, type, body });
        }
      }
      for (const action of actions.slice(actions.length - surrounding.actionsLeft))
        world.heap.push({ ...action, order: world.order++ });
      return world;
    },
  };
}

/** Writes the fingerprint of a record into it. */
export function sign(words: Words, nodes: number, locals: Locals, items: Items, surroundings: Surroundings): void {
  const around = (words[HeadWord.surrounding] as number) * surroundingWords;
  let a = surroundings.words.data[around] as number;
  let b = surroundings.words.data[around + 1] as number;
  for (let at = headWords; at < words.length; at++) {
    const isLocal = at < headWords + nodes;
    const { data } = isLocal ? locals.words : items.words;
    const from = (words[at] as number) * (isLocal ? localWords : itemWords);
    a = (a + (data[from] as number)) | 0;
    b = (b + (data[from + 1] as number)) | 0;
  }
  words[HeadWord.a] = a;
  words[HeadWord.b] = b;
}

/** The items of a world's network, ascending. */
function itemsOf(world: World, items: Items): readonly number[] {
  const found: number[] = [];
  const queues = new Map<number, number>();
  for (const { kind, from, node, type, body } of world.heap.toSorted((a, b) => a.order - b.order)) {
    if (kind !== EventKind.deliver) continue;
    const message = items.message(from, node, type, world.names.list[type] ?? '', body);
    const link = linkNumber(from, node);
    const { delivery } = linkOf(world, link);
    if (delivery === 'ordered') queues.set(link, items.append(queues.get(link) ?? -1, message));
    else if (delivery !== 'unordered-duplicating' || !found.includes(message)) found.push(message);
  }
  return [...found, ...queues.values()].toSorted((a, b) => a - b);
}

function actionsIn(heap: readonly Pending[]): readonly Pending[] {
  return heap.filter(({ kind }) => kind === EventKind.action).toSorted((a, b) => a.at - b.at || a.order - b.order);
}

/** Loss and duplication are choices here, within the budget; never chance. */
export function makeReliable(world: World): void {
  const reliable = { loss: 0, duplicate: 0 };
  world.network = { ...world.network, ...reliable };
  for (const [link, { own, spec }] of world.links)
    world.links.set(link, { own: { ...own, ...reliable }, spec: { ...spec, ...reliable } });
}

/** What can still happen in an abstract time: not what is lost, replaced, or only a chance in simulated time. */
function isPossible(world: World, record: Pending): boolean {
  return record.kind !== EventKind.drop && record.kind !== EventKind.may && !isStale(world, record);
}

/** What is followed without looking where it came from: whatever is equal to a pattern, a node, a field of a node. */
import { copy, equal, type Plain } from '../plain.ts';
import type { Carriers, CarryingPlace, Pattern, Touch } from '../star.ts';
import { EventKind, isBefore, type Pending } from '../world/queue.ts';
import { isStale, type NodeInWorld, type World } from '../world/world.ts';
import { finderOf } from './pattern.ts';
import type { Matcher } from './tracker.ts';

/** Places that are told of a node. */
export const placesTold = 24;
const messagesTold = 2_000;

/** A matcher that knows at once where the thing is in any world. */
export interface Locator extends Matcher {
  /** In a world that need not be the one it follows. */
  where(world: World): Carriers;
}

export function equalTo(pattern: Pattern): Locator {
  const finder = finderOf(pattern);
  let lastBody: unknown;
  let lastType = -1;
  let isInLast = false;
  const inBody = ({ names }: World, { type, body }: Pending): boolean => {
    // One body goes to all that a broadcast reaches.
    if (body !== lastBody || type !== lastType || typeof body !== 'object') {
      lastBody = body;
      lastType = type;
      isInLast = finder.count(body, names.list[type] ?? '', true) > 0;
    }
    return isInLast;
  };
  return {
    enter: () => undefined,
    inState({ state }) {
      let count = 0;
      for (const field in state) count += finder.count(state[field], field);
      return count;
    },
    inBody,
    inNote: (data) => finder.count(data, '') > 0,
    where(world) {
      const nodes = world.nodes.flatMap(({ id, state }) => {
        const places = Object.entries(state).flatMap(([field, value]) =>
          finder.places(value, field, placesTold).map((place): CarryingPlace => ({ ...place, field, isMade: false })),
        );
        const count = places.length;
        return count === 0 ? [] : [{ node: id, places: places.slice(0, placesTold), count, isMade: false }];
      });
      return { nodes, ...onTheirWay(world, (record) => inBody(world, record)) };
    },
  };
}

/** A node, itself: its events. */
export function nodeItself(id: string): Locator {
  const acted: readonly Touch[] = ['acted'];
  const others: readonly Touch[] = [];
  return {
    enter: () => undefined,
    inState: (node) => (node.id === id ? 1 : 0),
    inBody: () => false,
    deeds: ({ last, nodes }) => (nodes[last.node]?.id === id ? acted : others),
    where: (world) => ({
      nodes: world.byId.has(id) ? [{ node: id, places: [], count: 1, isMade: false }] : [],
      messages: messagesIn(world)
        .filter(({ from, node }) => world.nodes[from]?.id === id || world.nodes[node]?.id === id)
        .slice(0, messagesTold)
        .map(({ order }) => order),
      timers: [],
    }),
  };
}

/** A field of a node, whatever it holds: for what has no identity, its place is all there is. */
export function fieldItself(id: string, field: string): Locator {
  let value: Plain;
  let hasChanged = false;
  const look = (world: World): void => {
    const now = world.byId.get(id)?.state[field];
    hasChanged = !equal(now, value);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- states are plain data: checkpoints see to it
    if (hasChanged) value = copy(now) as Plain;
  };
  const changed: readonly Touch[] = ['changed'];
  const none: readonly Touch[] = [];
  return {
    enter: look,
    after: look,
    inState: (node) => (node.id === id ? 1 : 0),
    inBody: () => false,
    deeds: ({ last, nodes }) => (hasChanged && nodes[last.node]?.id === id ? changed : none),
    where: (world) => {
      const node = world.byId.get(id);
      if (node === undefined || !Object.hasOwn(node.state, field)) return { nodes: [], messages: [], timers: [] };
      const places = [{ field, at: [], isKey: false, isMade: false }];
      return { nodes: [{ node: id, places, count: 1, isMade: false }], messages: [], timers: [] };
    },
  };
}

export function messagesIn({ heap }: World): readonly Pending[] {
  return heap.filter(({ kind }) => kind === EventKind.deliver || kind === EventKind.drop);
}

/** Messages and timers that carry it. */
export function onTheirWay(world: World, carries: (record: Pending) => boolean): Pick<Carriers, 'messages' | 'timers'> {
  const messages = messagesIn(world)
    .toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
    .filter(carries)
    .slice(0, messagesTold)
    .map(({ order }) => order);
  const timers = world.nodes.flatMap((node) => timersOf(world, node, carries));
  return { messages, timers };
}

function timersOf(world: World, node: NodeInWorld, carries: (record: Pending) => boolean): Carriers['timers'] {
  return [...node.timers.values()]
    .filter((record) => !isStale(world, record) && carries(record))
    .map(({ key }) => ({ node: node.id, key }));
}

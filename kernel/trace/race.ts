/**
 * Forks a race: what would have happened had rivals come in another order. Rivals are the messages on their way to one node.
 * Every order of them is tried, and of what follows from them and comes to that node too (a reply that makes a client write, say).
 * Virtual time stands still meanwhile: what they lead to at other nodes happens at once, timers do not fire.
 */
import { canonical } from '../plain.ts';
import type { PendingRef } from '../protocol.ts';
import { refOf, takePending } from '../world/pending.ts';
import { EventKind, isBefore, type Pending } from '../world/queue.ts';
import { restore, takeSnapshot } from '../world/snapshot.ts';
import { createMachine, type Machine, turn } from '../world/step.ts';
import { messageText } from './shown.ts';
import type { World } from '../world/world.ts';

/** Choices in one order, and orders in all, before it is called too much. */
const depthLimit = 64;
export const orderLimit = 500;
/** Events that an order is followed for after its last choice. */
const eventLimit = 5_000;

/** One order of the rivals, and how it ended. */
export interface Order {
  /** What happened next, one after the other. */
  readonly takes: readonly PendingRef[];
  /** The arrivals at the contested node, one line each. */
  readonly lines: readonly string[];
  /** The final states of all nodes, by name, as text: equal for the same outcome. */
  readonly states: ReadonlyMap<string, string>;
}

/**
 * Every order, one at a time. `start` is just before the event; it is not changed. `until`: virtual µs.
 * @param contested index of the node
 */
export function* orders(start: World, contested: number, until: number): Generator<Order, void> {
  const first = start.order;
  let found = 0;
  function* from(world: World, takes: readonly PendingRef[], lines: readonly string[]): Generator<Order, void> {
    const machine = createMachine(world);
    const done = [...takes];
    // What the choices led to elsewhere happens at once, in the order in which it was sent.
    for (;;) {
      settleAll(machine);
      const next = sentSince(world, first).find((record) => record.node !== contested);
      if (next === undefined || done.length >= depthLimit) break;
      done.push(take(machine, next));
    }
    const rivals = world.heap
      .filter((record) => record.kind === EventKind.deliver && record.node === contested)
      .toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
    if (rivals.length === 0 || done.length >= depthLimit) {
      found += 1;
      yield { takes: done, lines, states: outcomeOf(machine, until) };
      return;
    }
    const snapshot = takeSnapshot(world, null);
    for (const rival of rivals) {
      if (found >= orderLimit) return;
      const branch = createMachine(restore(snapshot));
      const ref = take(branch, rival);
      yield* from(branch.world, [...done, ref], [...lines, lineOf(world, rival)]);
    }
  }
  yield* from(restore(takeSnapshot(start, null)), [], []);
}

/** What is on its way to a node, one line each. */
export function rivalsOf(world: World, contested: number): string[] {
  return world.heap
    .filter((record) => record.kind === EventKind.deliver && record.node === contested)
    .toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
    .map((record) => lineOf(world, record));
}

function lineOf(world: World, record: Pending): string {
  const { type, from } = refOf(world, record);
  return `${messageText(type, record.body)}${from === '' ? '' : ` from ${from}`}`;
}

function take(machine: Machine, record: Pending): PendingRef {
  const ref = refOf(machine.world, record);
  takePending(machine.world, ref);
  turn(machine, machine.world.now);
  settleAll(machine);
  return ref;
}

/** Lets `when` rules and effects of this instant happen. */
function settleAll(machine: Machine): void {
  const { world } = machine;
  while (world.unsettled.length > 0) turn(machine, world.now);
}

/** Messages sent since the race began, in the order in which they were sent. */
function sentSince(world: World, order: number): Pending[] {
  return world.heap
    .filter((record) => record.kind === EventKind.deliver && record.order >= order)
    .toSorted((a, b) => a.order - b.order);
}

function outcomeOf(machine: Machine, until: number): ReadonlyMap<string, string> {
  for (let events = 0; events < eventLimit; ) {
    const outcome = turn(machine, until);
    if (outcome === 'event') events += 1;
    else if (outcome !== 'nothing') break;
  }
  return new Map(machine.world.nodes.map(({ id, alive, state }) => [id, `${alive ? '' : 'down '}${canonical(state)}`]));
}

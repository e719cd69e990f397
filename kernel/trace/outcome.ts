/** What came of the orders of a race: those that end alike are one outcome. */
import { canonical, copy } from '../plain.ts';
import type { OutcomeValue } from '../protocol.ts';
import { type Machine, StepError, turn } from '../world/step.ts';
import { isStale, type World } from '../world/world.ts';
import { shown } from './shown.ts';
import type { Order } from './race.ts';

/** Events that an order is followed for after its last arrival. */
const restLimit = 5_000;
/** Values that are told of an outcome. */
const valueLimit = 24;

/** Node → its state, and whether it is up. */
type States = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

interface Ending {
  /** Equal for equal states. */
  readonly key: string;
  readonly states: States;
}

/** An order and how it ended. */
export interface Finished {
  readonly order: Pick<Order, 'takes' | 'rivals'>;
  /** When the last rival had come. */
  readonly over: Ending;
  /** When nothing happens any more; null when it never comes to rest. */
  readonly rest: Ending | null;
  /** A rule threw: that is how it ended. */
  readonly fault: string | null;
}

/** Orders with the same outcome, in the order in which they were tried. */
export interface Outcome {
  readonly orders: readonly Finished[];
  readonly states: States;
  /** As in Finished. */
  readonly fault: string | null;
}

/** Runs an order on until it comes to rest. Uses up its machine. `until`: virtual µs. */
export function finishOrder({ takes, rivals, machine, fault }: Order, until: number): Finished {
  const order = { takes, rivals };
  const over = endingOf(machine.world);
  if (fault !== null) {
    const stopped = { key: `${fault}\n${over.key}`, states: over.states };
    return { order, over: stopped, rest: stopped, fault };
  }
  return { order, over, rest: comesToRest(machine, until) ? endingOf(machine.world) : null, fault };
}

function comesToRest(machine: Machine, until: number): boolean {
  const { world } = machine;
  try {
    for (let events = 0; events < restLimit; ) {
      const outcome = turn(machine, until);
      if (outcome === 'quiescent') return true;
      if (outcome === 'later') return world.heap.every((record) => isStale(world, record));
      if (outcome === 'event') events += 1;
    }
  } catch (error) {
    // It stops there: that is no rest.
    if (!(error instanceof StepError)) throw error;
  }
  return false;
}

function endingOf(world: World): Ending {
  const states = new Map(
    world.nodes.map(({ id, alive, state }) => [id, { ...copy(state), ...(alive ? {} : { '(down)': true }) }]),
  );
  return { key: [...states].map(([id, state]) => `${id} ${canonical(state)}`).join('\n'), states };
}

/**
 * The distinct outcomes, the most frequent first. Told apart by the states at rest when every order comes to rest; else by those
 * right after the race, since in a system that never rests everything differs in the end.
 */
export function outcomesOf(finished: readonly Finished[]): {
  readonly outcomes: readonly Outcome[];
  readonly atRest: boolean;
} {
  const atRest = finished.every(({ rest }) => rest !== null);
  const groups = new Map<string, Finished[]>();
  for (const one of finished) {
    const { key } = atRest && one.rest !== null ? one.rest : one.over;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const outcomes = [...groups.values()].flatMap((orders): Outcome[] => {
    const [first] = orders;
    if (first === undefined) return [];
    const { states } = atRest && first.rest !== null ? first.rest : first.over;
    return [{ orders, states, fault: first.fault }];
  });
  return { outcomes: outcomes.toSorted((a, b) => b.orders.length - a.orders.length), atRest };
}

/** The fields that are not the same in all outcomes; of the node the race was at when there is only one. */
export function valuesOf(outcome: Outcome, all: readonly Outcome[], contested: string): readonly OutcomeValue[] {
  const values: OutcomeValue[] = [];
  for (const [node, state] of outcome.states) {
    for (const [field, value] of Object.entries(state)) {
      const isTold =
        all.length === 1
          ? node === contested
          : all.some(({ states }) => canonical(states.get(node)?.[field]) !== canonical(value));
      if (isTold) values.push({ node, field, value: shown(value) });
      if (values.length >= valueLimit) return values;
    }
  }
  return values;
}

/**
 * A moment in full, as text: all that the next event depends on, and all that is known of those before. Two moments with one text
 * go on in the same way. For tests; numbers of names, which depend on what was met first, are written as names.
 */
import { literal } from '../plain.ts';
import type { Monitor } from '../world/monitor.ts';
import { isBefore, type Pending } from '../world/queue.ts';
import type { World } from '../world/world.ts';

/** A line for each part, so that a difference is read at once. */
export function worldText(world: World): string {
  const { names, heap, nodes, history } = world;
  const nameOf = (number: number): string => names.list[number] ?? '-';
  const record = (one: Pending): string => literal({ ...one, type: nameOf(one.type) });
  const named = (list: readonly (number | undefined)[]): Record<string, number> =>
    Object.fromEntries(
      list.flatMap((value, number) => (value === undefined ? [] : [[nameOf(number), value] as const])).toSorted(),
    );
  return [
    literal({ ...scalars(world), history: history.events.slice(0, history.length) }),
    literal([
      world.network,
      sorted(world.links),
      sorted(world.linkStates),
      new Set([...world.cuts].toSorted()),
      world.operations,
    ]),
    literal(world.loads.map(({ keys, started, draws, turn, waiting }) => ({ keys, started, draws, turn, waiting }))),
    ...nodes.map(({ id, kind, alive, state, timers, draws, migration }) =>
      literal({ id, kind, alive, state, migration, draws: named(draws), timers: [...timers.keys()] }),
    ),
    ...heap.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)).map(record),
  ].join('\n');
}

function scalars(world: World): Record<string, unknown> {
  const { seed, now, step, turn, order, chances, stale, operationCount, unsettled, whenRun, instantFrom } = world;
  return { seed, now, step, turn, order, chances, stale, operationCount, unsettled, whenRun, instantFrom };
}

const sorted = <V>(map: ReadonlyMap<number, V>): ReadonlyMap<number, V> =>
  new Map([...map].toSorted(([a], [b]) => a - b));

/** What properties have said so far. */
export function monitorText(list: readonly Monitor[]): string {
  return list
    .map(({ property, verdict, at, text, owedSince, isConcluded }) =>
      literal({ name: property.name, verdict, at, text, owedSince, isConcluded }),
    )
    .join('\n');
}

/** Firings by rule, and when each rule fired last. */
export function firingText(world: World, counts: readonly number[], lastFired: readonly number[]): string {
  return world.names.list
    .flatMap((name, number) => (counts[number] === undefined ? [] : [`${name} ${counts[number]} ${lastFired[number]}`]))
    .toSorted()
    .join('\n');
}

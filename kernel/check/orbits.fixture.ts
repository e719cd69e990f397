/** How many worlds there are when those are one that differ in which node is which: by trying every exchange on each. */
import { canonical } from '../plain.ts';
import { EventKind } from '../world/queue.ts';
import type { NaiveResult } from './naive.fixture.ts';

/** @param groups ids of the nodes that may be exchanged. Models with cuts, links or actions are not meant. */
export function countOrbits(result: NaiveResult, groups: readonly (readonly string[])[]): number {
  const exchanges = groups.reduce<readonly ReadonlyMap<string, string>[]>(
    (made, group) =>
      made.flatMap((before) =>
        permutationsOf(group).map(
          (order) => new Map([...before, ...group.map((id, at) => [id, order[at] ?? id] as const)]),
        ),
      ),
    [new Map()],
  );
  const orbits = new Set<string>();
  for (const world of result.edges.keys())
    orbits.add(exchanges.map((exchange) => keyOf(result, world, exchange)).toSorted()[0] ?? '');
  return orbits.size;
}

function permutationsOf(ids: readonly string[]): readonly (readonly string[])[] {
  if (ids.length === 0) return [[]];
  return ids.flatMap((id) => permutationsOf(ids.filter((other) => other !== id)).map((rest) => [id, ...rest]));
}

function keyOf(result: NaiveResult, number: number, exchange: ReadonlyMap<string, string>): string {
  const { nodes, heap, names } = result.worldOf(number);
  const named = (id: string): string => exchange.get(id) ?? id;
  const textOf = (value: unknown): string => canonical(renamed(value, named));
  const states = nodes.map(({ id, alive, state, timers }) => {
    const pending = [...timers].map(([key, { body }]) => `${key} ${textOf(body)}`).toSorted();
    return `${named(id)} ${alive} ${textOf(state)} ${pending.join()}`;
  });
  const links = new Map<string, string[]>();
  for (const { kind, from, node, type, body } of heap.toSorted((a, b) => a.order - b.order)) {
    if (kind !== EventKind.deliver) continue;
    const link = `${named(nodes[from]?.id ?? '')} ${named(nodes[node]?.id ?? '')}`;
    links.set(link, [...(links.get(link) ?? []), `${names.list[type]} ${textOf(body)}`]);
  }
  const isOrdered = result.worldOf(number).network.delivery === 'ordered';
  const wires = [...links].map(([link, sent]) => `${link}: ${(isOrdered ? sent : sent.toSorted()).join()}`);
  return [...states.toSorted(), ...wires.toSorted(), canonical(result.spentIn(number))].join('\n');
}

function renamed(value: unknown, named: (id: string) => string): unknown {
  if (typeof value === 'string') return named(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((member) => renamed(member, named));
  if (value instanceof Set) return new Set([...value].map((member) => renamed(member, named)));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [named(key), renamed(member, named)]));
}

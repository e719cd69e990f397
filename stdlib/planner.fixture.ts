/** Random maps for the tests of the planner, and the least that any plan as even as a given one would have to do. */
import fc from 'fast-check';
import { loadOf, type PartitionMap } from './partition-map.ts';

export const NODES: readonly string[] = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Any map, as bad as it may be: `replicas` at most, on up to `nodes` nodes. */
export function anyMap(nodes: number, replicas: number, partitions: number): fc.Arbitrary<PartitionMap> {
  const holders = fc.shuffledSubarray(NODES.slice(0, nodes), { maxLength: Math.min(nodes, replicas + 1) });
  return fc
    .array(holders, { minLength: 1, maxLength: partitions })
    .map((rows) =>
      Object.fromEntries(
        rows.map(([first, ...rest], i) => [`P${i}`, { primary: first === undefined ? [] : [first], replica: rest }]),
      ),
    );
}

/** Any map in which each partition has a primary and a replica. */
export function wholeMap(nodes: number, partitions: number): fc.Arbitrary<PartitionMap> {
  const holders = fc.shuffledSubarray(NODES.slice(0, nodes), { minLength: 2, maxLength: 2 });
  return fc
    .array(holders, { minLength: 1, maxLength: partitions })
    .map((rows) => Object.fromEntries(rows.map(([a = '', b = ''], i) => [`P${i}`, { primary: [a], replica: [b] }])));
}

/** The most copies that a node holds in a state, less the fewest. */
export function unevenness(map: PartitionMap, nodes: readonly string[], state: string): number {
  const loads = nodes.map((node) => loadOf(map, node)[state] ?? 0);
  return Math.max(...loads) - Math.min(...loads);
}

/** Every map of one primary and one replica, on every two nodes. */
export function* everyMap(partitions: readonly string[], nodes: readonly string[]): Generator<PartitionMap> {
  const [first, ...rest] = partitions;
  if (first === undefined) {
    yield {};
    return;
  }
  for (const others of everyMap(rest, nodes)) {
    for (const primary of nodes) {
      for (const replica of nodes) {
        if (primary !== replica) yield { [first]: { primary: [primary], replica: [replica] }, ...others };
      }
    }
  }
}

/** The fewest primaries that must move so that no node has more than one more than another. */
export function fewestMoves(map: PartitionMap, nodes: readonly string[]): number {
  const partitions = Object.keys(map).length;
  const [each, over] = [Math.floor(partitions / nodes.length), partitions % nodes.length];
  const loads = nodes.map((node) => loadOf(map, node)['primary'] ?? 0).toSorted((a, b) => b - a);
  return partitions - loads.reduce((kept, load, i) => kept + Math.min(load, i < over ? each + 1 : each), 0);
}

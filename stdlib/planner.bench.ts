import type { Benchmark } from '../kernel/bench.ts';
import { primaryWith, type PartitionMap } from './partition-map.ts';
import { plan } from './planner.ts';

/** Milliseconds of wall time for a plan of 1,024 partitions, one replica each. */
function planning(name: string, prepare: (partitions: number) => () => unknown): Benchmark {
  return {
    name,
    unit: 'ms',
    better: 'lower',
    budget: 200,
    rounds: 15,
    prepare({ now, small }) {
      const work = prepare(small ? 64 : 1_024);
      return () => {
        const started = now();
        work();
        return Math.max(now() - started, 1e-3);
      };
    },
  };
}

const nodes = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `node${i + 1}`);
const empty = (partitions: number): PartitionMap =>
  Object.fromEntries(Array.from({ length: partitions }, (_, i) => [`P${i}`, { primary: [], replica: [] }]));
const model = primaryWith(1);
const racks = Object.fromEntries([
  ...nodes(16).map((node, i) => [node, `rack${i % 4}`] as const),
  ...[0, 1, 2, 3].map((rack) => [`rack${rack}`, 'room'] as const),
]);

export const benchmarks: readonly Benchmark[] = [
  planning('plan of 1,024 partitions on 16 nodes, from nothing', (partitions) => () => {
    plan(empty(partitions), nodes(16), { model });
  }),
  planning('plan of 1,024 partitions, from 15 nodes to 16, in other racks', (partitions) => {
    const rules = { replica: [{ include: 2, exclude: 1 }] };
    const { map } = plan(empty(partitions), nodes(15), { model, parents: racks, rules });
    return () => plan(map, nodes(16), { model, parents: racks, rules });
  }),
];

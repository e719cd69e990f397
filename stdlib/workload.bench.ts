import type { Benchmark } from '../kernel/bench.ts';
import { exponential, normal, pareto, sample, uniform } from './distributions.ts';
import { hotspot, keySampler, latest, zipfian } from './keys.ts';
import { seeded } from './seeded.fixture.ts';
import { keyspace, operationSampler, poisson, workload } from './workload.ts';

/** Draws per second of wall time. */
function rate(name: string, prepare: () => (draw: number) => void): Benchmark {
  return {
    name,
    unit: 'draws/s',
    better: 'higher',
    budget: null,
    rounds: 15,
    prepare({ now, small }) {
      const draws = small ? 1_000 : 100_000;
      const take = prepare();
      return () => {
        const started = now();
        for (let i = 0; i < draws; i++) take(i);
        return (draws / Math.max(now() - started, 1e-3)) * 1_000;
      };
    },
  };
}

const keys = { zipfian: zipfian(1_000), scrambled: zipfian(1_000, { scrambled: true }), hotspot: hotspot(1_000) };

export const benchmarks: readonly Benchmark[] = [
  ...[uniform(0, 1), exponential(10), normal(10, 2), pareto(1, 2)].map((distribution) =>
    rate(`sample, ${distribution.kind}`, () => {
      const random = seeded(1);
      return () => sample(distribution, random);
    }),
  ),
  ...Object.entries(keys).map(([name, distribution]) =>
    rate(`key of 1,000, ${name}`, () => {
      const random = seeded(1);
      const draw = keySampler(distribution);
      return () => draw(random, 999);
    }),
  ),
  rate('key, latest, each read after an insert', () => {
    const random = seeded(1);
    const draw = keySampler(latest(1_000));
    return (i) => draw(random, 1_000 + i);
  }),
  rate("operation, YCSB's A", () => {
    const spec = workload({ mix: { read: 0.5, update: 0.5 }, keys: zipfian(1_000), arrivals: poisson(200) });
    const draw = operationSampler(spec);
    const random = seeded(1);
    const space = keyspace(spec);
    return () => draw(random, space);
  }),
];

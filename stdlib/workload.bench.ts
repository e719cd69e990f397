import { bench, describe } from 'vitest';
import { exponential, normal, pareto, sample, uniform } from './distributions.ts';
import { hotspot, keySampler, latest, zipfian } from './keys.ts';
import { seeded } from './seeded.fixture.ts';
import { keyspace, operationSampler, poisson, workload } from './workload.ts';

const DRAWS = 10_000;

describe('10,000 samples', () => {
  for (const distribution of [uniform(0, 1), exponential(10), normal(10, 2), pareto(1, 2)]) {
    const random = seeded(1);
    bench(distribution.kind, () => {
      for (let i = 0; i < DRAWS; i++) sample(distribution, random);
    });
  }
});

describe('10,000 keys', () => {
  const distributions = {
    zipfian: zipfian(1000),
    scrambled: zipfian(1000, { scrambled: true }),
    hotspot: hotspot(1000),
  };
  for (const [name, distribution] of Object.entries(distributions)) {
    const random = seeded(1);
    const draw = keySampler(distribution);
    bench(name, () => {
      for (let i = 0; i < DRAWS; i++) draw(random, 999);
    });
  }
  bench('latest, each read after an insert', () => {
    const random = seeded(1);
    const draw = keySampler(latest(1000));
    for (let i = 0; i < DRAWS; i++) draw(random, 1000 + i);
  });
});

describe('10,000 operations', () => {
  const spec = workload({ mix: { read: 0.5, update: 0.5 }, keys: zipfian(1000), arrivals: poisson(200) });
  const draw = operationSampler(spec);
  const random = seeded(1);
  const keys = keyspace(spec);
  bench("YCSB's A", () => {
    for (let i = 0; i < DRAWS; i++) draw(random, keys);
  });
});

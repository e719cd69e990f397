import { expect, it } from 'vitest';
import type { FuzzOptions } from '../program/language.ts';
import { faultKinds, faultsOf, ratesOf } from './swarm.ts';

const options: FuzzOptions = { scenario: 's' };
const seeds = Array.from({ length: 2_000 }, (_, i) => i + 1);

it('each run leaves out about half of the kinds of faults, and the rates differ', () => {
  for (const kind of faultKinds) {
    const rates = seeds.flatMap((seed) => ratesOf(seed, options).get(kind) ?? []);
    expect(rates.length / seeds.length).toBeGreaterThan(0.45);
    expect(rates.length / seeds.length).toBeLessThan(0.55);
    expect(Math.max(...rates) / Math.min(...rates)).toBeGreaterThan(12);
    expect(Math.max(...rates) / Math.min(...rates)).toBeLessThanOrEqual(16);
  }
});

it('without a swarm every kind has its mean, and the number of faults is as many on average', () => {
  const calm = {
    ...options,
    swarm: false,
    faults: { crash: 4, partition: 0, cut: 0, drop: 0, duplicate: 0, delay: 0, clock: 0 },
  };
  expect([...ratesOf(3, calm)]).toEqual([['crash', 4]]);
  // A crash and its restart are two actions.
  const counts = seeds.map((seed) => faultsOf(seed, 1_000, calm).length / 2);
  const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  expect(mean).toBeGreaterThan(3.8);
  expect(mean).toBeLessThan(4.2);
  expect(new Set(counts).size).toBeGreaterThan(6);
});

it('a seed gives the same day each time, in order, and leaves the end in peace', () => {
  for (const seed of seeds.slice(0, 50)) {
    const times = faultsOf(seed, 1_000, options).map(({ at }) => at);
    expect(faultsOf(seed, 1_000, options).map(({ at }) => at)).toEqual(times);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const at of times) expect(at % 1).toBe(0.5);
  }
  const starts = seeds.flatMap((seed) =>
    faultsOf(seed, 1_000, { ...options, faults: { crash: 0, partition: 0, cut: 0 } }),
  );
  expect(Math.max(...starts.map(({ at }) => at))).toBeLessThan(901);
});

it('what a seed means is frozen', () => {
  const day = faultsOf(42, 1_000, options).map(({ at }) => at);
  expect(day).toMatchInlineSnapshot(`
    [
      8.5,
      49.5,
      56.5,
      63.5,
      73.5,
      87.5,
      111.5,
      113.5,
      114.5,
      115.5,
      116.5,
      127.5,
      131.5,
      136.5,
      138.5,
      154.5,
      161.5,
      165.5,
      178.5,
      181.5,
      185.5,
      193.5,
      203.5,
      211.5,
      212.5,
      219.5,
      224.5,
      233.5,
      237.5,
      245.5,
      252.5,
      257.5,
      278.5,
      279.5,
      283.5,
      288.5,
      297.5,
      317.5,
      325.5,
      336.5,
      337.5,
      338.5,
      339.5,
      352.5,
      367.5,
      404.5,
      407.5,
      411.5,
      426.5,
      455.5,
      482.5,
      490.5,
      496.5,
      518.5,
      525.5,
      532.5,
      532.5,
      548.5,
      581.5,
      590.5,
      599.5,
      602.5,
      614.5,
      620.5,
      624.5,
      656.5,
      677.5,
      680.5,
      687.5,
      703.5,
      730.5,
      755.5,
      759.5,
      763.5,
      768.5,
      781.5,
      783.5,
      797.5,
      807.5,
      828.5,
      840.5,
      843.5,
      858.5,
      865.5,
      887.5,
    ]
  `);
});

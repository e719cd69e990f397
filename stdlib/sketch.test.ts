import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponential, pareto, sample, uniform } from './distributions.ts';
import { seeded } from './seeded.fixture.ts';
import { addTo, barsOf, createSketch, mergeInto, quantile, quantiles, type Sketch, sketchError } from './sketch.ts';

function sketchOf(values: Iterable<number>): Sketch {
  const sketch = createSketch();
  for (const value of values) addTo(sketch, value);
  return sketch;
}

/** By sorting: the nearest rank. */
function exactly(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] as number;
}

describe('percentiles of a sketch', () => {
  test.each([
    ['uniform', uniform(0, 1)],
    ['exponential, as latencies of a queue', exponential(40)],
    ['heavy tailed', pareto(1, 1.1)],
  ])('are those of the sorted values, within 1/256: %s', (_, distribution) => {
    const random = seeded(11);
    const values = Array.from({ length: 20_000 }, () => sample(distribution, random));
    const sketch = sketchOf(values);
    for (const share of [0.001, 0.5, 0.9, 0.95, 0.99, 0.999, 1]) {
      const exact = exactly(values, share);
      expect(Math.abs(quantile(sketch, share) - exact), String(share)).toBeLessThanOrEqual(exact * sketchError);
    }
  });

  test('hold for any values, few or many, tiny or huge', () => {
    const values = fc.array(
      fc.double({ min: 0, max: 1e300, noNaN: true }).filter((v) => v === 0 || v > 1e-300),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const exact = exactly(list, share);
        expect(Math.abs(quantile(sketchOf(list), share) - exact)).toBeLessThanOrEqual(exact * sketchError);
      }),
    );
  });

  test('never lie beyond the least and the greatest value: one value is every percentile', () => {
    expect(quantiles(sketchOf([152.49]), [0.01, 0.5, 0.99])).toEqual([152.49, 152.49, 152.49]);
    const sketch = sketchOf([3.1, 40, 97.3]);
    mergeInto(sketch, sketchOf([1.7, 120.9]));
    const [first, last] = quantiles(sketch, [0, 1]);
    expect(first).toBeGreaterThanOrEqual(1.7);
    expect(last).toBeLessThanOrEqual(120.9);
  });

  test('of two sketches in one are those of all values, in whatever order they came', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.array(fc.nat()), (a, b) => {
        const merged = sketchOf(a);
        mergeInto(merged, sketchOf(b));
        const whole = sketchOf([...b, ...a]);
        expect(quantiles(merged, [0.1, 0.5, 0.99])).toEqual(quantiles(whole, [0.1, 0.5, 0.99]));
        expect(merged.count).toBe(a.length + b.length);
      }),
    );
  });

  test('a few bits of them are frozen: they are the same wherever a notebook runs', () => {
    const sketch = sketchOf(Array.from({ length: 1_000 }, (_, i) => (i + 1) / 10));
    expect(quantiles(sketch, [0.5, 0.95, 0.99])).toEqual([50.125, 95.25, 99.25]);
  });
});

test('a sketch grows with how far values spread, not with how many there are', () => {
  const random = seeded(3);
  const sketch = sketchOf(Array.from({ length: 100_000 }, () => 1 + 99 * random()));
  expect(sketch.count).toBe(100_000);
  expect(sketch.buckets.size).toBeLessThan(7 * 128);
});

test('what is below 0 counts as 0, what is no number not at all, and of nothing there is no percentile', () => {
  expect(quantile(createSketch(), 0.5)).toBeNaN();
  const sketch = sketchOf([-5, 0, Number.NaN, Number.POSITIVE_INFINITY]);
  expect([sketch.count, quantile(sketch, 1)]).toEqual([2, 0]);
});

describe('bars', () => {
  test('hold every value, from the least to the greatest, with 0 in one of its own', () => {
    const sketch = createSketch();
    for (const value of [0, 0, 1, 2, 4, 1_000]) addTo(sketch, value);
    const bars = barsOf(sketch, 10);
    expect(bars.length).toBeLessThanOrEqual(10);
    expect(bars[0]).toEqual({ from: 0, to: 0, count: 2 });
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(6);
    expect(bars[1]?.from).toBeLessThanOrEqual(1);
    expect(bars.at(-1)?.to).toBeGreaterThanOrEqual(1_000);
    for (const [i, bar] of bars.entries()) if (i > 1) expect(bar.from).toBe(bars[i - 1]?.to);
  });

  test('are none of nothing', () => {
    expect(barsOf(createSketch(), 10)).toEqual([]);
  });
});

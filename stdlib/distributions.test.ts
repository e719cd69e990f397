import { expect, test } from 'vitest';
import type { Distribution } from '../kernel/program/language.ts';
import {
  checkedDistribution,
  constant,
  exponential,
  normal,
  pareto,
  sample,
  sampleSpan,
  uniform,
} from './distributions.ts';
import { normalQuantile } from './normal.ts';
import { seeded } from './seeded.fixture.ts';

const DRAWS = 100_000;

function draws(distribution: Distribution): number[] {
  const random = seeded(11);
  return Array.from({ length: DRAWS }, () => sample(distribution, random));
}

const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;
function deviation(xs: readonly number[]): number {
  const centre = mean(xs);
  return Math.sqrt(mean(xs.map((x) => (x - centre) ** 2)));
}

test('constant gives its value and draws nothing', () => {
  expect(
    sample(constant(7), () => {
      throw new Error('drew');
    }),
  ).toBe(7);
});

test('every other kind draws exactly once, so later draws stay where they are', () => {
  for (const distribution of [uniform(1, 2), exponential(5), normal(0, 1), pareto(1, 2)]) {
    let count = 0;
    sample(distribution, () => {
      count++;
      return 0.999;
    });
    expect(count, distribution.kind).toBe(1);
  }
});

test('uniform stays in [low, high) and is centred', () => {
  const xs = draws(uniform(150, 300));
  expect(xs.every((x) => x >= 150 && x < 300)).toBe(true);
  expect(Math.abs(mean(xs) - 225)).toBeLessThan(0.5);
});

test('exponential has its mean, an equal deviation, and the median mean × ln 2', () => {
  const xs = draws(exponential(10)).toSorted((a, b) => a - b);
  expect(Math.abs(mean(xs) - 10)).toBeLessThan(0.15);
  expect(Math.abs(deviation(xs) - 10)).toBeLessThan(0.25);
  expect(Math.abs((xs[DRAWS / 2] as number) - 6.931)).toBeLessThan(0.15);
});

test('normal has its mean and deviation; as a span it is clipped at 0', () => {
  const xs = draws(normal(20, 5));
  expect(Math.abs(mean(xs) - 20)).toBeLessThan(0.1);
  expect(Math.abs(deviation(xs) - 5)).toBeLessThan(0.1);
  expect(sample(normal(1, 5), () => 0.01)).toBeLessThan(0);
  expect(sampleSpan(normal(1, 5), () => 0.01)).toBe(0);
});

test('pareto never falls below its scale and has the mean scale × shape ÷ (shape − 1)', () => {
  const xs = draws(pareto(2, 3));
  expect(Math.min(...xs.slice(0, 1000))).toBeGreaterThanOrEqual(2);
  expect(Math.abs(mean(xs) - 3)).toBeLessThan(0.06);
});

test('a draw of exactly 0 or next to 1 gives a finite sample', () => {
  for (const distribution of [uniform(0, 1), exponential(1), normal(0, 1), pareto(1, 1)]) {
    for (const u of [0, 1 - 2 ** -32])
      expect(Number.isFinite(sample(distribution, () => u)), `${distribution.kind} ${u}`).toBe(true);
  }
});

test('the normal quantile has the values of the tables', () => {
  expect(normalQuantile(0.5)).toBe(0);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
  expect(normalQuantile(0.01)).toBeCloseTo(-2.3263478740408408, 14);
  expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 13);
  expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798408, 13);
});

test('a wrong argument is a RangeError that names the constructor, the argument and the value', () => {
  expect(() => constant(NaN)).toThrow(new RangeError('constant(value): value must be a finite number, not NaN'));
  expect(() => uniform(3, 2)).toThrow(new RangeError('uniform(low, high): low (3) must not exceed high (2)'));
  expect(() => exponential(0)).toThrow(new RangeError('exponential(mean): mean must be above 0, not 0'));
  expect(() => normal(1, -1)).toThrow(
    new RangeError('normal(mean, deviation): deviation must not be negative, not -1'),
  );
  expect(() => pareto(1, Infinity)).toThrow(
    new RangeError('pareto(scale, shape): shape must be a finite number, not Infinity'),
  );
});

test('a distribution written by hand is checked as its constructor checks it', () => {
  expect(checkedDistribution({ kind: 'uniform', low: 1, high: 2 })).toEqual(uniform(1, 2));
  expect(() => checkedDistribution({ kind: 'pareto', scale: 1, shape: NaN })).toThrow(
    new RangeError('pareto(scale, shape): shape must be a finite number, not NaN'),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an author's text is not type-checked before it runs
  expect(() => checkedDistribution({ kind: 'cauchy' } as unknown as Distribution)).toThrow(
    new RangeError("there is no distribution of the kind 'cauchy'"),
  );
});

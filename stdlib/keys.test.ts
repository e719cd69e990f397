import { describe, expect, test } from 'vitest';
import type { KeyDistribution } from '../kernel/program/language.ts';
import { uniform } from './distributions.ts';
import { hotspot, keyCount, keySampler, latest, zeta, zipfian } from './keys.ts';
import { seeded } from './seeded.fixture.ts';

const DRAWS = 200_000;

/** How often each key came, key 0 first. */
function heat(distribution: KeyDistribution, newest = keyCount(distribution) - 1): number[] {
  const counts = Array.from({ length: newest + 1 }, () => 0);
  const draw = keySampler(distribution);
  const random = seeded(5);
  for (let i = 0; i < DRAWS; i++) {
    const key = draw(random, newest);
    counts[key] = (counts[key] as number) + 1;
  }
  return counts;
}

/** Share of the operations that the first `n` of `counts` take. */
function share(counts: readonly number[], n: number): number {
  return counts.slice(0, n).reduce((a, b) => a + b, 0) / DRAWS;
}

describe('zipfian', () => {
  test('the exact law for theta 0.99: rank 1 takes 12.9 % of 1,000 keys and 18.9 % of 100', () => {
    const sum = zeta(1000, 0.99);
    expect(1 / sum).toBeCloseTo(0.129, 3);
    expect(zeta(100, 0.99) / sum).toBeCloseTo(0.685, 3);
    expect(zeta(200, 0.99) / sum).toBeCloseTo(0.779, 3);
    expect(1 / zeta(100, 0.99)).toBeCloseTo(0.189, 3);
  });

  test("Gray's method gives YCSB's approximation: 12.9, 69.5 and 78.6 %", () => {
    const counts = heat(zipfian(1000));
    expect(Math.abs(share(counts, 1) - 0.129)).toBeLessThan(0.003);
    expect(Math.abs(share(counts, 100) - 0.695)).toBeLessThan(0.004);
    expect(Math.abs(share(counts, 200) - 0.786)).toBeLessThan(0.004);
  });

  test('every rank from the third on is within a factor of its weight', () => {
    const counts = heat(zipfian(20));
    const sum = zeta(20, 0.99);
    counts.forEach((count, rank) => {
      const exact = 1 / (rank + 1) ** 0.99 / sum;
      expect(count / DRAWS / exact).toBeGreaterThan(0.6);
      expect(count / DRAWS / exact).toBeLessThan(1.6);
    });
  });

  test('scrambled, the hottest key takes 3.8 % and the hot keys lie scattered', () => {
    const counts = heat(zipfian(1000, { scrambled: true }));
    const hottest = counts.map((count, key) => ({ count, key })).toSorted((a, b) => b.count - a.count);
    expect(Math.abs((hottest[0]?.count ?? 0) / DRAWS - 0.038)).toBeLessThan(0.003);
    const top = hottest
      .slice(0, 10)
      .map((h) => h.key)
      .toSorted((a, b) => a - b);
    expect((top[9] as number) - (top[0] as number)).toBeGreaterThan(500);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(990);
  });

  test('zeta over 10^10 items is the constant that YCSB computed in advance', () => {
    expect(zeta(10_000_000_000, 0.99)).toBeCloseTo(26.46902820178302, 9);
  });

  test('zeta by formula equals zeta term by term', () => {
    for (const [n, theta] of [
      [99, 0.99],
      [100, 0.99],
      [101, 0.5],
      [5000, 0.99],
      [5000, 0.1],
      [5000, 1],
    ] as const) {
      let sum = 0;
      for (let i = 1; i <= n; i++) sum += i ** -theta;
      expect(zeta(n, theta) / sum, `${n} ${theta}`).toBeCloseTo(1, 12);
    }
  });

  test('one key, two keys and the extreme draws stay in range', () => {
    for (const count of [1, 2, 3]) {
      const draw = keySampler(zipfian(count));
      for (const u of [0, 0.5, 1 - 2 ** -53]) {
        const key = draw(() => u, count - 1);
        expect(Number.isInteger(key) && key >= 0 && key < count, `${count} ${u} ${key}`).toBe(true);
      }
    }
  });
});

describe('latest', () => {
  test('the newest key is the hottest, and moves with the inserts', () => {
    for (const newest of [999, 1500]) {
      const counts = heat(latest(1000), newest).toReversed();
      expect(Math.abs(share(counts, 1) - 1 / zeta(newest + 1, 0.99))).toBeLessThan(0.003);
    }
  });

  test('it never draws a key above the newest or below 0, even while keys are few', () => {
    const draw = keySampler(latest(1));
    const random = seeded(3);
    for (let newest = 0; newest < 300; newest++) {
      const key = draw(random, newest);
      expect(key >= 0 && key <= newest).toBe(true);
    }
  });
});

describe('hotspot', () => {
  test('20 % of the keys take 80 % of the operations, evenly within each part', () => {
    const counts = heat(hotspot(100));
    expect(Math.abs(share(counts, 20) - 0.8)).toBeLessThan(0.005);
    expect(Math.abs(share(counts, 10) - 0.4)).toBeLessThan(0.005);
    expect(Math.abs(share(counts, 60) - 0.9)).toBeLessThan(0.005);
  });

  test('its ends are legal: all keys hot, none hot, all operations hot', () => {
    for (const [hotKeys, hotOperations] of [
      [1, 0.8],
      [1, 0],
      [0, 0.8],
      [0.2, 1],
      [0.2, 0],
    ] as const) {
      const draw = keySampler(hotspot(10, { hotKeys, hotOperations }));
      const seen = new Set<number>();
      for (let i = 0; i < 1000; i++) seen.add(draw(() => i / 1000, 9));
      expect(
        [...seen].every((key) => Number.isInteger(key) && key >= 0 && key < 10),
        `${hotKeys} ${hotOperations}`,
      ).toBe(true);
      expect(seen.size).toBe(hotKeys === 0.2 ? (hotOperations === 1 ? 2 : 8) : 10);
    }
  });
});

test('uniform keys are the whole numbers from low up to, not including, high', () => {
  const draw = keySampler(uniform(5, 8));
  expect(new Set([0, 0.3, 0.4, 0.7, 0.999].map((u) => draw(() => u, 7)))).toEqual(new Set([5, 6, 7]));
});

test('a wrong argument is a RangeError that says which', () => {
  expect(() => zipfian(0)).toThrow(
    new RangeError('zipfian(count): count must be a whole number from 1 to 2^32, not 0'),
  );
  expect(() => zipfian(10, { theta: 1 })).toThrow(
    new RangeError('zipfian(count): theta must lie between 0 and 1, not 1'),
  );
  expect(() => latest(1.5)).toThrow(RangeError);
  expect(() => hotspot(10, { hotKeys: 20 })).toThrow(
    new RangeError('hotspot(count): hotKeys must lie in 0 … 1, not 20'),
  );
  expect(() => keyCount(uniform(0.5, 3))).toThrow(RangeError);
  expect(() => keyCount(uniform(3, 3))).toThrow(RangeError);
});

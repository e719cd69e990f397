import fc from 'fast-check';
import { expect, test } from 'vitest';
import { thinned } from './thin.ts';

const one = () => '';

test('few rows all stay', () => {
  expect(thinned(3, () => 0, one)).toEqual([0, 1, 2]);
});

test('the first, the last, the least and the greatest row stay, rows are in order and not more than asked for (property)', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 200, maxLength: 800 }),
      fc.integer({ min: 20, max: 150 }),
      (values, to) => {
        const rows = thinned(values.length, (row) => values[row] ?? 0, one, to);
        const kept = rows.map((row) => values[row] ?? 0);
        expect(rows.length).toBeLessThanOrEqual(to);
        expect(rows.length).toBeGreaterThan(to / 4);
        expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b));
        expect(rows[0]).toBe(0);
        expect(rows.at(-1)).toBe(values.length - 1);
        expect(Math.max(...kept)).toBe(Math.max(...values));
        expect(Math.min(...kept)).toBe(Math.min(...values));
      },
    ),
  );
});

test('each series keeps its share and its peak', () => {
  const series = (row: number) => (row % 10 === 0 ? 'rare' : 'common');
  const value = (row: number) => (row === 1_500 ? 99 : 0);
  const rows = thinned(3_000, value, series, 300);
  const rare = rows.filter((row) => series(row) === 'rare');
  expect(rare).toContain(1_500);
  expect(rare.length).toBeGreaterThan(4);
  expect(rare.length).toBeLessThanOrEqual(32);
});

test('values that are no numbers are no obstacle', () => {
  expect(thinned(1_000, () => Number.NaN, one, 100).length).toBeLessThanOrEqual(100);
});

test('with a series for every few rows, every n-th row stays', () => {
  expect(
    thinned(
      5_000,
      () => 0,
      (row) => row % 1_000,
      1_000,
    ),
  ).toHaveLength(1_000);
});

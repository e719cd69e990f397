import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bandsOf,
  type Curve,
  otherSeeds,
  plotBandsOf,
  quantile,
  sampled,
  type SeedRun,
  seedCount,
  valuesAt,
  valuesBetween,
  violationsOf,
} from './over-seeds.ts';

const run = (seed: number, details: Partial<SeedRun> = {}): SeedRun => ({
  seed,
  stats: [],
  violated: [],
  isStopped: false,
  ...details,
});

describe('a quantile', () => {
  test('is the least value that so many of them do not exceed', () => {
    const naive = (values: readonly number[], tenths: number): number =>
      Math.min(
        ...values.filter((value) => values.filter((other) => other <= value).length * 10 >= tenths * values.length),
      );
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 10 }),
        (values, tenths) => {
          const sorted = values.toSorted((a, b) => a - b);
          expect(quantile(sorted, tenths / 10)).toBe(naive(values, tenths));
        },
      ),
    );
  });

  test('of nothing is not known', () => {
    expect(quantile([], 0.5)).toBeNull();
  });
});

describe('a step curve at other times', () => {
  test('has at each time the last value before it', () => {
    const curve = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer()), { maxLength: 20 });
    fc.assert(
      fc.property(curve, fc.array(fc.integer({ min: -5, max: 60 })), (points, times) => {
        const rising = points.toSorted(([a], [b]) => a - b);
        const sorted = times.toSorted((a, b) => a - b);
        const naive = sorted.map((time) => rising.findLast(([at]) => at <= time)?.[1] ?? null);
        expect(valuesAt(rising, sorted, null)).toEqual(naive);
      }),
    );
  });

  test('passes over what is no number', () => {
    expect(
      valuesAt(
        [
          [0, 1],
          [5, Number.NaN],
        ],
        [4, 6],
        null,
      ),
    ).toEqual([1, 1]);
  });
});

describe('bands', () => {
  const counted = (seed: number, points: SeedRun['stats'][number]['points']): SeedRun =>
    run(seed, { stats: [{ name: 'votes_total', kind: 'counter', points }] });

  test('hold the middle of all seeds; a seed that has not counted yet counts zero', () => {
    const runs = [counted(1, [[0, 4]]), counted(2, [[0, 8]]), run(3)];
    const [band] = bandsOf(runs, 100);
    expect(band?.times[0]).toBe(0);
    expect(band?.times.at(-1)).toBe(100);
    expect([band?.low[0], band?.median[0], band?.high[0]]).toEqual([0, 4, 8]);
  });

  test('of a gauge are of those seeds that know it', () => {
    const measured = run(1, { stats: [{ name: 'depth', kind: 'gauge', points: [[50, 7]] }] });
    const [band] = bandsOf([measured, run(2)], 100);
    expect(band?.median[0]).toBeNull();
    expect([band?.low.at(-1), band?.high.at(-1)]).toEqual([7, 7]);
  });
});

test('the other seeds are thirty, and the run’s own is none of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), (own) => {
      const seeds = otherSeeds(own);
      expect(new Set(seeds).size).toBe(seedCount);
      expect(seeds).not.toContain(own);
    }),
  );
});

test('violations are told by property, with when each seed violates it', () => {
  const runs = [
    run(1, { violated: [{ property: 'p', time: 5 }] }),
    run(2),
    run(3, {
      violated: [
        { property: 'p', time: 9 },
        { property: 'q', time: null },
      ],
    }),
  ];
  expect(violationsOf(runs)).toEqual([
    { property: 'p', times: [5, 9] },
    { property: 'q', times: [null] },
  ]);
});

describe('lines of plots', () => {
  test('go straight from point to point, and are not known before the first nor behind the last', () => {
    const points: Curve = [
      [10, 0],
      [20, 10],
      [20, 30],
      [40, 50],
    ];
    expect(valuesBetween(points, [0, 10, 15, 20, 30, 40, 41], 'linear')).toEqual([null, 0, 5, 10, 40, 50, null]);
    expect(valuesBetween(points, [0, 15, 30, 41], 'step-before')).toEqual([null, 10, 50, null]);
    expect(valuesBetween([], [0, 1], 'linear')).toEqual([null, null]);
  });

  test('have bands of their own, line by line; a seed in which one is not there says nothing of it', () => {
    const line = (series: string, value: number) =>
      sampled({ mark: 2, series, curve: 'step-after', points: [[0, value]] }, 100);
    const runs = Array.from({ length: 10 }, (_, i): SeedRun => {
      const lines = i === 0 ? [line('A', i), line('B', 7)] : [line('A', i)];
      return { seed: i, stats: [], violated: [], isStopped: false, plots: { plot: lines } };
    });
    const bands = plotBandsOf(runs, 100)['plot'] ?? [];
    expect(bands.map(({ mark, series, low, median, high }) => [mark, series, low[0], median[0], high[0]])).toEqual([
      [2, 'A', 0, 4, 8],
      [2, 'B', 7, 7, 7],
    ]);
    expect(bands[0]?.times.at(-1)).toBe(100);
    expect(plotBandsOf([], 100)).toEqual({});
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { following, isWhole, panned, shortest, wholeRun, zoomed } from './range.ts';

const whole = { from: 0, to: 10_000 };

describe('the whole run', () => {
  test('ends a little after the scenario when its end is near', () => {
    expect(wholeRun(5_000, 10_000)).toEqual({ from: 0, to: 10_200 });
  });

  test('ends at a round time ahead of the newest moment otherwise, and rests there', () => {
    expect(wholeRun(0, null)).toEqual({ from: 0, to: 1_000 });
    expect(wholeRun(2_900, 60_000)).toEqual({ from: 0, to: 4_000 });
    expect(wholeRun(3_600, 60_000)).toEqual({ from: 0, to: 4_000 });
  });

  test('always holds the newest moment (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.option(fc.integer({ min: 1, max: 100_000 })),
        (tip, until) => {
          expect(wholeRun(tip, until).to).toBeGreaterThanOrEqual(tip);
        },
      ),
    );
  });
});

describe('zooming', () => {
  test('keeps the moment under the pointer where it is', () => {
    expect(zoomed({ from: 2_000, to: 6_000 }, 0.5, 3_000, whole)).toEqual({ from: 2_500, to: 4_500 });
  });

  test('never leaves the run and never goes below the shortest part (property)', () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 9_990 }), fc.integer({ min: 5, max: 10_000 }));
    fc.assert(
      fc.property(
        range,
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([from, span], factor, share) => {
          const to = Math.min(10_000, from + span);
          const next = zoomed({ from, to }, factor, from + share * (to - from), whole);
          expect(next.from).toBeGreaterThanOrEqual(0);
          expect(next.to).toBeLessThanOrEqual(10_000 + 1e-6);
          expect(next.to - next.from).toBeGreaterThanOrEqual(shortest - 1e-6);
        },
      ),
    );
  });

  test('all the way out shows the whole run', () => {
    expect(isWhole(zoomed({ from: 2_000, to: 6_000 }, 100, 3_000, whole), whole)).toBe(true);
  });
});

test('panning stops at the ends', () => {
  expect(panned({ from: 1_000, to: 3_000 }, -5_000, whole)).toEqual({ from: 0, to: 2_000 });
  expect(panned({ from: 1_000, to: 3_000 }, 50_000, whole)).toEqual({ from: 8_000, to: 10_000 });
});

test('a range follows a moment only when it leaves', () => {
  expect(following({ from: 0, to: 1_000 }, 900)).toEqual({ from: 0, to: 1_000 });
  expect(following({ from: 0, to: 1_000 }, 1_100)).toEqual({ from: 300, to: 1_300 });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aroundOf, following, longest, panned, serves, shortest, showing, spanOf, zoomed } from './space-window.ts';

const stretch = fc
  .record({ from: fc.double({ min: -10, max: 1e6, noNaN: true }), span: fc.double({ min: 1, max: 1e6, noNaN: true }) })
  .map(({ from, span }) => ({ from, to: from + span }));
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the stretch of time that is shown', () => {
  test('keeps the moment under the pointer in its place when it is zoomed, and stays within bounds (property)', () => {
    fc.assert(
      fc.property(stretch, share, fc.double({ min: 0.01, max: 100, noNaN: true }), (shown, at, factor) => {
        const next = zoomed(shown, factor, at);
        const held = (one: { from: number; to: number }) => one.from + spanOf(one) * at;
        expect(held(next)).toBeCloseTo(held(shown), 3);
        expect(spanOf(next)).toBeGreaterThan(shortest * 0.99);
        expect(spanOf(next)).toBeLessThan(longest * 1.01);
      }),
    );
  });

  test('keeps its length when it is moved, follows or goes to a moment, and then shows that moment (property)', () => {
    fc.assert(
      fc.property(stretch, share, fc.double({ min: 0, max: 1e6, noNaN: true }), (shown, by, time) => {
        const span = spanOf(shown);
        for (const next of [panned(shown, by), following(time, span), showing(shown, time)])
          expect(spanOf(next)).toBeCloseTo(span, 3);
        for (const next of [following(time, span), showing(shown, time)]) {
          expect(time).toBeGreaterThanOrEqual(next.from - 1e-6);
          expect(time).toBeLessThanOrEqual(next.to + 1e-6);
        }
      }),
    );
  });

  test('begins with the run, and lets the present come to its place before it moves', () => {
    expect(following(0, 100).from).toBe(-2);
    expect(following(50, 100).from).toBe(-2);
    expect(following(1_000, 100)).toEqual({ from: 914, to: 1_014 });
  });

  test('a moment that is well in sight does not move it', () => {
    const shown = { from: 0, to: 100 };
    expect(showing(shown, 50)).toBe(shown);
    expect(showing(shown, 99)).toEqual({ from: 49, to: 149 });
  });

  test('more is asked for than is shown, so that a small move needs nothing new', () => {
    const shown = { from: 100, to: 200 };
    const asked = aroundOf(shown);
    expect(serves(asked, panned(shown, 0.2))).toBe(true);
    expect(serves(asked, panned(shown, 0.9))).toBe(false);
    expect(serves(asked, zoomed(shown, 0.3, 0.5))).toBe(false);
  });
});

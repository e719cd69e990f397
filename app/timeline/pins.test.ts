import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Shown, WatchedPoint } from '../../kernel/protocol.ts';
import { lastBefore, nearest, stripOf } from './pins.ts';

const number = (n: number): Shown => ({ t: 'atom', kind: 'number', text: String(n) });
const text = (s: string): Shown => ({ t: 'atom', kind: 'string', text: s });
const point = (step: number, node: string, value: Shown): WatchedPoint => ({
  step,
  time: step * 10,
  node,
  value,
  times: 1,
});

it('numbers are lines, one for each node, between the least and the most', () => {
  const strip = stripOf([point(0, 'n10', number(3)), point(1, 'n2', number(-1)), point(2, 'n10', number(7))]);
  expect(strip).toMatchObject({ type: 'numbers', least: -1, most: 7 });
  expect(strip.rows.map(({ node }) => node)).toEqual(['n2', 'n10']);
});

it('other values are stretches that last until the next one of their node, each value with its colour', () => {
  const strip = stripOf([
    point(0, 'a', text('x')),
    point(1, 'b', text('y')),
    point(2, 'a', text('x')),
    point(3, 'a', number(1)),
  ]);
  expect(strip).toMatchObject({
    type: 'categories',
    rows: [
      {
        node: 'a',
        stretches: [
          { from: 0, to: 30, text: 'x', colour: 'var(--c1)' },
          { from: 30, to: null, text: '1', colour: 'var(--c2)' },
        ],
      },
      { node: 'b', stretches: [{ from: 10, to: null, text: 'y', colour: 'var(--c3)' }] },
    ],
  });
});

it('the last value before a moment and the nearest to a time are those that a look at all of them finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(500)), fc.nat(520), (steps, wanted) => {
      const points = steps.toSorted((a, b) => a - b).map((step) => point(step, 'a', number(step)));
      expect(lastBefore(points, wanted)).toBe(points.findLast(({ step }) => step < wanted) ?? null);
      const best = Math.min(...points.map(({ time }) => Math.abs(time - wanted)));
      const found = nearest(points, wanted);
      expect(found === null ? Number.POSITIVE_INFINITY : Math.abs(found.time - wanted)).toBe(best);
    }),
  );
});

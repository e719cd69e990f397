import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convexHull, divisionOf, inside, outline } from './cuts.ts';

const five = ['s1', 's2', 's3', 's4', 's5'];

describe('cut links', () => {
  test('between two groups are a partition', () => {
    const cuts = ['s1', 's2'].flatMap((a) => ['s3', 's4', 's5'].map((b) => [a, b] as const));
    expect(divisionOf(five, cuts)).toEqual({
      islands: [
        ['s3', 's4', 's5'],
        ['s1', 's2'],
      ],
      broken: [],
    });
  });

  test('that split nothing are broken links', () => {
    expect(divisionOf(five, [['s1', 's2']])).toEqual({
      islands: [expect.arrayContaining(five)],
      broken: [['s1', 's2']],
    });
  });

  test('round one node leave an island of one', () => {
    const division = divisionOf(five, [...five.slice(1).map((b) => ['s1', b] as const), ['s2', 's3']]);
    expect(division.islands.at(-1)).toEqual(['s1']);
    expect(division.broken).toEqual([['s2', 's3']]);
  });

  test('none: everything is one island', () => {
    expect(divisionOf(five, [])).toEqual({ islands: [five], broken: [] });
  });
});

describe('an outline', () => {
  const points = fc.array(fc.record({ x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 0, max: 500 }) }), {
    minLength: 1,
    maxLength: 12,
  });

  test('holds all the points it is drawn round (property)', () => {
    fc.assert(
      fc.property(points, (ps) => {
        const line = outline(ps, 40);
        for (const p of ps) expect(inside(line, p)).toBe(true);
      }),
    );
  });

  test('keeps out what is far away', () => {
    expect(
      inside(
        outline(
          [
            { x: 0, y: 0 },
            { x: 100, y: 0 },
          ],
          20,
        ),
        { x: 50, y: 60 },
      ),
    ).toBe(false);
  });

  test('of few points is those points', () => {
    expect(convexHull([{ x: 1, y: 2 }])).toEqual([{ x: 1, y: 2 }]);
  });
});

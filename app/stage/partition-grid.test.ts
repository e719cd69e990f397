import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldAt, gridOf, nameEvery, placeOf, smallestField } from './partition-grid.ts';

describe('a matrix of partitions and nodes', () => {
  test('of a few partitions is one band of large fields', () => {
    expect(gridOf(8, 5, 600, 500)).toMatchObject({ bands: 1, perBand: 8, field: 34 });
  });

  test('of 1,024 partitions on 16 nodes is seen at once on a stage of 700 by 640', () => {
    const grid = gridOf(1_024, 16, 620, 600);
    expect(grid.height).toBeLessThanOrEqual(600);
    expect(grid.field).toBeGreaterThanOrEqual(smallestField);
    expect(grid.perBand * grid.bands).toBeGreaterThanOrEqual(1_024);
    expect(gridOf(1_024, 16, 1_000, 800).perBand % 8).toBe(0);
  });

  test('has a place for every field, within the width, and finds each by its place (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 60, max: 1_200 }),
        fc.integer({ min: 60, max: 900 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (partitions, nodes, width, height, share) => {
          const grid = gridOf(partitions, nodes, width, height);
          const field = { partition: Math.floor(share * partitions), node: Math.floor(share * nodes) };
          const { x, y } = placeOf(grid, field, 90);
          expect(x + grid.field).toBeLessThanOrEqual(90 + width);
          expect(y + grid.field).toBeLessThanOrEqual(grid.height);
          expect(fieldAt(grid, partitions, nodes, 90, x + grid.field / 2, y + grid.field / 2)).toEqual(field);
        },
      ),
    );
  });

  test('has names that do not touch', () => {
    const grid = gridOf(1_024, 16, 620, 600);
    expect(nameEvery(grid, 40) * grid.field).toBeGreaterThanOrEqual(46);
    expect(nameEvery(gridOf(8, 5, 600, 500), 20)).toBe(1);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contains, overlap, placeLabels } from './labels.ts';

const bounds = { x: 0, y: 0, width: 600, height: 400 };

test('labels never lie over each other, over an obstacle or over the edge (property)', () => {
  const spot = fc.record({ x: fc.integer({ min: 0, max: 600 }), y: fc.integer({ min: 0, max: 400 }) });
  fc.assert(
    fc.property(fc.array(spot, { maxLength: 20 }), fc.array(spot, { maxLength: 6 }), (spots, nodes) => {
      const labels = spots.map((p, key) => ({ key, ...p, width: 70, height: 14 }));
      const obstacles = nodes.map((p) => ({ x: p.x - 40, y: p.y - 40, width: 80, height: 80 }));
      const placed = placeLabels(labels, obstacles, bounds, new Map());
      for (const [i, a] of placed.entries()) {
        expect(contains(bounds, a)).toBe(true);
        expect(obstacles.some((o) => overlap(o, a))).toBe(false);
        expect(placed.slice(i + 1).some((b) => overlap(a, b))).toBe(false);
      }
    }),
  );
});

test('a label stays on its side while that is free', () => {
  const sides = new Map([[1, 3]]);
  const [label] = placeLabels([{ key: 1, x: 300, y: 200, width: 70, height: 14 }], [], bounds, sides);
  expect(label).toMatchObject({ x: 220, y: 205 });
});

test('sides of labels that are gone are forgotten', () => {
  const sides = new Map([[7, 0]]);
  placeLabels([], [], bounds, sides);
  expect(sides.size).toBe(0);
});

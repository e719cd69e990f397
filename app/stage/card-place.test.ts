import fc from 'fast-check';
import { expect, test } from 'vitest';
import { covered, placeCard } from './card-place.ts';
import { overlap } from './labels.ts';

const bounds = { width: 800, height: 640 };
const card = { width: 280, height: 220 };

test('a card never covers the node it is about, wherever the node stands (property)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 760 }), fc.integer({ min: 40, max: 600 }), (x, y) => {
      const about = { x: x - 40, y: y - 40, width: 80, height: 80 };
      const at = placeCard(card, bounds, about, []);
      expect(overlap({ ...at, ...card }, about)).toBe(false);
      expect(at.x).toBeGreaterThanOrEqual(0);
      expect(at.y).toBeGreaterThanOrEqual(0);
      expect(at.x + card.width).toBeLessThanOrEqual(bounds.width);
      expect(at.y + card.height).toBeLessThanOrEqual(bounds.height);
    }),
  );
});

test('a card about nothing stands in the lower left corner, or near it where it covers nothing', () => {
  const inTheWay = { x: 0, y: 500, width: 300, height: 140 };
  expect(placeCard(card, bounds, null, [])).toEqual({ x: 12, y: 408 });
  expect(overlap({ ...placeCard(card, bounds, null, [inTheWay]), ...card }, inTheWay)).toBe(false);
});

test('what a card covers is told as an area, and is nothing where it only touches', () => {
  const node = { x: 100, y: 100, width: 80, height: 80 };
  expect(covered({ width: 50, height: 50 }, { x: 60, y: 70 }, [node])).toBe(10 * 20);
  expect(covered({ width: 50, height: 50 }, { x: 50, y: 100 }, [node])).toBe(0);
  expect(covered(card, { x: 0, y: 0 }, [])).toBe(0);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layeredLayout, ringLayout, type Sized } from './layers.ts';

const figure = (id: string, at = 0): Sized => ({ id, at, width: 40, height: 20 });

test('a ring begins at the top and goes clockwise', () => {
  const { places, width, height } = ringLayout([figure('a', 0), figure('b', 0.25), figure('c', 0.5)]);
  const [a, b, c] = ['a', 'b', 'c'].map((id) => places.get(id) ?? { x: 0, y: 0 });
  expect(a?.x).toBeCloseTo(width / 2);
  expect(a?.y).toBeLessThan(b?.y ?? 0);
  expect(b?.x).toBeGreaterThan(c?.x ?? 0);
  expect(b?.y).toBeCloseTo(height / 2);
});

test('lines lead downwards, those of a circle aside', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const lines = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'a', to: 'c' },
    { from: 'c', to: 'a' },
    { from: 'd', to: 'd' },
  ];
  const { places } = layeredLayout(
    ids.map((id) => figure(id)),
    lines,
  );
  const y = (id: string) => places.get(id)?.y ?? 0;
  expect(y('a')).toBeLessThan(y('b'));
  expect(y('b')).toBeLessThan(y('c'));
  expect(y('d')).toBe(y('a'));
});

test('every figure has a place of its own within the drawing, whatever the lines (property)', () => {
  const ids = fc.integer({ min: 0, max: 24 }).map((n) => `n${n}`);
  fc.assert(
    fc.property(
      fc.uniqueArray(ids, { maxLength: 25 }),
      fc.array(fc.record({ from: ids, to: ids }), { maxLength: 80 }),
      (names, all) => {
        const lines = all.filter(({ from, to }) => names.includes(from) && names.includes(to));
        const { places, width, height } = layeredLayout(
          names.map((id) => figure(id)),
          lines,
        );
        expect(places.size).toBe(names.length);
        expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(names.length);
        for (const { x, y } of places.values()) {
          expect(x).toBeGreaterThanOrEqual(20);
          expect(x).toBeLessThanOrEqual(width - 20);
          expect(y).toBeGreaterThanOrEqual(10);
          expect(y).toBeLessThanOrEqual(height - 10);
        }
      },
    ),
  );
});

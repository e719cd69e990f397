import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../menu/place.ts';
import { placeHint, pointedPart } from './place.ts';

const screen = { width: 390, height: 844 };
const size = { width: 300, height: 120 };

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('a hint', () => {
  it('is wholly on the screen, never over the place that is pointed at, wherever that is', () => {
    const thing = fc.record({
      x: fc.integer({ min: -50, max: 380 }),
      y: fc.integer({ min: -50, max: 830 }),
      width: fc.integer({ min: 1, max: 390 }),
      height: fc.integer({ min: 1, max: 700 }),
    });
    const extent = fc.record({ width: fc.integer({ min: 20, max: 340 }), height: fc.integer({ min: 20, max: 600 }) });
    fc.assert(
      fc.property(thing, extent, fc.nat({ max: 1_000 }), fc.nat({ max: 1_000 }), (box, own, dx, dy) => {
        const inside = (from: number, length: number, whole: number, share: number): number =>
          Math.max(0, Math.min(whole - 1, from + (length * share) / 1_000));
        const at = { x: inside(box.x, box.width, screen.width, dx), y: inside(box.y, box.height, screen.height, dy) };
        const { x, y, maxHeight } = placeHint(pointedPart(box, at), at, own, screen);
        const height = Math.min(own.height, maxHeight);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + own.width).toBeLessThanOrEqual(screen.width);
        expect(y + height).toBeLessThanOrEqual(screen.height);
        expect(overlaps({ x, y, width: own.width, height }, { ...at, width: 1, height: 1 })).toBe(false);
      }),
    );
  });

  it('stands below its thing, near the pointer; above it near the foot of the screen', () => {
    const wide = { width: 1_440, height: 900 };
    const row = { x: 700, y: 300, width: 700, height: 20 };
    expect(placeHint(row, { x: 900, y: 310 }, size, wide)).toMatchObject({ side: 'below', x: 884, y: 328 });
    expect(placeHint(row, null, size, wide)).toMatchObject({ side: 'below', x: 700 });
    const low = { ...row, y: 860 };
    expect(placeHint(low, { x: 900, y: 870 }, size, wide)).toMatchObject({ side: 'above', y: 860 - 8 - 120 });
  });

  it('covers as little else as it can', () => {
    const wide = { width: 1_440, height: 900 };
    const node = { x: 700, y: 400, width: 60, height: 60 };
    const below = { x: 690, y: 480, width: 60, height: 60 };
    const above = { x: 690, y: 320, width: 60, height: 60 };
    expect(placeHint(node, null, size, wide, [below]).side).toBe('above');
    expect(placeHint(node, null, size, wide, [below, above]).side).toBe('right');
  });

  it('stands where it covers little also when its text has grown', () => {
    const wide = { width: 1_440, height: 900 };
    const node = { x: 700, y: 400, width: 60, height: 60 };
    const other = { x: 800, y: 530, width: 60, height: 60 };
    const awaited = { width: 120, height: 50 };
    expect(placeHint(node, null, awaited, wide, [other]).side).toBe('above');
  });

  it('stays on its side while its text grows, as long as there is room', () => {
    const wide = { width: 1_440, height: 900 };
    const thing = { x: 100, y: 600, width: 60, height: 20 };
    const first = placeHint(thing, null, { width: 200, height: 60 }, wide);
    expect(first.side).toBe('below');
    const later = { width: 340, height: 200 };
    expect(placeHint(thing, null, later, wide, [{ x: 100, y: 640, width: 90, height: 90 }], first.side).side).toBe(
      'below',
    );
  });
});

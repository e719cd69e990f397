import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeBelow, placeBeside, placeClear } from './place.ts';

const screen = { width: 800, height: 600 };
const anchor = fc.record({
  x: fc.integer({ min: 0, max: 800 }),
  y: fc.integer({ min: 0, max: 600 }),
  width: fc.integer({ min: 0, max: 300 }),
  height: fc.integer({ min: 0, max: 60 }),
});
const size = fc.record({ width: fc.integer({ min: 20, max: 700 }), height: fc.integer({ min: 20, max: 500 }) });

describe('a menu', () => {
  it('is wholly on the screen wherever it was asked for', () => {
    fc.assert(
      fc.property(anchor, size, fc.constantFrom(placeBelow, placeBeside), (at, own, place) => {
        const { x, y } = place(at, own, screen);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + own.width).toBeLessThanOrEqual(800);
        expect(y + own.height).toBeLessThanOrEqual(600);
      }),
    );
  });

  it('stands below what it belongs to, above it near the foot of the screen', () => {
    const own = { width: 200, height: 120 };
    expect(placeBelow({ x: 100, y: 100, width: 50, height: 20 }, own, screen)).toEqual({ x: 100, y: 122 });
    expect(placeBelow({ x: 100, y: 560, width: 50, height: 20 }, own, screen)).toEqual({ x: 100, y: 438 });
    expect(placeBelow({ x: 780, y: 100, width: 10, height: 20 }, own, screen)).toEqual({ x: 592, y: 122 });
  });

  it('of a menu stands to its right, to its left near the edge', () => {
    const own = { width: 160, height: 120 };
    expect(placeBeside({ x: 100, y: 100, width: 200, height: 28 }, own, screen)).toEqual({ x: 300, y: 100 });
    expect(placeBeside({ x: 600, y: 550, width: 190, height: 28 }, own, screen)).toEqual({ x: 440, y: 472 });
  });
});

describe('a card that explains another', () => {
  it('never covers it where there is room anywhere, and is wholly on the screen', () => {
    const card = fc.record({
      x: fc.integer({ min: 8, max: 500 }),
      y: fc.integer({ min: 8, max: 300 }),
      width: fc.integer({ min: 20, max: 290 }),
      height: fc.integer({ min: 20, max: 290 }),
    });
    const phone = { width: 390, height: 844 };
    fc.assert(
      fc.property(card, size, fc.constantFrom(screen, phone), (about, own, on) => {
        fc.pre(about.x + about.width <= on.width - 8);
        const { x, y, maxWidth, maxHeight } = placeClear(about, own, on, 240);
        const [width, height] = [Math.min(own.width, maxWidth), Math.min(own.height, maxHeight)];
        const apart =
          x >= about.x + about.width || x + width <= about.x || y >= about.y + about.height || y + height <= about.y;
        expect(apart).toBe(true);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(on.width);
        expect(y + height).toBeLessThanOrEqual(on.height);
      }),
    );
  });
});

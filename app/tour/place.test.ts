import fc from 'fast-check';
import { expect, it } from 'vitest';
import { covered } from '../stage/card-place.ts';
import { dockTour, placeTour } from './place.ts';

const card = { width: 340, height: 240 };
const screen = { width: 1440, height: 900 };
const timeline = { x: 0, y: 752, width: 1440, height: 148 };
const stage = { x: 662, y: 48, width: 778, height: 704 };

it('the card stands beside what it is about, and beside the stage', () => {
  const cell = { x: 36, y: 330, width: 600, height: 84 };
  const place = placeTour(card, { screen, about: cell, others: [timeline, stage] }, null);
  expect(covered(card, place, [cell, timeline, stage])).toBe(0);
});

it('the card never covers what it is about where there is room beside it', () => {
  const boxes = fc.record({
    x: fc.integer({ min: 0, max: 1340 }),
    y: fc.integer({ min: 0, max: 800 }),
    width: fc.integer({ min: 4, max: 700 }),
    height: fc.integer({ min: 4, max: 300 }),
  });
  fc.assert(
    fc.property(boxes, (about) => {
      const place = placeTour(card, { screen, about, others: [] }, null);
      expect(covered(card, place, [about])).toBe(0);
    }),
  );
});

it('the card stays where it is while nothing there matters, and goes when something comes', () => {
  const now = { x: 100, y: 400 };
  const about = { x: 900, y: 100, width: 80, height: 80 };
  expect(placeTour(card, { screen, about, others: [timeline] }, now)).toBe(now);
  const menu = { x: 300, y: 500, width: 200, height: 200 };
  const place = placeTour(card, { screen, about, others: [timeline, menu] }, now);
  expect(covered(card, place, [timeline, menu, about])).toBe(0);
  expect(placeTour(card, { screen: { width: 390, height: 500 }, about: null, others: [] }, now)).not.toBe(now);
});

it('on a phone the card is docked at the foot, and what is read ends above it, but never has less than two fifths', () => {
  const free = { x: 0, y: 88, width: 390, height: 600 };
  expect(dockTour({ width: 374, height: 200 }, free)).toEqual({ at: { x: 8, y: 480 }, height: 216 });
  expect(dockTour({ width: 374, height: 400 }, free)).toEqual({ at: { x: 8, y: 280 }, height: 360 });
  expect(dockTour({ width: 374, height: 200 }, { ...free, height: 150 })).toEqual({ at: { x: 8, y: 88 }, height: 90 });
});

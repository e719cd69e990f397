import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newTour } from '../model/tour-state.ts';
import { tourSteps } from '../model/tour-steps.ts';
import { storedTour, storeTour } from './tour-memory.ts';

const kept = new Map<string, string>();

beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

it('a tour is remembered where it was, the last card too', () => {
  expect(storedTour()).toEqual(newTour);
  for (const tour of [
    { status: 'left', at: 3, tasks: 1 },
    { status: 'on', at: tourSteps.length, tasks: 0 },
    { status: 'declined', at: 0, tasks: 0 },
    { status: 'done', at: 0, tasks: 0 },
  ] as const) {
    storeTour(tour);
    expect(storedTour()).toEqual(tour);
  }
  storeTour(newTour);
  expect(storedTour()).toEqual(newTour);
});

it('what is stored may be anything: then the tour is new, or begins with its first step', () => {
  for (const bad of ['', '{', '[]', '7', '"on"', '{"status":"lost"}', 'null']) {
    kept.set('rehearsal.tour', bad);
    expect(storedTour(), bad).toEqual(newTour);
  }
  kept.set('rehearsal.tour', '{"status":"left","step":"gone","tasks":1e9}');
  expect(storedTour()).toEqual({ status: 'left', at: 0, tasks: 2 });
  kept.set('rehearsal.tour', '{"status":"left","step":"why","tasks":-1}');
  expect(storedTour()).toEqual({ status: 'left', at: 3, tasks: 0 });
});

it('a browser that stores nothing has a tour all the same', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('full');
    },
  });
  expect(storedTour()).toEqual(newTour);
  expect(() => storeTour({ status: 'done', at: 0, tasks: 0 })).not.toThrow();
});

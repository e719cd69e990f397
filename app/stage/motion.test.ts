import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Clock, flightOf, read, remaining, synchronised } from './motion.ts';

describe('the clock between frames', () => {
  test('runs on at the speed of the playback', () => {
    const clock = synchronised({ now: 100, wall: 0, rate: 0.1 }, 101.6, 16, 0.1);
    expect(read(clock, 16)).toBeCloseTo(101.6);
    expect(read(clock, 66)).toBeCloseTo(106.6);
  });

  test('stands still soon when no frame comes, and at once when the run is paused', () => {
    const clock = synchronised({ now: 0, wall: 0, rate: 1 }, 0, 0, 1);
    expect(read(clock, 10_000)).toBe(150);
    expect(read(synchronised(clock, 42, 50, 0), 1_000)).toBe(42);
  });

  test('jumps to a far moment, in both directions', () => {
    const clock: Clock = { now: 5_000, wall: 0, rate: 1 };
    expect(read(synchronised(clock, 100, 16, 1), 16)).toBe(100);
    expect(read(synchronised(clock, 90_000, 16, 1), 16)).toBe(90_000);
  });

  test('never runs backwards and stays near the frames, however unevenly they come (property)', () => {
    const gaps = fc.array(fc.integer({ min: 8, max: 90 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(gaps, fc.constantFrom(0.05, 0.5, 1, 8), (frames, rate) => {
        let wall = 0;
        let clock: Clock | null = null;
        let shown = Number.NEGATIVE_INFINITY;
        for (const gap of frames) {
          clock = synchronised(clock, wall * rate, wall, rate);
          for (let t = wall; t < wall + gap; t += 8) {
            const now = read(clock, t);
            expect(now).toBeGreaterThanOrEqual(shown);
            expect(Math.abs(now - t * rate)).toBeLessThanOrEqual(rate * 160);
            shown = now;
          }
          wall += gap;
        }
      }),
    );
  });
});

describe('a message in flight', () => {
  test('moves evenly from sender to receiver and waits there', () => {
    const message = { sentAt: 10, arrivesAt: 20, lost: false };
    expect([5, 10, 15, 20, 30].map((now) => flightOf(message, now).at)).toEqual([0, 0, 0.5, 1, 1]);
  });

  test('that is lost stops half way and vanishes by the time it would have arrived', () => {
    const message = { sentAt: 0, arrivesAt: 10, lost: true };
    expect([2, 5, 7.5, 10].map((now) => flightOf(message, now))).toEqual([
      { at: 0.2, lost: 0 },
      { at: 0.5, lost: 0 },
      { at: 0.5, lost: 0.5 },
      { at: 0.5, lost: 1 },
    ]);
  });

  test('without a span is there at once; held back for ever, it waits in the middle', () => {
    expect(flightOf({ sentAt: 5, arrivesAt: 5, lost: false }, 5).at).toBe(1);
    expect(flightOf({ sentAt: 5, arrivesAt: Number.POSITIVE_INFINITY, lost: false }, 9).at).toBe(0.5);
  });
});

test('a timer drains from one to nothing', () => {
  expect([100, 150, 200, 300].map((now) => remaining({ setAt: 100, firesAt: 200 }, now))).toEqual([1, 0.5, 0, 0]);
});

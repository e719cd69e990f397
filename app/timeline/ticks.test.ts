import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tickLabel, ticks, tickStep } from './ticks.ts';

describe('ticks', () => {
  test('stand at round times over the range', () => {
    expect(ticks(0, 6_100, 8)).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((s) => ({ time: s * 1_000, label: s === 0 ? '0' : `${s} s` })),
    );
    expect(ticks(95, 182, 5).map(({ label }) => label)).toEqual(['100 ms', '120 ms', '140 ms', '160 ms', '180 ms']);
  });

  test.each([
    [1, 10, 0.1],
    [1_000, 10, 100],
    [7_000, 8, 1_000],
    [60_000, 6, 10_000],
    [100_000, 6, 20_000],
    [600_000, 6, 120_000],
    [36_000_000, 8, 7_200_000],
  ])('over %d ms with at most %d ticks are %d ms apart', (span, most, step) => {
    expect(tickStep(span, most)).toBeCloseTo(step);
  });

  test('are never too many, lie in the range, are evenly spaced, and their labels differ (property)', () => {
    const range = fc.record({
      from: fc.integer({ min: 0, max: 1_000_000 }),
      span: fc.integer({ min: 1, max: 10_000_000 }),
    });
    fc.assert(
      fc.property(range, fc.integer({ min: 3, max: 20 }), ({ from, span }, most) => {
        const found = ticks(from, from + span, most);
        expect(found.length).toBeLessThanOrEqual(most + 1);
        for (const { time } of found) {
          expect(time).toBeGreaterThanOrEqual(from - 1e-6);
          expect(time).toBeLessThanOrEqual(from + span + 1e-6);
        }
        const steps = found.slice(1).map(({ time }, i) => time - (found[i]?.time ?? 0));
        for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 3);
        expect(new Set(found.map(({ label }) => label)).size).toBe(found.length);
      }),
    );
  });

  test('of an empty or reversed range are none', () => {
    expect(ticks(5, 5, 10)).toEqual([]);
    expect(ticks(9, 5, 10)).toEqual([]);
  });
});

test('a label has the digits its step needs', () => {
  expect(tickLabel(1_500, 500)).toBe('1.5 s');
  expect(tickLabel(0.25, 0.05)).toBe('0.25 ms');
  expect(tickLabel(12_340, 20)).toBe('12.34 s');
  expect(tickLabel(120_000, 60_000)).toBe('2 min');
});

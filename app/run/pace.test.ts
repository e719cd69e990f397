import { describe, expect, it } from 'vitest';
import { firstPace, fullPace, lateMs, nextPace, type Pace } from './pace.ts';

const after = (start: Pace, gaps: readonly number[], rounds: number): Pace =>
  Array.from({ length: rounds }).reduce<Pace>((pace) => nextPace(pace, gaps), start);

describe('the pace of checks', () => {
  it('is all of the time while nothing moves', () => {
    expect(nextPace(firstPace, [])).toEqual(fullPace);
  });

  it('falls to a tenth while frames come late, and never to nothing', () => {
    const { share, workMs, restMs } = after(fullPace, [16.7, 33.4, 33.4], 20);
    expect(share).toBeCloseTo(0.1);
    expect(workMs / (workMs + restMs)).toBeCloseTo(0.1);
  });

  it('grows again as soon as they come in time, and leaves some of the processor to the page', () => {
    const slow = after(fullPace, [40], 20);
    const paces = [slow, after(slow, [16.7], 1), after(slow, [16.7], 10), after(slow, [16.7], 100)];
    const shares = paces.map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[1]).toBeGreaterThan(shares[0] ?? 1);
    expect(shares[3]).toBeLessThan(1);
  });

  it('forgives a single late frame among many', () => {
    const gaps = [...Array.from({ length: 15 }, () => 16.7), lateMs + 20];
    expect(nextPace(firstPace, gaps).share).toBeGreaterThan(firstPace.share);
  });
});

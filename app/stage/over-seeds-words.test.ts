import { describe, expect, test } from 'vitest';
import { noSeeds, type OverSeeds } from '../model/over-seeds.ts';
import { seedsText, violationTexts } from './over-seeds-words.ts';

const band = { name: 'n', times: [0], low: [0], median: [0], high: [0] };
const seeds = (details: Partial<OverSeeds>): OverSeeds => ({ ...noSeeds, done: 30, bands: [band], ...details });

test.each([
  [seeds({ done: 12 }), '12 of 30 seeds'],
  [seeds({}), '30 seeds'],
  [seeds({ done: 4, failure: 'It did not come back.' }), '4 of 30 seeds: It did not come back.'],
])('how far the seeds are is said', (of, text) => {
  expect(seedsText(of)).toBe(text);
});

describe('violations', () => {
  const violations = [{ property: 'AtMostOneLeader', times: [10, 20, 30] }];

  test('are counted up to the moment shown', () => {
    expect(violationTexts(seeds({ violations }), 25)).toEqual(['2 of 30 seeds violate AtMostOneLeader']);
    expect(violationTexts(seeds({ violations }), 10)).toEqual(['1 of 30 seeds violates AtMostOneLeader']);
    expect(violationTexts(seeds({ violations }), 9)).toEqual([]);
  });

  test('of the program before are not told any more', () => {
    expect(violationTexts(seeds({ violations, isOld: true }), 25)).toEqual([]);
  });

  test('stand beside seeds that an error ends', () => {
    expect(violationTexts(seeds({ stopped: 2 }), 0)).toEqual(['2 of 30 seeds stop at an error of a rule']);
  });
});

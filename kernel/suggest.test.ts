import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, suggest } from './suggest.ts';

describe('suggest', () => {
  it.each([
    ['setTiemr', ['send', 'setTimer', 'self'], 'setTimer'],
    ['comit', ['commit', 'commits'], 'commit'],
    ['RESOURCE', ['resource'], 'resource'],
    ['ab', ['xy', 'az'], 'az'],
    ['leader', ['follower', 'term'], null],
    ['x', [], null],
  ])('for %s among %j: %s', (slip, names, expected) => {
    expect(suggest(slip, names)).toBe(expected);
  });
});

describe('editDistance', () => {
  it('counts a swap of neighbours as one', () => {
    expect(editDistance('abcd', 'abdc')).toBe(1);
  });

  it('is 0 for the same text, symmetric, and at most the length of the longer', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagLabels } from './space-flags.ts';

const widthOf = (text: string): number => text.length * 6;
const bounds = { left: 80, right: 600 };

describe('words at the foot of the space-time diagram', () => {
  it('stand right of their lines, left of them at the edge', () => {
    expect(
      flagLabels(
        [
          { x: 100, text: 'kill' },
          { x: 590, text: 'heal' },
        ],
        bounds,
        widthOf,
      ),
    ).toEqual([
      { x: 104, text: 'kill' },
      { x: 562, text: 'heal' },
    ]);
  });

  it('say how many they stand for where they would cover each other', () => {
    const crowd = [
      { x: 130, text: 'cut' },
      { x: 100, text: 'kill the leader' },
      { x: 160, text: 'heal' },
      { x: 400, text: 'restart' },
    ];
    expect(flagLabels(crowd, bounds, widthOf).map(({ text }) => text)).toEqual(['kill the leader +2', 'restart']);
  });

  it('never lie over each other nor leave the diagram', () => {
    const flag = fc.record({ x: fc.integer({ min: 80, max: 600 }), text: fc.string({ minLength: 1, maxLength: 30 }) });
    fc.assert(
      fc.property(fc.array(flag, { maxLength: 40 }), (flags) => {
        let end = bounds.left;
        for (const { x, text } of flagLabels(flags, bounds, widthOf)) {
          expect(x).toBeGreaterThanOrEqual(end);
          end = x + widthOf(text);
        }
        expect(end).toBeLessThanOrEqual(bounds.right);
      }),
    );
  });
});

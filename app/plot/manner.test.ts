import { describe, expect, test } from 'vitest';
import { type Manner, plainManner, withManner } from './manner.ts';

const learnt: Manner = { hasCategories: true, marginLeft: 80, height: 220 };

describe('the options of a plot', () => {
  test('are as wide as there is room, or as narrow as the author says', () => {
    expect(withManner({}, plainManner, 500)).toEqual({ width: 500 });
    expect(withManner({ width: 300 }, plainManner, 500)).toEqual({ width: 300 });
    expect(withManner({ width: 900 }, plainManner, 500)).toEqual({ width: 500 });
  });

  test('get what a first drawing taught', () => {
    const made = withManner({ color: { legend: true } }, learnt, 500);
    expect(made).toMatchObject({ width: 500, marginLeft: 80, height: 220, color: { legend: true } });
    expect(made['color']).toHaveProperty('range');
  });

  test('keep what the author chose', () => {
    const chosen = { height: 100, marginLeft: 10, color: { scheme: 'blues' } };
    expect(withManner(chosen, learnt, 500)).toEqual({ ...chosen, width: 500 });
    expect(withManner({ aspectRatio: 1, margin: 5 }, { ...learnt, hasCategories: false }, 500)).toEqual({
      aspectRatio: 1,
      margin: 5,
      width: 500,
    });
  });
});

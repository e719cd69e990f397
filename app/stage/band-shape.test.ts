import { describe, expect, test } from 'vitest';
import type { Band } from '../model/over-seeds.ts';
import { bandShape, besideOf } from './band-shape.ts';

const band: Band = {
  name: 'n',
  times: [0, 50, 100],
  low: [null, 0, 2],
  median: [null, 5, 6],
  high: [null, 10, 12],
};
const scale = { least: 0, most: 10 };

describe('the shape of a band', () => {
  test('begins where it is known and goes round between low and high', () => {
    const { area, median } = bandShape(band, 99, scale, 99, 12);
    expect(area).toBe('M50.0 11.0V1.0H99.0V11.0H50.0Z');
    expect(median).toBe('M50.0 6.0V6.0H99.0');
  });

  test('ends at the moment shown, however far the seeds were run', () => {
    expect(bandShape(band, 40, scale, 99, 12)).toEqual({ area: '', median: '' });
    expect(besideOf(band, 60)).toEqual([
      [50, 0],
      [50, 10],
    ]);
  });

  test('takes no room where there is none', () => {
    expect(besideOf(undefined, 60)).toEqual([]);
  });
});

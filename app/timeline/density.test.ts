import { describe, expect, test } from 'vitest';
import { bucketTransform, densityPath, DensityPaths, DensityWindows, smoothed } from './density.ts';

describe('an area', () => {
  test('runs through the smoothed counts and returns to the base where nothing happened', () => {
    const smooth = smoothed([0, 4, 0, 0, 0, 1, 1]);
    expect(smooth).toEqual([1, 2, 1, 0, 0.25, 0.75, 1]);
    expect(densityPath(smooth, 2, 20)).toBe('M0 20L0.5 7.3L1.5 2.0L2.5 7.3L3 20ZM4 20L4.5 13.6L5.5 9.0L6.5 7.3L7 20Z');
  });

  test('of nothing is nothing', () => {
    expect(densityPath(smoothed([0, 0]), 1, 20)).toBe('');
    expect(densityPath([], 1, 20)).toBe('');
  });

  test('is stretched over the times its buckets stand for', () => {
    const window = { from: 100, to: 300, buckets: 4 };
    expect(bucketTransform(window, (time) => time * 2 - 100)).toBe('matrix(100.00000 0 0 1 100.00 0)');
  });
});

test('a lane is not drawn anew as long as its counts are the same, though each picture brings a copy', () => {
  const paths = new DensityPaths();
  const density = [0, 4, 0];
  expect(paths.peak('a', density)).toBe(2);
  const first = paths.path('a', [...density], 2, 20);
  expect(paths.path('a', [...density], 2, 20)).toBe(first);
  // Another lane has more: this one is lower beside it.
  expect(paths.path('a', density, 8, 20)).not.toBe(first);
  expect(paths.path('a', [0, 5, 0], 2, 20)).not.toBe(first);
});

test('an answer is matched to the window it was asked for, also when another was asked meanwhile', () => {
  const windows = new DensityWindows();
  const first = windows.ask({ from: 0, to: 1_000 }, 200, []);
  const second = windows.ask({ from: 500, to: 700 }, 200, [4]);
  expect(windows.of(Array.from({ length: first.buckets }, () => 0))).toEqual(first);
  expect(windows.of(Array.from({ length: second.buckets }, () => 0))).toEqual(second);
  expect(windows.of([1, 2, 3])).toBeNull();
});

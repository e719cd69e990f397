import { expect, test } from 'vitest';
import { densityPath, DensityWindows } from './density.ts';

const place = (time: number) => time;

test('an area runs through the smoothed counts and returns to the base where nothing happened', () => {
  const path = densityPath([0, 4, 0, 0, 0, 1, 1], { from: 0, to: 70 }, place, 20);
  expect(path).toBe('M0.0 20L5.0 7.3L15.0 2.0L25.0 7.3L30.0 20ZM40.0 20L45.0 13.6L55.0 9.0L65.0 7.3L70.0 20Z');
});

test('nothing happened: nothing is drawn', () => {
  expect(densityPath([0, 0], { from: 0, to: 10 }, place, 20)).toBe('');
  expect(densityPath([], { from: 0, to: 10 }, place, 20)).toBe('');
});

test('an answer is matched to the window it was asked for, also when another was asked meanwhile', () => {
  const windows = new DensityWindows();
  const first = windows.ask({ from: 0, to: 1_000 }, 200);
  const second = windows.ask({ from: 500, to: 700 }, 200);
  expect(windows.of(Array.from({ length: first.buckets }, () => 0))).toEqual(first);
  expect(windows.of(Array.from({ length: second.buckets }, () => 0))).toEqual(second);
  expect(windows.of([1, 2, 3])).toBeNull();
});

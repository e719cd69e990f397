import { expect, test } from 'vitest';
import { densityPath, DensityWindows } from './density.ts';

const place = (time: number) => time;

test('an area steps from count to count and returns to the base where nothing happened', () => {
  expect(densityPath([4, 0, 1], { from: 0, to: 30 }, place, 20)).toBe('M0.0 20V2.0H10.0V20ZM20.0 20V11.0H30.0V20Z');
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

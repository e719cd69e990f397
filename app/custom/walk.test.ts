import { expect, test } from 'vitest';
import { wordBeside } from './walk.ts';

/** Two rows of three. */
const boxes = [0, 1].flatMap((row) =>
  [0, 1, 2].map((column) => ({ left: column * 50, right: column * 50 + 40, top: row * 30, bottom: row * 30 + 20 })),
);
const go = (key: string, at: number) => wordBeside(key, at, () => boxes, boxes.length);

test('arrows go along the words as they are read, and up and down to the nearest; they stay at the ends', () => {
  expect([go('ArrowRight', 0), go('ArrowRight', 5), go('ArrowLeft', 0), go('ArrowLeft', 3)]).toEqual([1, 5, 0, 2]);
  expect([go('ArrowDown', 1), go('ArrowDown', 4), go('ArrowUp', 5), go('ArrowUp', 2)]).toEqual([4, 4, 2, 2]);
  expect([go('Home', 4), go('End', 1), go('a', 1)]).toEqual([0, 5, null]);
});

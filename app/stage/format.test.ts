import { expect, test } from 'vitest';
import { formatNumber, formatTime } from './format.ts';

test.each([
  [0, '0 ms'],
  [4.25, '4.3 ms'],
  [812.4, '812 ms'],
  [4_620, '4.620 s'],
  [125_000, '2 min 5.0 s'],
  [Number.POSITIVE_INFINITY, '∞'],
])('the time %d ms reads %s', (ms, text) => {
  expect(formatTime(ms)).toBe(text);
});

test.each([
  [0, '0'],
  [1_234, '1\u2009234'],
  [12_345, '12.3 k'],
  [4_100_000, '4.1 M'],
  [2e9, '2 G'],
  [1.5, '1.5'],
  [0.004_321, '0.00432'],
  [123.4, '123'],
  [1e-9, '1.00e-9'],
])('the number %d reads %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

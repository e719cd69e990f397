import { expect, test } from 'vitest';
import { fitText } from './fit.ts';

/** Each letter is half as wide as high. */
const measure = (text: string) => text.length / 2;

test('a text that fits stays as it is', () => {
  expect(fitText('leader', 60, 11, 8, measure)).toEqual({ text: 'leader', size: 11 });
});

test('a longer one becomes smaller', () => {
  expect(fitText('candidate', 44, 11, 8, measure)).toEqual({ text: 'candidate', size: 9.7 });
});

test('the longest is cut, and keeps its number', () => {
  expect(fitText('transactionmanager12', 40, 12, 8, measure)).toEqual({ text: 'transac…12', size: 8 });
  expect(fitText('preparing to commit', 40, 12, 8, measure)).toEqual({ text: 'preparing…', size: 8 });
});

test('a name with a number becomes its initial and number when there is room for little more', () => {
  expect(fitText('server12', 20, 12, 9, measure)).toEqual({ text: 's12', size: 12 });
});

test('nothing is shown where nothing fits', () => {
  expect(fitText('server', 4, 12, 8, measure).text).toBe('');
});

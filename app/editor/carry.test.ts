import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carried, type TextChange } from './carry.ts';

const word = { start: 4, end: 8 };
const change = (rangeOffset: number, rangeLength: number, text: string): TextChange => ({
  rangeOffset,
  rangeLength,
  text,
});

test('a place goes along with what is written or deleted before it, and stays for what comes after it', () => {
  expect(carried([word], [change(0, 0, 'ab')])).toEqual([{ start: 6, end: 10 }]);
  expect(carried([word], [change(4, 0, 'ab')])).toEqual([{ start: 6, end: 10 }]);
  expect(carried([word], [change(1, 3, '')])).toEqual([{ start: 1, end: 5 }]);
  expect(carried([word], [change(8, 0, 'ab')])).toEqual([word]);
  expect(carried([word], [change(9, 5, '')])).toEqual([word]);
});

test('what is replaced by another text, or written into, stays where it begins', () => {
  expect(carried([word], [change(4, 4, 'abcdef')])).toEqual([{ start: 4, end: 10 }]);
  expect(carried([word], [change(6, 1, 'xyz')])).toEqual([{ start: 4, end: 10 }]);
});

test('what loses its beginning is gone', () => {
  expect(carried([word], [change(2, 4, '')])).toEqual([]);
  expect(carried([word], [change(0, 20, 'anew')])).toEqual([]);
});

test('several changes at once each move what is behind them', () => {
  expect(carried([{ start: 10, end: 12 }], [change(8, 1, ''), change(0, 0, 'abc')])).toEqual([{ start: 12, end: 14 }]);
});

test('a word that no change touches is found where it is said to be (property)', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 6 });
  fc.assert(
    fc.property(part, part, fc.nat(30), fc.nat(6), part, (before, after, at, length, text) => {
      const whole = `${before}WORD${after}`;
      const from = at % (whole.length + 1);
      const removed = Math.min(length, whole.length - from);
      const place = { start: before.length, end: before.length + 4 };
      const isTouched = from < place.end && from + removed > place.start;
      const next = whole.slice(0, from) + text + whole.slice(from + removed);
      const [found] = carried([place], [change(from, removed, text)]);
      if (!isTouched && !(removed === 0 && from > place.start && from < place.end))
        expect(next.slice(found?.start, found?.end)).toBe('WORD');
    }),
  );
});

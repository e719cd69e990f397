import { describe, expect, test } from 'vitest';
import type { Heat } from '../../kernel/heat.ts';
import { costText, levels, shareOf, warmLines } from './heat.ts';

const heat: Heat = {
  from: 0,
  to: 256,
  lines: [
    { cell: 'a', line: 3, count: 1 },
    { cell: 'a', line: 4, count: 200 },
    { cell: 'b', line: 1, count: 256 },
  ],
  rules: [
    { rule: 'server.Vote', firings: 200, lines: 900 },
    { rule: 'server.start', firings: 3, lines: 3 },
  ],
  cells: [
    { key: 'a', source: 'text' },
    { key: 'b', source: 'other' },
  ],
};

describe('warm lines', () => {
  test('are those of the cell, hotter the more often they ran of all', () => {
    expect(warmLines(heat, 'a', 'text')).toEqual([
      { line: 3, count: 1, level: 1 },
      { line: 4, count: 200, level: levels },
    ]);
    expect(warmLines(heat, 'b', 'other')).toEqual([{ line: 1, count: 256, level: levels }]);
  });

  test('are none of a text that was not counted', () => {
    expect(warmLines(heat, 'a', 'text, edited')).toEqual([]);
    expect(warmLines(heat, 'c', 'text')).toEqual([]);
    expect(warmLines(null, 'a', 'text')).toEqual([]);
  });
});

describe('what a rule costs', () => {
  test('is told in lines a firing and as its share', () => {
    expect(costText(heat, 'server.Vote')).toBe('4.5 lines a firing, 100 % of all lines that ran');
    expect(costText(heat, 'server.start')).toBe('1 line a firing, <1 % of all lines that ran');
    expect(shareOf(heat, 'server.start')).toBe('<1 %');
  });

  test('is nothing for one that did not fire', () => {
    expect(costText(heat, 'server.Other')).toBe('');
    expect(shareOf(heat, 'server.Other')).toBeNull();
    expect(costText(null, 'server.Vote')).toBe('');
  });
});

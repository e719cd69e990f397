import { expect, test } from 'vitest';
import type { Bar, ViewContent, Word } from '../../kernel/view.ts';
import { fieldsBefore, totalsBefore } from './was.ts';

const words = (text: string): readonly Word[] =>
  text.split(' ').map((one) => ({ text: one, tone: null, note: '', about: null }));
const table = (...rows: readonly (readonly string[])[]): Extract<ViewContent, { kind: 'table' }> => ({
  kind: 'table',
  columns: ['node', 'term'],
  rows: rows.map((row) => row.map(words)),
  more: 0,
  empty: '',
});
const bar = (label: string, ...values: readonly number[]): Bar => ({
  label: words(label),
  parts: values.map((value) => ({ value, text: '', tone: null })),
});
const bars = (...all: readonly Bar[]): ViewContent => ({
  kind: 'bars',
  bars: all,
  most: 10,
  unit: '',
  more: 0,
  empty: '',
});

test('a field of a table says what it was where the row with its label was another one', () => {
  const now = table(['a', '2'], ['b', '3 x'], ['new', '1']);
  expect(fieldsBefore(now, table(['b', '3 x'], ['a', '1'], ['gone', '9']))).toEqual([
    [null, '1'],
    [null, null],
    [null, null],
  ]);
});

test('rows whose label is there twice, now or then, and tables of other columns say nothing', () => {
  const none = [
    [null, null],
    [null, null],
  ];
  expect(fieldsBefore(table(['a', '2'], ['a', '3']), table(['a', '1']))).toEqual(none);
  expect(fieldsBefore(table(['a', '2'], ['b', '3']), table(['a', '1'], ['a', '5'], ['b', '3']))).toEqual(none);
  expect(fieldsBefore(table(['a', '2']), { ...table(['a', '1']), columns: ['node', 'votes'] })).toBeNull();
  expect(fieldsBefore(table(['a', '2']), bars())).toBeNull();
  expect(fieldsBefore(table(['a', '2']), null)).toBeNull();
});

test('a bar says how long it was where the one with its label was of another length', () => {
  expect(totalsBefore([bar('a', 1, 2), bar('b', 4), bar('c', 5)], bars(bar('c', 2), bar('a', 3), bar('b', 7)))).toEqual(
    [null, 7, 2],
  );
  expect(totalsBefore([bar('a', 1)], table(['a', '2']))).toEqual([null]);
});

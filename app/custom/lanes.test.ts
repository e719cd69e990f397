import { expect, test, vi } from 'vitest';
import type { Word } from '../../kernel/view.ts';

// Words reach the page's store, which needs a browser's document.
vi.mock('./word.ts', () => ({ wordTemplate: () => null }));
const { marksAt, positionsOf } = await import('./lanes.ts');

const cells = (count: number): readonly Word[] =>
  Array.from({ length: count }, (_, i) => ({ text: String(i), tone: null, note: '', about: null }));

test('cells of one position stand beneath each other, though lanes begin elsewhere', () => {
  expect(
    positionsOf([
      { before: 3, cells: cells(3) },
      { before: 4, cells: cells(1) },
    ]),
  ).toEqual([null, 3, 4, 5]);
});

test('where no lane shows anything there is a gap', () => {
  expect(
    positionsOf([
      { before: 0, cells: cells(2) },
      { before: 90, cells: cells(2) },
    ]),
  ).toEqual([0, 1, null, 90, 91]);
  expect(positionsOf([])).toEqual([]);
});

test('a line stands behind the cell that it is after, before the first, or behind the last; two at one place share it', () => {
  const positions = [0, 1, null, 90, 91];
  const marks = [
    { after: 0, text: 'none' },
    { after: 2, text: 'read' },
    { after: 50, text: 'sent' },
    { after: 200, text: 'kept' },
  ];
  expect([...marksAt({ marks }, positions)]).toEqual([
    [-1, 'none'],
    [1, 'read · sent'],
    [4, 'kept'],
  ]);
});

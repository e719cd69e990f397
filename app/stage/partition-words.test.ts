import { expect, test } from 'vitest';
import type { PartitionTable } from '../../kernel/partitions.ts';
import { fieldText, movesOf, othersText, sumsOf } from './partition-words.ts';

const table: PartitionTable = {
  id: 'server.copies',
  kind: 'server',
  path: ['copies'],
  form: 'held',
  holder: null,
  nodes: ['a', 'b'],
  down: [],
  partitions: ['P0', 'P1'],
  states: ['active', 'replica'],
  cells: Uint8Array.of(1, 2, 0, 1),
  wanted: { id: 'manager.map', holder: 'm', cells: Uint8Array.of(1, 2, 2, 1) },
  others: [],
  disputed: Uint8Array.of(0, 1),
};

test('copies are summed for each node, and moves are partitions that are not as they are wanted', () => {
  expect(sumsOf(table)).toEqual([
    [1, 0],
    [1, 1],
  ]);
  expect(movesOf(table)).toBe(1);
  expect(movesOf({ ...table, wanted: null })).toBe(0);
});

test('a field is told in words', () => {
  expect(fieldText(table, { partition: 0, node: 1 })).toBe('P0 on b: replica');
  expect(fieldText(table, { partition: 1, node: 0 })).toBe('P1 on a: no copy; wanted: replica; not all maps agree');
});

test('maps that differ are named', () => {
  expect(othersText(table)).toBe('');
  const others = [
    { node: 'b', differs: 3 },
    { node: 'c', differs: 1 },
  ];
  expect(othersText({ ...table, others })).toBe('b’s map differs in 3 partitions, c’s in 1.');
  expect(othersText({ ...table, others: others.slice(1) })).toBe('c’s map differs in 1 partition.');
});

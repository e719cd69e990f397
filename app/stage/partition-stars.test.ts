import { expect, test } from 'vitest';
import type { PartitionTable } from '../../kernel/partitions.ts';
import { type PageStar, marksOf, noStars } from '../model/stars.ts';
import { partitionStars } from './partition-stars.ts';

const table: PartitionTable = {
  id: 'server.own.copies',
  kind: 'server',
  path: ['own', 'copies'],
  form: 'held',
  holder: null,
  nodes: ['a', 'b'],
  down: [],
  partitions: ['P0', '1', '2'],
  states: ['active'],
  cells: Uint8Array.of(1, 0, 0, 1, 1, 0),
  wanted: null,
  others: [],
  disputed: new Uint8Array(3),
};

const star = (id: number, value: PageStar['pattern']['value'], under: readonly string[] = []): PageStar => ({
  id: String(id),
  name: JSON.stringify(value),
  colour: id,
  how: 'equality',
  pattern: { under, value },
  origin: null,
});

test('a partition carries the stars whose value is its key: a text anywhere, a number under the name of the map', () => {
  const list = [star(1, 'P0'), star(2, 1, ['copies']), star(3, 1), star(4, 2, ['term']), star(5, 'P0', ['copies'])];
  const { partitions } = partitionStars(table, list, marksOf(noStars));
  expect([...partitions].map(([at, signs]) => [at, signs.map(({ colour }) => colour)])).toEqual([
    [0, [1, 5]],
    [1, [2]],
  ]);
});

test('a node carries the stars of what it holds', () => {
  const stars = {
    ...noStars,
    list: [star(1, 'P0')],
    views: {},
  };
  const marks = { ...marksOf(stars), nodes: new Map([['b', [{ id: '1', name: 'P0', colour: 1, isMade: false }]]]) };
  expect([...partitionStars(table, [], marks).nodes.keys()]).toEqual([1]);
});

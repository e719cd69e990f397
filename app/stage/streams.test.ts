import { expect, test } from 'vitest';
import { streamsOf, widthOf } from './streams.ts';

const message = (id: number, from: string, to: string, type: string) => ({
  id,
  from,
  to,
  type,
  sentAt: 0,
  arrivesAt: 1,
  lost: false,
  text: '',
});
const figureOf = new Map([
  ['a1', 'a'],
  ['a2', 'a'],
  ['b1', 'b'],
]);

test('messages of one way are one stream, named for what is most frequent on it', () => {
  const messages = [
    message(1, 'a1', 'b1', 'Ping'),
    message(2, 'a2', 'b1', 'Ping'),
    message(3, 'a2', 'b1', 'Pong'),
    message(4, 'b1', 'a1', 'Pong'),
    message(5, '', 'a1', 'Ping'),
  ];
  expect(streamsOf(messages, figureOf, new Set())).toEqual([
    { from: 'a', to: 'b', count: 3, type: 'Ping' },
    { from: 'b', to: 'a', count: 1, type: 'Pong' },
  ]);
  expect(streamsOf(messages, figureOf, new Set(['Ping'])).map(({ count }) => count)).toEqual([1, 1]);
});

test('a fuller stream is wider, within bounds', () => {
  const widths = [1, 10, 100, 1_000, 1_000_000].map(widthOf);
  expect(widths).toEqual(widths.toSorted((a, b) => a - b));
  expect(widths.at(-1)).toBe(22);
});

import { expect, test } from 'vitest';
import type { LogRow } from '../../kernel/protocol.ts';
import { filterLog } from './log-filter.ts';

const row = (step: number, node: string, rule: string, text: string): LogRow => ({
  step,
  time: step,
  kind: 'deliver',
  node,
  rule,
  text,
});
const rows = [
  row(1, 'server1', 'server.RequestVote', 'term 2'),
  row(2, 'server2', 'server.RequestVote', 'term 2'),
  row(3, 'server1', 'server.Append', 'term 3'),
];
const steps = (query: string) => filterLog(rows, query).map(({ step }) => step);

test('all words must be found, anywhere in the row, in any case', () => {
  expect(steps('')).toEqual([1, 2, 3]);
  expect(steps('SERVER1')).toEqual([1, 3]);
  expect(steps('server1 vote')).toEqual([1]);
  expect(steps('nothing')).toEqual([]);
});

test('a word with a minus must not be found', () => {
  expect(steps('-append')).toEqual([1, 2]);
  expect(steps('server1 -')).toEqual([1, 3]);
});

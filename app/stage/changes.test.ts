import { expect, test } from 'vitest';
import type { Shown } from '../../kernel/protocol.ts';
import { Changes, markedFor } from './changes.ts';

const term = (n: number): readonly [string, Shown] => ['term', { t: 'atom', text: String(n), kind: 'number' }];

test('the first sight of a value is not a change', () => {
  expect([...new Changes().since([term(1)], 0)]).toEqual([]);
});

test('a change stays marked for a moment, then not', () => {
  const changes = new Changes();
  changes.since([term(1)], 0);
  expect([...changes.since([term(2)], 100)]).toEqual(['term']);
  expect([...changes.since([term(2)], 100 + markedFor - 1)]).toEqual(['term']);
  expect([...changes.since([term(2)], 100 + markedFor)]).toEqual([]);
});

test('a value that was away is seen for the first time again', () => {
  const changes = new Changes();
  changes.since([term(1)], 0);
  changes.since([], 1);
  expect([...changes.since([term(9)], 2)]).toEqual([]);
});

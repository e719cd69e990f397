import { describe, expect, test } from 'vitest';
import type { Shown } from '../../kernel/protocol.ts';
import { oneLine, sizeOf, summary } from './shown.ts';

const number = (text: string): Shown => ({ t: 'atom', text, kind: 'number' });
const text = (value: string): Shown => ({ t: 'atom', text: value, kind: 'string' });
const list = (items: readonly Shown[], more = 0): Shown => ({ t: 'list', items, more, kind: 'array' });

describe('a value on one line', () => {
  test.each<[string, Shown]>([
    ['4', number('4')],
    ["'it\\'s'", text("it's")],
    ['12n', { t: 'atom', text: '12', kind: 'bigint' }],
    ['null', { t: 'atom', text: 'null', kind: 'null' }],
    ['[1, 2]', list([number('1'), number('2')])],
    ['[]', list([])],
    ["{ 'a' }", { t: 'list', items: [text('a')], more: 0, kind: 'set' }],
    [
      '{ term: 1, log: [2] }',
      {
        t: 'record',
        entries: [
          ['term', number('1')],
          ['log', list([number('2')])],
        ],
        more: 0,
        kind: 'object',
      },
    ],
    ["{ k: 'v', …2 more }", { t: 'record', entries: [['k', text('v')]], more: 2, kind: 'map' }],
  ])('%s', (line, value) => {
    expect(oneLine(value)).toBe(line);
  });

  test('is cut, and says how much is not shown', () => {
    const many = list(
      Array.from({ length: 50 }, (_, i) => number(String(100 + i))),
      50,
    );
    expect(oneLine(many, 24)).toBe('[100, 101, 102, 103, …96 more]');
    expect(oneLine(text('x'.repeat(100)), 10)).toHaveLength(10);
  });
});

test('a collection is counted with what was not sent', () => {
  const value = { t: 'list', items: [number('1')], more: 2, kind: 'array' } as const;
  expect(sizeOf(value)).toBe(3);
  expect(summary(value)).toBe('3 items');
  expect(summary({ t: 'record', entries: [['a', number('1')]], more: 0, kind: 'map' })).toBe('1 entry');
});

import { expect, it } from 'vitest';
import type { Seen, Shown } from '../../kernel/protocol.ts';
import { seenText } from './probe-text.ts';

const atom = (kind: 'string' | 'number' | 'boolean', text: string): Shown => ({ t: 'atom', kind, text });
const list = (...items: Shown[]): Shown => ({ t: 'list', kind: 'array', items, more: 0 });
const record = (entries: Readonly<Record<string, Shown>>): Shown => ({
  t: 'record',
  kind: 'object',
  entries: Object.entries(entries),
  more: 0,
});
const message = (type: string, body: Readonly<Record<string, Shown>> = {}): Shown =>
  record({ type: atom('string', type), body: record(body) });

const told = (kind: Seen['kind'], label: string, value: Shown, limit = 40): string => {
  const range = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  const { name, value: text } = seenText({ kind, label, value, cell: 'a', range, nth: 0, pass: 0 }, limit);
  return `${name} ${text}`.trim();
};

it('names come before what they hold, conditions tell only whether they held', () => {
  expect(told('value', 's.term', atom('number', '3'))).toBe('s.term 3');
  expect(told('condition', 's.term > 2', atom('boolean', 'true'))).toBe('true');
  expect(told('returned', 'x', atom('string', 'y'))).toBe("returns 'y'");
  expect(told('thrown', 'new Error()', atom('string', 'no'))).toBe('throws no');
});

it('what is sent tells where to, a timer when, a count how much', () => {
  const vote = message('Vote', { term: atom('number', '2') });
  expect(told('effect', 'send', list(atom('string', 'B'), vote))).toBe('send → B Vote { term: 2 }');
  expect(told('effect', 'reply', list(message('Ack')))).toBe('reply Ack');
  expect(told('effect', 'setTimer', list(message('Tick'), atom('number', '20.123456')))).toBe(
    'setTimer Tick in 20.12 ms',
  );
  expect(told('effect', 'count', list(atom('string', 'a.b_total')))).toBe('+1');
  expect(told('effect', 'count', list(atom('string', 'a.b_total'), atom('number', '4')))).toBe('+4');
});

it('many digits are for where the pointer rests', () => {
  expect(told('value', 'x', atom('number', '207.97652995254091'))).toBe('x 207.977');
  expect(told('value', 'x', atom('number', '207.97652995254091'), 2_000)).toBe('x 207.97652995254091');
});

it('of a long expression the end of its path or the beginning of its call is told', () => {
  expect(told('compared', 'state.of.something.very.deep', atom('number', '1'))).toBe('….of.something.very.deep 1');
  expect(told('compared', 'quorum(ctx.peers.length + 1)', atom('number', '3'))).toBe('quorum(ctx.peers.length… 3');
});

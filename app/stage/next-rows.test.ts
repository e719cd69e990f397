import { describe, expect, it } from 'vitest';
import type { Choice, MessageView } from '../../kernel/protocol.ts';
import { frame } from '../testing.ts';
import { nextGroups } from './next-rows.ts';

const node = (id: string, alive = true) => ({ id, kind: 'n', alive, role: '', detail: '', state: [] });
const message = (id: number, to: string, at: number, text = '{ n: 1 }'): Choice => ({
  kind: 'message',
  node: to,
  type: 'Vote',
  from: 'c',
  at,
  text,
  input: { type: 'take', pending: { id, type: 'Vote', from: 'c', to } },
});
const timer = (of: string, at: number, key = 'Wake'): Choice => ({
  kind: 'timer',
  node: of,
  type: 'Wake',
  from: '',
  at,
  text: '{  }',
  input: { type: 'take', pending: { id: 9, type: 'Wake', from: '', to: of, key } },
});
const may = (of: string): Choice => ({
  kind: 'may',
  node: of,
  type: 'abort',
  from: '',
  at: null,
  text: '',
  input: { type: 'fire', node: of, rule: 'abort' },
});

describe('what can happen next', () => {
  const shown = frame({ now: 100, nodes: [node('a'), node('b'), node('c')] });

  it('is listed by node, in the order of the nodes, with what is due when', () => {
    const groups = nextGroups([timer('b', 140, 'Wake\u001f7'), message(1, 'a', 112), may('b')], shown);
    expect(groups.map(({ node: id, rows }) => [id, rows.map(({ title, due, text }) => [title, due, text])])).toEqual([
      ['a', [['Vote from c', 'in 12 ms', '{ n: 1 }']]],
      [
        'b',
        [
          ['Wake 7', 'in 40 ms', ''],
          ['abort', 'any time', ''],
        ],
      ],
    ]);
  });

  it('says how many race: messages, and what can come before the last of them', () => {
    const rivals = (...choices: readonly Choice[]) => nextGroups(choices, shown)[0]?.rivals;
    expect(rivals(message(1, 'a', 112))).toBe(0);
    expect(rivals(message(1, 'a', 112), message(2, 'a', 130))).toBe(2);
    expect(rivals(message(1, 'a', 112), timer('a', 111))).toBe(2);
    expect(rivals(message(1, 'a', 112), timer('a', 300))).toBe(0);
    expect(rivals(message(1, 'a', 112), may('a'))).toBe(2);
    expect(rivals(timer('a', 111), may('a'))).toBe(0);
  });

  it('does not race where nobody is up', () => {
    const down = frame({ now: 100, nodes: [node('a', false)] });
    expect(nextGroups([message(1, 'a', 112), message(2, 'a', 130)], down)[0]).toMatchObject({
      alive: false,
      rivals: 0,
    });
  });

  it('lists messages that will be lost, which can be made to arrive', () => {
    const lost: MessageView = {
      id: 5,
      type: 'Vote',
      from: 'c',
      to: 'a',
      sentAt: 90,
      arrivesAt: 120,
      lost: true,
      text: '',
    };
    const [group] = nextGroups([], frame({ ...shown, messages: [lost, { ...lost, id: 6, lost: false }] }));
    expect(group?.rows.map(({ kind, due, input }) => [kind, due, input])).toEqual([
      ['lost', 'lost on the way', { type: 'take', pending: { id: 5, type: 'Vote', from: 'c', to: 'a' } }],
    ]);
  });
});

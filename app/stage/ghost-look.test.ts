import { describe, expect, it } from 'vitest';
import type { GhostView, MessageView, NodeView, Shown, StateDifference } from '../../kernel/protocol.ts';
import { ghostLook } from './ghost-look.ts';

const node = (id: string, role = '', alive = true): NodeView => ({ id, kind: 'k', alive, role, detail: '', state: [] });
const value = (text: string): Shown => ({ t: 'atom', kind: 'number', text });
const differs = (id: string, field: string, b: Shown | null = value('0')): StateDifference => ({
  ...{ node: id, field, a: value('4'), b },
});
const message = (id: number, details: Partial<MessageView> = {}): MessageView => ({
  ...{ id, type: 'Vote', from: 'a', to: 'b', sentAt: 1, arrivesAt: 9, lost: false, text: '{ granted: true }' },
  ...details,
});
const ghost = (details: Partial<GhostView>): GhostView => ({
  ...{ step: 1, tip: { now: 1, step: 1 }, nodes: [], messages: [], stats: [], density: [], divergence: null },
  differences: [],
  ...details,
});

describe('the run as it was', () => {
  it('is not there without one, and marks nothing where nothing differs', () => {
    expect(ghostLook({ ghost: null, nodes: [node('a')], messages: [] }).marks.size).toBe(0);
    const same = ghostLook({ ghost: ghost({ nodes: [node('a')] }), nodes: [node('a')], messages: [] });
    expect(same).toEqual({ marks: new Map(), messages: [] });
  });

  it('tells of a node what matters most: that it was down, its role, its one other value, how many differ', () => {
    const now = [node('a', 'leader'), node('b', 'leader'), node('c'), node('d'), node('e')];
    const then = [node('a', 'leader', false), node('b', 'follower'), node('c'), node('d'), node('e')];
    const { marks } = ghostLook({
      nodes: now,
      messages: [],
      ghost: ghost({
        nodes: then,
        differences: [
          differs('a', '(up)'),
          differs('b', 'role'),
          differs('b', 'term'),
          differs('c', 'granted'),
          differs('d', 'x'),
          differs('d', 'y'),
          differs('e', 'extra', null),
        ],
      }),
    });
    expect([...marks].map(([id, { text }]) => `${id} ${text}`)).toEqual([
      'a was down',
      'b was follower',
      'c granted was 0',
      'd 2 fields differ',
      'e extra is new',
    ]);
    expect(marks.get('b')).toMatchObject({ role: 'follower', alive: null });
  });

  it('shows the messages that are not there now, whatever their numbers', () => {
    const now = [message(7), message(8, { to: 'c' })];
    const then = [
      message(1),
      message(2, { text: '{ granted: false }' }),
      message(3, { to: 'c' }),
      message(4, { to: 'c' }),
    ];
    const { messages } = ghostLook({ ghost: ghost({ messages: then }), nodes: [], messages: now });
    expect(messages.map(({ id }) => id)).toEqual([2, 4]);
  });
});

import { describe, expect, it } from 'vitest';
import type { MessageView, NodeView, TimerView } from '../../kernel/protocol.ts';
import { messageTitle } from '../menu/targets.ts';
import { frame } from '../testing.ts';
import { copyTold, eventTold, fieldTold, rowTold, targetTold, wayTold } from './told.ts';

const timer: TimerView = {
  node: 'a',
  type: 'Election',
  key: '',
  pending: { id: 7, type: 'Election', from: 'a', to: 'a', key: 'Election' },
  setAt: 900,
  firesAt: 1_250,
};
const message: MessageView = {
  id: 3,
  type: 'Vote',
  from: 'a',
  to: 'b',
  sentAt: 980,
  arrivesAt: 1_020,
  lost: false,
  text: '{ term: 2 }',
};
const node = (more: Partial<NodeView> = {}): NodeView => ({
  id: 'a',
  kind: 'server',
  alive: true,
  role: 'candidate',
  roleField: 'role',
  detail: '2',
  state: [],
  ...more,
});
const now = { ...frame(), now: 1_000, nodes: [node()], messages: [message], timers: [timer] };

describe('what the topology points at', () => {
  it('a link tells whether it is up or cut, and what is on its way over it, the next to arrive first', () => {
    const link = { type: 'link', a: 'b', b: 'a' } as const;
    const back = { ...message, id: 4, type: 'Yes', from: 'b', to: 'a', arrivesAt: 1_010 };
    const elsewhere = { ...message, id: 5, to: 'c' };
    const told = targetTold(link, { ...now, messages: [message, back, elsewhere] }, null);
    expect(told?.parts[0]).toMatchObject({
      kind: 'link',
      title: 'b — a',
      facts: [
        'up',
        `${messageTitle(back)} arrives in 10 ms, at 1.010 s`,
        `${messageTitle(message)} arrives in 20 ms, at 1.020 s`,
      ],
    });
    const cut = targetTold(link, { ...now, cuts: [['a', 'b']], messages: [] }, null);
    expect(cut?.parts[0]?.facts).toEqual(['cut', 'no messages on it']);
    // Since when, and by what, is asked of one that is cut; it is another one then.
    expect([told?.of, cut?.of]).toEqual([null, link]);
    expect(cut?.key).not.toBe(told?.key);
    const many = Array.from({ length: 5 }, (_, id) => ({ ...message, id }));
    expect(targetTold(link, { ...now, messages: many }, null)?.parts[0]?.facts.at(-1)).toBe('and 2 more messages');
  });

  it('a node tells its role and when its timers fire, and is explained by the field that says its role', () => {
    const told = targetTold({ type: 'node', id: 'a' }, now, null);
    expect(told?.parts[0]).toMatchObject({
      kind: 'server',
      title: 'a',
      facts: ['candidate · 2', 'Election fires in 250 ms, at 1.250 s'],
      note: 'Click for its state, right click to act',
    });
    expect(told?.of).toEqual({ type: 'field', node: 'a', field: 'role' });
  });

  it('a node that is down, or that names no role, is explained by itself', () => {
    const down = { ...now, nodes: [node({ alive: false })], timers: [] };
    const told = targetTold({ type: 'node', id: 'a' }, down, null);
    expect([told?.parts[0]?.facts, told?.of]).toEqual([['down'], { type: 'node', node: 'a' }]);
  });

  it('a message tells its body and when it arrives, or that it never does', () => {
    const told = targetTold({ type: 'message', id: 3 }, now, null);
    expect(told?.parts[0]).toMatchObject({
      kind: 'message',
      title: 'Vote a → b',
      value: '{ term: 2 }',
      facts: ['arrives in 20 ms, at 1.020 s'],
    });
    const lost = { ...now, messages: [{ ...message, lost: true, text: 'undefined' }] };
    expect(targetTold({ type: 'message', id: 3 }, lost, null)?.parts[0]).toMatchObject({
      value: '',
      facts: ['will be lost on the way'],
    });
  });

  it('the arc of a timer tells when it fires; one that is set again is another one', () => {
    const target = { type: 'timer', node: 'a', key: 'Election' } as const;
    const told = targetTold(target, now, null);
    expect(told?.parts[0]).toMatchObject({
      kind: 'timer',
      title: 'Election of a',
      facts: ['fires in 250 ms, at 1.250 s'],
    });
    const again = targetTold(target, { ...now, timers: [{ ...timer, setAt: 1_000, firesAt: 1_400 }] }, null);
    expect(again?.key).not.toBe(told?.key);
  });

  it('is nothing when it is gone, or when the inspector shows it', () => {
    expect(targetTold({ type: 'message', id: 9 }, now, null)).toBeNull();
    expect(targetTold({ type: 'timer', node: 'a', key: 'x' }, now, null)).toBeNull();
    expect(targetTold({ type: 'node', id: 'a' }, now, 'a')).toBeNull();
  });
});

describe('what happened', () => {
  const event = {
    step: 41,
    time: 1_020,
    lane: 1,
    glyph: 'arrival',
    type: 'Vote',
    rule: 'server.Vote',
    node: 'b',
    from: 'a',
    kind: 'deliver',
    cone: 0,
  } as const;

  it('an event tells its number, its moment and its kind', () => {
    expect(eventTold(event).parts[0]).toMatchObject({
      kind: 'message received',
      title: 'b · Vote from a',
      facts: ['event 41, at 1.020 s'],
    });
    expect(eventTold({ ...event, kind: 'timer', type: 'Election', from: '' }).parts[0]?.kind).toBe('timer fired');
  });

  it('a message that arrived is explained by its arrival, one on its way by itself', () => {
    const way = { step: 41, type: 'Vote', from: 0, to: 1, sentAt: 980, arrivesAt: 1_020, lost: false, lit: false };
    const lanes = ['a', 'b'];
    expect(wayTold(way, lanes, null)).toMatchObject({
      of: { type: 'event', step: 41 },
      isWay: true,
      parts: [{ title: 'Vote a → b', facts: ['arrived at 1.020 s, 40 ms on its way'] }],
    });
    expect(wayTold({ ...way, step: -1 }, lanes, 3)).toMatchObject({ of: { type: 'message', id: 3 }, isWay: false });
    // Not at the moment that is shown.
    const later = wayTold({ ...way, step: -1 }, lanes, null);
    expect([later.of, later.parts[0]?.facts[0]]).toEqual([null, 'sent at 980 ms']);
  });

  it('a row of the log is explained by its event; what the reader did is the reader’s', () => {
    const row = {
      step: 41,
      time: 1_020,
      kind: 'deliver',
      node: 'b',
      rule: 'server.Vote',
      text: 'Vote from a',
      rivals: 2,
    };
    expect(rowTold(row, '41.0', '')).toMatchObject({
      of: { type: 'event', step: 41 },
      parts: [
        {
          title: 'b · server.Vote',
          value: 'Vote from a',
          facts: ['event 41, at 1.020 s', 'in a race with 2 more on the way to b'],
        },
      ],
    });
    const act = rowTold({ step: 41, time: 1_020, kind: 'reader', node: '', rule: '', text: 'b crashed' }, '41.1', '');
    expect([act.of, act.parts[0]?.facts]).toEqual([null, ['by the reader, at 1.020 s']]);
  });
});

it('a field tells its value in full, where its cell cuts it', () => {
  const long = 'x'.repeat(120);
  const told = fieldTold('a', 'name', { t: 'atom', kind: 'string', text: long });
  expect(told.parts[0]).toMatchObject({ title: 'name of a', value: `'${long}'` });
});

describe('a copy of a partition', () => {
  const table = {
    id: 'server.copies',
    kind: 'server',
    path: ['copies'],
    form: 'held' as const,
    holder: null,
    nodes: ['a', 'b'],
    down: [],
    partitions: ['P1', 'P2'],
    states: ['active', 'replica'],
    cells: Uint8Array.of(1, 2, 0, 1),
    wanted: null,
    others: [],
    disputed: Uint8Array.of(0, 1),
  };

  it('is explained by the entry that says so: the node’s own, or that of the map that is shown', () => {
    const held = copyTold(table, { partition: 0, node: 1 });
    expect(held.of).toEqual({ type: 'entry', node: 'b', path: ['copies'], key: 'P1' });
    expect(held.parts[0]).toMatchObject({ title: 'P1 on b: replica', facts: ['as b has it'] });
    const map = copyTold(
      { ...table, id: 'manager.cluster.map', path: ['cluster', 'map'], form: 'map', holder: 'm' },
      { partition: 1, node: 1 },
    );
    expect(map.of).toEqual({ type: 'entry', node: 'm', path: ['cluster', 'map'], key: 'P2' });
    expect(map.parts[0]?.facts).toEqual(['not all maps agree', 'as cluster.map of m says']);
  });

  it('that a node does not have has no entry to explain', () => {
    const none = copyTold(table, { partition: 1, node: 0 });
    expect([none.of, none.parts[0]?.facts]).toEqual([null, ['not all maps agree']]);
  });
});

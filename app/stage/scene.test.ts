import { describe, expect, test } from 'vitest';
import type { Frame, MessageView, NodeView } from '../../kernel/protocol.ts';
import { aggregateAbove } from './layout.ts';
import { sceneOf, seeLinks, trafficOf } from './scene.ts';

const node = (id: string, change: Partial<NodeView> = {}): NodeView => ({
  id,
  kind: 'server',
  alive: true,
  role: 'follower',
  detail: '1',
  state: [],
  ...change,
});
const message = (id: number, from: string, to: string, type = 'Append'): MessageView => ({
  id,
  type,
  from,
  to,
  sentAt: 0,
  arrivesAt: 10,
  lost: false,
  text: '',
});

describe('a scene', () => {
  test('has a figure for each node, and equal nodes make an equal signature', () => {
    const nodes = [node('server1'), node('server2', { alive: false })];
    expect(sceneOf(nodes).figures.map(({ id }) => id)).toEqual(['server1', 'server2']);
    expect(sceneOf(nodes).signature).toBe(sceneOf([...nodes]).signature);
    expect(sceneOf([node('server1', { role: 'leader' })]).signature).not.toBe(sceneOf([node('server1')]).signature);
  });

  test('of very many nodes has a figure for each kind, with counts, roles and who is down', () => {
    const nodes = Array.from({ length: aggregateAbove + 1 }, (_, i) =>
      node(`n${i}`, { kind: i < 20 ? 'client' : 'server', role: i % 3 === 0 ? 'leader' : 'follower', alive: i !== 50 }),
    );
    const scene = sceneOf(nodes);
    expect(scene.figures).toMatchObject([
      { type: 'kind', id: 'client', count: 20, down: 0 },
      { type: 'kind', id: 'server', count: aggregateAbove - 19, down: 1 },
    ]);
    const [, servers] = scene.figures;
    expect(servers?.type === 'kind' ? servers.roles.map(([role]) => role) : []).toEqual(['follower', 'leader']);
    expect(scene.figureOf.get('n3')).toBe('client');
  });
});

describe('traffic', () => {
  const messages = Array.from({ length: 100 }, (_, i) => message(i, 'a', 'b', i % 4 === 0 ? 'Vote' : 'Append'));

  test('is counted by type, hidden types included', () => {
    const { counts, messages: drawn } = trafficOf(messages, new Set(['Append']), 1_000);
    expect([...counts]).toEqual([
      ['Vote', 25],
      ['Append', 75],
    ]);
    expect(drawn.every(({ type }) => type === 'Vote')).toBe(true);
  });

  test('beyond the limit is drawn by sample, the same messages from frame to frame', () => {
    const before = trafficOf(messages, new Set(), 30);
    const after = trafficOf(messages.slice(7), new Set(), 30);
    expect(before.sample).toBe(4);
    expect(before.messages.length).toBeLessThanOrEqual(30);
    for (const { id } of after.messages) expect(before.messages.some((drawn) => drawn.id === id)).toBe(true);
  });
});

describe('links in use', () => {
  const frame = (tip: number, messages: readonly MessageView[], seed = 1) =>
    ({ scenario: 's', seed, tip: { now: tip, step: tip }, messages }) as unknown as Frame;
  const scene = sceneOf([node('a'), node('b'), node('c')]);

  test('are learned from messages, once for both directions', () => {
    const first = seeLinks(null, frame(1, [message(0, 'b', 'a')]), scene);
    const second = seeLinks(
      first,
      frame(2, [message(1, 'a', 'b'), message(2, 'c', 'c'), message(3, 'outside', 'a')]),
      scene,
    );
    expect([...second.links]).toEqual(['a\nb']);
    expect(second.links).toBe(first.links);
  });

  test('are forgotten when another run begins', () => {
    const first = seeLinks(null, frame(9, [message(0, 'b', 'a')]), scene);
    expect(seeLinks(first, frame(1, []), scene).links.size).toBe(0);
    expect(seeLinks(first, frame(10, [], 2), scene).links.size).toBe(0);
  });
});

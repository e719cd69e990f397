import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NodeView, Shown } from '../../kernel/protocol.ts';
import { fieldSummary, groupNodes, mostStates } from './state-groups.ts';

const atom = (value: string | number): Shown => ({
  t: 'atom',
  kind: typeof value === 'number' ? 'number' : 'string',
  text: String(value),
});

const node = (id: string, state: Readonly<Record<string, string | number>>, role = '', alive = true): NodeView => ({
  id,
  kind: 'peer',
  alive,
  role,
  detail: '',
  state: Object.entries(state).map(([field, value]) => [field, atom(value)] as const),
});

const many = (count: number, make: (i: number) => NodeView): readonly NodeView[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('nodes in groups', () => {
  test('are those of one state, the largest group first; who is down is not one of them', () => {
    const { by, groups } = groupNodes([
      ...many(5, (i) => node(`a${i}`, { n: 1 })),
      ...many(9, (i) => node(`b${i}`, { n: 2 })),
      node('c', { n: 1 }, '', false),
    ]);
    expect(by).toBe('state');
    expect(groups.map(({ role, nodes }) => [role, nodes.length])).toEqual([
      ['', 9],
      ['', 5],
      ['down', 1],
    ]);
  });

  test('are those of one role when there are too many states', () => {
    const { by, groups } = groupNodes(many(300, (i) => node(`n${i}`, { n: i }, i % 3 === 0 ? 'leader' : 'follower')));
    expect(by).toBe('role');
    expect(groups.map(({ role, nodes }) => [role, nodes.length])).toEqual([
      ['follower', 200],
      ['leader', 100],
    ]);
  });

  test('are one when roles do not help either', () => {
    const { groups } = groupNodes(many(300, (i) => node(`n${i}`, { n: i }, `role ${i}`)));
    expect(groups.map(({ nodes }) => nodes.length)).toEqual([300]);
  });

  test('have every node in just one group, and are few (property)', () => {
    const nodes = fc.array(
      fc.record({ n: fc.integer({ min: 0, max: 60 }), role: fc.constantFrom('', 'a', 'b'), alive: fc.boolean() }),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(nodes, (all) => {
        const given = all.map(({ n, role, alive }, i) => node(`n${i}`, { n }, role, alive));
        const { groups } = groupNodes(given);
        expect(groups.flatMap(({ nodes: own }) => own.map(({ id }) => id)).toSorted()).toEqual(
          given.map(({ id }) => id).toSorted(),
        );
        expect(groups.length).toBeLessThanOrEqual(mostStates);
      }),
    );
  });
});

describe('a field of many nodes', () => {
  const summary = (values: readonly (string | number)[]) =>
    fieldSummary(
      values.map((value, i) => node(`n${i}`, { x: value })),
      'x',
    );

  test('is its value when they all have it', () => {
    expect(summary([7, 7, 7])).toEqual({ type: 'same', value: atom(7) });
  });

  test('is a span of numbers, a few values with how many have each, or how many values there are', () => {
    expect(summary([1, 9, 4, 4, 30])).toEqual({ type: 'text', text: '1 … 30, median 4' });
    expect(summary(['idle', 'busy', 'idle'])).toEqual({ type: 'text', text: "'idle' ×2, 'busy' ×1" });
    expect(summary(['a', 'b', 'c', 'd', 'd'])).toEqual({ type: 'text', text: "'d' ×2, 4 values" });
    expect(summary(['a', 'b', 'c', 'd'])).toEqual({ type: 'text', text: '4 values' });
  });

  test('says how many do not have it', () => {
    const nodes = [node('a', { x: 1 }), node('b', { y: 1 })];
    expect(fieldSummary(nodes, 'x')).toEqual({ type: 'text', text: '1 ×1, 1 without' });
    expect(fieldSummary(nodes, 'z')).toEqual({ type: 'text', text: '–' });
  });
});

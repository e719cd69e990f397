import { describe, expect, test } from 'vitest';
import type { Partitions } from '../partitions.ts';
import { type Holder, partitionsOf } from './partition-table.ts';

const node = (id: string, kind: string, state: Record<string, unknown>, alive = true): Holder => ({
  id,
  kind,
  alive,
  state,
});
const first = { table: null, holder: null };

/** A word for each partition, a letter for each node, as in the glossary; `.` for no copy. */
function text({ table }: Partitions, cells = table?.cells): string {
  if (table === null || cells === undefined) return '';
  const letters = ['.', ...table.states.map((state) => state[0] ?? '?')];
  return table.partitions
    .map((_, p) => table.nodes.map((_node, n) => letters[cells[p * table.nodes.length + n] ?? 0]).join(''))
    .join(' ');
}

const held = (states: Record<string, string>) => ({
  copies: new Map(Object.entries(states).map(([p, state]) => [p, { state }])),
});

describe('the matrix of partitions and nodes', () => {
  test('puts together what each node holds, in the order of partitions and nodes', () => {
    const found = partitionsOf(
      [
        node('a', 'server', held({ P10: 'active', P2: 'replica' })),
        node('b', 'server', held({ P2: 'active', P10: 'pending' })),
        node('c', 'server', held({})),
      ],
      first,
    );
    expect(found.table).toMatchObject({ partitions: ['P2', 'P10'], nodes: ['a', 'b', 'c'], holder: null });
    expect(found.table?.states).toEqual(['active', 'replica', 'pending']);
    expect(text(found)).toBe('ra. ap.');
    expect(found.sources).toEqual([
      { id: 'server.copies', kind: 'server', path: ['copies'], form: 'held', holders: ['a', 'b'], partitions: 2 },
    ]);
  });

  test('tells what a map wants beside what is held', () => {
    const found = partitionsOf(
      [
        node('a', 'server', held({ P0: 'active', P1: 'active' })),
        node('b', 'server', held({ P0: 'replica', P1: 'pending' }), false),
        node('m', 'manager', { map: { P0: { primary: ['a'], replica: ['b'] }, P1: { primary: ['b'], replica: [] } } }),
      ],
      first,
    );
    expect(text(found)).toBe('ar ap');
    expect(found.table?.wanted).toMatchObject({ id: 'manager.map', holder: 'm' });
    expect(text(found, found.table?.wanted?.cells)).toBe('ar .a');
    expect(found.table?.down).toEqual(['b']);
    // The map alone, when it is chosen.
    const map = partitionsOf(
      [node('a', 'server', held({ P0: 'active', P1: 'dead' })), node('m', 'manager', { map: { P0: 'a', P1: 'a' } })],
      { table: 'manager.map', holder: null },
    );
    expect(map.table).toMatchObject({ id: 'manager.map', form: 'map', holder: 'm', nodes: ['a'], wanted: null });
  });

  test('says where maps of several nodes disagree, and shows the one that is chosen', () => {
    const nodes = [
      node('a', 'peer', { ring: { p1: 'a', p2: 'b', p3: 'a' } }),
      node('b', 'peer', { ring: { p1: 'a', p2: 'b', p3: 'b' } }),
      node('c', 'peer', { ring: { p1: 'a', p2: 'a', p3: 'b' } }),
    ];
    const mine = partitionsOf(nodes, first);
    expect(mine.table?.holder).toBe('a');
    expect(mine.table?.others).toEqual([
      { node: 'b', differs: 1 },
      { node: 'c', differs: 2 },
    ]);
    expect([...(mine.table?.disputed ?? [])]).toEqual([0, 1, 1]);
    const other = partitionsOf(nodes, { table: 'peer.ring', holder: 'b' });
    expect(text(other)).toBe('a.. .a. .a.');
    expect(other.table?.others).toEqual([
      { node: 'a', differs: 1 },
      { node: 'c', differs: 1 },
    ]);
    // One that is gone is as if none were chosen.
    expect(partitionsOf(nodes, { table: 'peer.gone', holder: 'zed' }).table).toMatchObject({
      id: 'peer.ring',
      holder: 'a',
    });
  });

  test('is none where no state has such a map', () => {
    expect(partitionsOf([node('a', 'peer', { term: 1, members: ['a'] })], first)).toEqual({ sources: [], table: null });
  });
});

import { describe, expect, test } from 'vitest';
import { mapsIn } from './partition-map.ts';

const isNode = (id: string) => ['a', 'b', 'c', 'server1', 'server2'].includes(id);
const found = (state: Record<string, unknown>) => mapsIn(state, isNode);

/** Partition → `node: state`, as text. */
function told(state: Record<string, unknown>): string[] {
  return found(state).map(
    ({ path, form, partitions }) =>
      `${path.join('.')} ${form} ${[...partitions].map(([p, copies]) => `${p}(${[...copies].map((c) => c.join(':')).join(' ')})`).join(' ')}`,
  );
}

describe('a map from partitions to nodes', () => {
  test('has names as keys: one whose keys are objects is none, as all of them would have one name', () => {
    const [one, two] = [{ term: 1 }, { term: 2 }];
    const votes = (...keys: readonly unknown[]) => told({ votes: new Map(keys.map((key) => [key, 'a'])) });
    expect(votes(one, two)).toEqual([]);
    expect(votes(one.term, two.term)).toEqual(['votes map 1(a:active) 2(a:active)']);
  });

  test('is found in each form that models write', () => {
    expect(
      told({
        owner: new Map([
          [0, 'a'],
          [1, 'b'],
        ]),
      }),
    ).toEqual(['owner map 0(a:active) 1(b:active)']);
    expect(told({ ring: { P0: 'a', P1: null } })).toEqual(['ring map P0(a:active) P1()']);
    expect(told({ vbuckets: [['a', 'b'], ['b', 'c'], []] })).toEqual([
      'vbuckets map 0(a:active b:replica) 1(b:active c:replica) 2()',
    ]);
    expect(told({ map: { P0: { primary: ['b'], replica: ['a', 'c'] }, P1: { primary: [], replica: ['a'] } } })).toEqual(
      ['map map P0(b:active a:replica c:replica) P1(a:replica)'],
    );
    expect(
      told({
        map: [
          { active: 'a', replicas: ['b'], epoch: 3 },
          { active: 'b', replicas: new Set(['c']), epoch: 4 },
        ],
      }),
    ).toEqual(['map map 0(a:active b:replica) 1(b:active c:replica)']);
    expect(
      told({
        where: new Map([
          ['x', { a: 'active', b: 'pending' }],
          ['y', { c: { state: 'dead' } }],
        ]),
      }),
    ).toEqual(['where map x(a:active b:pending) y(c:dead)']);
  });

  test('is found where each node tells of its own copies', () => {
    const copies = new Map([
      ['P0', { state: 'active', seqno: 7 }],
      ['P3', { state: 'dead', seqno: 2 }],
    ]);
    expect(told({ copies })).toEqual(['copies held P0(:active) P3(:dead)']);
    expect(told({ vb: { 1: 'replica', 2: 'active' } })).toEqual(['vb held 1(:replica) 2(:active)']);
  });

  test('is found deeper in a state, and several in one', () => {
    const map = { P0: ['a'], P1: ['b', 'a'] };
    expect(found({ cluster: { now: map, next: map }, other: 3 }).map(({ path }) => path)).toEqual([
      ['cluster', 'now'],
      ['cluster', 'next'],
    ]);
  });

  test('is not seen in what only looks a little like one', () => {
    const none = [
      { members: ['a', 'b', 'c'] },
      {
        votedFor: new Map([
          ['a', 'b'],
          ['b', 'b'],
        ]),
      },
      { peers: { a: 'active', b: 'replica' } },
      { leader: { current: 'a', next: 'b' } },
      {
        log: [
          { term: 1, from: 'a' },
          { term: 2, from: 'b' },
        ],
      },
      {
        requests: new Map([
          [1, { client: 'a' }],
          [2, { client: 'b' }],
        ]),
      },
      { tasks: { t1: { state: 'running' }, t2: { state: 'done' } } },
      {
        names: new Map([
          [1, 'ann'],
          [2, 'bob'],
        ]),
      },
      { single: { P0: ['a'] } },
      { empty: {}, list: [], nothing: [null, null] },
      { matrix: [['a', 'zed'], ['b']] },
    ];
    for (const state of none) expect(told(state), JSON.stringify(state)).toEqual([]);
  });
});

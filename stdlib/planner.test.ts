import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference, holdersOf, loadOf, type PartitionMap, primaryWith, readMap, showMap } from './partition-map.ts';
import { type HierarchyRule, plan, type PlanOptions } from './planner.ts';
import { anyMap, everyMap, fewestMoves, NODES, unevenness, wholeMap } from './planner.fixture.ts';

const five = ['a', 'b', 'c', 'd', 'e'];
const model = primaryWith(1);
const nothing = (partitions: number): PartitionMap =>
  Object.fromEntries(Array.from({ length: partitions }, (_, i) => [`P${i}`, { primary: [], replica: [] }]));
const primariesOf = (map: PartitionMap, node: string): number => loadOf(map, node)['primary'] ?? 0;

describe('the tables', () => {
  const one = readMap('m m m m m m m m', five);
  const full = readMap('.m.s ..ms s..m .ms. .sm. s..m ms.. m.s.', five);

  test('1, from one node to four: two primaries and two replicas each; six primaries move, twelve copies are built', () => {
    const { map } = plan(one, ['a', 'b', 'c', 'd'], { model });
    expect(showMap(map, ['a', 'b', 'c', 'd'])).toBe('sm.. ..ms s..m .ms. ..ms .s.m ms.. m.s.');
    for (const node of ['a', 'b', 'c', 'd']) expect(loadOf(map, node)).toEqual({ primary: 2, replica: 2 });
    expect(difference(one, map)).toEqual({ built: 12, primariesMoved: 6 });
    const again = plan(map, ['a', 'b', 'c', 'd'], { model });
    expect(difference(map, again.map)).toEqual({ built: 0, primariesMoved: 0 });
    expect(again.rounds).toBe(1);
  });

  test('2, b is swapped for e: only the four partitions that used b change, and the new copies are on e', () => {
    const { map } = plan(full, ['a', 'c', 'd', 'e'], { model });
    expect(showMap(map, five)).toBe('...sm ..ms. s..m. ..s.m ..m.s s..m. m...s m.s..');
    const changed = Object.keys(full).filter((p) => JSON.stringify(full[p]) !== JSON.stringify(map[p]));
    expect(changed).toEqual(['P0', 'P3', 'P4', 'P6']);
    expect(changed.every((p) => holdersOf(full[p] ?? {}).includes('b'))).toBe(true);
    expect(difference(full, map)).toEqual({ built: 4, primariesMoved: 2 });
    expect(loadOf(map, 'e')).toEqual({ primary: 2, replica: 2 });
  });

  test('3, d is removed: only its two primaries move, and four copies are built', () => {
    const { map } = plan(full, ['a', 'b', 'c'], { model });
    expect(showMap(map, ['a', 'b', 'c'])).toBe('sm. s.m m.s .ms .sm sm. ms. m.s');
    expect(difference(full, map)).toEqual({ built: 4, primariesMoved: 2 });
    // The caveat: P5 goes to b although a held its replica. Who fails over must promote a replica, not plan.
    expect([full['P5'], map['P5']]).toEqual([
      { primary: ['d'], replica: ['a'] },
      { primary: ['b'], replica: ['a'] },
    ]);
  });

  describe('4, racks {a, b} and {c, d}', () => {
    const parents = { a: 'left', b: 'left', c: 'right', d: 'right', left: 'room', right: 'room' };
    const isLeft = (node: string): boolean => node === 'a' || node === 'b';
    const racked = (rule: HierarchyRule | null, nodes: readonly string[]): ReturnType<typeof plan> =>
      plan(nothing(8), nodes, { model, parents, rules: rule === null ? {} : { replica: [rule] } });

    test.each([
      ['another rack', { include: 2, exclude: 1 }, 8, 0],
      ['no rule', null, 4, 2],
      ['the same rack', { include: 1, exclude: 0 }, 0, 4],
    ] as const)('%s', (_, rule, across, lost) => {
      const { map, warnings } = racked(rule, ['a', 'b', 'c', 'd']);
      const sides = Object.values(map).map((copies) => new Set(holdersOf(copies).map(isLeft)));
      expect(sides.filter((side) => side.size === 2)).toHaveLength(across);
      for (const dead of [true, false]) {
        expect(sides.filter((side) => side.size === 1 && side.has(dead))).toHaveLength(lost);
      }
      expect(warnings).toEqual([]);
    });

    test('a rule is a wish: with one rack left there is one replica still, and no warning', () => {
      const { map, warnings } = racked({ include: 2, exclude: 1 }, ['a', 'b']);
      expect(Object.values(map).every(({ replica }) => replica?.length === 1)).toBe(true);
      expect(warnings).toEqual([]);
    });

    test('three replicas wanted and two nodes left: one warning for each partition', () => {
      const { warnings } = plan(nothing(8), ['a', 'b'], { model: primaryWith(3), parents });
      expect(warnings).toEqual(
        Array.from({ length: 8 }, (_, i) => ({ partition: `P${i}`, state: 'replica', wanted: 3, got: 1 })),
      );
    });
  });

  describe('5, weights and stickiness', () => {
    const primaries = primaryWith(0);

    test('a node of weight 3 takes six of eight', () => {
      const { map } = plan(nothing(8), ['a', 'b'], { model: primaries, nodeWeights: { a: 3, b: 1 } });
      expect(['a', 'b'].map((node) => primariesOf(map, node))).toEqual([6, 2]);
    });

    test('a partition of weight 3 counts for three: five and five', () => {
      const { map } = plan(nothing(8), ['a', 'b'], { model: primaries, partitionWeights: { P0: 3 } });
      expect(map['P0']).toEqual({ primary: ['a'], replica: [] });
      expect(['a', 'b'].map((node) => primariesOf(map, node))).toEqual([3, 5]);
    });

    test.each([
      [1.5, { built: 2, primariesMoved: 1 }, true],
      [1000, { built: 0, primariesMoved: 0 }, true],
      [0, { built: 11, primariesMoved: 8 }, false],
    ])('e is added with stickiness %d', (stickiness, expected, settles) => {
      const { map } = plan(one, ['a', 'b', 'c', 'd'], { model });
      const sticky = model.map((state) => ({ ...state, stickiness }));
      const next = plan(map, five, { model: sticky });
      expect(difference(map, next.map)).toEqual(expected);
      expect([next.settled, next.rounds === 10]).toEqual([settles, !settles]);
    });

    test('the weight of a partition that is named is its stickiness too, whatever the model says', () => {
      const crowded = readMap('m m m m', five);
      const sticky = [{ name: 'primary', constraint: 1, stickiness: 1000 }];
      const bare = Object.fromEntries(Object.entries(crowded).map(([p, { primary = [] }]) => [p, { primary }]));
      const moved = (partitionWeights: Readonly<Record<string, number>>): number =>
        difference(bare, plan(bare, ['a', 'b'], { model: sticky, partitionWeights }).map).primariesMoved;
      expect(moved({})).toBe(0);
      expect(moved({ P0: 1, P1: 1, P2: 1, P3: 1 })).toBe(2);
      // Three that stick, and one that does not.
      expect(moved({ P0: 1 })).toBe(1);
    });
  });

  test('under duress: two partitions have moved, a is dead, its replicas are promoted, and what has moved stays', () => {
    const survived = readMap('...sm ..ms. ...m. ..s.m .sm.. ...m. .m... ..m..', five);
    const { map } = plan(survived, ['c', 'd', 'e'], { model });
    expect(showMap(map, five)).toBe('...sm ..ms. ..sm. ..s.m ..m.s ...ms ...sm ..m.s');
    expect(difference(survived, map)).toEqual({ built: 6, primariesMoved: 1 });
  });
});

describe('whatever the map was before', () => {
  const problem = fc.record({
    before: anyMap(6, 2, 12),
    nodes: fc.shuffledSubarray([...NODES], { minLength: 1 }),
    replicas: fc.integer({ min: 0, max: 3 }),
  });

  test('each partition has its copies, on nodes that stay, each on another; or a warning says how many are missing', () => {
    fc.assert(
      fc.property(problem, ({ before, nodes, replicas }) => {
        const { map, warnings } = plan(narrow(before, replicas), nodes, { model: primaryWith(replicas) });
        expect(Object.keys(map)).toEqual(Object.keys(before));
        for (const copies of Object.values(map)) {
          const holders = holdersOf(copies);
          expect(new Set(holders).size).toBe(holders.length);
          expect(holders.every((node) => nodes.includes(node))).toBe(true);
          expect(copies['primary']).toHaveLength(1);
          expect(copies['replica']).toHaveLength(Math.min(replicas, nodes.length - 1));
        }
        const isShort = replicas > nodes.length - 1;
        expect(warnings.map(({ partition }) => partition)).toEqual(isShort ? Object.keys(map) : []);
      }),
      { numRuns: 500 },
    );
  });

  test('no node holds two copies of a state more than another, and planning again changes nothing', () => {
    fc.assert(
      fc.property(problem, ({ before, nodes, replicas }) => {
        const options = { model: primaryWith(replicas) };
        const { map, settled } = plan(narrow(before, replicas), nodes, options);
        expect(settled).toBe(true);
        for (const state of ['primary', 'replica']) expect(unevenness(map, nodes, state)).toBeLessThanOrEqual(1);
        expect(plan(map, nodes, options).map).toEqual(map);
      }),
      { numRuns: 500 },
    );
  });

  test('with node weights each has its share of the primaries, within one and a half', () => {
    const weights = fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
    );
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 30 }), ([a, b, c], partitions) => {
        const nodeWeights: Record<string, number> = { a, b, c };
        const { map } = plan(nothing(partitions), ['a', 'b', 'c'], { model: primaryWith(0), nodeWeights });
        for (const node of ['a', 'b', 'c']) {
          const share = (partitions * (nodeWeights[node] ?? 0)) / (a + b + c);
          expect(Math.abs(primariesOf(map, node) - share)).toBeLessThanOrEqual(1.5);
        }
      }),
    );
  });

  test('a plan made with racks keeps no partition within one rack, as long as both have nodes', () => {
    const parents = { a: 'x', b: 'x', c: 'x', d: 'y', e: 'y', f: 'y', x: 'room', y: 'room' };
    const rules = { replica: [{ include: 2, exclude: 1 }] };
    const rackOf = (node: string): string => (parents as Readonly<Record<string, string>>)[node] ?? '';
    fc.assert(
      fc.property(anyMap(6, 1, 12), fc.shuffledSubarray([...NODES], { minLength: 2 }), (before, nodes) => {
        fc.pre(new Set(nodes.map(rackOf)).size === 2);
        const { map } = plan(before, nodes, { model, parents, rules });
        for (const copies of Object.values(map)) expect(new Set(holdersOf(copies).map(rackOf)).size).toBe(2);
      }),
    );
  });

  test('as few primaries move as in any even map (every map was tried); it may build a copy more for each, where two could change places', () => {
    fc.assert(
      fc.property(wholeMap(4, 4), fc.subarray(['a', 'b', 'c', 'd'], { minLength: 2 }), (before, nodes) => {
        const { map } = plan(before, nodes, { model });
        let [built, moved] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
        for (const other of everyMap(Object.keys(before), nodes)) {
          if (unevenness(other, nodes, 'primary') > 1 || unevenness(other, nodes, 'replica') > 1) continue;
          const least = difference(before, other);
          built = Math.min(built, least.built);
          moved = Math.min(moved, least.primariesMoved);
        }
        const done = difference(before, map);
        expect(done.primariesMoved).toBe(moved);
        expect(done.built - built).toBeLessThanOrEqual(Object.keys(before).length);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('of more partitions it moves no more primaries than it must in nine maps of ten, and never more than three more', () => {
    const runs = 1_000;
    let least = 0;
    fc.assert(
      fc.property(anyMap(6, 0, 12), fc.subarray([...NODES], { minLength: 1 }), (before, nodes) => {
        const { map } = plan(before, nodes, { model: primaryWith(0) });
        const more = difference(before, map).primariesMoved - fewestMoves(before, nodes);
        if (more === 0) least += 1;
        // Of 300,000 random ones it was three in 13, two in 1,524, one in 22,228.
        expect(more).toBeLessThanOrEqual(3);
      }),
      { numRuns: runs },
    );
    expect(least / runs).toBeGreaterThan(0.9);
  });

  test('nothing but the arguments decides: the same plan twice, whatever the order of the partitions in the map', () => {
    fc.assert(
      fc.property(anyMap(6, 1, 12), (before) => {
        const reversed = Object.fromEntries(Object.entries(before).toReversed());
        expect(plan(reversed, five, { model })).toEqual(plan(before, five, { model }));
      }),
    );
  });
});

/** Without the replicas that a model with fewer has no place for: none when it has none. */
function narrow(map: PartitionMap, replicas: number): PartitionMap {
  return Object.fromEntries(
    Object.entries(map).map(([p, { primary = [], replica = [] }]) => [
      p,
      { primary, replica: replica.slice(0, replicas) },
    ]),
  );
}

test('what makes no sense is a RangeError that names it', () => {
  const error =
    (nodes: readonly string[], options: Partial<PlanOptions>, map = nothing(2)): (() => unknown) =>
    () =>
      plan(map, nodes, { model, ...options });
  expect(error([], {})).toThrow(new RangeError('plan: there are no nodes to plan for'));
  expect(error(['a', 'a'], {})).toThrow(new RangeError("plan: 'a' stands twice among nodes"));
  expect(error(['a'], { nodeWeights: { a: 0 } })).toThrow(
    new RangeError("plan: the weight of node 'a' must be above 0, not 0"),
  );
  expect(error(['a'], { rules: { slave: [] } })).toThrow(new RangeError("plan: rules: the model has no state 'slave'"));
  expect(error(['a'], { parents: { a: 'x', x: 'a' }, rules: { replica: [{ include: 1, exclude: 0 }] } })).toThrow(
    new RangeError("plan: 'a' is its own ancestor"),
  );
  expect(error(['a'], { model: primaryWith(-1) })).toThrow(RangeError);
  expect(error(['a'], {}, { P0: { primary: ['a'], replica: ['a'] } })).toThrow(
    new RangeError("plan: 'a' stands twice among the holders of P0"),
  );
  expect(error(['a'], {}, { P0: { master: ['a'] } })).toThrow(
    new RangeError("plan: P0 has copies in 'master', no state of the model"),
  );
});

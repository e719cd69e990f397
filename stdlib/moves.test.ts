import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterStep, isDone, moveList, type MoveOrder, moveLists, nextSteps, type Step } from './moves.ts';
import { holdersOf, readMap, showMap } from './partition-map.ts';
import { anyMap, NODES } from './planner.fixture.ts';

const states = ['primary', 'replica'];
const five = ['a', 'b', 'c', 'd', 'e'];
const before = readMap('.m.s ..ms s..m .ms. .sm. s..m ms.. m.s.', five);
const after = readMap('...sm ..ms. s..m. ..s.m ..m.s s..m. m...s m.s..', five);
const say = (steps: readonly Step[] | undefined): string =>
  (steps ?? []).map(({ op, node }) => `${op} ${node}`).join(', ');

describe('the steps of one partition', () => {
  test('for availability the new copy is there before the old one goes', () => {
    const lists = moveLists(states, before, after);
    expect(Object.entries(lists).map(([p, steps]) => `${p}: ${say(steps)}`)).toEqual([
      'P0: add e, del b',
      'P3: add e, del b',
      'P4: add e, del b',
      'P6: add e, del b',
    ]);
  });

  test('for the fewest copies it is the other way round', () => {
    expect(say(moveLists(states, before, after, 'fewest-copies')['P6'])).toBe('del b, add e');
  });

  test('all four, in both orders', () => {
    const [from, to] = [readMap('msss.', five), readMap('sm.ss', five)];
    expect(say(moveList(states, from['P0'] ?? {}, to['P0'] ?? {}))).toBe('promote b, demote a, add e, del c');
    expect(say(moveList(states, from['P0'] ?? {}, to['P0'] ?? {}, 'fewest-copies'))).toBe(
      'del c, demote a, add e, promote b',
    );
  });

  test('between any two maps they lead from the one to the other, each order with the fewest steps', () => {
    fc.assert(
      fc.property(
        anyMap(6, 2, 6),
        anyMap(6, 2, 6),
        fc.constantFrom<MoveOrder>('availability', 'fewest-copies'),
        (a, b, order) => {
          for (const [partition, goal] of Object.entries(b)) {
            const start = a[partition] ?? { primary: [], replica: [] };
            const steps = moveList(states, start, goal, order);
            const end = steps.reduce(afterStep, start);
            expect(isDone(end, goal)).toBe(true);
            expect(isDone(start, goal)).toBe(steps.length === 0);
            expect(showMap({ P0: end }, NODES)).toBe(showMap({ P0: goal }, NODES));
            expect(new Set(steps.map(({ node }) => node)).size).toBe(steps.length);
          }
        },
      ),
    );
  });

  test('for availability there are never fewer copies on the way than the fewer of start and goal, once deletions come last', () => {
    fc.assert(
      fc.property(anyMap(6, 2, 1), anyMap(6, 2, 1), ({ P0: start = {} }, { P0: goal = {} }) => {
        const steps = moveList(states, start, goal).toSorted((a, b) => Number(a.op === 'del') - Number(b.op === 'del'));
        let copies = start;
        const least = Math.min(holdersOf(start).length, holdersOf(goal).length);
        for (const step of steps) {
          copies = afterStep(copies, step);
          expect(holdersOf(copies).length).toBeGreaterThanOrEqual(least);
        }
      }),
    );
  });
});

describe('which steps come next', () => {
  const lists = moveLists(states, before, after);
  const sourceOf = (partition: string): string => before[partition]?.['primary']?.[0] ?? '';
  const chosen = (change: Partial<Parameters<typeof nextSteps>[0]> = {}): readonly string[] =>
    nextSteps({ left: lists, underWay: [], backfills: [], limit: 1, sourceOf, states, ...change }).map(
      ({ partition, step, source }) =>
        `${partition}: ${step.op} ${step.node}${source === null ? '' : ` from ${source}`}`,
    );

  test('primaries before replicas, and no node in more backfills than the limit', () => {
    expect(chosen()).toEqual(['P0: add e from b']);
    expect(chosen({ limit: 2 })).toEqual(['P0: add e from b', 'P3: add e from b']);
    // Both primaries come from b, and b can give no third.
    expect(chosen({ limit: 3 })).toEqual(['P0: add e from b', 'P3: add e from b', 'P4: add e from c']);
  });

  test('what is under way waits, and what it moves counts', () => {
    const backfills = [{ source: 'b', target: 'e' }];
    expect(chosen({ underWay: ['P0'], backfills })).toEqual([]);
    expect(chosen({ underWay: ['P0'], backfills, limit: 2 })).toEqual(['P3: add e from b']);
    // Built, and now taken over: it moves no data, so it takes no place.
    expect(chosen({ underWay: ['P0'] })).toEqual(['P3: add e from b']);
  });

  test('promote, demote, add, del; and what costs nothing is not limited', () => {
    const step = (op: Step['op'], node: string, state: string | null): readonly Step[] => [{ op, node, state }];
    const left = {
      P0: step('del', 'a', null),
      P1: step('add', 'b', 'replica'),
      P2: step('demote', 'c', 'replica'),
      P3: step('promote', 'd', 'primary'),
      P4: step('promote', 'd', 'primary'),
    };
    expect(chosen({ left, sourceOf: () => 'z' })).toEqual([
      'P3: promote d',
      'P4: promote d',
      'P2: demote c',
      'P1: add b from z',
      'P0: del a',
    ]);
  });

  test('the node with most left is served first, and distinct pairs before a pair once more', () => {
    const add = (node: string): readonly Step[] => [{ op: 'add', node, state: 'replica' }];
    const left = { P0: add('x'), P1: add('y'), P2: add('y'), P3: add('y') };
    const from: Readonly<Record<string, string>> = { P0: 'a', P1: 'a', P2: 'a', P3: 'b' };
    expect(chosen({ left, limit: 2, sourceOf: (p) => from[p] ?? '' })).toEqual([
      'P1: add y from a',
      'P3: add y from b',
      'P0: add x from a',
    ]);
  });

  test('a partition without a source waits', () => {
    expect(chosen({ sourceOf: (p) => (p === 'P0' ? null : sourceOf(p)) })).toEqual(['P3: add e from b']);
  });

  test('whatever the maps: begun as they are chosen, all lists come to their end, and never above the limit', () => {
    fc.assert(
      fc.property(anyMap(6, 1, 10), anyMap(6, 1, 10), fc.integer({ min: 1, max: 3 }), (a, b, limit) => {
        let left = moveLists(states, a, b);
        let turns = 0;
        while (Object.keys(left).length > 0) {
          const next = nextSteps({ left, underWay: [], backfills: [], limit, sourceOf: () => 'source', states });
          expect(next.length).toBeGreaterThan(0);
          const adds = next.filter(({ step }) => step.op === 'add');
          for (const node of NODES)
            expect(adds.filter(({ step }) => step.node === node).length).toBeLessThanOrEqual(limit);
          const begun = new Set(next.map(({ partition }) => partition));
          left = Object.fromEntries(
            Object.entries(left)
              .map(([p, steps]) => [p, begun.has(p) ? steps.slice(1) : steps] as const)
              .filter(([, steps]) => steps.length > 0),
          );
          expect(++turns).toBeLessThan(100);
        }
      }),
    );
  });

  test('a limit that would let nothing move is a RangeError', () => {
    expect(() => chosen({ limit: 0 })).toThrow(new RangeError('nextSteps: limit must be a whole number from 1, not 0'));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BranchView } from '../../kernel/protocol.ts';
import { baseOf, connectors, laneAt, laneLimit, layoutLanes, stripHeight } from './lanes.ts';

const branch = (id: number, parent: number | null, forkedAt: number, isCurrent = false): BranchView => ({
  id,
  name: `branch ${id}`,
  parent,
  forkedAt: { step: forkedAt, time: forkedAt },
  tip: { now: forkedAt + 100, step: forkedAt + 100 },
  isCurrent,
  violated: 0,
  violation: null,
  density: [],
});

/** A tree in which each branch was forked from one that was there before. */
const tree: fc.Arbitrary<readonly BranchView[]> = fc
  .array(fc.record({ parent: fc.nat(), forkedAt: fc.nat(1_000) }), { maxLength: 30 })
  .chain((forks) => fc.tuple(fc.constant(forks), fc.nat(forks.length)))
  .map(([forks, current]) => [
    branch(1, null, 0, current === 0),
    ...forks.map(({ parent, forkedAt }, i) => branch(i + 2, 1 + (parent % (i + 1)), forkedAt, current === i + 1)),
  ]);

const names = (branches: readonly BranchView[], hasGhost = false, isExpanded = false) =>
  layoutLanes(branches, hasGhost, isExpanded, 0).lanes.map(({ name }) => name);

describe('the order of lanes', () => {
  test('is that of the tree, of two branches of one parent the later first', () => {
    const branches = [branch(1, null, 0, true), branch(2, 1, 300), branch(3, 2, 400), branch(4, 1, 500)];
    expect(names(branches)).toEqual(['branch 1', 'branch 4', 'branch 2', 'branch 3']);
  });

  test('stays when another branch becomes the current one; the run as it was stands above it', () => {
    const branches = [branch(1, null, 0), branch(2, 1, 300, true), branch(3, 1, 200)];
    expect(names(branches, true)).toEqual(['branch 1', 'before', 'branch 2', 'branch 3']);
  });

  test('lets no connector cross a lane that is there at its time, unless the branch itself is under it (property)', () => {
    fc.assert(
      fc.property(tree, (branches) => {
        const { lanes } = layoutLanes(branches, false, true, 0);
        const isUnder = (one: BranchView | undefined, other: number): boolean =>
          one !== undefined &&
          (one.id === other ||
            isUnder(
              branches.find(({ id }) => id === one.parent),
              other,
            ));
        for (const [i, { branch: child }] of lanes.entries()) {
          const parent = lanes.findIndex((lane) => lane.id === child?.parent);
          for (const { branch: between } of lanes.slice(parent + 1, i)) {
            if (parent < 0 || between === null || between.parent !== child?.parent) continue;
            // Of its siblings only those that were forked later stand between.
            expect(between.forkedAt.time).toBeGreaterThanOrEqual(child.forkedAt.time);
            expect(isUnder(between, child.parent ?? 0)).toBe(true);
          }
        }
      }),
    );
  });
});

describe('many branches', () => {
  test('show the current one, those it comes from, and the newest; the others are counted (property)', () => {
    fc.assert(
      fc.property(tree, (branches) => {
        const { lanes, hidden, moreTop } = layoutLanes(branches, false, false, 0);
        expect(lanes.length).toBe(Math.min(branches.length, laneLimit));
        expect(lanes.length + hidden).toBe(branches.length);
        expect(moreTop === null).toBe(branches.length <= laneLimit);
        expect(lanes.filter(({ kind }) => kind === 'current')).toHaveLength(1);
        expect(layoutLanes(branches, false, true, 0).lanes).toHaveLength(branches.length);
      }),
    );
  });
});

describe('the places of lanes', () => {
  test('follow each other without gaps under the strip of times, and fill the least height (property)', () => {
    fc.assert(
      fc.property(tree, fc.boolean(), fc.boolean(), fc.integer({ min: 0, max: 400 }), (branches, ghost, all, least) => {
        const { lanes, height } = layoutLanes(branches, ghost, all, least);
        let top = stripHeight;
        for (const lane of lanes) {
          expect(lane.top).toBe(top);
          top += lane.height;
          expect(laneAt(lanes, lane.top + lane.height / 2)).toBe(lane);
        }
        expect(height).toBeGreaterThanOrEqual(Math.max(top, least));
        expect(laneAt(lanes, stripHeight - 1)).toBeNull();
      }),
    );
  });

  test('a run without a tree has one lane', () => {
    const { lanes, height } = layoutLanes([], false, false, 148);
    expect(lanes).toMatchObject([{ kind: 'current', name: '', branch: null, top: stripHeight }]);
    expect(height).toBe(148);
  });
});

test('a branch is joined to its parent where it was forked, as long as that is in sight', () => {
  const { lanes } = layoutLanes([branch(1, null, 0, true), branch(2, 1, 300), branch(3, 1, 900)], false, false, 0);
  const paths = connectors(lanes, (time) => time / 2, 400);
  const [main, , second] = lanes;
  expect([...paths.keys()].map(({ id }) => id)).toEqual([2]);
  expect(main && second && paths.get(second)).toBe(
    `M150.0 ${main && baseOf(main)}V${(second ? baseOf(second) : 0) - 8}q0 8 8 8`,
  );
});

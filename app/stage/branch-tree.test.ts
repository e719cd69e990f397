import { describe, expect, it } from 'vitest';
import type { BranchView, Race } from '../../kernel/protocol.ts';
import { raceBranches, spanOf, treeRows } from './branch-tree.ts';

const branch = (id: number, parent: number | null, step = 0, details: Partial<BranchView> = {}): BranchView => ({
  id,
  name: `b${id}`,
  parent,
  forkedAt: { step, time: step * 10 },
  tip: { now: 1_000, step: 100 },
  isCurrent: id === 1,
  violated: 0,
  violation: null,
  density: [],
  ...details,
});

const drawn = (branches: readonly BranchView[], folded: readonly number[] = []): readonly string[] => {
  const signs = { none: '  ', pass: '│ ', fork: '├ ', last: '└ ' };
  return treeRows(branches, new Set(folded)).map((row) => {
    const joints = row.joints.map((joint) => signs[joint]).join('');
    return `${joints}${row.type === 'branch' ? row.branch.name : `${row.branches.length} orders`}`;
  });
};

describe('the tree of branches', () => {
  it('stands in the order of the forks, each beneath the branch it left', () => {
    const branches = [branch(1, null), branch(2, 1, 40), branch(3, 1, 10), branch(4, 3, 20), branch(5, 3, 30)];
    expect(drawn(branches)).toEqual(['b1', '├ b3', '│ ├ b4', '│ └ b5', '└ b2']);
  });

  it('keeps a branch whose parent was deleted, as one that hangs on nothing', () => {
    expect(drawn([branch(1, null), branch(3, 2, 5)])).toEqual(['b1', 'b3']);
  });

  it('folds the orders of a race, but not the one that is shown nor one that was forked on', () => {
    const orders = [3, 4, 5, 6].map((id) => branch(id, 2, 7, { isCurrent: id === 4 }));
    const branches = [branch(1, null, 0, { isCurrent: false }), branch(2, 1, 5), ...orders, branch(7, 5, 50)];
    expect(drawn(branches, [3, 4, 5, 6])).toEqual(['b1', '└ b2', '  ├ b4', '  ├ b5', '  │ └ b7', '  └ 2 orders']);
  });

  it('tells what each branch was forked from', () => {
    const rows = treeRows([branch(1, null), branch(2, 1, 3)], new Set());
    expect(rows.map((row) => (row.type === 'branch' ? row.from : null))).toEqual(['', 'b1']);
  });
});

describe('the span of a branch', () => {
  it('begins at its fork and is measured by the branch that goes farthest', () => {
    const branches = [branch(1, null), branch(2, 1, 50, { tip: { now: 2_000, step: 9 } })];
    expect(branches.map((each) => spanOf(each, branches))).toEqual([
      { from: 0, to: 0.5 },
      { from: 0.25, to: 1 },
    ]);
  });
});

describe('the branches of a race', () => {
  it('are those of its orders that have one', () => {
    const outcome = { count: 2, values: [], fault: null, violated: [], branch: 4 };
    const orders = [4, null, 9].map((id) => ({ branch: id, events: [] }));
    const race: Race = {
      ...{ status: 'done', step: 1, time: 2, node: 'n', orders: 3, rivals: [], atRest: true, notes: [] },
      outcomes: [{ ...outcome, orders }],
    };
    expect([...raceBranches(race)]).toEqual([4, 9]);
    expect(raceBranches(null).size).toBe(0);
  });
});

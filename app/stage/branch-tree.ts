/** The tree of branches as rows from top to bottom, with the lines that join them, and what each row's bar shows. */
import type { BranchView, Race } from '../../kernel/protocol.ts';

/** What stands in one column left of a row's name. */
export type Joint = 'none' | 'pass' | 'fork' | 'last';

export type TreeRow =
  | { readonly type: 'branch'; readonly branch: BranchView; readonly joints: readonly Joint[]; readonly from: string }
  /** Branches of a race, folded. */
  | { readonly type: 'race'; readonly branches: readonly BranchView[]; readonly joints: readonly Joint[] };

interface Node {
  readonly row: { readonly type: 'branch'; readonly branch: BranchView } | Extract<TreeRow, { type: 'race' }>;
  readonly children: readonly Node[];
}

/** `folded`: branches that stand in one row together, unless they are the current one or have branches of their own. */
export function treeRows(branches: readonly BranchView[], folded: ReadonlySet<number>): readonly TreeRow[] {
  const known = new Map(branches.map((branch) => [branch.id, branch]));
  const childrenOf = (id: number | null): readonly BranchView[] =>
    branches
      .filter(({ parent }) => (parent !== null && known.has(parent) ? parent : null) === id)
      .toSorted((a, b) => a.forkedAt.step - b.forkedAt.step || a.id - b.id);
  const isFolded = ({ id, isCurrent }: BranchView): boolean =>
    folded.has(id) && !isCurrent && childrenOf(id).length === 0;

  function nodesOf(id: number | null): readonly Node[] {
    const own = childrenOf(id);
    const together = own.filter(isFolded);
    const nodes = own
      .filter((branch) => !isFolded(branch))
      .map((branch): Node => ({ row: { type: 'branch', branch }, children: nodesOf(branch.id) }));
    if (together.length === 0) return nodes;
    return [...nodes, { row: { type: 'race', branches: together, joints: [] }, children: [] }];
  }

  function rowsOf(nodes: readonly Node[], before: readonly Joint[], isRoot: boolean): readonly TreeRow[] {
    return nodes.flatMap(({ row, children }, i): readonly TreeRow[] => {
      const isLast = i === nodes.length - 1;
      const joints: readonly Joint[] = isRoot ? [] : [...before, isLast ? 'last' : 'fork'];
      if (row.type === 'race') return [{ ...row, joints }];
      const parent = row.branch.parent === null ? undefined : known.get(row.branch.parent);
      const below: readonly Joint[] = isRoot ? [] : [...before, isLast ? 'none' : 'pass'];
      return [{ ...row, joints, from: parent?.name ?? '' }, ...rowsOf(children, below, false)];
    });
  }

  return rowsOf(nodesOf(null), [], true);
}

/** The branches in which a race's orders happen. */
export function raceBranches(race: Race | null): ReadonlySet<number> {
  const orders = race?.outcomes.flatMap((outcome) => outcome.orders) ?? [];
  return new Set(orders.flatMap(({ branch }) => (branch === null ? [] : [branch])));
}

/** A branch's own part of all time, as shares 0 … 1: what it has from before its fork is its parent's. */
export function spanOf(
  branch: BranchView,
  branches: readonly BranchView[],
): { readonly from: number; readonly to: number } {
  const end = Math.max(1, ...branches.map(({ tip }) => tip.now));
  const from = branch.parent === null ? 0 : Math.min(branch.forkedAt.time, branch.tip.now);
  return { from: from / end, to: branch.tip.now / end };
}

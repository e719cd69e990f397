/**
 * Branches as lanes, one below the other: the tree in order, a branch under the one it was forked from. Of two branches of one
 * parent the later comes first, so no connector crosses a lane that is already there. The current branch has the most room,
 * for its marks and its density; the run as it was before an edit stands right above it.
 */
import type { BranchView } from '../../kernel/protocol.ts';

export interface Lane {
  readonly kind: 'ghost' | 'current' | 'other';
  /** The branch; of a ghost, the branch whose past it is. */
  readonly id: number;
  readonly name: string;
  /** Null for the ghost, and for a run that has no tree yet. */
  readonly branch: BranchView | null;
  /** px from the top of the timeline. */
  readonly top: number;
  readonly height: number;
}

export interface LaneLayout {
  readonly lanes: readonly Lane[];
  /** Branches without a lane. */
  readonly hidden: number;
  /** Where the row stands that tells of them, or lets them be hidden again; null when there are few. */
  readonly moreTop: number | null;
  /** px, of everything. */
  readonly height: number;
}

/** The strip of times at the top. */
export const stripHeight = 24;
/** The marks of the current branch, above its density. */
export const marksHeight = 22;
export const laneHeight = 22;
const leastCurrentHeight = marksHeight + 34;
const foot = 7;
/** More branches than this are shown only when asked for. */
export const laneLimit = 8;

/** @param least height of the timeline, px: what is not needed goes to the current branch */
export function layoutLanes(
  branches: readonly BranchView[],
  hasGhost: boolean,
  isExpanded: boolean,
  least: number,
): LaneLayout {
  const inOrder = treeOrder(branches);
  const isMany = inOrder.length > laneLimit;
  const shown = isMany && !isExpanded ? chosen(inOrder, laneLimit) : inOrder;
  const current = shown.find(({ isCurrent }) => isCurrent) ?? null;
  const others = Math.max(0, shown.length - 1) + (hasGhost ? 1 : 0) + (isMany ? 1 : 0);
  const rest = stripHeight + others * laneHeight + foot;
  const currentHeight = Math.max(leastCurrentHeight, least - rest);

  const lanes: Lane[] = [];
  let top = stripHeight;
  const put = (kind: Lane['kind'], id: number, name: string, branch: BranchView | null): void => {
    const height = kind === 'current' ? currentHeight : laneHeight;
    lanes.push({ kind, id, name, branch, top, height });
    top += height;
  };
  for (const branch of shown) {
    if (branch === current && hasGhost) put('ghost', branch.id, 'before', null);
    put(branch === current ? 'current' : 'other', branch.id, branch.name, branch);
  }
  if (current === null) put('current', 0, '', null);
  const moreTop = isMany ? top : null;
  return { lanes, hidden: inOrder.length - shown.length, moreTop, height: rest + currentHeight };
}

/** Each branch under its parent; the one that was forked last first. */
function treeOrder(branches: readonly BranchView[]): readonly BranchView[] {
  const known = new Set(branches.map(({ id }) => id));
  const parentOf = ({ parent }: BranchView): number | null => (parent !== null && known.has(parent) ? parent : null);
  const under = (parent: number | null): readonly BranchView[] =>
    branches
      .filter((branch) => parentOf(branch) === parent)
      .toSorted((a, b) => (parent === null ? 0 : b.forkedAt.time - a.forkedAt.time) || a.id - b.id)
      .flatMap((branch) => [branch, ...under(branch.id)]);
  return under(null);
}

/** The current branch and those it comes from, then the newest. In the order given. */
function chosen(branches: readonly BranchView[], limit: number): readonly BranchView[] {
  const byId = new Map(branches.map((branch) => [branch.id, branch]));
  const kept = new Set<BranchView>();
  const current = branches.find(({ isCurrent }) => isCurrent);
  for (
    let at = current;
    at !== undefined && kept.size < limit;
    at = at.parent === null ? undefined : byId.get(at.parent)
  )
    kept.add(at);
  for (const branch of branches.toSorted((a, b) => b.id - a.id)) if (kept.size < limit) kept.add(branch);
  return branches.filter((branch) => kept.has(branch));
}

/** y of the line that a lane's density stands on. */
export const baseOf = ({ top, height }: Lane): number => top + height - 2;

/** Lines from where branches were forked down to their lanes, by lane. SVG path data. */
export function connectors(
  lanes: readonly Lane[],
  place: (time: number) => number,
  width: number,
): ReadonlyMap<Lane, string> {
  const paths = new Map<Lane, string>();
  for (const lane of lanes) {
    const { branch } = lane;
    const parent = lanes.find((one) => one.branch !== null && one.branch.id === branch?.parent);
    if (branch === null || parent === undefined) continue;
    const x = place(branch.forkedAt.time);
    if (x < 0 || x > width) continue;
    const [from, to] = [baseOf(parent), baseOf(lane)];
    const bend = Math.min(8, Math.abs(to - from) / 2);
    paths.set(lane, `M${x.toFixed(1)} ${from}V${to - bend}q0 ${bend} ${bend} ${bend}`);
  }
  return paths;
}

/** The lane at a height; null in the strip of times and below the last. */
export function laneAt(lanes: readonly Lane[], y: number): Lane | null {
  return lanes.find(({ top, height }) => y >= top && y < top + height) ?? null;
}

/** The tree of runs of one notebook: branches with names, one of them the current one. */
import { lastProgram, mainBranch } from '../journal.ts';
import type { BranchJournal, BranchView, Journal, RunJournal, Want } from '../protocol.ts';
import type { Monitor } from '../world/monitor.ts';
import { millis } from '../world/world.ts';
import type { Densities } from './density.ts';
import type { Ghost } from './ghost.ts';
import { createHistorian, type Historian } from './history.ts';
import { journalOf } from './outside.ts';
import { aheadOf, type Rerun } from './rerun.ts';
import type { Rebuild } from './rebuild.ts';
import type { Retrospect } from './retrospect.ts';
import { type Run, worldOf } from './run.ts';

/** More branches than this cannot be made. */
export const branchLimit = 200;

export interface Branch {
  readonly id: number;
  name: string;
  parent: number | null;
  readonly forkedAt: { readonly step: number; readonly time: number };
  /** Null while only its journal is there. */
  run: Run | null;
  historian: Historian | null;
  /** It is being made from its journal. */
  rebuild: Rebuild | null;
  /** Its past is being run again. */
  rerun: Rerun | null;
  retrospect: Retrospect | null;
  ghost: Ghost | null;
  /** As it was when it was last there. */
  journal: RunJournal;
}

export interface Tree {
  readonly branches: Map<number, Branch>;
  current: Branch;
  nextId: number;
  /** Deleted, the latest last. */
  readonly deleted: Branch[];
}

/** A tree of one branch. */
export function plantTree(run: Run): Tree {
  const trunk = createBranch({ ...mainBranch, ...journalOf(run) }, run);
  return { branches: new Map([[trunk.id, trunk]]), current: trunk, nextId: trunk.id + 1, deleted: [] };
}

/** The tree that a journal describes; nothing of it has been run. */
export function treeOf(journal: Journal): Tree {
  const { others, format: _, ...own } = journal;
  const all = [own, ...others].map((branch) => createBranch(branch, null));
  const branches = new Map(all.map((branch) => [branch.id, branch]));
  const current = all[0] as Branch;
  return { branches, current, nextId: Math.max(...branches.keys()) + 1, deleted: [] };
}

function createBranch({ id, name, parent, forkedAt, ...journal }: BranchJournal, run: Run | null): Branch {
  return {
    id,
    name,
    parent,
    forkedAt,
    run,
    historian: run === null ? null : createHistorian(run),
    rebuild: null,
    rerun: null,
    retrospect: null,
    ghost: null,
    journal,
  };
}

/** Gives a branch another run. */
export function setRun(branch: Branch, run: Run): void {
  branch.run = run;
  branch.historian = createHistorian(run);
  branch.retrospect = null;
  branch.rebuild = null;
}

/**
 * A new branch of the current one; it is not made the current one.
 * @param forkedAt where the two part; the run's tip when left out
 */
export function addBranch(
  tree: Tree,
  run: Run,
  name: string,
  forkedAt: Branch['forkedAt'] = { step: worldOf(run).step, time: millis(run.shown) },
): Branch {
  const id = tree.nextId++;
  const branch = createBranch(
    {
      id,
      name: freeName(tree, name === '' ? `branch ${id}` : name),
      parent: tree.current.id,
      forkedAt,
      ...journalOf(run),
    },
    run,
  );
  tree.branches.set(id, branch);
  return branch;
}

/** A new branch that has nothing in common with any other. */
export function addRoot(tree: Tree, run: Run, name: string): Branch {
  const id = tree.nextId++;
  const forkedAt = { step: 0, time: 0 };
  const branch = createBranch({ id, name: freeName(tree, name), parent: null, forkedAt, ...journalOf(run) }, run);
  tree.branches.set(id, branch);
  return branch;
}

/** The same from a journal; nothing of it has been run. */
export function addRootOf(tree: Tree, journal: RunJournal, name: string): Branch {
  const id = tree.nextId++;
  const forkedAt = { step: 0, time: 0 };
  const branch = createBranch({ ...journal, id, name: freeName(tree, name), parent: null, forkedAt }, null);
  tree.branches.set(id, branch);
  return branch;
}

/** Names are for people; each stands once. */
export function freeName(tree: Tree, wanted: string, own: number | null = null): string {
  const name = wanted.trim().slice(0, 80);
  const taken = new Set([...tree.branches.values()].flatMap((branch) => (branch.id === own ? [] : [branch.name])));
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) if (!taken.has(`${name} ${n}`)) return `${name} ${n}`;
}

/** Takes a branch away; those forked from it hang on to its parent. False for the current one. */
export function deleteBranch(tree: Tree, id: number): boolean {
  const branch = tree.branches.get(id);
  if (branch === undefined || branch === tree.current) return false;
  tree.branches.delete(id);
  tree.deleted.push(branch);
  return true;
}

/** Brings back the one deleted last. */
export function undeleteBranch(tree: Tree): Branch | null {
  const branch = tree.deleted.pop() ?? null;
  if (branch !== null) tree.branches.set(branch.id, branch);
  return branch;
}

export function journalOfBranch(branch: Branch): RunJournal {
  const { run, rebuild, rerun } = branch;
  if (run === null || rebuild !== null) return branch.journal;
  return { ...journalOf(run), ahead: rerun === null ? null : aheadOf(rerun) };
}

export function journalOfTree(tree: Tree): Journal {
  const full = (branch: Branch): BranchJournal => {
    const { id, name, parent, forkedAt } = branch;
    return { id, name, parent: tree.branches.has(parent ?? -1) ? parent : null, forkedAt, ...journalOfBranch(branch) };
  };
  const others = [...tree.branches.values()].filter((branch) => branch !== tree.current).map(full);
  return { format: 2, ...full(tree.current), others };
}

/** The program at a branch's tip, by name. */
export function programAt(branch: Branch): string {
  return lastProgram(journalOfBranch(branch));
}

export function branchViews(tree: Tree, wanted: Want['density'], densities: Densities): BranchView[] {
  return [...tree.branches.values()].map((branch): BranchView => {
    const { id, name, parent, forkedAt, run, journal } = branch;
    const tip =
      run === null
        ? { now: journal.time ?? 0, step: journal.steps }
        : { now: millis(Math.max(run.shown, worldOf(run).now)), step: worldOf(run).step };
    const violated = run === null ? [] : run.monitors.list.filter(({ verdict }) => verdict === 'violated');
    const known = tree.branches.has(parent ?? -1) ? parent : null;
    const density = run !== null && wanted?.branches?.includes(id) ? densities.of(run.columns, wanted) : [];
    return {
      id,
      name,
      parent: known,
      forkedAt,
      tip,
      isCurrent: branch === tree.current,
      violated: violated.length,
      violation: firstOf(violated),
      density,
    };
  });
}

function firstOf(violated: readonly Monitor[]): BranchView['violation'] {
  const [first] = violated
    .flatMap(({ property, at }) => (at === null ? [] : [{ property: property.name, ...at }]))
    .toSorted((a, b) => a.step - b.step);
  return first ?? null;
}

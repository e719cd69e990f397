/** The reader's acts on the tree of branches, and on what is in a branch's past. */
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { BranchAct, Input } from '../protocol.ts';
import { forkRun } from '../trace/fork.ts';
import { applyInput, inputText } from '../trace/outside.ts';
import { pastBefore } from '../trace/past.ts';
import { mark, worldOf } from '../trace/run.ts';
import {
  type Branch,
  deleteBranch,
  freeName,
  journalOfBranch,
  programAt,
  type Tree,
  undeleteBranch,
} from '../trace/tree.ts';
import { putInForce } from './put-in-force.ts';
import { branchOff, forkAt, replaceRun, wholeRun } from './runs.ts';
import { beginRebuild } from './start.ts';
import { isRebuilding, type SessionState } from './state.ts';

/** Throws DiagnosticError. */
export function changeTree(state: SessionState, tree: Tree, act: BranchAct): void {
  const { current } = tree;
  switch (act.type) {
    case 'fork':
      if (current.run !== null && current.rebuild === null)
        enter(state, tree, branchOff(tree, forkAt(current.run, act.step).run, act.name ?? ''));
      return;
    case 'switch': {
      const branch = tree.branches.get(act.id);
      if (branch !== undefined && branch !== current) enter(state, tree, branch);
      return;
    }
    case 'rename': {
      const branch = tree.branches.get(act.id);
      if (branch !== undefined && act.name.trim() !== '') branch.name = freeName(tree, act.name, act.id);
      return;
    }
    case 'delete':
      deleteBranch(tree, act.id);
      return;
    case 'undelete':
      undeleteBranch(tree);
      return;
    case 'keep-ghost': {
      const { ghost } = current;
      if (ghost === null) return;
      branchOff(tree, ghost.run, act.name ?? `${current.name} before`);
      current.ghost = null;
      return;
    }
    case 'drop-ghost':
      current.ghost = null;
  }
}

/** Makes a branch the current one. The text is what counts: its newest program is in force there from now on. */
function enter(state: SessionState, tree: Tree, branch: Branch): void {
  const left = tree.current;
  if (left.run !== null && left.rebuild === null) left.journal = journalOfBranch(left);
  state.looked = null;
  if (branch.run === null) {
    const before = state.inForce;
    const wrong = beginRebuild(state, branch);
    if (wrong !== null) {
      state.inForce = before;
      throw new DiagnosticError(diagnostic('journal/broken', wrong, { help: 'The branch stays as it is.' }));
    }
    tree.current = branch;
    return;
  }
  tree.current = branch;
  if (branch.rebuild !== null) return;
  state.inForce = state.builds.get(programAt(branch), state.inForce) ?? state.inForce;
  putInForce(state, state.newest);
}

/**
 * An act at the tip, or after an earlier step. Returns what is wrong with it.
 * @param at step; null for the tip
 */
export function act(state: SessionState, input: Input, at: number | null): readonly Diagnostic[] {
  const { tree } = state;
  if (tree === null || isRebuilding(state)) return [];
  const before = tree.current.run;
  return attempt(() => {
    if (before === null) return;
    // The past is not written over: an act there begins a branch.
    if (at !== null && at < worldOf(before).step) changeTree(state, tree, { type: 'fork', step: at });
    const { run } = tree.current;
    const problem = run === null ? null : applyInput(run, input);
    if (problem !== null) throw new DiagnosticError(problem);
  });
}

/** Runs the current branch again without one of its inputs. `entry`: its place in the journal. */
export function undoInput(state: SessionState, entry: number): void {
  const branch = state.tree?.current;
  const old = branch === undefined ? null : wholeRun(branch);
  const undone = old?.entries[entry];
  if (branch === undefined || old === null || undone?.type !== 'input') return;
  const past = pastBefore(old, entry);
  const { step } = past.machine.world;
  const fresh = forkRun(old, past);
  mark(fresh, 'swap', `Undone: ${inputText(undone.input)}`, ['Run again without it.']);
  replaceRun(branch, old, fresh, old.entries.slice(entry + 1), step, false);
  state.looked = null;
}

/** Diagnostics that are thrown belong to the request. */
export function attempt(act: () => void): readonly Diagnostic[] {
  try {
    act();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return [error.diagnostic];
    throw error;
  }
}

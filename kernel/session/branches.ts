/** The reader's acts on the tree of branches, and on what is in a branch's past. */
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostic.ts';
import { lastProgram } from '../journal.ts';
import type { BranchAct, Exchanges, Input } from '../protocol.ts';
import { forkRun } from '../trace/fork.ts';
import { inputText } from '../trace/input-text.ts';
import { applyInput, journalOf, letHappen } from '../trace/outside.ts';
import { pastBefore } from '../trace/past.ts';
import { aheadOf, resumeRerun } from '../trace/rerun.ts';
import { mark, worldOf } from '../trace/run.ts';
import {
  addRootOf,
  type Branch,
  deleteBranch,
  freeName,
  journalOfBranch,
  programAt,
  type Tree,
  undeleteBranch,
} from '../trace/tree.ts';
import { openCounterexample } from './explore.ts';
import { openFailure, refuseTooMany } from './fuzz.ts';
import { putNamed } from './programs.ts';
import { putInForce } from './put-in-force.ts';
import { partedAt } from '../trace/ghost.ts';
import { branchOff, forkAt, replaceRun } from './runs.ts';
import { beginRebuild, catchUpNow } from './start.ts';
import { currentRun, type SessionState, stopwatch } from './state.ts';

/** Wall time that bringing a run to its tip may take before an act of the reader is refused. */
const arriveMs = 300;

/** Throws DiagnosticError. */
export function changeTree(state: SessionState, tree: Tree, act: BranchAct): void {
  const { current } = tree;
  switch (act.type) {
    case 'fork':
      if (current.run !== null && current.rebuild === null) {
        const { run } = forkAt(current.run, act.step);
        putNamed(state, run);
        enter(state, tree, branchOff(tree, run, act.name ?? ''));
      }
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
    case 'open-failure':
      enter(state, tree, openFailure(state, tree, act.fuzz, act.failure));
      return;
    case 'graft':
      graft(state, tree, act);
      return;
    case 'open-counterexample':
      enter(state, tree, openCounterexample(state, tree, act));
      return;
    case 'keep-ghost': {
      const { ghost } = current;
      if (ghost === null) return;
      branchOff(tree, ghost.run, act.name ?? `${current.name} before`, partedAt(ghost));
      current.ghost = null;
      return;
    }
    case 'drop-ghost':
      current.ghost = null;
  }
}

/** Makes a run from elsewhere the current branch. Throws DiagnosticError. */
function graft(
  state: SessionState,
  tree: Tree,
  { journal, name }: Extract<BranchAct, { readonly type: 'graft' }>,
): void {
  refuseTooMany(tree);
  const branch = addRootOf(tree, journal, name);
  try {
    enter(state, tree, branch);
  } catch (error) {
    tree.branches.delete(branch.id);
    throw error;
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
  if (branch.rebuild !== null) {
    // It is half made, to be compared: what has been put in force in it so far.
    state.inForce = state.builds.get(lastProgram(journalOf(branch.run)), state.inForce) ?? state.inForce;
    return;
  }
  state.inForce = state.builds.get(programAt(branch), state.inForce) ?? state.inForce;
  putInForce(state, state.newest);
}

/**
 * An act at the tip, or after an earlier step.
 * @param at step; null for the tip
 */
export function act(
  state: SessionState,
  input: Input,
  at: number | null,
): Pick<Exchanges['input']['reply'], 'diagnostics' | 'done'> {
  const { tree } = state;
  if (tree === null) return { diagnostics: [], done: null };
  let done: Exchanges['input']['reply']['done'] = null;
  const diagnostics = attempt(() => {
    arrive(state);
    const before = tree.current.run;
    if (before === null) return;
    // The past is not written over: an act there begins a branch.
    if (at !== null && at < worldOf(before).step) changeTree(state, tree, { type: 'fork', step: at });
    const { run } = tree.current;
    if (run === null) return;
    const problem = applyInput(run, input);
    if (problem === null) {
      done = { text: inputText(input), entry: run.entries.length - 1 };
      letHappen(run);
    }
    const wrong = problem ?? run.fault;
    if (wrong !== null) throw new DiagnosticError(wrong);
  });
  return { diagnostics, done };
}

/** The run is brought to its tip first, where acts and their places in the journal are meant. Throws DiagnosticError. */
function arrive(state: SessionState): void {
  const limits = { isSpent: stopwatch(state.host, arriveMs), events: Number.POSITIVE_INFINITY };
  if (!catchUpNow(state, limits) && currentRun(state)?.fault == null)
    throw new DiagnosticError(
      diagnostic('input/refused', 'The run is still being run again.', { help: 'Try again when it has arrived.' }),
    );
}

/** Runs the current branch again without one of its inputs. `entry`: its place in the journal. Throws DiagnosticError. */
export function undoInput(state: SessionState, entry: number): void {
  arrive(state);
  const branch = state.tree?.current;
  const old = branch?.run ?? null;
  const undone = old?.entries[entry];
  if (branch === undefined || old === null || undone?.type !== 'input') return;
  // An error stopped the run on its way to where it was: there it goes on to.
  const ahead = branch.rerun === null ? null : aheadOf(branch.rerun);
  const past = pastBefore(old, entry);
  const { step } = past.machine.world;
  const fresh = forkRun(old, past);
  putNamed(state, fresh);
  mark(fresh, 'swap', `Undone: ${inputText(undone.input)}`, ['Run again without it.']);
  const again = old.entries.slice(entry + 1);
  replaceRun(branch, old, fresh, again, step, ahead !== null);
  if (ahead !== null) branch.rerun = resumeRerun({ ...ahead, entries: [...again, ...ahead.entries] });
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

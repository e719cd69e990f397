/** Programs and plans as runs want them: by the names that journals have for them, and for the scenario that is running. */
import { programsOf, programsOfRun } from '../journal.ts';
import { changes, isUnchanged, type Program } from '../program/program.ts';
import { adopt, adoptFromStart, journalOf, tryInstall } from '../trace/outside.ts';
import { receiptOf, titleOf } from '../trace/receipt.ts';
import { markSwap, type Run, worldOf } from '../trace/run.ts';
import { journalOfBranch, journalOfTree } from '../trace/tree.ts';
import type { Plan } from '../world/plan.ts';
import { planOf } from './past.ts';
import type { SwapEntry } from '../protocol.ts';
import type { SessionState } from './state.ts';

/** The plan of the running scenario under a program. Throws DiagnosticError. */
export function planFor({ assembly }: SessionState, program: Program, current: Plan): Plan {
  const declared = program.scenarios.find(({ name }) => name === current.scenario);
  return declared === undefined || declared.content === current.content
    ? current
    : planOf(program, current.scenario, assembly.explain);
}

/** Puts a program that a journal names in force in a run of the current branch. */
export function installNamed(state: SessionState, run: Run, { program, goesOn = false }: SwapEntry): void {
  const build = state.builds.get(program, state.inForce);
  if (build === null) return;
  const difference = changes(worldOf(run).program, build.program);
  const { machine, installed } = tryInstall(run, build.program, planFor(state, build.program, worldOf(run).plan));
  adopt(run, machine, build.source.id, goesOn);
  markSwap(run, titleOf(difference), receiptOf(difference, installed), goesOn);
  state.inForce = build;
}

/**
 * Puts into a run that was taken out of another's past the program that its journal names for it. An edit from the start that concerned
 * nothing was put in force at the tip; the checkpoints before have the program before it.
 */
export function putNamed(state: SessionState, run: Run): void {
  if (run.entries.some(({ type }) => type === 'swap')) return;
  const build = state.builds.get(run.firstProgram, state.inForce);
  const { program, plan } = worldOf(run);
  if (build === null || isUnchanged(changes(program, build.program))) return;
  const { machine } = tryInstall(run, build.program, planFor(state, build.program, plan));
  adoptFromStart(run, machine, run.firstProgram);
}

/** Lets go of the programs that nothing names any more. */
export function forgetBuilds({ tree, inForce, builds }: SessionState): void {
  if (tree === null) return;
  const named = new Set([inForce.source.id, ...programsOf(journalOfTree(tree))]);
  for (const branch of tree.deleted) for (const id of programsOfRun(journalOfBranch(branch))) named.add(id);
  for (const branch of tree.branches.values())
    if (branch.ghost !== null) for (const id of programsOfRun(journalOf(branch.ghost.run))) named.add(id);
  builds.forget(named);
}

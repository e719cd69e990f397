/** Runs the past again from an event on, under another program; the run as it was stays as the ghost. */
import type { Diagnostic } from '../diagnostic.ts';
import { changes } from '../program/program.ts';
import { startRun } from '../trace/forward.ts';
import { adopt, adoptFromStart, tryInstall } from '../trace/outside.ts';
import { receiptOf, titleOf } from '../trace/receipt.ts';
import { inputsFrom } from '../trace/rerun.ts';
import { createRetrospect } from '../trace/retrospect.ts';
import { mark, type Run, worldOf } from '../trace/run.ts';
import type { Branch } from '../trace/tree.ts';
import type { Plan } from '../world/plan.ts';
import type { Build } from './cells.ts';
import { type From, planOf } from './past.ts';
import { rehearsed } from './rehearsal.ts';
import { forkAt, replaceRun, wholeRun } from './runs.ts';
import { type SessionState, surroundingsOf } from './state.ts';

/** `past`: step. Returns what is wrong with the program; then nothing was done. Throws DiagnosticError. */
export function rewind(
  state: SessionState,
  branch: Branch,
  build: Build,
  plan: Plan,
  past: number,
  how: From,
): readonly Diagnostic[] {
  const { builds } = state;
  const { explain } = state.assembly;
  const old = wholeRun(branch);
  if (old === null) return [];
  const { names, program: before } = worldOf(old);
  const difference = changes(before, build.program);
  const fromStart = how.from === 'start';
  if (past === 0 && fromStart) {
    // The plan in force holds the first states that the old program gave.
    const anew = planOf(build.program, plan.scenario, explain);
    const make = (): Run => startRun(build.program, anew, old.seed, build.source.id, surroundingsOf(state), names);
    const wrong = rehearsed(state, make().machine, difference);
    if (wrong !== null) return [wrong];
    builds.keep(build);
    const fresh = make();
    mark(fresh, 'swap', titleOf(difference, ' from the start'), receiptOf(difference, null));
    replaceRun(branch, old, fresh, inputsFrom(old, 0), 0, how.keepGhost);
    return [];
  }
  const { run: fresh, past: there } = forkAt(old, past);
  const wrong = rehearsed(state, tryInstall(fresh, build.program, plan).machine, difference);
  if (wrong !== null) return [wrong];
  const { machine, installed } = tryInstall(fresh, build.program, plan);
  builds.keep(build);
  if (fromStart) adoptFromStart(fresh, machine, build.source.id);
  else adopt(fresh, machine, build.source.id);
  const title = titleOf(difference, fromStart ? ' from the start' : how.from === 'here' ? ' from here' : '');
  mark(fresh, 'swap', title, [
    ...receiptOf(difference, fromStart ? null : installed),
    `Nothing before event ${past} is concerned.`,
  ]);
  replaceRun(branch, old, fresh, inputsFrom(old, there.entries), past, how.keepGhost);
  // Of the history that stays, new properties are asked too.
  branch.retrospect = createRetrospect(fresh, new Set(difference.properties));
  return [];
}

/** What comes into a run from outside: another program, and acts of the reader. Each is an entry of its journal. */
import { type Diagnostic, diagnostic } from '../diagnostic.ts';
import type { Program } from '../program/program.ts';
import type { Input, RunJournal } from '../protocol.ts';
import { takeInput } from '../world/input.ts';
import { install, type Installed, refresh } from '../world/install.ts';
import { conclude, createMonitors, observe, relocate, reopen } from '../world/monitor.ts';
import { type Plan } from '../world/plan.ts';
import { Priority } from '../world/queue.ts';
import { said } from '../world/said.ts';
import { restore, takeSnapshot } from '../world/snapshot.ts';
import { canMove, createMachine, type Machine } from '../world/step.ts';
import { millis } from '../world/world.ts';
import { checkpoint, forward, keepCheckpoint, markNews } from './forward.ts';
import { inputMark, inputText, isEvent } from './input-text.ts';
import { listen, mark, type Run, untilOf, worldOf } from './run.ts';

/** Makes a checkpoint here. False when a state turned out not to be plain data: the run is stopped before that event then. */
export function checkpointHere(run: Run): boolean {
  return checkpoint(run);
}

/** A copy of the run's world with another program in force; the run itself is untouched. Throws DiagnosticError. */
export function tryInstall(
  run: Run,
  program: Program,
  plan: Plan,
): { readonly machine: Machine; readonly installed: Installed } {
  const world = restore(takeSnapshot(worldOf(run), null));
  const installed = install(world, program, plan, run.shown);
  return { machine: createMachine(world), installed };
}

/** Puts a world that `tryInstall` made in force. `goesOn`: as one edit of many, not the first. */
export function adopt(run: Run, machine: Machine, source: string, goesOn = false): void {
  const { world } = machine;
  run.machine = machine;
  listen(run);
  run.monitors = createMonitors(world, run.monitors, run.explain);
  const at = { turn: world.turn, step: world.step, time: millis(run.shown) };
  run.entries.push({ type: 'swap', ...at, program: source, ...(goesOn ? { goesOn } : {}) });
  resume(run);
  if (run.end === 'running') run.isUnobserved = true;
  keepCheckpoint(run, true);
  if (run.end !== 'running') {
    // Nothing will happen any more, but a new property is to be asked once.
    observe(run.monitors, machine, Math.max(0, world.step - 1));
    conclude(run.monitors, world, run.end === 'quiescent');
    markNews(run);
  }
}

/** The same for a program that is that of the whole run: what happened before would have been no other under it. */
export function adoptFromStart(run: Run, machine: Machine, source: string): void {
  // It was not put in force at this moment, so nothing is to be looked at again.
  const { unsettled, whenRun, instantFrom } = worldOf(run);
  machine.world.unsettled = unsettled.slice();
  machine.world.whenRun = whenRun;
  machine.world.instantFrom = instantFrom;
  run.machine = machine;
  listen(run);
  run.firstProgram = source;
  run.monitors = createMonitors(machine.world, run.monitors, run.explain);
  run.isUnobserved = true;
  keepCheckpoint(run, true);
}

/** The same program from another text: only where its rules and properties stand has changed. */
export function relocateRun(run: Run, program: Program): void {
  refresh(worldOf(run), program);
  run.monitors = relocate(run.monitors, worldOf(run));
}

/**
 * Returns why it could not be done, or null. It is in the journal all the same: in another history, or after another edit, it
 * may be possible again.
 */
export function applyInput(run: Run, input: Input): Diagnostic | null {
  if (!checkpointHere(run)) return run.fault;
  const { world } = run.machine;
  const isOver = run.end === 'ended' && run.shown >= untilOf(run);
  const hasLine = !isOver && canBeSaid(run, input);
  const problem = isOver ? overAt(run) : takeInput(world, input, Math.max(world.now, run.shown));
  const entry = run.entries.length;
  run.entries.push({ type: 'input', turn: world.turn, step: world.step, time: millis(run.shown), input });
  // Seen after its own event, when it has one.
  const at = { step: world.step + (isEvent(input) ? 1 : 0), time: millis(Math.max(world.now, run.shown)) };
  if (problem === null) mark(run, inputMark(input), inputText(input), [], at, entry, hasLine);
  else mark(run, 'input', `Skipped: ${inputText(input)}`, [problem.text], undefined, entry);
  resume(run);
  keepCheckpoint(run, true);
  return problem;
}

/** Acts before one, by its place in the journal, that a scenario can do too. */
export const linesBefore = ({ marks }: Run, before: number): number =>
  marks.filter(({ hasLine, entry }) => hasLine === true && entry != null && entry < before).length;

/** What cannot be done at all cannot be said either. */
function canBeSaid(run: Run, input: Input): boolean {
  try {
    const saying = said(worldOf(run), input, run.shown, linesBefore(run, run.entries.length));
    return saying !== null && saying.at < untilOf(run);
  } catch {
    return false;
  }
}

function overAt(run: Run): Diagnostic {
  return diagnostic('input/stale', `The scenario ended at ${millis(untilOf(run))} ms: nothing happens any more.`, {
    help: 'Go back to an earlier moment: what is done there begins a branch.',
  });
}

/** Lets what an act set off happen, and the `when` rules that follow at once; time does not go on. */
export function letHappen(run: Run): void {
  const limits = { to: Math.max(run.shown, worldOf(run).now), events: Number.POSITIVE_INFINITY, isSpent: () => false };
  for (;;) {
    const { heap, unsettled, turn } = worldOf(run);
    if (run.end !== 'running' || (unsettled.length === 0 && heap[0]?.priority !== Priority.effect)) return;
    forward(run, { ...limits, turns: turn + 1 });
  }
}

function resume(run: Run): void {
  run.fault = null;
  if (run.end === 'ended' && run.shown >= untilOf(run)) return;
  if (run.end === 'quiescent' && !canStillMove(run.machine)) return;
  reopen(run.monitors);
  run.end = 'running';
}

function canStillMove(machine: Machine): boolean {
  try {
    return canMove(machine);
  } catch {
    // A guard threw: running on will say so, at the right event.
    return true;
  }
}

export function journalOf(run: Run): RunJournal {
  const { world } = run.machine;
  return {
    seed: run.seed,
    scenario: world.plan.scenario,
    program: run.firstProgram,
    entries: run.entries,
    steps: world.step,
    turns: world.turn,
    time: millis(run.shown),
  };
}

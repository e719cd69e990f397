/** What comes into a run from outside: another program, and acts of the reader. Each is an entry of its journal. */
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostic.ts';
import { copy, type Plain } from '../plain.ts';
import type { State } from '../program/declaration.ts';
import type { Program } from '../program/program.ts';
import type { Input, RunJournal } from '../protocol.ts';
import { scheduleEffect } from '../world/act.ts';
import type { Effect } from '../world/effect.ts';
import { install, type Installed, refresh } from '../world/install.ts';
import { conclude, createMonitors, observe, relocate, reopen } from '../world/monitor.ts';
import { delayPending, dropPending, duplicatePending, takePending } from '../world/pending.ts';
import { type Plan } from '../world/plan.ts';
import { restore, takeSnapshot } from '../world/snapshot.ts';
import { canMove, createMachine, type Machine } from '../world/step.ts';
import { millis, type World } from '../world/world.ts';
import { checkpoint, keepCheckpoint, markNews } from './forward.ts';
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

/** Puts a world that `tryInstall` made in force. */
export function adopt(run: Run, machine: Machine, source: string): void {
  const { world } = machine;
  run.machine = machine;
  listen(run);
  run.monitors = createMonitors(world, run.monitors, run.explain);
  run.entries.push({ type: 'swap', turn: world.turn, step: world.step, time: millis(run.shown), program: source });
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
  const problem = act(world, input, run.shown);
  const entry = run.entries.length;
  run.entries.push({ type: 'input', turn: world.turn, step: world.step, time: millis(run.shown), input });
  if (problem !== null) mark(run, 'input', `Skipped: ${inputText(input)}`, [problem.text], undefined, entry);
  else if (!hasOwnMark(input)) mark(run, 'input', inputText(input), [], undefined, entry);
  resume(run);
  keepCheckpoint(run, true);
  return problem;
}

function act(world: World, input: Input, shown: number): Diagnostic | null {
  const now = Math.max(world.now, shown);
  const effect = (made: Effect): void => scheduleEffect(world, made, now, -1);
  try {
    switch (input.type) {
      case 'crash':
      case 'restart':
        known(world, input.node);
        effect({ type: input.type, node: input.node });
        break;
      case 'cut':
        known(world, input.a);
        known(world, input.b);
        effect({ type: 'cut', pairs: [[input.a, input.b]], text: `${input.a} | ${input.b}` });
        break;
      case 'heal': {
        const { a, b } = input;
        effect({ type: 'heal', pairs: a == null || b == null ? null : [[known(world, a), known(world, b)]] });
        break;
      }
      case 'set': {
        const { path, value } = input;
        const node = known(world, input.node);
        // Tried first: in the run itself it would stop there.
        setAt(copy(world.byId.get(node)?.state ?? {}), path, value);
        effect({ type: 'edit', node, change: (state) => setAt(state, path, value) });
        break;
      }
      case 'send': {
        const from = input.from === null ? null : known(world, input.from);
        if (!world.program.messages.has(input.message)) throw stale(`There is no message '${input.message}'.`);
        effect({
          type: 'send',
          from,
          to: known(world, input.to),
          message: { type: input.message, body: copy(input.body) },
        });
        break;
      }
      case 'take':
        takePending(world, input.pending, now);
        break;
      case 'delay':
        delayPending(world, input.pending, input.ms);
        break;
      case 'drop':
        dropPending(world, input.pending, now);
        break;
      case 'duplicate':
        duplicatePending(world, input.pending);
        break;
      case 'fire':
        effect({ type: 'fire', node: known(world, input.node), rule: input.rule });
        break;
      default:
        throw new DiagnosticError(
          diagnostic('journal/broken', `Unknown input ${JSON.stringify(input satisfies never)}.`, { help: '' }),
        );
    }
    return null;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostic;
    throw error;
  }
}

/** Sets what a path leads to: fields, indices, keys of a Map as text. Throws DiagnosticError. */
function setAt(state: State, path: readonly (string | number)[], value: Plain): void {
  const missing = (): DiagnosticError => stale(`There is no ${path.join('.')} in the state.`);
  let holder: unknown = state;
  for (const [depth, part] of path.entries()) {
    const isLast = depth === path.length - 1;
    if (holder instanceof Map) {
      const key: unknown = [...holder.keys()].find((one) => String(one) === String(part));
      if (key === undefined) throw missing();
      if (isLast) holder.set(key, copy(value));
      else holder = holder.get(key);
    } else if (typeof holder === 'object' && holder !== null && Object.hasOwn(holder, part)) {
      if (isLast) Reflect.set(holder, part, copy(value));
      else holder = Reflect.get(holder, part);
    } else throw missing();
  }
  if (path.length === 0) throw missing();
}

function known(world: World, node: string): string {
  if (world.byId.has(node)) return node;
  throw stale(`There is no node '${node}'.`);
}

function stale(text: string): DiagnosticError {
  return new DiagnosticError(
    diagnostic('input/stale', text, { help: 'It was there in another history. Undo this act, or choose again.' }),
  );
}

/** Its event marks itself: a fault, a healing. */
function hasOwnMark({ type }: Input): boolean {
  return type === 'crash' || type === 'restart' || type === 'cut' || type === 'heal' || type === 'set';
}

/** In words, for marks and lists. */
export function inputText(input: Input): string {
  switch (input.type) {
    case 'crash':
    case 'restart':
      return `${input.type} ${input.node}`;
    case 'cut':
      return `cut ${input.a} | ${input.b}`;
    case 'heal':
      return input.a == null || input.b == null ? 'heal' : `heal ${input.a} | ${input.b}`;
    case 'set':
      return `${input.node}.${input.path.join('.')} set`;
    case 'send':
      return `${input.message} to ${input.to}`;
    case 'fire':
      return `${input.rule} on ${input.node}`;
    case 'take':
    case 'delay':
    case 'drop':
    case 'duplicate': {
      const { type, from, to } = input.pending;
      const what = `${type}${from === '' ? '' : ` ${from} →`} ${to}`;
      if (input.type === 'take') return `${what} now`;
      return input.type === 'delay'
        ? `${what} delayed by ${input.ms} ms`
        : `${what} ${input.type}${input.type === 'drop' ? 'ped' : 'd'}`;
    }
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

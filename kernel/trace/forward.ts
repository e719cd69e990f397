/**
 * Runs a run on: turn by turn, with checkpoints on the way, monitors asked when the world is at rest, marks for what a
 * reader wants to find again.
 *
 * Nothing is paid for undoing a step: a step that throws is undone by going back to the last checkpoint and
 * running forward again, which is exact because everything is deterministic.
 */
import { type Diagnostic, diagnostic } from '../diagnostic.ts';
import { copy, NotPlainError } from '../plain.ts';
import type { Explain } from '../program/explain.ts';
import type { Program } from '../program/program.ts';
import { conclude, copyMonitors, createMonitors, observe, passTime } from '../world/monitor.ts';
import { createNames, type Names } from '../world/names.ts';
import { type Plan } from '../world/plan.ts';
import { byReader, EventKind } from '../world/queue.ts';
import { restore, takeSnapshot } from '../world/snapshot.ts';
import { createWorld } from '../world/create.ts';
import { checkState, createMachine, type Machine, StepError, turn } from '../world/step.ts';
import { millis } from '../world/world.ts';
import { addCheckpoint, type Checkpoint, createCheckpoints, keptCheckpoints, lastCheckpoint } from './checkpoint.ts';
import { append, createColumns, truncate } from './columns.ts';
import { createPace, isDue } from './pace.ts';
import { firingsAfter, rerun } from './past.ts';
import { refill } from './refill.ts';
import { listen, mark, type Run, untilOf, worldOf } from './run.ts';
import { bytesOfSnapshot } from './size.ts';
import { createStats, truncateStats } from './stats.ts';
import { keepWithinLimit } from './thin.ts';

/** What a run is given by its surroundings. */
export interface Surroundings {
  readonly explain: Explain;
  /** Wall ms from any origin: decides where checkpoints are made, which cannot be seen in the run. */
  readonly clock: () => number;
  /** Bytes that its history may take. */
  readonly memoryLimit: number;
}

/** `names`: those of the run this one is to be compared with. */
export function startRun(
  program: Program,
  plan: Plan,
  seed: number,
  firstProgram: string,
  { explain, clock, memoryLimit }: Surroundings,
  names: Names = createNames(),
): Run {
  const world = createWorld(program, plan, seed, names);
  const run: Run = {
    seed,
    explain,
    pace: createPace(clock),
    machine: createMachine(world),
    columns: createColumns(),
    stats: createStats(),
    marks: [],
    checkpoints: createCheckpoints(),
    monitors: createMonitors(world, null, explain),
    verified: [],
    counts: [],
    lastFired: [],
    end: 'running',
    isUnobserved: false,
    fault: null,
    shown: 0,
    firstProgram,
    entries: [],
    memoryLimit,
    thinnedStatsBefore: 0,
    thinnedMarksBefore: 0,
  };
  run.columns.refill = (index) => refill(run, index);
  listen(run);
  keepCheckpoint(run, true);
  mark(run, 'start', `${plan.scenario}, seed ${seed}`, []);
  return run;
}

export interface Limits {
  /** Virtual µs; Infinity for no limit. */
  readonly to: number;
  /** Stop when this many turns have been made in all. */
  readonly turns: number;
  /** Stop after this many events from here. */
  readonly events: number;
  /** True when the time given is used up; asked now and then. */
  readonly isSpent: () => boolean;
}

/** Which limit was reached; `end` when the run has ended, stopped or come to rest. */
export type Halt = keyof Limits | 'end';

/** Runs forward. */
export function forward(run: Run, limits: Limits): Halt {
  const { step } = worldOf(run);
  const watch = createWatch(run);
  const why = go(run, limits, watch);
  look(watch);
  if (worldOf(run).step !== step) verify(run);
  return run.end === 'running' ? why : 'end';
}

function go(run: Run, limits: Limits, watch: Watch): Halt {
  const { machine, columns } = run;
  const { world } = machine;
  const until = untilOf(run);
  const to = Math.min(limits.to, until);
  let events = 0;
  while (run.end === 'running') {
    if (world.turn >= limits.turns) return 'turns';
    if (events >= limits.events) return 'events';
    if (isTime(watch) && limits.isSpent()) return 'isSpent';
    const before = world.turn;
    let outcome: ReturnType<typeof turn>;
    try {
      outcome = turn(machine, to);
    } catch (error) {
      // To be shown to an action, states are copied.
      if (error instanceof NotPlainError)
        stopAtImpureState(
          run,
          lastCheckpoint(run.checkpoints, () => true),
          error,
        );
      else stop(run, before, error);
      return 'end';
    }
    if (outcome === 'event') {
      append(columns, world.now, world.last);
      const { rule } = world.last;
      if (rule >= 0) {
        run.counts[rule] = (run.counts[rule] ?? 0) + 1;
        run.lastFired[rule] = world.now;
      }
      if (isMarked(world.last.kind)) markEvent(run);
      events += 1;
      run.isUnobserved = true;
      if (world.unsettled.length === 0) settled(run);
    } else if (outcome === 'nothing') {
      if (run.isUnobserved && world.unsettled.length === 0) settled(run);
    } else {
      if (outcome === 'quiescent') finish(run, 'quiescent');
      else if (to === until) finish(run, 'ended');
      return 'to';
    }
  }
  return 'end';
}

/** Turns between two looks at the clock, when they are fast. */
const turnsBetweenLooks = 64;
/** Wall ms between two looks that are too many. */
const longMs = 2;

/** Looks at the clock now and then: seldom when turns are fast, at each when they are slow. */
interface Watch {
  readonly run: Run;
  every: number;
  turns: number;
  at: number;
}

function createWatch(run: Run): Watch {
  return { run, every: turnsBetweenLooks, turns: 0, at: run.pace.clock() };
}

function isTime(watch: Watch): boolean {
  if (++watch.turns < watch.every) return false;
  const took = look(watch);
  watch.turns = 0;
  if (took > longMs) watch.every = Math.max(1, watch.every >> 1);
  else watch.every = Math.min(turnsBetweenLooks, watch.every << 1);
  return true;
}

/** Wall ms since the last look. */
function look(watch: Watch): number {
  const { pace } = watch.run;
  const now = pace.clock();
  const took = now - watch.at;
  pace.ranMs += took;
  watch.at = now;
  return took;
}

/** The history takes all it may, thinned as far as it can be: the run waits. */
function stopForMemory(run: Run): void {
  const megabytes = Math.round(run.memoryLimit / 1e6);
  run.end = 'stopped';
  run.fault = diagnostic(
    'run/memory',
    `The history of this run takes more than ${megabytes} MB, although all that can be was thinned.`,
    { help: 'Raise the limit to go on, or restart the scenario.' },
  );
  mark(run, 'error', 'The run stopped', [run.fault.text]);
}

/** Bytes that the history may take from now on. A run that waits for more goes on when that is enough. */
export function setMemoryLimit(run: Run, bytes: number): void {
  run.memoryLimit = Math.max(1_000_000, bytes);
  if (!keepWithinLimit(run) || run.fault?.code !== 'run/memory') return;
  run.fault = null;
  run.end = 'running';
}

function settled(run: Run): void {
  const { world } = run.machine;
  run.isUnobserved = false;
  if (run.monitors.list.length > 0) {
    try {
      observe(run.monitors, run.machine, world.step - 1);
    } catch (error) {
      if (!(error instanceof NotPlainError)) throw error;
      return stopAtImpureState(
        run,
        lastCheckpoint(run.checkpoints, () => true),
        error,
      );
    }
    if (run.monitors.news.length > 0) markNews(run);
  }
  if (isDue(run.pace, world.step - lastStep(run))) regularCheckpoint(run);
}

function finish(run: Run, end: 'ended' | 'quiescent'): void {
  const { world } = run.machine;
  run.end = end;
  conclude(run.monitors, world, end === 'quiescent');
  markNews(run);
  if (end === 'ended') {
    run.shown = Math.max(run.shown, untilOf(run));
    mark(run, 'end', 'The scenario ended', [`${world.step} events in ${millis(untilOf(run))} ms`]);
  }
}

/** Lets virtual time pass up to `to` although nothing happens: deadlines can pass. */
export function pass(run: Run, to: number): void {
  run.shown = Math.max(run.shown, Math.min(to, untilOf(run)), worldOf(run).now);
  passTime(run.monitors, run.shown, Math.max(0, worldOf(run).step - 1));
  if (run.monitors.news.length > 0) markNews(run);
}

export function markNews(run: Run): void {
  for (const { property, verdict, text, at } of run.monitors.news) {
    const seen = at === null ? undefined : { time: at.time, step: at.step + 1 };
    if (verdict === 'violated') mark(run, 'violation', property.name, text === '' ? [] : [text], seen);
    else if (verdict === 'error') mark(run, 'error', property.name, [text], seen);
  }
  run.monitors.news.length = 0;
}

function isMarked(kind: EventKind): boolean {
  return kind >= EventKind.action && kind <= EventKind.edit;
}

function markEvent(run: Run): void {
  const { world } = run.machine;
  const { last } = world;
  // What the reader did was marked when it was done.
  if (last.cause === byReader) return;
  const node = world.nodes[last.node]?.id ?? '';
  const title = last.type >= 0 ? (world.names.list[last.type] ?? '') : '';
  const at = { step: world.step, time: millis(world.now) };
  switch (last.kind) {
    case EventKind.action:
      if (title !== '') mark(run, 'action', title, [], at);
      break;
    case EventKind.crash:
      mark(run, 'fault', `${node} crashed`, [], at);
      break;
    case EventKind.restart:
      mark(run, 'heal', `${node} restarted`, [], at);
      break;
    case EventKind.cut:
      mark(run, 'fault', `cut ${title}`, [], at);
      break;
    case EventKind.heal:
      mark(run, 'heal', 'healed', [], at);
      break;
    case EventKind.network:
      mark(run, 'action', 'network changed', [], at);
      break;
    case EventKind.edit:
      mark(run, 'input', `${node} edited`, [], at);
      break;
    default:
  }
}

// ---------------------------------------------------------------- checkpoints, back

/** Sees to it that what is about to be shown is plain data, without waiting for the next checkpoint. */
function verify(run: Run): void {
  try {
    for (const node of worldOf(run).nodes) {
      if (run.verified[node.index] === node.version) continue;
      copy(node.state);
      run.verified[node.index] = node.version;
    }
  } catch (error) {
    if (!(error instanceof NotPlainError)) throw error;
    stopAtImpureState(
      run,
      lastCheckpoint(run.checkpoints, () => true),
      error,
    );
  }
}

/** The step of the last checkpoint. */
function lastStep({ checkpoints: { list } }: Run): number {
  return list[list.length - 1]?.snapshot.step ?? 0;
}

/** One that makes the way back short. The history is kept within its limit at the same time. */
function regularCheckpoint(run: Run): void {
  const { pace } = run;
  const started = pace.clock();
  if (checkpoint(run) && !keepWithinLimit(run)) stopForMemory(run);
  pace.tookMs = pace.clock() - started;
  pace.ranMs = 0;
}

/** Throws NotPlainError. */
export function keepCheckpoint(run: Run, isOutside: boolean): void {
  const { world } = run.machine;
  const before = run.checkpoints.list[run.checkpoints.list.length - 1]?.snapshot ?? null;
  const snapshot = takeSnapshot(world, before);
  const added: Checkpoint = {
    snapshot,
    monitors: copyMonitors(run.monitors),
    counts: run.counts.slice(),
    lastFired: run.lastFired.slice(),
    isUnobserved: run.isUnobserved,
    entries: run.entries.length,
    isOutside,
    bytes: bytesOfSnapshot(snapshot, before),
  };
  addCheckpoint(run.checkpoints, added);
}

/** False when a state turned out not to be plain data: the run is stopped before the event that made it so. */
export function checkpoint(run: Run): boolean {
  try {
    keepCheckpoint(run, false);
    return true;
  } catch (error) {
    const last = run.checkpoints.list[run.checkpoints.list.length - 1];
    if (!(error instanceof NotPlainError) || last === undefined) throw error;
    stopAtImpureState(run, last, error);
    return false;
  }
}

/** Undoes the step that threw and stops the run there. */
function stop(run: Run, turnBefore: number, error: unknown): void {
  const { snapshot } = lastCheckpoint(run.checkpoints, (one) => one.snapshot.turn <= turnBefore);
  const machine = createMachine(restore(snapshot));
  rerun(machine, (world) => world.turn >= turnBefore);
  halt(run, machine, error);
}

/** Something in a state is not plain data, and it was put there since the last checkpoint: finds the event that did. */
function stopAtImpureState(run: Run, { snapshot }: Checkpoint, found: NotPlainError): void {
  const machine = createMachine(restore(snapshot));
  let lastGood = snapshot.turn;
  let error: unknown = found;
  const end = run.machine.world.turn;
  while (machine.world.turn < end) {
    if (turn(machine, Number.POSITIVE_INFINITY) !== 'event') continue;
    const node = machine.world.nodes[machine.world.last.node];
    try {
      if (node !== undefined) checkState(machine.world, node);
      lastGood = machine.world.turn;
    } catch (thrown) {
      error = thrown;
      break;
    }
  }
  stop(run, lastGood, error);
}

function halt(run: Run, machine: Machine, error: unknown): void {
  const { step, turn: last } = machine.world;
  run.machine = machine;
  listen(run);
  truncate(run.columns, step);
  truncateStats(run.stats, step);
  run.checkpoints = keptCheckpoints(run.checkpoints, ({ snapshot }) => snapshot.turn <= last);
  const { counts, lastFired } = firingsAfter(run, step);
  run.counts.splice(0, run.counts.length, ...counts);
  run.lastFired.splice(0, run.lastFired.length, ...lastFired);
  run.verified.length = 0;
  // What the reader did stays: it is in the journal, and may be what has to be undone.
  run.marks.splice(0, run.marks.length, ...run.marks.filter((one) => one.step <= step || one.entry != null));
  run.monitors = createMonitors(machine.world, run.monitors, run.explain);
  run.isUnobserved = false;
  run.end = 'stopped';
  run.fault = faultOf(run, error);
  mark(run, 'error', 'The run stopped', [run.fault.text]);
}

export function faultOf(run: { readonly explain: Explain }, error: unknown): Diagnostic {
  if (!(error instanceof StepError))
    return run.explain(error, { code: 'rule/threw', what: 'The run', place: null, help: '' });
  const { thrown, rule, node, place } = error;
  return run.explain(thrown, {
    code: 'rule/threw',
    what: node === '' ? `${rule} threw` : `${rule} threw on ${node}`,
    place,
    help: 'The step was undone and the run waits here; the next good edit resumes it.',
  });
}

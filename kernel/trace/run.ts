/**
 * One run of a scenario: the world at its tip, the trace of how it got there, checkpoints to get anywhere
 * back, and the journal of all that came from outside.
 *
 * Nothing is paid for undoing a step: a step that throws is undone by going back to the last checkpoint and
 * running forward again, which is exact because everything is deterministic.
 */
import { type Diagnostic, DiagnosticError } from '../diagnostic.ts';
import { copy, NotPlainError } from '../plain.ts';
import type { Explain } from '../program/explain.ts';
import type { Program } from '../program/program.ts';
import type { Input, Journal, JournalEntry, Mark } from '../protocol.ts';
import type { Effect } from '../world/effect.ts';
import { install, type Installed, refresh } from '../world/install.ts';
import { conclude, createMonitors, type Monitors, observe, passTime, relocate, reopen } from '../world/monitor.ts';
import { createNames } from '../world/names.ts';
import { type Plan } from '../world/plan.ts';
import { EventKind } from '../world/queue.ts';
import { restore, type Snapshot, takeSnapshot } from '../world/snapshot.ts';
import { scheduleEffect } from '../world/act.ts';
import { createWorld } from '../world/create.ts';
import { canMove, checkState, createMachine, type Machine, StepError, turn } from '../world/step.ts';
import { micros, millis, type World } from '../world/world.ts';
import { append, type Columns, createColumns, truncate } from './columns.ts';
import { textOf } from './shown.ts';
import { createStats, type Stats, tell, truncateStats } from './stats.ts';

/** Events between checkpoints, at first. */
const firstSpacing = 1024;
/** More checkpoints than this are thinned: every second one goes, and new ones are made half as often. */
const checkpointLimit = 256;
/** A scenario without `until` ends here, in virtual ms, if it does not come to rest before. */
export const defaultUntil = 60_000;
/** Marks kept of one run. */
const markLimit = 2_000;

interface Note {
  readonly step: number;
  readonly text: string;
}

export type RunEnd = 'running' | 'stopped' | 'ended' | 'quiescent';

export interface Run {
  readonly seed: number;
  readonly explain: Explain;
  machine: Machine;
  readonly columns: Columns;
  readonly stats: Stats;
  readonly notes: Note[];
  readonly marks: Mark[];
  checkpoints: Snapshot[];
  /** Events between checkpoints. */
  spacing: number;
  monitors: Monitors;
  /** Versions of the nodes' states that were seen to be plain data, by node. */
  readonly verified: number[];
  /** Firings by number of the rule's id. */
  readonly counts: number[];
  readonly lastFired: number[];
  end: RunEnd;
  /** An event happened that the monitors have not seen: its `when` rules are not done. */
  isUnobserved: boolean;
  /** Why it is stopped. */
  fault: Diagnostic | null;
  /** Virtual µs shown: the last event's time or later. */
  shown: number;
  /** The program at step 0. */
  readonly firstProgram: string;
  readonly entries: JournalEntry[];
}

export function startRun(program: Program, plan: Plan, seed: number, firstProgram: string, explain: Explain): Run {
  const world = createWorld(program, plan, seed, createNames());
  const run: Run = {
    seed,
    explain,
    machine: createMachine(world),
    columns: createColumns(),
    stats: createStats(),
    notes: [],
    marks: [],
    checkpoints: [],
    spacing: firstSpacing,
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
  };
  listen(run);
  run.checkpoints.push(takeSnapshot(world, null));
  mark(run, 'start', `${plan.scenario}, seed ${seed}`, []);
  return run;
}

/** Lets what rules say (stats, notes) into the trace. */
function listen(run: Run): void {
  const { world } = run.machine;
  world.sink = {
    stat: (kind, name, value, labels) => tell(run.stats, world.step, kind, name, value, labels),
    note: (text, data) => void run.notes.push({ step: world.step, text: noteOf(text, data) }),
  };
}

/** As it is now: what it tells of goes on changing. */
function noteOf(text: unknown, data: unknown): string {
  const line = typeof text === 'string' ? text : textOf(text);
  return data === undefined ? line : `${line} ${textOf(data)}`;
}

export function worldOf(run: Run): World {
  return run.machine.world;
}

export function untilOf(run: Run): number {
  return micros(worldOf(run).plan.until ?? defaultUntil);
}

export function mark(
  run: Run,
  kind: Mark['kind'],
  title: string,
  text: readonly string[],
  at?: { readonly step: number; readonly time: number },
): void {
  if (run.marks.length >= markLimit) return;
  run.marks.push({
    kind,
    title,
    text,
    step: at?.step ?? worldOf(run).step,
    time: at?.time ?? millis(Math.max(run.shown, worldOf(run).now)),
  });
}

// ---------------------------------------------------------------- forward

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

/** Runs forward. Returns when a limit is reached or the run ends, stops or comes to rest. */
export function forward(run: Run, limits: Limits): void {
  const { step } = worldOf(run);
  go(run, limits);
  if (worldOf(run).step !== step) verify(run);
}

function go(run: Run, limits: Limits): void {
  const { machine, columns } = run;
  const { world } = machine;
  const until = untilOf(run);
  const to = Math.min(limits.to, until);
  let events = 0;
  let sinceAsked = 0;
  while (run.end === 'running') {
    if (world.turn >= limits.turns || events >= limits.events) return;
    if (++sinceAsked >= 64) {
      sinceAsked = 0;
      if (limits.isSpent()) return;
    }
    const before = world.turn;
    let outcome: ReturnType<typeof turn>;
    try {
      outcome = turn(machine, to);
    } catch (error) {
      // To be shown to an action, states are copied.
      if (error instanceof NotPlainError)
        stopAtImpureState(
          run,
          lastCheckpoint(run, () => true),
          error,
        );
      else stop(run, before, error);
      return;
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
      return;
    }
  }
}

function settled(run: Run): void {
  const { world } = run.machine;
  run.isUnobserved = false;
  if (run.monitors.list.length > 0) {
    observe(run.monitors, run.machine, world.step - 1);
    if (run.monitors.news.length > 0) markNews(run);
  }
  const last = run.checkpoints[run.checkpoints.length - 1];
  if (last === undefined || world.step - last.step >= run.spacing) checkpoint(run);
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

function markNews(run: Run): void {
  for (const { property, verdict, text, at } of run.monitors.news) {
    if (verdict === 'violated') mark(run, 'violation', property.name, text === '' ? [] : [text], at ?? undefined);
    else if (verdict === 'error') mark(run, 'error', property.name, [text], at ?? undefined);
  }
  run.monitors.news.length = 0;
}

function isMarked(kind: EventKind): boolean {
  return kind >= EventKind.action && kind <= EventKind.edit;
}

function markEvent(run: Run): void {
  const { world } = run.machine;
  const { last } = world;
  const node = world.nodes[last.node]?.id ?? '';
  const title = last.type >= 0 ? (world.names.list[last.type] ?? '') : '';
  const at = { step: world.step - 1, time: millis(world.now) };
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
  const last = run.checkpoints[run.checkpoints.length - 1];
  if (last === undefined) return;
  try {
    for (const node of worldOf(run).nodes) {
      if (run.verified[node.index] === node.version) continue;
      copy(node.state);
      run.verified[node.index] = node.version;
    }
  } catch (error) {
    if (!(error instanceof NotPlainError)) throw error;
    stopAtImpureState(run, last, error);
  }
}

function checkpoint(run: Run): void {
  const { world } = run.machine;
  const last = run.checkpoints[run.checkpoints.length - 1] ?? null;
  try {
    run.checkpoints.push(takeSnapshot(world, last));
  } catch (error) {
    if (!(error instanceof NotPlainError) || last === null) throw error;
    stopAtImpureState(run, last, error);
    return;
  }
  if (run.checkpoints.length > checkpointLimit) thin(run);
}

/** Drops every second checkpoint, except those at which something came from outside: a re-run knows nothing of that. */
function thin(run: Run): void {
  run.spacing *= 2;
  const outside = new Set(run.entries.map(({ turn: at }) => at));
  run.checkpoints = run.checkpoints.filter(
    ({ turn: at }, index) => index % 2 === 0 || outside.has(at) || index === run.checkpoints.length - 1,
  );
}

function lastCheckpoint(run: Run, holds: (snapshot: Snapshot) => boolean): Snapshot {
  for (let i = run.checkpoints.length - 1; i >= 0; i--) {
    const snapshot = run.checkpoints[i];
    if (snapshot !== undefined && holds(snapshot)) return snapshot;
  }
  throw new Error('a run always keeps its first checkpoint');
}

/** A silent copy of the run's world after `step` events. */
export function worldAfter(run: Run, step: number): Machine {
  const machine = createMachine(restore(lastCheckpoint(run, (snapshot) => snapshot.step <= step)));
  rerun(machine, (world) => world.step >= step);
  return machine;
}

/** Runs forward over ground that was covered before. */
function rerun(machine: Machine, isThere: (world: World) => boolean): void {
  const { world } = machine;
  while (!isThere(world)) {
    const before = world.turn;
    turn(machine, Number.POSITIVE_INFINITY);
    // Cannot be, unless a rule keeps something outside its state: better a wrong place than none.
    if (world.turn === before) return;
  }
}

/** Undoes the step that threw and stops the run there. */
function stop(run: Run, turnBefore: number, error: unknown): void {
  const machine = createMachine(restore(lastCheckpoint(run, (snapshot) => snapshot.turn <= turnBefore)));
  rerun(machine, (world) => world.turn >= turnBefore);
  halt(run, machine, error);
}

/** Something in a state is not plain data, and it was put there since the last checkpoint: finds the event that did. */
function stopAtImpureState(run: Run, from: Snapshot, found: NotPlainError): void {
  const machine = createMachine(restore(from));
  let lastGood = from.turn;
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
  run.machine = machine;
  listen(run);
  truncate(run.columns, machine.world.step);
  truncateStats(run.stats, machine.world.step);
  while ((run.notes[run.notes.length - 1]?.step ?? -1) >= machine.world.step) run.notes.pop();
  run.checkpoints = run.checkpoints.filter((snapshot) => snapshot.turn <= machine.world.turn);
  recount(run);
  run.verified.length = 0;
  const later = run.marks.findIndex(({ step }) => step > machine.world.step);
  if (later >= 0) run.marks.length = later;
  run.monitors = createMonitors(machine.world, run.monitors, run.explain);
  run.isUnobserved = false;
  run.end = 'stopped';
  run.fault = faultOf(run, error);
  mark(run, 'error', 'The run stopped', [run.fault.text]);
}

function recount(run: Run): void {
  run.counts.length = 0;
  run.lastFired.length = 0;
  const { rule, time, length } = run.columns;
  for (let row = 0; row < length; row++) {
    const number = rule[row] as number;
    if (number < 0) continue;
    run.counts[number] = (run.counts[number] ?? 0) + 1;
    run.lastFired[number] = time[row] as number;
  }
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

// ---------------------------------------------------------------- what comes from outside

/** Makes a checkpoint here. False when a state turned out not to be plain data: the run is stopped before that event then. */
export function checkpointHere(run: Run): boolean {
  checkpoint(run);
  return run.end !== 'stopped' || run.checkpoints[run.checkpoints.length - 1]?.turn === worldOf(run).turn;
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
  run.checkpoints.push(takeSnapshot(world, null));
  resume(run);
  if (run.end === 'running') run.isUnobserved = true;
  else {
    // Nothing will happen any more, but a new property is to be asked once.
    observe(run.monitors, machine, Math.max(0, world.step - 1));
    conclude(run.monitors, world, run.end === 'quiescent');
    markNews(run);
  }
}

/** The same program from another text: only where its rules and properties stand has changed. */
export function relocateRun(run: Run, program: Program): void {
  refresh(worldOf(run), program);
  run.monitors = relocate(run.monitors, worldOf(run));
}

export function applyInput(run: Run, input: Input): void {
  if (!checkpointHere(run)) return;
  const { world } = run.machine;
  scheduleEffect(world, effectOf(input), Math.max(world.now, run.shown), -1);
  run.entries.push({ type: 'input', turn: world.turn, step: world.step, time: millis(run.shown), input });
  run.checkpoints.push(takeSnapshot(world, null));
  resume(run);
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

function effectOf(input: Input): Effect {
  switch (input.type) {
    case 'crash':
    case 'restart':
      return { type: input.type, node: input.node };
    case 'cut':
      return { type: 'cut', pairs: [[input.a, input.b]], text: `${input.a} | ${input.b}` };
    case 'heal':
      return { type: 'heal', pairs: null };
    default:
      throw new DiagnosticError({
        code: 'journal/broken',
        severity: 'error',
        cell: null,
        range: null,
        text: `Unknown input ${JSON.stringify(input satisfies never)}.`,
        help: '',
        notes: [],
      });
  }
}

export function journalOf(run: Run): Journal {
  const { world } = run.machine;
  return {
    format: 1,
    seed: run.seed,
    scenario: world.plan.scenario,
    program: run.firstProgram,
    entries: run.entries,
    steps: world.step,
    turns: world.turn,
    time: millis(run.shown),
  };
}

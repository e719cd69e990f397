/** Fuzzing of an open notebook: what is known of its program in force, and failures as branches. */
import { createFuzzer, type Fuzzer, type FuzzTask, type SeedRange, seedsOf } from '../check/fuzz.ts';
import type { NamesInCells } from '../check/scenario-text.ts';
import { inputOf } from '../check/schedule-input.ts';
import type { Deed } from '../check/schedule.ts';
import type { Failure } from '../check/tally.ts';
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { forward, startRun } from '../trace/forward.ts';
import { applyInput } from '../trace/outside.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { addRoot, type Branch, branchLimit, type Tree } from '../trace/tree.ts';
import type { Plan } from '../world/plan.ts';
import { micros } from '../world/world.ts';
import type { Build } from './cells.ts';
import { planOf } from './past.ts';
import { type SessionState, surroundingsOf } from './state.ts';

/** Null when there is no such fuzzing. */
export function fuzzTask({ inForce, assembly }: SessionState, name: string): FuzzTask | null {
  const { program } = inForce;
  const declared = program.fuzzers.find((one) => one.name === name);
  if (declared === undefined) return null;
  const { explain } = assembly;
  return { program, declared, explain, plan: () => planOf(program, declared.options.scenario, explain) };
}

/** Throws a RangeError when there is no such fuzzing. */
export function knownFuzzTask(state: SessionState, name: string, isWatched: boolean): FuzzTask {
  const task = fuzzTask(state, name);
  if (task === null) throw new RangeError(`there is no fuzzing ${JSON.stringify(name)}`);
  return { ...task, watch: isWatched ? (state.host.tell ?? null) : null };
}

/** One for each fuzzing of the program in force and its seeds. `seeds` null: those declared. */
export function fuzzerOf(state: SessionState, name: string, seeds: SeedRange | null, isWatched = false): Fuzzer {
  const task = knownFuzzTask(state, name, isWatched);
  const byName = state.fuzzers.get(task.program) ?? new Map<string, Fuzzer>();
  state.fuzzers.set(task.program, byName);
  const range = seeds ?? seedsOf(task.declared);
  const key = `${range.from} ${range.to} ${name}`;
  const fuzzer = byName.get(key) ?? createFuzzer(task, range, namesInCells(state.inForce), null);
  // The one that went on last is the one whose failures are opened.
  byName.delete(key);
  byName.set(key, fuzzer);
  return fuzzer;
}

/** What the cells call their kinds and messages; the kind's or message's own name when they have no name for it. */
export function namesInCells({ graph }: Build): NamesInCells {
  const kinds = new Map<string, string>();
  const messages = new Map<string, string>();
  for (const { inForce } of graph.nodes.values()) {
    for (const [name, value] of Object.entries(inForce?.definitions ?? {})) {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null) continue;
      if ('kindName' in value && typeof value.kindName === 'string') kinds.set(value.kindName, name);
      if ('messageName' in value && typeof value.messageName === 'string') messages.set(value.messageName, name);
    }
  }
  return { kind: (name) => kinds.get(name) ?? name, message: (name) => messages.get(name) ?? name };
}

/** A branch that shows a failure; it is not made the current one. Throws DiagnosticError. */
export function openFailure(state: SessionState, tree: Tree, name: string, index: number): Branch {
  const fuzzers = [...(state.fuzzers.get(state.inForce.program)?.entries() ?? [])];
  const [, fuzzer] = fuzzers.findLast(([key]) => key.endsWith(` ${name}`)) ?? [];
  const known = fuzzer?.small(index) ?? null;
  const task = fuzzTask(state, name);
  if (known === null || task === null)
    throw refused(`'${name}' has no such failure under the rules in force.`, 'Let it run again.');
  refuseTooMany(tree);
  const { failure, shrunk } = known;
  const all = failure.schedule.deeds.filter(({ isFault }) => isFault);
  const few = shrunk?.faults ?? all;
  const run = replay(state, task.plan(), failure, few);
  return addRoot(
    tree,
    shows(run, failure) ? run : replay(state, task.plan(), failure, all),
    `${name}, seed ${failure.seed}`,
  );
}

/** Throws DiagnosticError. */
export function refuseTooMany(tree: Tree): void {
  if (tree.branches.size >= branchLimit)
    throw refused(`There are ${branchLimit} branches already.`, 'Delete some of them.');
}

/** The scenario again with that seed, faults being acts of the reader: so the journal can tell of it. */
function replay(state: SessionState, plan: Plan, { seed }: Failure, faults: readonly Deed[]): Run {
  const { program, source } = state.inForce;
  state.builds.keep(state.inForce);
  const run = startRun(program, plan, seed, source.id, surroundingsOf(state));
  const limits = { turns: Number.POSITIVE_INFINITY, events: Number.POSITIVE_INFINITY, isSpent: () => false };
  for (const { at, done } of faults) {
    forward(run, { ...limits, to: micros(at) });
    if (run.end === 'stopped') break;
    run.shown = Math.max(run.shown, micros(at));
    for (const input of inputOf(done, worldOf(run))) applyInput(run, input);
  }
  return run;
}

function shows(run: Run, { property, time }: Failure): boolean {
  forward(run, {
    to: micros(time),
    turns: Number.POSITIVE_INFINITY,
    events: Number.POSITIVE_INFINITY,
    isSpent: () => false,
  });
  return (
    run.end === 'stopped' ||
    run.monitors.list.some((one) => one.property.name === property && one.verdict === 'violated')
  );
}

function refused(text: string, help: string): DiagnosticError {
  return new DiagnosticError(diagnostic('input/refused', text, { help }));
}

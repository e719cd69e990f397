/** Starts runs: anew, or from a journal, which takes several requests. */
import type { CompiledCell } from '../compile/compiled.ts';
import { type Diagnostic, type DiagnosticCode, diagnostic } from '../diagnostic.ts';
import { programsOfRun, readJournal } from '../journal.ts';
import type { Exchanges, Journal } from '../protocol.ts';
import { type Limits, startRun } from '../trace/forward.ts';
import { resumeRerun } from '../trace/rerun.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { type Branch, plantTree, setRun, treeOf } from '../trace/tree.ts';
import { type Build, createBuilds, emptyBuild } from './cells.ts';
import { planOf } from './past.ts';
import { installNamed } from './programs.ts';
import { putInForce } from './put-in-force.ts';
import { catchUp } from './runs.ts';
import { defaultMemoryLimit, isRebuilding, type SessionState, surroundingsOf } from './state.ts';

export function openNotebook(state: SessionState, request: Exchanges['open']['request']): void {
  state.seeds = { override: request.seed, fallback: request.defaultSeed ?? null };
  state.memoryLimit = request.memoryLimit ?? defaultMemoryLimit;
  state.inForce = emptyBuild;
  state.builds = createBuilds(state.assembly, request.restore?.sources ?? []);
  state.tree = null;
  state.race = null;
  state.comparer = null;
  state.looked = null;
  state.held = new Map();
  state.problems = [];
  const broken = request.restore === null ? [] : restore(state, request.restore.journal, request.cells);
  if (isRebuilding(state)) return;
  state.inForce = emptyBuild;
  putInForce(state, request.cells);
  start(state, request.scenario, null);
  state.problems = [...state.problems, ...broken];
}

/** Starts the scenario, or the first that can be run. Leaves no run when there is none; says why in `problems`. */
export function start(state: SessionState, scenario: string | null, seed: number | null): void {
  state.tree = null;
  [state.looked, state.race, state.comparer] = [null, null, null];
  const run = startedRun(state, state.inForce, scenario, seed);
  if (run !== null) state.tree = plantTree(run);
}

function startedRun(state: SessionState, build: Build, scenario: string | null, seed: number | null): Run | null {
  const { program, source } = build;
  const { seeds, builds } = state;
  const { explain } = state.assembly;
  const declared = program.scenarios.find(({ name }) => name === scenario) ?? program.scenarios[0];
  if (declared === undefined) return null;
  builds.keep(build);
  try {
    const plan = planOf(program, declared.name, explain);
    return startRun(
      program,
      plan,
      seed ?? seeds.override ?? declared.seed ?? seeds.fallback ?? 1,
      source.id,
      surroundingsOf(state),
    );
  } catch (error) {
    state.problems = [
      ...state.problems,
      explain(error, {
        code: 'scenario/threw',
        what: `The scenario '${declared.name}' threw`,
        place: declared.place,
        help: '',
      }),
    ];
    return null;
  }
}

/** Begins to rebuild what a journal tells of. Returns why it cannot be done, or nothing. */
function restore(state: SessionState, saved: Journal, cells: readonly CompiledCell[]): readonly Diagnostic[] {
  const help = 'The scenario was started anew; the text of the notebook is as it was.';
  const refuse = (text: string, code: DiagnosticCode = 'journal/broken'): readonly Diagnostic[] => {
    state.tree = null;
    return [diagnostic(code, text, { severity: 'warning', help })];
  };
  const known = readJournal(saved);
  if (known === null)
    return refuse(
      `The saved run has format ${String(saved.format)}; this version reads formats 1 and 2.`,
      'journal/version',
    );
  const grown = treeOf(known);
  const wrong = beginRebuild(state, grown.current);
  if (wrong !== null) return refuse(wrong);
  state.tree = grown;
  state.newest = cells;
  // What the page shows meanwhile is the state of the newest text.
  state.problems = state.assembly.assemble(state.inForce.graph, cells).diagnostics;
  return [];
}

/** Starts a branch's run over, to be brought to where its journal ends. Returns why it cannot be done. */
export function beginRebuild(state: SessionState, branch: Branch): string | null {
  const { journal: own } = branch;
  const { builds } = state;
  for (const id of programsOfRun(own)) {
    if (!builds.has(id)) return 'The saved run names a program that was not saved with it.';
    const build = builds.get(id, state.inForce);
    if (build === null) return 'A program of the saved run cannot be put together again.';
    // Each is put together on top of the one before it, as it was when it was edited.
    state.inForce = build;
  }
  const first = builds.get(own.program, state.inForce);
  if (first === null) return 'The saved run names no program.';
  state.inForce = first;
  const run = startedRun(state, first, own.scenario, own.seed);
  if (run === null || worldOf(run).plan.scenario !== own.scenario)
    return 'The scenario of the saved run cannot be started.';
  setRun(branch, run);
  branch.rebuild = { journal: own, next: 0 };
  branch.rerun = own.ahead == null ? null : resumeRerun(own.ahead);
  return null;
}

/** Goes on with what is to be done before the current run can go on. True when nothing is left. */
export function catchUpNow(state: SessionState, limits: Pick<Limits, 'isSpent' | 'events'>): boolean {
  if (state.tree === null) return true;
  const branch = state.tree.current;
  const wasRebuilding = branch.rebuild !== null;
  const isDone = catchUp(branch, (run, entry) => installNamed(state, run, entry), limits);
  if (wasRebuilding && branch.rebuild === null) putInForce(state, state.newest);
  return isDone && branch.rebuild === null;
}

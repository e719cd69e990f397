/**
 * One open notebook: joins the stages. Compiled cells go in; the reactive graph runs what an edit affects, the declarations are
 * joined to a program, the program is rehearsed and put in force, the run goes on. Its runs are a tree of branches, one of them
 * the current one. No host APIs: the wall clock, which only bounds how long a request may take, is a parameter.
 */
import type { CompiledCell } from './compile/compiled.ts';
import { findStat } from './compile/stat-place.ts';
import { createExplorer, type Explorer } from './check/explore.ts';
import { type CellKey, type Diagnostic, type DiagnosticCode, DiagnosticError, diagnostic } from './diagnostic.ts';
import type { Graph } from './graph/graph.ts';
import { emptyJournal, programsOf, programsOfRun, readJournal } from './journal.ts';
import type { CellOutput } from './program/evaluate.ts';
import { type Changes, changes, isUnchanged, type Program } from './program/program.ts';
import type {
  BranchAct,
  CellStatus,
  Exchanges,
  Frame,
  Journal,
  ProgramView,
  Race,
  ReplyTo,
  Request,
  RequestType,
  RunStatus,
  SwapReply,
  Want,
} from './protocol.ts';
import { type Build, createAssembly, createBuilds, emptyBuild } from './session-cells.ts';
import { concernedFrom, type From, fromNow, planOf } from './session-past.ts';
import { drawWithGhost } from './session-plot.ts';
import { createRace, type RaceJob } from './session-race.ts';
import { branchOff, catchUp, compareBranches, forkAt, replaceRun, wholeRun } from './session-runs.ts';
import { rowsUpTo } from './trace/columns.ts';
import { digestOf } from './trace/digest.ts';
import { findEvent } from './trace/find.ts';
import { forkRun } from './trace/fork.ts';
import { forward, pass, setMemoryLimit, startRun } from './trace/forward.ts';
import { emptyFrame, frameOf, type Picture } from './trace/frame.ts';
import {
  adopt,
  adoptFromStart,
  applyInput,
  checkpointHere,
  inputText,
  journalOf,
  relocateRun,
  tryInstall,
} from './trace/outside.ts';
import { pastBefore, worldAfter } from './trace/past.ts';
import { nothingInstalled, receiptOf, titleOf } from './trace/receipt.ts';
import { rehearse } from './trace/rehearse.ts';
import { inputsFrom, resumeRerun, withoutSwaps } from './trace/rerun.ts';
import { createRetrospect } from './trace/retrospect.ts';
import { mark, type Run, worldOf } from './trace/run.ts';
import { textOf } from './trace/shown.ts';
import {
  type Branch,
  branchViews,
  deleteBranch,
  freeName,
  journalOfBranch,
  journalOfTree,
  plantTree,
  programAt,
  setRun,
  type Tree,
  treeOf,
  undeleteBranch,
} from './trace/tree.ts';
import { choicesOf } from './world/pending.ts';
import type { Plan } from './world/plan.ts';
import { type Machine, nextRule } from './world/step.ts';
import { micros } from './world/world.ts';

export interface Host {
  /** Milliseconds from any origin. Bounds the time a request takes; never reaches a model. */
  readonly wallClock: () => number;
}

export interface Session {
  /** Throws on an unknown tag. */
  handle<R extends Request>(request: R): ReplyTo<R>;
}

/** Wall time a rehearsal may take. */
const rehearsalMs = 60;

/** Cells whose newest text was refused, and why. */
type Held = ReadonlyMap<CellKey, { readonly hash: string; readonly diagnostics: readonly Diagnostic[] }>;

const noRace: Race = { status: 'done', orders: 0, outcomes: [], rivals: [] };

export function createSession(host: Host): Session {
  const assembly = createAssembly();
  const { explain } = assembly;

  let inForce: Build = emptyBuild;
  let newest: readonly CompiledCell[] = [];
  let held: Held = new Map();
  let problems: readonly Diagnostic[] = [];
  /** Null when there is no scenario that can be run. */
  let tree: Tree | null = null;
  let builds = createBuilds(assembly, []);
  const explorers = new WeakMap<Program, Map<string, Explorer>>();
  let race: RaceJob | null = null;
  /** `tip` is the run's machine at the time: another one is there after a swap and after a step was undone. */
  let looked: { readonly tip: Machine; readonly machine: Machine } | null = null;
  let seeds: { override: number | null; fallback: number | null } = { override: null, fallback: null };

  const runNow = (): Run | null => tree?.current.run ?? null;
  const isRebuilding = (): boolean => tree?.current.rebuild != null;

  // -------------------------------------------------------------- edits

  /**
   * Puts as much of the cells in force as is good. A cell whose new text is refused is held back at its text in
   * force, and the others are tried again, so one bad cell never keeps another's edit out.
   */
  function putInForce(cells: readonly CompiledCell[], how: From = fromNow): void {
    newest = cells;
    const refused = new Map<CellKey, { readonly hash: string; readonly diagnostics: readonly Diagnostic[] }>();
    for (;;) {
      const wanted = cells.flatMap((cell) => (refused.has(cell.key) ? textInForce(cell.key) : [cell]));
      const changed = wanted.filter(
        (cell) => inForce.graph.nodes.get(cell.key)?.inForce?.cell.hash !== cell.hash && cell.js !== null,
      );
      const { build, diagnostics } = assembly.assemble(inForce.graph, wanted);
      const wrong =
        build === null
          ? diagnostics.filter(({ severity, code }) => severity === 'error' && code.startsWith('program/'))
          : tryIn(build, how);
      if (build !== null && wrong.length === 0) {
        held = refused;
        problems = [...diagnostics, ...[...refused.values()].flatMap((why) => why.diagnostics)];
        inForce = build;
        return;
      }
      const guilty = changed.filter(({ key }) => wrong.some(({ cell }) => cell === key));
      const back = guilty.length > 0 ? guilty : changed;
      if (back.length === 0) {
        // Nothing is left to hold back: the fault lies in what was removed or moved. Everything stays as it was.
        held = new Map(cells.map((cell) => [cell.key, refused.get(cell.key) ?? { hash: cell.hash, diagnostics: [] }]));
        problems = [
          ...diagnostics.filter((one) => !wrong.includes(one)),
          ...wrong,
          ...[...refused.values()].flatMap((why) => why.diagnostics),
        ];
        return;
      }
      for (const cell of back) {
        const own = wrong.filter((one) => one.cell === cell.key);
        refused.set(cell.key, { hash: cell.hash, diagnostics: own.length > 0 ? own : guilty.length > 0 ? [] : wrong });
      }
    }
  }

  function textInForce(key: CellKey): readonly CompiledCell[] {
    const cell = inForce.graph.nodes.get(key)?.inForce?.cell;
    return cell === undefined ? [] : [cell];
  }

  /** Tries a program in the run and puts it in force there. Returns what is wrong with it. */
  function tryIn(build: Build, how: From): readonly Diagnostic[] {
    const branch = tree?.current;
    if (branch?.run == null) return [];
    const { run } = branch;
    const difference = changes(inForce.program, build.program);
    if (isUnchanged(difference) && how.from === 'now') {
      relocateRun(run, build.program);
      return [];
    }
    try {
      const plan = planFor(build.program, worldOf(run).plan);
      const past = concernedFrom(wholeRun(branch) ?? run, inForce, build, plan, how);
      if (past !== null) return rewind(branch, build, plan, past, how);
      if (!checkpointHere(run)) return run.fault === null ? [] : [run.fault];
      const wrong = rehearsed(tryInstall(run, build.program, plan).machine, difference);
      if (wrong !== null) return [wrong];
      const { machine, installed } = tryInstall(run, build.program, plan);
      builds.keep(build);
      adopt(run, machine, build.source.id);
      mark(run, 'swap', titleOf(difference), receiptOf(difference, installed));
      // What was still to come again of older programs is past now.
      if (branch.rerun !== null) branch.rerun = withoutSwaps(branch.rerun);
      branch.retrospect = createRetrospect(run, new Set(difference.properties));
      return [];
    } catch (error) {
      return [
        explain(error, {
          code: 'scenario/threw',
          what: 'The edit cannot be put in force',
          place: null,
          help: 'The old rules stay in force.',
        }),
      ];
    }
  }

  /** Runs the past again from an event on. Returns what is wrong with the program. */
  function rewind(branch: Branch, build: Build, plan: Plan, past: number, how: From): readonly Diagnostic[] {
    const old = wholeRun(branch);
    if (old === null) return [];
    const { names, program: before } = worldOf(old);
    const difference = changes(before, build.program);
    const fromStart = how.from === 'start';
    if (past === 0 && fromStart) {
      // The plan in force holds the first states that the old program gave.
      const anew = planOf(build.program, plan.scenario, explain);
      const make = (): Run => startRun(build.program, anew, old.seed, build.source.id, explain, names);
      const wrong = rehearsed(make().machine, difference);
      if (wrong !== null) return [wrong];
      builds.keep(build);
      const fresh = make();
      fresh.memoryLimit = old.memoryLimit;
      mark(fresh, 'swap', titleOf(difference), [...receiptOf(difference, nothingInstalled), 'From the start.']);
      replaceRun(branch, old, fresh, inputsFrom(old, 0), 0, how.keepGhost);
      return [];
    }
    const { run: fresh, past: there } = forkAt(old, past);
    const wrong = rehearsed(tryInstall(fresh, build.program, plan).machine, difference);
    if (wrong !== null) return [wrong];
    const { machine, installed } = tryInstall(fresh, build.program, plan);
    builds.keep(build);
    if (fromStart) adoptFromStart(fresh, machine, build.source.id);
    else adopt(fresh, machine, build.source.id);
    const where = fromStart ? 'From the start' : 'From here';
    const text = `${where}: run again from event ${past} on.`;
    mark(fresh, 'swap', titleOf(difference), [...receiptOf(difference, installed), text]);
    replaceRun(branch, old, fresh, inputsFrom(old, there.entries), past, how.keepGhost);
    return [];
  }

  function rehearsed(machine: Machine, difference: Changes): Diagnostic | null {
    const rules = new Set([...difference.added, ...difference.changed]);
    if (rules.size === 0 && difference.kinds.length === 0) return null;
    const started = host.wallClock();
    return rehearse(
      machine,
      explain,
      (rule) => rules.has(rule) || rule === '' || difference.kinds.includes(rule.split('.')[0] ?? ''),
      () => host.wallClock() - started > rehearsalMs,
    );
  }

  function planFor(program: Program, current: Plan): Plan {
    const declared = program.scenarios.find(({ name }) => name === current.scenario);
    return declared === undefined || declared.content === current.content
      ? current
      : planOf(program, current.scenario, explain);
  }

  // -------------------------------------------------------------- programs by name

  /** Lets go of the programs that nothing names any more. */
  function forgetBuilds(): void {
    if (tree === null) return;
    const named = new Set([inForce.source.id, ...programsOf(journal())]);
    for (const branch of tree.deleted) for (const id of programsOfRun(journalOfBranch(branch))) named.add(id);
    for (const branch of tree.branches.values())
      if (branch.ghost !== null) for (const id of programsOfRun(journalOf(branch.ghost.run))) named.add(id);
    builds.forget(named);
  }

  /** Puts a program that a journal names in force in a run of the current branch. */
  function installNamed(run: Run, id: string): void {
    const build = builds.get(id, inForce);
    if (build === null) return;
    const difference = changes(worldOf(run).program, build.program);
    const { machine, installed } = tryInstall(run, build.program, planFor(build.program, worldOf(run).plan));
    adopt(run, machine, build.source.id);
    mark(run, 'swap', titleOf(difference), receiptOf(difference, installed));
    inForce = build;
  }

  // -------------------------------------------------------------- runs

  /** Starts the scenario, or the first that can be run. Leaves no run when there is none; says why in `problems`. */
  function start(scenario: string | null, seed: number | null): void {
    tree = null;
    [looked, race] = [null, null];
    const run = startedRun(inForce, scenario, seed);
    if (run !== null) tree = plantTree(run);
  }

  function startedRun(build: Build, scenario: string | null, seed: number | null): Run | null {
    const { program, source } = build;
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
        explain,
      );
    } catch (error) {
      problems = [
        ...problems,
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

  function open(request: Exchanges['open']['request']): SwapReply {
    seeds = { override: request.seed, fallback: request.defaultSeed ?? null };
    inForce = emptyBuild;
    builds = createBuilds(assembly, request.restore?.sources ?? []);
    tree = null;
    race = null;
    held = new Map();
    problems = [];
    const broken = request.restore === null ? [] : restore(request.restore.journal, request.cells);
    if (!isRebuilding()) {
      inForce = emptyBuild;
      putInForce(request.cells);
      start(request.scenario, null);
      problems = [...problems, ...broken];
    }
    return swapReply();
  }

  /** Begins to rebuild what a journal tells of. Returns why it cannot be done, or nothing. */
  function restore(saved: Journal, cells: readonly CompiledCell[]): readonly Diagnostic[] {
    const help = 'The scenario was started anew; the text of the notebook is as it was.';
    const refuse = (text: string, code: DiagnosticCode = 'journal/broken'): readonly Diagnostic[] => {
      tree = null;
      return [diagnostic(code, text, { severity: 'warning', help })];
    };
    const known = readJournal(saved);
    if (known === null)
      return refuse(
        `The saved run has format ${String(saved.format)}; this version reads formats 1 and 2.`,
        'journal/version',
      );
    const grown = treeOf(known);
    const wrong = beginRebuild(grown.current);
    if (wrong !== null) return refuse(wrong);
    tree = grown;
    newest = cells;
    // What the page shows meanwhile is the state of the newest text.
    problems = assembly.assemble(inForce.graph, cells).diagnostics;
    return [];
  }

  /** Starts a branch's run over, to be brought to where its journal ends. Returns why it cannot be done. */
  function beginRebuild(branch: Branch): string | null {
    const { journal: own } = branch;
    for (const id of programsOfRun(own)) {
      if (!builds.has(id)) return 'The saved run names a program that was not saved with it.';
      const build = builds.get(id, inForce);
      if (build === null) return 'A program of the saved run cannot be put together again.';
      // Each is put together on top of the one before it, as it was when it was edited.
      inForce = build;
    }
    const first = builds.get(own.program, inForce);
    if (first === null) return 'The saved run names no program.';
    inForce = first;
    const run = startedRun(first, own.scenario, own.seed);
    if (run === null || worldOf(run).plan.scenario !== own.scenario)
      return 'The scenario of the saved run cannot be started.';
    setRun(branch, run);
    branch.rebuild = { journal: own, next: 0 };
    branch.rerun = own.ahead == null ? null : resumeRerun(own.ahead);
    return null;
  }

  /** Goes on with what is to be done before the current run can go on. */
  function catchUpNow(limits: { readonly isSpent: () => boolean; readonly events: number }): boolean {
    if (tree === null) return true;
    const branch = tree.current;
    const wasRebuilding = branch.rebuild !== null;
    const isDone = catchUp(branch, installNamed, limits);
    if (wasRebuilding && branch.rebuild === null) putInForce(newest);
    return isDone && branch.rebuild === null;
  }

  // -------------------------------------------------------------- branches

  function changeTree(of: Tree, act: BranchAct): void {
    const { current } = of;
    switch (act.type) {
      case 'fork':
        if (current.run !== null && current.rebuild === null)
          enter(of, branchOff(of, forkAt(current.run, act.step).run, act.name ?? ''));
        return;
      case 'switch': {
        const branch = of.branches.get(act.id);
        if (branch !== undefined && branch !== current) enter(of, branch);
        return;
      }
      case 'rename': {
        const branch = of.branches.get(act.id);
        if (branch !== undefined && act.name.trim() !== '') branch.name = freeName(of, act.name, act.id);
        return;
      }
      case 'delete':
        deleteBranch(of, act.id);
        return;
      case 'undelete':
        undeleteBranch(of);
        return;
      case 'keep-ghost': {
        const { ghost } = current;
        if (ghost === null) return;
        branchOff(of, ghost.run, act.name ?? `${current.name} before`);
        current.ghost = null;
        return;
      }
      case 'drop-ghost':
        current.ghost = null;
    }
  }

  /** Makes a branch the current one. The text is what counts: its newest program is in force there from now on. */
  function enter(of: Tree, branch: Branch): void {
    const left = of.current;
    if (left.run !== null && left.rebuild === null) left.journal = journalOfBranch(left);
    looked = null;
    if (branch.run === null) {
      const before = inForce;
      const wrong = beginRebuild(branch);
      if (wrong !== null) {
        inForce = before;
        throw new DiagnosticError(diagnostic('journal/broken', wrong, { help: 'The branch stays as it is.' }));
      }
      of.current = branch;
      return;
    }
    of.current = branch;
    if (branch.rebuild !== null) return;
    inForce = builds.get(programAt(branch), inForce) ?? inForce;
    putInForce(newest);
  }

  function undoInput(entry: number): void {
    const branch = tree?.current;
    const old = branch === undefined ? null : wholeRun(branch);
    const undone = old?.entries[entry];
    if (branch === undefined || old === null || undone?.type !== 'input') return;
    const past = pastBefore(old, entry);
    const { step } = past.machine.world;
    const fresh = forkRun(old, past);
    mark(fresh, 'swap', `Undone: ${inputText(undone.input)}`, ['Run again without it.']);
    replaceRun(branch, old, fresh, old.entries.slice(entry + 1), step, false);
    looked = null;
  }

  // -------------------------------------------------------------- replies

  /** One for each exploration of the program in force. */
  function explore(name: string): Explorer {
    const { program } = inForce;
    const byName = explorers.get(program) ?? new Map<string, Explorer>();
    explorers.set(program, byName);
    const known = byName.get(name);
    if (known !== undefined) return known;
    const declared = program.explorations.find((one) => one.name === name);
    if (declared === undefined) throw new RangeError(`there is no exploration ${JSON.stringify(name)}`);
    const made = createExplorer(program, () => planOf(program, declared.options.scenario, explain), declared, explain);
    byName.set(name, made);
    return made;
  }

  function swapReply(more: readonly Diagnostic[] = []): SwapReply {
    const program = programView(more);
    return {
      accepted:
        program.cells.every(({ status }) => status === 'live') &&
        !program.diagnostics.some(({ severity, code }) => severity === 'error' && code.startsWith('scenario/')),
      program,
      source: inForce.source,
      journal: journal(),
    };
  }

  function journal(): Journal {
    if (tree !== null) return journalOfTree(tree);
    return emptyJournal(inForce.source.id);
  }

  function programView(more: readonly Diagnostic[]): ProgramView {
    const { program, graph } = inForce;
    return {
      scenarios: program.scenarios.map(({ name, place, seed, until }) => ({
        name,
        cell: place.cell,
        range: place.range,
        seed: seeds.override ?? seed ?? seeds.fallback ?? 1,
        until,
      })),
      cells: newest.map((cell) => ({ key: cell.key, status: statusOf(cell, graph) })),
      diagnostics: more.length === 0 ? problems : [...problems, ...more],
      explorations: program.explorations.map(({ name, place }) => ({ name, cell: place.cell, range: place.range })),
    };
  }

  function statusOf(cell: CompiledCell, graph: Graph<CellOutput>): CellStatus {
    const node = graph.nodes.get(cell.key);
    if (held.has(cell.key)) return node?.inForce == null ? 'broken' : 'kept';
    return node?.status ?? 'broken';
  }

  function picture(run: Run): Picture {
    const faults = [
      ...(run.fault === null ? [] : [run.fault]),
      ...run.monitors.list.flatMap(({ error }) => (error === null ? [] : [error])),
    ];
    return {
      status: status(run),
      statPlace: (name) => findStat(inForce.source.cells, name),
      diagnostics: faults,
      ghost: tree?.current.ghost ?? null,
    };
  }

  function status(run: Run): RunStatus {
    if (run.end === 'stopped') return 'stopped-by-error';
    if (tree?.current.rebuild != null) return 'restoring';
    return tree?.current.rerun != null ? 'rerunning' : run.end;
  }

  function frame(want: Want, at?: Machine, moment?: number): Frame {
    const run = runNow();
    if (run === null || tree === null) return emptyFrame(problems);
    return { ...frameOf(run, at ?? run.machine, want, picture(run), moment), branches: branchViews(tree) };
  }

  function machineAt(of: Run, step: number): Machine {
    const tip = worldOf(of);
    const wanted = Math.min(Math.max(0, Math.floor(step)), tip.step);
    if (wanted === tip.step) return of.machine;
    if (looked?.tip === of.machine && looked.machine.world.step === wanted) return looked.machine;
    looked = { tip: of.machine, machine: worldAfter(of, wanted) };
    return looked.machine;
  }

  /** Diagnostics that are thrown belong to the request. */
  function attempt(act: () => void): readonly Diagnostic[] {
    try {
      act();
      return [];
    } catch (error) {
      if (error instanceof DiagnosticError) return [error.diagnostic];
      throw error;
    }
  }

  // -------------------------------------------------------------- requests

  const handlers: { readonly [T in RequestType]: (request: Exchanges[T]['request']) => Exchanges[T]['reply'] } = {
    open,
    swap({ cells, from, at, keepGhost }) {
      // While a run is being rebuilt the newest cells wait for its end.
      if (!isRebuilding()) {
        putInForce(cells, { from: from ?? 'now', at: at ?? null, keepGhost: keepGhost ?? false });
        if (tree === null) start(null, null);
      }
      newest = cells;
      looked = null;
      forgetBuilds();
      return swapReply();
    },
    restart({ scenario, seed }) {
      const run = runNow();
      if (seed !== null) seeds = { ...seeds, override: seed };
      problems = problems.filter(({ code }) => !code.startsWith('scenario/') && !code.startsWith('journal/'));
      start(scenario ?? (run === null ? null : worldOf(run).plan.scenario), seed);
      if (held.size > 0) putInForce(newest);
      return swapReply();
    },
    advance({ to, steps, budgetMs, want }) {
      const end = host.wallClock() + budgetMs;
      let spent = false;
      const isSpent = (): boolean => (spent ||= host.wallClock() >= end);
      const events = steps ?? Number.POSITIVE_INFINITY;
      const run = catchUpNow({ isSpent, events }) ? runNow() : null;
      if (run !== null && !spent) {
        forward(run, {
          to: steps === null ? micros(to) : Number.POSITIVE_INFINITY,
          turns: Number.POSITIVE_INFINITY,
          events,
          isSpent,
        });
        // Time goes on between events; at rest, and where an error stopped the run, it stands still.
        const goesOn = steps === null && !spent && (run.end === 'running' || run.end === 'ended');
        pass(run, goesOn ? micros(to) : worldOf(run).now);
      }
      return { frame: frame(want), journal: journal() };
    },
    look({ at, want }) {
      const run = runNow();
      if (run === null) return { frame: frame(want) };
      if ('step' in at) return { frame: frame(want, machineAt(run, at.step)) };
      const moment = micros(at.time);
      return { frame: frame(want, machineAt(run, rowsUpTo(run.columns, moment)), moment) };
    },
    input({ input, at }) {
      if (tree === null || isRebuilding()) return { journal: journal(), diagnostics: [] };
      const step = at ?? null;
      const before = tree.current;
      const diagnostics = attempt(() => {
        if (tree === null || before.run === null) return;
        // The past is not written over: an act there begins a branch.
        if (step !== null && step < worldOf(before.run).step) changeTree(tree, { type: 'fork', step });
        const { run } = tree.current;
        const problem = run === null ? null : applyInput(run, input);
        if (problem !== null) throw new DiagnosticError(problem);
      });
      return { journal: journal(), diagnostics };
    },
    branch({ act }) {
      const of = tree;
      return swapReply(of === null ? [] : attempt(() => changeTree(of, act)));
    },
    'undo-input'({ entry }) {
      undoInput(entry);
      return swapReply();
    },
    choices({ step }) {
      const run = runNow();
      if (run === null) return { choices: [] };
      // Guards are asked: not on the live machine.
      const machine = worldAfter(run, step ?? worldOf(run).step);
      return { choices: choicesOf(machine, (body) => (body === undefined || body === null ? '' : textOf(body, 60))) };
    },
    find({ step, by, node, rule }) {
      const run = runNow();
      return { step: run === null ? null : findEvent(run, step, by, node ?? null, rule ?? null) };
    },
    compare({ a, b, time }) {
      const found = tree === null ? undefined : tree.branches.get(a);
      const other = b === null ? null : tree?.branches.get(b);
      const compared =
        tree === null || found === undefined || other === undefined
          ? null
          : compareBranches(tree, found, other, micros(time));
      return { comparison: compared };
    },
    race({ step, budgetMs }) {
      const run = runNow();
      if (tree === null || run === null || isRebuilding()) return { race: noRace, diagnostics: [], journal: journal() };
      const end = host.wallClock() + budgetMs;
      const of = tree;
      let result = noRace;
      const diagnostics = attempt(() => {
        if (race?.step !== step || race.run !== run) race = createRace(of, run, step);
        result = race.advance(() => host.wallClock() >= end);
      });
      // Asked once more, it is another race.
      if (result.status !== 'running') race = null;
      return { race: result, diagnostics, journal: journal() };
    },
    limit({ bytes }) {
      const run = runNow();
      if (run !== null) setMemoryLimit(run, bytes);
      return { memory: frame({ state: false, stats: false, log: 0, density: null }).memory };
    },
    plot({ cell, step }) {
      const run = runNow();
      const at = run === null ? null : machineAt(run, step ?? worldOf(run).step);
      const branch = tree?.current;
      return drawWithGhost(inForce, cell, run, branch?.historian ?? null, at, branch?.ghost ?? null, explain);
    },
    explore: ({ name, budgetMs }) => {
      const end = host.wallClock() + budgetMs;
      return explore(name).advance(() => host.wallClock() >= end);
    },
    digest() {
      const run = runNow();
      return run === null
        ? { digest: '', steps: 0 }
        : { digest: digestOf(run.columns, worldOf(run)), steps: worldOf(run).step };
    },
    next() {
      const run = runNow();
      return run === null ? { rule: '', cell: null, range: null, node: '' } : nextRule(worldOf(run));
    },
  };

  return {
    handle<R extends Request>(request: R): ReplyTo<R> {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table's type ties each handler to its request
      const handler = handlers[request.type] as ((request: R) => ReplyTo<R>) | undefined;
      if (handler === undefined)
        throw new TypeError(`unknown request ${JSON.stringify((request as { readonly type: unknown }).type)}`);
      return handler(request);
    },
  };
}

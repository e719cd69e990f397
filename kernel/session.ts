/**
 * One open notebook: joins the stages. Compiled cells go in; the reactive graph runs what an edit affects, the
 * declarations are joined to a program, the program is rehearsed and put in force, the run goes on. No host APIs:
 * the wall clock, which only bounds how long a request may take, comes in as a parameter.
 */
import type { CompiledCell } from './compile/compiled.ts';
import { type CellKey, type Diagnostic, DiagnosticError, diagnostic } from './diagnostic.ts';
import { contentKey, emptyGraph, type Environment, type Graph, type Module, update } from './graph/graph.ts';
import { hashText } from './hash.ts';
import { type CellOutput, createEvaluator } from './program/evaluate.ts';
import { createExplain, type Explain } from './program/explain.ts';
import { createPlotRecorder } from './program/plot.ts';
import { cellTurns, grant } from './program/budget.ts';
import { changes, emptyProgram, isUnchanged, joinProgram, type Program } from './program/program.ts';
import type {
  CellStatus,
  Exchanges,
  Frame,
  Journal,
  PlotResult,
  ProgramSource,
  ProgramView,
  ReplyTo,
  Request,
  RequestType,
  RunStatus,
  SwapReply,
  Want,
} from './protocol.ts';
import { digestOf } from './trace/digest.ts';
import { rowsUpTo } from './trace/columns.ts';
import { emptyFrame, frameOf, type Picture } from './trace/frame.ts';
import { receiptOf, titleOf } from './trace/receipt.ts';
import { findStat } from './compile/stat-place.ts';
import { createHistorian, eventsOf, type Historian, seriesOf } from './trace/history.ts';
import {
  adopt,
  applyInput,
  checkpointHere,
  forward,
  journalOf,
  mark,
  pass,
  relocateRun,
  type Run,
  startRun,
  tryInstall,
  worldAfter,
  worldOf,
} from './trace/run.ts';
import { rehearse } from './trace/rehearse.ts';
import { shown } from './trace/shown.ts';
import { createExplorer, type Explorer } from './check/explore.ts';
import { frozenView } from './world/frozen.ts';
import { makePlan, type Plan } from './world/plan.ts';
import { type Machine, nextRule } from './world/step.ts';
import { micros } from './world/world.ts';
import type { EventFilter, KindName } from './program/language.ts';
import * as library from './library.ts';

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
/** Compiled cells kept to make sense of stack traces. */
const seenLimit = 2_000;

/** A program in force and where it comes from. */
interface InForce {
  readonly graph: Graph<CellOutput>;
  readonly program: Program;
  readonly source: ProgramSource;
}

/** A run being rebuilt: what is still to be done to it. */
interface Rebuild {
  readonly journal: Journal;
  readonly programs: ReadonlyMap<string, InForce>;
  next: number;
  /** Cells that are wanted in force when the run is back. */
  readonly cells: readonly CompiledCell[];
}

/** Cells whose newest text was refused, and why; another edit of the cell tries again. */
type Held = ReadonlyMap<CellKey, { readonly hash: string; readonly diagnostics: readonly Diagnostic[] }>;

export function createSession(host: Host): Session {
  const evaluator = createEvaluator(library.constructors);
  const seen = new Map<string, CompiledCell>();
  const explain: Explain = createExplain((key, hash) => seen.get(`${key}:${hash}`));
  const environment: Environment<CellOutput> = {
    language: evaluator.globals,
    modules: (from): Module | null => {
      const exports = library.modules.get(from);
      return exports === undefined
        ? null
        : { exports: new Map(Object.entries(exports)), keyOf: (name) => `${from} ${name}` };
    },
    evaluate(cell, scope) {
      try {
        return evaluator.evaluate(cell, scope);
      } catch (error) {
        const first = cell.statements[0]?.range;
        return {
          ok: false,
          diagnostics: [
            explain(error, {
              code: 'program/threw',
              what: 'This cell threw',
              place: first === undefined ? null : { cell: cell.key, range: first },
              help: 'It runs once, when the program is put together; the last good version stays in force.',
            }),
          ],
        };
      }
    },
  };

  let inForce: InForce = { graph: emptyGraph(), program: emptyProgram, source: sourceOf(emptyGraph()) };
  let newest: readonly CompiledCell[] = [];
  let held: Held = new Map();
  let problems: readonly Diagnostic[] = [];
  let run: Run | null = null;
  let historian: Historian | null = null;
  let rebuild: Rebuild | null = null;
  let explorers: { readonly program: Program; readonly byName: Map<string, Explorer> } = {
    program: emptyProgram,
    byName: new Map(),
  };
  /** `tip` is the run's machine at the time: another one is there after a swap and after a step was undone. */
  let looked: { readonly tip: Machine; readonly machine: Machine } | null = null;
  let seeds: { override: number | null; fallback: number | null } = { override: null, fallback: null };

  // -------------------------------------------------------------- from cells to a program

  /** Evaluates cells on top of a graph. Null when the declarations do not join to a program. */
  function evaluate(
    base: Graph<CellOutput>,
    cells: readonly CompiledCell[],
  ): { readonly candidate: InForce | null; readonly diagnostics: readonly Diagnostic[] } {
    for (const cell of cells) remember(cell);
    const updated = update(base, cells, environment);
    const { graph } = updated;
    const declarations = [...graph.nodes.values()].flatMap((node) => node.inForce?.output.declarations ?? []);
    const joined = joinProgram(declarations, (cell, statement) => ({
      content: contentKey(graph, cell, statement),
      range: graph.nodes.get(cell)?.inForce?.cell.statements[statement]?.range ?? {
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 1,
      },
    }));
    const diagnostics = [...updated.diagnostics, ...joined.diagnostics];
    const isJoined = !joined.diagnostics.some(({ severity }) => severity === 'error');
    return { candidate: isJoined ? { graph, program: joined.program, source: sourceOf(graph) } : null, diagnostics };
  }

  function remember(cell: CompiledCell): void {
    if (seen.size >= seenLimit) {
      const [oldest] = seen.keys();
      if (oldest !== undefined) seen.delete(oldest);
    }
    seen.set(`${cell.key}:${cell.hash}`, cell);
  }

  // -------------------------------------------------------------- edits

  /**
   * Puts as much of the cells in force as is good. A cell whose new text is refused is held back at its text in
   * force, and the others are tried again, so one bad cell never keeps another's edit out.
   */
  function putInForce(cells: readonly CompiledCell[]): void {
    newest = cells;
    const refused = new Map<CellKey, { readonly hash: string; readonly diagnostics: readonly Diagnostic[] }>();
    for (;;) {
      const wanted = cells.flatMap((cell) => (refused.has(cell.key) ? textInForce(cell.key) : [cell]));
      const changed = wanted.filter(
        (cell) => inForce.graph.nodes.get(cell.key)?.inForce?.cell.hash !== cell.hash && cell.js !== null,
      );
      const { candidate, diagnostics } = evaluate(inForce.graph, wanted);
      const wrong =
        candidate === null
          ? diagnostics.filter(({ severity, code }) => severity === 'error' && code.startsWith('program/'))
          : tryIn(candidate);
      if (candidate !== null && wrong.length === 0) {
        held = refused;
        problems = [...diagnostics, ...[...refused.values()].flatMap((why) => why.diagnostics)];
        inForce = candidate;
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
  function tryIn(candidate: InForce): readonly Diagnostic[] {
    if (run === null) return [];
    const difference = changes(inForce.program, candidate.program);
    if (isUnchanged(difference)) {
      relocateRun(run, candidate.program);
      return [];
    }
    if (!checkpointHere(run)) return run.fault === null ? [] : [run.fault];
    const started = host.wallClock();
    try {
      const plan = planFor(candidate.program, worldOf(run).plan);
      const rules = new Set([...difference.added, ...difference.changed]);
      if (rules.size > 0 || difference.kinds.length > 0) {
        const wrong = rehearse(
          tryInstall(run, candidate.program, plan).machine,
          explain,
          (rule) => rules.has(rule) || rule === '' || difference.kinds.includes(rule.split('.')[0] ?? ''),
          () => host.wallClock() - started > rehearsalMs,
        );
        if (wrong !== null) return [wrong];
      }
      const { machine, installed } = tryInstall(run, candidate.program, plan);
      adopt(run, machine, candidate.source.id);
      sources.set(candidate.source.id, candidate.source);
      mark(run, 'swap', titleOf(difference), receiptOf(difference, installed));
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

  function planFor(program: Program, current: Plan): Plan {
    const declared = program.scenarios.find(({ name }) => name === current.scenario);
    return declared === undefined || declared.content === current.content ? current : planOf(program, current.scenario);
  }

  function planOf(program: Program, name: string): Plan {
    const place = program.scenarios.find((scenario) => scenario.name === name)?.place ?? null;
    try {
      return makePlan(program, name);
    } catch (error) {
      throw new DiagnosticError(
        explain(error, {
          code: 'scenario/threw',
          what: `The scenario '${name}' threw`,
          place,
          help: 'It is run once to see which nodes, links and actions it wants.',
        }),
      );
    }
  }

  // -------------------------------------------------------------- runs

  const sources = new Map<string, ProgramSource>();

  /** Starts the scenario, or the first that can be run. Leaves no run when there is none; says why in `problems`. */
  function start(scenario: string | null, seed: number | null): void {
    run = null;
    historian = null;
    looked = null;
    const { program, source } = inForce;
    const declared = program.scenarios.find(({ name }) => name === scenario) ?? program.scenarios[0];
    if (declared === undefined) return;
    sources.set(source.id, source);
    try {
      const plan = planOf(program, declared.name);
      run = startRun(program, plan, seed ?? seeds.override ?? declared.seed ?? seeds.fallback ?? 1, source.id, explain);
      historian = createHistorian(run);
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
    }
  }

  function open(request: Exchanges['open']['request']): SwapReply {
    seeds = { override: request.seed, fallback: request.defaultSeed ?? null };
    inForce = { graph: emptyGraph(), program: emptyProgram, source: sourceOf(emptyGraph()) };
    sources.clear();
    run = null;
    rebuild = null;
    held = new Map();
    problems = [];
    const broken = request.restore === null ? [] : beginRebuild(request.restore, request.cells);
    if (rebuild === null) {
      putInForce(request.cells);
      start(request.scenario, null);
      problems = [...problems, ...broken];
    }
    return swapReply();
  }

  /** Evaluates the programs that a journal names and starts the run over. Returns why it cannot be done, or nothing. */
  function beginRebuild(
    restore: NonNullable<Exchanges['open']['request']['restore']>,
    cells: readonly CompiledCell[],
  ): readonly Diagnostic[] {
    const { journal } = restore;
    const refuse = (
      text: string,
      code: 'journal/version' | 'journal/broken' = 'journal/broken',
    ): readonly Diagnostic[] => {
      run = null;
      rebuild = null;
      inForce = { graph: emptyGraph(), program: emptyProgram, source: sourceOf(emptyGraph()) };
      return [
        diagnostic(code, text, {
          severity: 'warning',
          help: 'The scenario was started anew; the text of the notebook is as it was.',
        }),
      ];
    };
    if (journal.format !== 1)
      return refuse(
        `The saved run has format ${String(journal.format)}; this version reads format 1.`,
        'journal/version',
      );
    const programs = new Map<string, InForce>();
    let last: InForce | null = null;
    for (const id of [
      journal.program,
      ...journal.entries.flatMap((entry) => (entry.type === 'swap' ? [entry.program] : [])),
    ]) {
      if (programs.has(id)) continue;
      const source = restore.sources.find((one) => one.id === id);
      if (source === undefined) return refuse('The saved run names a program that was not saved with it.');
      const { candidate } = evaluate(last?.graph ?? emptyGraph(), source.cells);
      if (candidate === null || candidate.source.id !== id)
        return refuse('A program of the saved run cannot be put together again.');
      programs.set(id, candidate);
      sources.set(id, source);
      last = candidate;
    }
    const first = programs.get(journal.program);
    if (first === undefined) return refuse('The saved run names no program.');
    inForce = first;
    newest = cells;
    start(journal.scenario, journal.seed);
    if (run === null || worldOf(run).plan.scenario !== journal.scenario)
      return refuse('The scenario of the saved run cannot be started.');
    rebuild = { journal, programs, next: 0, cells };
    // What the page shows meanwhile is the state of the newest text.
    problems = evaluate(first.graph, cells).diagnostics;
    return [];
  }

  /** Re-runs towards the end of the journal, as far as the time given allows. */
  function goOnRebuilding(isSpent: () => boolean): void {
    for (;;) {
      if (rebuild === null || run === null) return;
      const { journal, programs } = rebuild;
      const entry = journal.entries[rebuild.next];
      const target = entry?.turn ?? journal.turns;
      if (worldOf(run).turn < target) {
        forward(run, { to: Number.POSITIVE_INFINITY, turns: target, events: Number.POSITIVE_INFINITY, isSpent });
        if (worldOf(run).turn < target && run.end === 'running') return;
      }
      if (entry === undefined) {
        const { cells } = rebuild;
        rebuild = null;
        pass(run, micros(journal.time ?? 0));
        putInForce(cells);
        return;
      }
      run.shown = micros(entry.time);
      if (entry.type === 'input') applyInput(run, entry.input);
      else reinstall(programs.get(entry.program), run);
      rebuild.next += 1;
    }
  }

  function reinstall(wanted: InForce | undefined, into: Run): void {
    if (wanted === undefined) return;
    const difference = changes(inForce.program, wanted.program);
    const { machine, installed } = tryInstall(into, wanted.program, planFor(wanted.program, worldOf(into).plan));
    adopt(into, machine, wanted.source.id);
    mark(into, 'swap', titleOf(difference), receiptOf(difference, installed));
    inForce = wanted;
  }

  /** One for each exploration of the program in force. */
  function explore(name: string): Explorer {
    if (explorers.program !== inForce.program) explorers = { program: inForce.program, byName: new Map() };
    const known = explorers.byName.get(name);
    if (known !== undefined) return known;
    const { program } = inForce;
    const declared = program.explorations.find((one) => one.name === name);
    if (declared === undefined) throw new RangeError(`there is no exploration ${JSON.stringify(name)}`);
    const made = createExplorer(program, () => planOf(program, declared.options.scenario), declared, explain);
    explorers.byName.set(name, made);
    return made;
  }

  // -------------------------------------------------------------- replies

  function swapReply(): SwapReply {
    const program = programView();
    return {
      accepted:
        program.cells.every(({ status }) => status === 'live') &&
        !problems.some(({ severity, code }) => severity === 'error' && code.startsWith('scenario/')),
      program,
      source: inForce.source,
      journal: journal(),
    };
  }

  function journal(): Journal {
    if (rebuild !== null) return rebuild.journal;
    return run === null
      ? { format: 1, seed: 0, scenario: '', program: inForce.source.id, entries: [], steps: 0, turns: 0 }
      : journalOf(run);
  }

  function programView(): ProgramView {
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
      diagnostics: problems,
      explorations: program.explorations.map(({ name, place }) => ({ name, cell: place.cell, range: place.range })),
    };
  }

  function statusOf(cell: CompiledCell, graph: Graph<CellOutput>): CellStatus {
    const node = graph.nodes.get(cell.key);
    if (held.has(cell.key)) return node?.inForce == null ? 'broken' : 'kept';
    return node?.status ?? 'broken';
  }

  function picture(): Picture {
    const faults =
      run === null
        ? problems
        : [
            ...(run.fault === null ? [] : [run.fault]),
            ...run.monitors.list.flatMap(({ error }) => (error === null ? [] : [error])),
          ];
    return { status: status(), statPlace: (name) => findStat(inForce.source.cells, name), diagnostics: faults };
  }

  function status(): RunStatus {
    if (run === null) return 'empty';
    if (rebuild !== null) return 'restoring';
    return run.end === 'stopped' ? 'stopped-by-error' : run.end;
  }

  function frame(want: Want, at?: Machine, moment?: number): Frame {
    return run === null ? emptyFrame(problems) : frameOf(run, at ?? run.machine, want, picture(), moment);
  }

  function machineAt(of: Run, step: number): Machine {
    const tip = worldOf(of);
    const wanted = Math.min(Math.max(0, Math.floor(step)), tip.step);
    if (wanted === tip.step) return of.machine;
    if (looked?.tip === of.machine && looked.machine.world.step === wanted) return looked.machine;
    looked = { tip: of.machine, machine: worldAfter(of, wanted) };
    return looked.machine;
  }

  function plot(key: CellKey, step: number | null): PlotResult {
    const node = inForce.graph.nodes.get(key)?.inForce;
    const place = node?.cell.statements[0]?.range;
    const about = {
      code: 'plot/threw',
      what: 'The plot threw',
      place: place === undefined ? null : { cell: key, range: place },
      help: 'It is drawn again as the run goes on.',
    } as const;
    if (run === null || historian === null || node?.output.draw == null) {
      return { type: 'error', diagnostic: explain(new Error('there is no run to draw'), about) };
    }
    const of = run;
    const past = historian;
    try {
      const machine = machineAt(of, step ?? worldOf(of).step);
      const upTo = machine.world.step;
      const recorder = createPlotRecorder();
      grant(cellTurns);
      const drawn = node.output.draw({
        Plot: recorder.Plot,
        world: frozenView(machine.world, machine.view),
        series: (stat: string, options: { readonly by?: string } = {}) => seriesOf(of, upTo, stat, options.by),
        events: (filter: EventFilter = {}) => eventsOf(of, upTo, filter),
        history: (kind: KindName, path: string) => past.of(upTo, kind, path),
      });
      const recorded = recorder.recorded(drawn);
      return recorded === null ? { type: 'value', value: shown(drawn) } : { type: 'plot', plot: recorded };
    } catch (error) {
      return { type: 'error', diagnostic: explain(error, about) };
    }
  }

  // -------------------------------------------------------------- requests

  const handlers: { readonly [T in RequestType]: (request: Exchanges[T]['request']) => Exchanges[T]['reply'] } = {
    open,
    swap({ cells }) {
      // While a run is being rebuilt the newest cells wait for its end.
      if (rebuild === null) {
        putInForce(cells);
        if (run === null) start(null, null);
      } else rebuild = { ...rebuild, cells };
      newest = cells;
      return swapReply();
    },
    restart({ scenario, seed }) {
      rebuild = null;
      if (seed !== null) seeds = { ...seeds, override: seed };
      problems = problems.filter(({ code }) => !code.startsWith('scenario/') && !code.startsWith('journal/'));
      start(scenario ?? (run === null ? null : worldOf(run).plan.scenario), seed);
      if (held.size > 0) putInForce(newest);
      return swapReply();
    },
    advance({ to, steps, budgetMs, want }) {
      const end = host.wallClock() + budgetMs;
      const isSpent = (): boolean => host.wallClock() >= end;
      if (rebuild !== null) goOnRebuilding(isSpent);
      else if (run !== null) {
        let spent = false;
        forward(run, {
          to: steps === null ? micros(to) : Number.POSITIVE_INFINITY,
          turns: Number.POSITIVE_INFINITY,
          events: steps ?? Number.POSITIVE_INFINITY,
          isSpent: () => {
            spent = isSpent();
            return spent;
          },
        });
        // Time goes on between events; at rest, and where an error stopped the run, it stands still.
        const goesOn = steps === null && !spent && (run.end === 'running' || run.end === 'ended');
        pass(run, goesOn ? micros(to) : worldOf(run).now);
      }
      return { frame: frame(want), journal: journal() };
    },
    look({ at, want }) {
      if (run === null) return { frame: frame(want) };
      if ('step' in at) return { frame: frame(want, machineAt(run, at.step)) };
      const moment = micros(at.time);
      return { frame: frame(want, machineAt(run, rowsUpTo(run.columns, moment)), moment) };
    },
    input({ input }) {
      if (run === null || rebuild !== null) return { journal: journal(), diagnostics: [] };
      applyInput(run, input);
      return { journal: journal(), diagnostics: run.fault === null ? [] : [run.fault] };
    },
    plot: ({ cell, step }) => plot(cell, step),
    explore: ({ name, budgetMs }) => {
      const end = host.wallClock() + budgetMs;
      return explore(name).advance(() => host.wallClock() >= end);
    },
    digest: () =>
      run === null
        ? { digest: '', steps: 0 }
        : { digest: digestOf(run.columns, worldOf(run)), steps: worldOf(run).step },
    next: () => (run === null ? { rule: '', cell: null, range: null, node: '' } : nextRule(worldOf(run))),
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

/** The cells whose text is in force, named by content. */
function sourceOf(graph: Graph<CellOutput>): ProgramSource {
  const cells = [...graph.nodes.values()].flatMap((node) => (node.inForce === null ? [] : [node.inForce.cell]));
  return { id: hashText(cells.map(({ key, hash, kind }) => `${key} ${kind} ${hash}`).join('\n')), cells };
}

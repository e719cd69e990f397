/** Checks one notebook: reads it, compiles and type-checks its cells, runs its scenarios, and says where in the file things are. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SeedRange } from '../../check/fuzz.ts';
import type { CellSource, CompiledCell } from '../../compile/compiled.ts';
import { type Diagnostic, diagnostic } from '../../diagnostic.ts';
import { homing } from '../../imports/home.ts';
import { type Found, importedCells, loadImports } from '../../imports/load.ts';
import { cellsOf, frontMatterOf, lineOf, type Notebook } from '../../notebook/notebook.ts';
import { parse } from '../../notebook/parse.ts';
import type { ProgramView } from '../../protocol.ts';
import type { ExplorationResult, FileDiagnostic, FileResult, FuzzResult } from './check-result.ts';
import { checkTypes } from './check-types.ts';
import type { Compiler } from './compiler.ts';
import type { ExploreProgress } from './explore-outcome.ts';
import { exploreInThreads } from './explore-in-threads.ts';
import { fuzzInThreads } from './fuzz-in-threads.ts';
import { runInThread, type ThreadLimits, threadLimits } from './run-in-thread.ts';
import type { Runs, ToRun } from './run-scenarios.ts';
import { explorationResult, fuzzResult, propertyResults, scenarioResult } from './verdicts.ts';

export interface Tools {
  readonly compiler: Compiler;
  /** The built check-thread. */
  readonly thread: URL;
  readonly limits?: ThreadLimits;
  /** Compiles and types the cells, and runs nothing. */
  readonly typesOnly?: boolean;
  readonly fuzz?: FuzzWishes;
  /** Left out: nothing is explored. */
  readonly explore?: ExploreWishes;
}

export interface ExploreWishes {
  /** The built explore-thread. */
  readonly thread: URL;
  readonly workers: number;
  /** Wall time for each exploration. */
  readonly limitMs: number;
  /** Wall time after which one is shared among the workers; 50 ms when left out. */
  readonly aloneMs?: number;
  readonly onProgress?: (progress: ExploreProgress | null) => void;
  readonly signal?: AbortSignal;
}

export interface FuzzWishes {
  /** The built fuzz-thread. */
  readonly thread: URL;
  readonly workers: number;
  /** Instead of those that the notebook names; null when not. */
  readonly seeds: SeedRange | null;
  readonly onProgress?: (name: string, done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * @param file only a name for the report
 * @param seed overrides every seed that the notebook names; null when not
 */
export async function checkNotebook(
  file: string,
  bytes: Uint8Array,
  seed: number | null,
  tools: Tools,
): Promise<FileResult> {
  const text = decode(bytes);
  if (text === null) {
    const why = diagnostic('notebook/not-text', `${file} is not UTF-8 text.`, { help: 'Save it as UTF-8.' });
    return { ...nothingRun, file, diagnostics: [{ ...why, line: null, column: null }] };
  }
  const notebook = parse(text);
  const sources = sourcesOf(notebook);
  const own = await tools.compiler.compile(sources);
  const imported = await loadImports(basename(file), own, {
    read: (path) => readBeside(file, path),
    compile: (stale) => tools.compiler.compile(stale),
  });
  const cells = [...importedCells(imported), ...own];
  const broken = own.flatMap((cell) => cell.diagnostics);
  const types = checkTypes(sources, imported);
  const place = placer(notebook);
  if (tools.typesOnly === true) {
    const found = [...notebook.diagnostics, ...broken, ...types].map(place);
    return { ...nothingRun, file, diagnostics: found.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
  }
  const ran = await run(notebook, cells, seed, tools);
  const explored = await explore(ran.runs.program, toRun(notebook, cells, seed), titleOf(notebook, file), tools);
  const fuzzed = await fuzz(ran.runs.program, toRun(notebook, cells, seed), tools);

  const home = homing(cells);
  const found = [ran, explored, fuzzed].flatMap(({ diagnostics }) => diagnostics.map(home));
  // Of an import that cannot be resolved the type checker would say the same once more.
  const isTold = ({ cell, range }: Diagnostic): boolean =>
    found.some((one) => one.code === 'graph/import' && one.cell === cell && one.range?.line === range?.line);
  const typed = types.filter((one) => !isTold(one));
  const unplaced = withoutEchoes(merge([...notebook.diagnostics, ...broken, ...typed, ...found])).map(
    // In the page the run goes on. Here a check that was not made must not pass.
    (one): Diagnostic => (one.code === 'check/unknown-scenario' ? { ...one, severity: 'error' } : one),
  );
  const { runs } = ran.runs;
  return {
    file,
    diagnostics: unplaced.map(place).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    scenarios: runs.map(scenarioResult),
    properties: propertyResults(
      runs,
      new Set([...explored.results, ...fuzzed.results].flatMap(({ witnessed }) => witnessed)),
      ({ cell, range }) => (lineOf(notebook, cell) ?? 1) + range.line - 1,
    ),
    explorations: explored.results,
    fuzzings: fuzzed.results,
    comparison: null,
  };
}

const nothingRun = { scenarios: [], properties: [], explorations: [], fuzzings: [], comparison: null };

const noRuns: Runs = {
  program: { messages: [], durable: {}, scenarios: [], cells: [], diagnostics: [], explorations: [], fuzzers: [] },
  runs: [],
};

async function run(
  notebook: Notebook,
  cells: readonly CompiledCell[],
  seed: number | null,
  { thread, limits = threadLimits }: Tools,
): Promise<{ readonly runs: Runs; readonly diagnostics: readonly Diagnostic[] }> {
  const outcome = await runInThread(thread, toRun(notebook, cells, seed), limits);
  if (outcome.type === 'ended') return { runs: noRuns, diagnostics: [outcome.diagnostic] };
  const { runs } = outcome;
  const diagnostics = [runs.program, ...runs.runs].flatMap((one) => one.diagnostics);
  if (runs.runs.length > 0 || diagnostics.length > 0) return { runs, diagnostics };
  const help = 'Add a `ts scenario` cell: without one, nothing is checked.';
  return { runs, diagnostics: [diagnostic('scenario/no-nodes', 'The notebook has no scenario.', { help })] };
}

function toRun(notebook: Notebook, cells: readonly CompiledCell[], seed: number | null): ToRun {
  return { cells, seed, defaultSeed: frontMatterOf(notebook)?.seed ?? null };
}

async function explore(
  { explorations }: ProgramView,
  notebook: ToRun,
  title: string,
  { explore: wishes, limits = threadLimits }: Tools,
): Promise<{ readonly results: readonly ExplorationResult[]; readonly diagnostics: readonly Diagnostic[] }> {
  if (wishes === undefined) return { results: [], diagnostics: [] };
  const names = explorations.map(({ name }) => name);
  const outcomes = await exploreInThreads(notebook, names, {
    script: wishes.thread,
    title,
    workers: wishes.workers,
    limitMs: wishes.limitMs,
    aloneMs: wishes.aloneMs ?? 50,
    limits,
    onProgress: wishes.onProgress ?? (() => undefined),
    signal: wishes.signal ?? null,
  });
  const explored = outcomes.flatMap((outcome) => (outcome.type === 'explored' ? outcome.explored : []));
  const ended = outcomes.flatMap((outcome) => (outcome.type === 'ended' ? outcome.diagnostic : []));
  const diagnostics = [...ended, ...explored.flatMap(({ exploration }) => exploration.diagnostics)];
  return { results: explored.map(explorationResult), diagnostics };
}

function titleOf(notebook: Notebook, file: string): string {
  return frontMatterOf(notebook)?.title ?? file;
}

async function fuzz(
  { fuzzers }: ProgramView,
  notebook: ToRun,
  { fuzz: wishes, limits = threadLimits }: Tools,
): Promise<{ readonly results: readonly FuzzResult[]; readonly diagnostics: readonly Diagnostic[] }> {
  if (wishes === undefined) return { results: [], diagnostics: [] };
  const plans = fuzzers.map(({ name, seeds }) => ({ name, seeds: wishes.seeds ?? seeds }));
  const outcomes = await fuzzInThreads(notebook, plans, {
    script: wishes.thread,
    workers: wishes.workers,
    limits,
    onProgress: wishes.onProgress ?? (() => undefined),
    signal: wishes.signal ?? null,
  });
  const results = outcomes.flatMap((outcome) => (outcome.type === 'fuzzed' ? fuzzResult(outcome) : []));
  const ended = outcomes.flatMap((outcome) => (outcome.type === 'ended' ? outcome.diagnostic : []));
  return { results, diagnostics: [...ended, ...results.flatMap((one) => one.diagnostics)] };
}

function sourcesOf(notebook: Notebook): readonly CellSource[] {
  return cellsOf(notebook).map(({ key, kind, slug, code }) => ({ key, kind, slug, code }));
}

/** A notebook that another one imports from, from the disk. */
async function readBeside(file: string, path: string): Promise<Found> {
  const place = join(dirname(file), ...path.split('/'));
  const refused = (why: string, help: string): Found => ({ type: 'refused', why, help });
  try {
    const text = decode(await readFile(place));
    return text === null ? refused(`${path} is not UTF-8 text.`, 'Save it as UTF-8.') : { type: 'text', text };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { type: 'missing' };
    return refused(`${path} cannot be read: ${String(code ?? error)}.`, 'It has to be a file that you may read.');
  }
}

/** Null when the bytes are not UTF-8. A byte-order mark is part of the text. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** From places in cells to places in the file. */
function placer(notebook: Notebook): (found: Diagnostic) => FileDiagnostic {
  return (found) => {
    const first = found.cell === null ? 1 : (lineOf(notebook, found.cell) ?? null);
    if (first === null) return { ...found, line: null, column: null };
    if (found.range === null) return { ...found, line: found.cell === null ? null : first, column: null };
    return { ...found, line: first + found.range.line - 1, column: found.range.column };
  };
}

/**
 * What comes of a mistake elsewhere is left out, and so is what the type checker says of a name that the kernel has more to say of. It
 * can but guess at the types of a cell that is short of a name.
 */
function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const short = new Set(diagnostics.flatMap(({ code, cell }) => (code === 'graph/in-error' ? [cell] : [])));
  const said = new Set(
    diagnostics.filter(({ code }) => code === 'graph/undefined' || code === 'compile/forbidden-global').map(startOf),
  );
  return diagnostics.filter(
    (one) =>
      one.code !== 'graph/in-error' &&
      !(one.code === 'compile/type' && (short.has(one.cell) || said.has(startOf(one)))),
  );
}

const startOf = ({ cell, range }: Diagnostic): string => JSON.stringify([cell, range?.line, range?.column]);

/** Several stages may report the same thing: the program's diagnostics repeat the compiler's. */
function merge(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [
    ...new Map(diagnostics.map((one) => [JSON.stringify([one.code, one.cell, one.range, one.text]), one])).values(),
  ];
}

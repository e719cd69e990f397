/**
 * The notebooks that a notebook imports from, and those that these import from: read, cut and compiled. Where they are is the host's
 * affair: a folder on disk, what the page was served with, what the browser keeps.
 *
 * A notebook is taken whole or not at all: while one of its cells does not compile, or it cannot be read, the cells that it had before
 * stay, and beside them goes a cell that says what is wrong. So an importer always has one sound text of it, and its run goes on.
 */
import { type CellSource, type CompiledCell, failedCell, isCompiledFrom, originOf } from '../compile/compiled.ts';
import { type Diagnostic, diagnostic } from '../diagnostic.ts';
import { cellsOf, lineOf, type Notebook } from '../notebook/notebook.ts';
import { parse, reparse } from '../notebook/parse.ts';
import { resolveNotebook } from '../notebook-path.ts';
import { typeImports } from './type-imports.ts';

export type Found =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'missing' }
  /** The host does not give it; `why` is a sentence and `help` another. */
  | { readonly type: 'refused'; readonly why: string; readonly help: string };

export interface Sources {
  /** `path`: as in `notebook-path.ts`. */
  readonly read: (path: string) => Promise<Found>;
  /** In the order given. */
  readonly compile: (cells: readonly CellSource[]) => Promise<readonly CompiledCell[]>;
}

/** Another notebook, as it was read last. */
export interface ImportedNotebook {
  readonly path: string;
  /** Null while it could not be read. */
  readonly notebook: Notebook | null;
  /** Its latest texts that compile, all of one moment. */
  readonly cells: readonly CompiledCell[];
  /** Paths that its cells import from, and whether by value: types alone make no circle. */
  readonly imports: ReadonlyMap<string, boolean>;
  /** What is wrong with it as a whole; it then lends what it had before. */
  readonly faults: readonly Diagnostic[];
}

/** Far more than anybody imports. */
const most = 200;

/**
 * @param name the file's name of the notebook that is open
 * @param compiled what the compiler made of the open notebook's cells
 * @param before as it was given last; none at first
 */
export async function loadImports(
  name: string,
  compiled: readonly CompiledCell[],
  { read, compile }: Sources,
  before: readonly ImportedNotebook[] = [],
): Promise<readonly ImportedNotebook[]> {
  const loaded = new Map<string, ImportedNotebook>();
  const own = importsOf('', compiled);
  const waiting = [...own.keys()];
  for (let path = waiting.shift(); path !== undefined && loaded.size < most; path = waiting.shift()) {
    if (loaded.has(path) || path === name) continue;
    const old = before.find((one) => one.path === path) ?? null;
    const next = await loadOne(path, await read(path), compile, old);
    loaded.set(path, next);
    waiting.push(...next.imports.keys());
  }
  const graph = new Map([[name, own], ...[...loaded].map(([path, one]) => [path, one.imports] as const)]);
  const circles = circlesIn(graph);
  for (const circle of circles) {
    const fault = circleFault(circle);
    // What cannot be read at all (this notebook, by itself) still needs a place for what is wrong.
    for (const path of circle.length === 1 ? circle : circle.filter((one) => one !== name)) {
      const one = loaded.get(path);
      const old = before.find((each) => each.path === path);
      loaded.set(path, {
        path,
        notebook: one?.notebook ?? null,
        cells: old?.cells ?? [],
        imports: one?.imports ?? new Map<string, boolean>(),
        faults: [fault],
      });
    }
  }
  return inOrder(loaded, own);
}

/** What goes before the cells of the notebook that is open: each notebook after those that it imports from. */
export function importedCells(imported: readonly ImportedNotebook[]): readonly CompiledCell[] {
  return imported.flatMap(({ path, cells, imports, faults }) => [
    ...cells,
    ...(faults.length === 0 ? [] : [faultCell(path, imports, faults)]),
  ]);
}

/** A cell of nothing but what is wrong. Its imports lead from the importer to the notebooks behind it. */
function faultCell(path: string, imports: ReadonlyMap<string, boolean>, faults: readonly Diagnostic[]): CompiledCell {
  const failed = failedCell(
    { key: path, kind: 'rules', slug: null, code: '', origin: { notebook: path, line: 1 } },
    faults.map((fault) => ({ ...fault, cell: path })),
  );
  const range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  const up = path
    .split('/')
    .slice(0, -1)
    .map(() => '..');
  const from = (other: string): string => ['.', ...up, other].join('/');
  return { ...failed, imports: [...imports.keys()].map((other) => ({ from: from(other), names: {}, range })) };
}

async function loadOne(
  path: string,
  found: Found,
  compile: Sources['compile'],
  before: ImportedNotebook | null,
): Promise<ImportedNotebook> {
  const kept = {
    path,
    notebook: before?.notebook ?? null,
    cells: before?.cells ?? [],
    imports: before?.imports ?? new Map<string, boolean>(),
  };
  if (found.type !== 'text') return { ...kept, faults: [unreadable(path, found)] };
  const notebook = before?.notebook == null ? parse(found.text) : reparse(before.notebook, found.text);
  const sources = cellsOf(notebook).map(
    ({ key, kind, slug, code }): CellSource => ({
      key: `${path}#${key}`,
      kind,
      slug,
      code,
      origin: { notebook: path, line: lineOf(notebook, key) ?? 1 },
    }),
  );
  const known = new Map(before?.cells.map((cell) => [cell.key, cell]));
  const stale = sources.filter((source) => !isCompiledFrom(source, known.get(source.key)));
  const fresh = new Map((stale.length === 0 ? [] : await compile(stale)).map((cell) => [cell.key, cell]));
  const cells = sources.flatMap((source) => {
    const cell = fresh.get(source.key) ?? known.get(source.key);
    return cell === undefined ? [] : [{ ...cell, ...originOf(source) }];
  });
  const imports = importsOf(path, cells);
  const broken = cells.filter(({ js, kind }) => js === null && kind !== 'plot' && kind !== 'view');
  const faults = broken.flatMap(({ diagnostics, origin }) =>
    diagnostics.filter(({ severity }) => severity === 'error').map((one) => inFile(path, origin?.line ?? 1, one)),
  );
  if (broken.length > 0) return { ...kept, notebook, imports, faults };
  return { path, notebook, cells: cells.filter(({ js }) => js !== null), imports, faults: [] };
}

/** As it is told to somebody who reads another notebook. */
function inFile(path: string, firstLine: number, { code, text, help, range }: Diagnostic): Diagnostic {
  const line = range === null ? firstLine : firstLine + range.line - 1;
  return diagnostic(code, `${path}, line ${line}: ${text}`, { help });
}

function unreadable(path: string, found: Exclude<Found, { readonly type: 'text' }>): Diagnostic {
  if (found.type === 'refused') return diagnostic('graph/import', found.why, { help: found.help });
  return diagnostic('graph/import', `There is no notebook ${path}.`, {
    help: 'Look at the spelling. A notebook is found by its path from the one in which the import stands.',
  });
}

/** Which notebooks cells import from, and whether by value. */
function importsOf(base: string, cells: readonly CompiledCell[]): ReadonlyMap<string, boolean> {
  const imports = new Map<string, boolean>();
  for (const cell of cells) {
    for (const { from } of cell.imports) {
      const path = resolveNotebook(base, from);
      if (path !== null) imports.set(path, true);
    }
    for (const from of typeImports(cell.source)) {
      const path = resolveNotebook(base, from);
      if (path !== null && !imports.has(path)) imports.set(path, false);
    }
  }
  return imports;
}

type ImportGraph = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

/** Notebooks that import from each other, by value: each circle once, in its order. */
function circlesIn(graph: ImportGraph): readonly (readonly string[])[] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) circles.push([...way.slice(start)]);
    if (start >= 0 || done.has(path)) return;
    for (const [next, isValue] of graph.get(path) ?? []) if (isValue) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return circles;
}

function circleFault(circle: readonly string[]): Diagnostic {
  const text =
    circle.length === 1
      ? `${circle[0] ?? ''} imports from itself.`
      : `Notebooks import from each other in a circle: ${[...circle, circle[0]].join(' → ')}.`;
  const help =
    circle.length === 1
      ? 'Its names are visible in all its cells: delete the import.'
      : 'Put what they share into a notebook of its own. Until then the last good program stays in force.';
  return diagnostic('graph/cycle', text, { help });
}

/** Each after those it imports from, otherwise in the order of the imports. */
function inOrder(
  loaded: ReadonlyMap<string, ImportedNotebook>,
  own: ReadonlyMap<string, boolean>,
): readonly ImportedNotebook[] {
  const order = new Set<ImportedNotebook>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const one = loaded.get(path);
    if (one === undefined || seen.has(path)) return;
    seen.add(path);
    for (const next of one.imports.keys()) visit(next);
    order.add(one);
  };
  for (const path of own.keys()) visit(path);
  return [...order];
}

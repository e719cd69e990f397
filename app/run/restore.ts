/**
 * What a saved run gives to the notebook that is opened again: the keys its cells had (the journal's programs know
 * cells by them), the versions that were in force, and what need not be compiled again. Compiled cells are good only
 * for the build that made them; another build compiles the saved texts anew, so that an old run still opens.
 */
import { type CompiledCell, sourceOf } from '../../kernel/compile/compiled.ts';
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { ImportedNotebook } from '../../kernel/imports/load.ts';
import { cellsOf, type Notebook, print } from '../../kernel/notebook/notebook.ts';
import { parse, reparse } from '../../kernel/notebook/parse.ts';
import type { ProgramSource } from '../../kernel/protocol.ts';
import { historyOf, type KeptHistory } from '../model/kept-history.ts';
import type { Moment } from '../model/state.ts';
import { type History, noHistory } from '../model/steps.ts';
import type { SavedRun, SavedText } from '../storage/notebooks.ts';
import type { CellCompiler } from './editing.ts';

/** Differs from build to build: the chunk's name holds a hash of its content. */
export const build = import.meta.url;

/** The text as a notebook in which every part that the saved run knew has its key again. */
export function withSavedKeys(text: string, run: Pick<SavedRun, 'text' | 'keys' | 'nextKey'> | null): Notebook {
  if (run === null) return parse(text);
  const fresh = parse(run.text);
  const parts = fresh.parts.map((part, i) => {
    const key = run.keys[i];
    return part.type === 'front-matter' || key === undefined || key === null ? part : { ...part, key };
  });
  return reparse({ ...fresh, parts, nextKey: Math.max(fresh.nextKey, run.nextKey) }, text);
}

/**
 * The notebook with the history that was kept of its text. The last words of a page that was left at once are in the text and not in its
 * history: they are one step more. A history that fits neither is none.
 * @param now wall time in ms
 */
export function withHistory(
  notebook: Notebook,
  { history, saved, run }: Kept,
  now: number,
): { readonly notebook: Notebook; readonly history: History<Moment> } {
  if (history === null) return { notebook, history: noHistory };
  const raised = { ...notebook, nextKey: Math.max(notebook.nextKey, history.nextKey) };
  const own = historyOf(history, notebook, now);
  if (own !== null) return { notebook: raised, history: own };
  const before = saved === null || saved.text === print(notebook) ? null : withSavedKeys(saved.text, run);
  const earlier = before === null ? null : historyOf(history, before, now);
  if (before === null || earlier === null) return { notebook, history: noHistory };
  const moment = (of: Notebook): Moment => ({ notebook: of, selection: { key: null, mode: 'command' }, removed: [] });
  const last = { before: moment(before), after: moment(raised), group: null, typed: null, isStructural: false };
  return { notebook: raised, history: { past: [...earlier.past, last], future: [] } };
}

interface Kept {
  readonly history: KeptHistory | null;
  readonly saved: SavedText | null;
  readonly run: SavedRun | null;
}

/** The keys to save, one per part; null for the front matter. */
export const keysOf = (notebook: Notebook): readonly (CellKey | null)[] =>
  notebook.parts.map((part) => (part.type === 'front-matter' ? null : part.key));

export interface Known {
  /** What the compiler made of cells whose text is still the same. */
  readonly compiled: Readonly<Record<CellKey, CompiledCell>>;
  /** The versions that were in force, of cells that are still there. */
  readonly good: Readonly<Record<CellKey, CompiledCell>>;
}

export function knownCells(notebook: Notebook, sources: readonly ProgramSource[], inForce: string | null): Known {
  const compiled: Record<CellKey, CompiledCell> = {};
  const good: Record<CellKey, CompiledCell> = {};
  const latest = sources.find((source) => source.id === inForce)?.cells ?? [];
  for (const cell of cellsOf(notebook)) {
    const before = latest.find((other) => other.key === cell.key);
    if (before === undefined) continue;
    good[cell.key] = before;
    if (before.source === cell.code && before.kind === cell.kind && before.slug === cell.slug)
      compiled[cell.key] = before;
  }
  return { compiled, good };
}

/** What belongs to cells that are still there. */
export function knownParts<Item>(
  notebook: Notebook,
  saved: readonly Item[],
  cellOf: (item: Item) => CellKey,
): readonly Item[] {
  const keys = new Set(cellsOf(notebook).map(({ key }) => key));
  return saved.filter((item) => keys.has(cellOf(item)));
}

/** The notebooks that were imported from, as the saved run had them: what is left of one that is broken or gone now. */
export function knownImports(
  { imports = [], inForce }: Pick<SavedRun, 'imports' | 'inForce'>,
  sources: readonly ProgramSource[],
): readonly ImportedNotebook[] {
  const latest = sources.find(({ id }) => id === inForce)?.cells ?? [];
  return imports.map((saved) => ({
    path: saved.path,
    notebook: withSavedKeys(saved.text, saved),
    cells: latest.filter(({ origin }) => origin?.notebook === saved.path),
    imports: new Map(),
    faults: [],
  }));
}

/** The saved sources as this build compiles them. Names stay: the journal uses them. */
export async function sourcesForBuild(run: SavedRun, compiler: CellCompiler): Promise<readonly ProgramSource[]> {
  if (run.build === build) return run.sources;
  return Promise.all(
    run.sources.map(async ({ id, cells }) => ({ id, cells: await compiler.compile(cells.map(sourceOf)) })),
  );
}

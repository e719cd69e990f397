/**
 * What a saved run gives to the notebook that is opened again: the keys its cells had (the journal's programs know
 * cells by them), the versions that were in force, and what need not be compiled again. Compiled cells are good only
 * for the build that made them; another build compiles the saved texts anew, so that an old run still opens.
 */
import { type CompiledCell, sourceOf } from '../../kernel/compile/compiled.ts';
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { ImportedNotebook } from '../../kernel/imports/load.ts';
import { cellsOf, type Notebook } from '../../kernel/notebook/notebook.ts';
import { parse, reparse } from '../../kernel/notebook/parse.ts';
import type { ProgramSource } from '../../kernel/protocol.ts';
import { historyOf, keysAtEnd, type KeptHistory } from '../model/kept-history.ts';
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
 * The notebook of a text, with what can be undone. The history was saved last, so it knows best which keys the parts have. The last words
 * of a page that was left at once are in the text and not in its history: they are one step more. A history of another text is none.
 * @param now wall time in ms
 */
export function withHistory(
  { text, isUnsaved, history, saved, original, run }: Kept,
  now: number,
): { readonly notebook: Notebook; readonly history: History<Moment> } {
  // A file that is another one by now was not written by the reader, who could not undo it.
  const stored = isUnsaved ? (saved?.text ?? original ?? text) : text;
  const { notebook: known, steps } = ending(stored, history, run, now);
  if (stored === text) return { notebook: known, history: steps };
  const notebook = reparse(known, text);
  const moment = (of: Notebook): Moment => ({ notebook: of, selection: { key: null, mode: 'command' }, removed: [] });
  const last = { before: moment(known), after: moment(notebook), group: null, typed: null, isStructural: false };
  return { notebook, history: { past: [...steps.past, last], future: [] } };
}

/** The notebook of a text and the steps that lead to it, and on. */
function ending(
  text: string,
  history: KeptHistory | null,
  run: SavedRun | null,
  now: number,
): { readonly notebook: Notebook; readonly steps: History<Moment> } {
  const keys = history?.text === text ? keysAtEnd(history) : null;
  if (history !== null && keys !== null) {
    const nextKey = Math.max(history.nextKey, run?.nextKey ?? 0);
    const notebook = withSavedKeys(text, { text, keys, nextKey });
    const steps = historyOf(history, notebook, now);
    if (steps !== null) return { notebook, steps };
  }
  return { notebook: withSavedKeys(text, run), steps: noHistory };
}

interface Kept {
  readonly text: string;
  /** It was left in a hurry, and is newer than what was stored. */
  readonly isUnsaved: boolean;
  readonly history: KeptHistory | null;
  readonly saved: SavedText | null;
  /** The file's text. */
  readonly original: string | null;
  readonly run: SavedRun | null;
}

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

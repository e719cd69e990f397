/**
 * Type errors while the author types: our own loop, since Monaco looks only at the model that was edited. After a
 * pause it asks for the cells one at a time, the edited one first; a new edit begins the round again. Type errors
 * are shown; they stop nothing.
 */
import { getTypeScriptWorker } from 'monaco-editor/languages/features/typescript/register';
import type { CellKey, Diagnostic } from '../../kernel/diagnostic.ts';
import { type Cell, type CellKind, cellsOf, shownCode } from '../../kernel/notebook/notebook.ts';
import type { Shapes } from '../../kernel/shape.ts';
import type { TypedLiteral } from '../../kernel/typed-literal.ts';
import type { PageStore } from '../model/page-store.ts';
import type { TypedNotebook } from '../../kernel/compile/typescript-module.ts';
import { cellUri, newFolder, setModelText } from './editor.ts';
import { monaco } from './monaco.ts';
import { tellLiterals } from './typed-literals.ts';

const pauseMs = 350;
const retryMs = 300;

/** What `cells.worker.ts` adds to Monaco's worker; its proxy passes on any method. */
interface CellsWorker {
  cellDiagnostics(fileName: string): Promise<readonly Diagnostic[]>;
  setKinds(kinds: Readonly<Record<CellKey, CellKind>>): Promise<void>;
  setImported(imported: readonly TypedNotebook[]): Promise<void>;
  shapes(): Promise<Shapes>;
  literals(): Promise<Readonly<Record<string, readonly TypedLiteral[]>>>;
}

function asCellsWorker(worker: object): CellsWorker {
  // A proxy that makes a function of any name asked for, and knows nothing of `in`.
  if (typeof Reflect.get(worker, 'cellDiagnostics') !== 'function')
    throw new TypeError('The TypeScript worker is not ours.');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what crosses to a worker has only the types we give it
  return worker as CellsWorker;
}

export function startTypeChecking(store: PageStore): () => void {
  let stopped = false;
  let turn = 0;
  let edited: CellKey | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function schedule(delay: number): void {
    clearTimeout(timer);
    turn += 1;
    timer = setTimeout(() => void round(turn), delay);
  }

  /** The type checker, with the texts as they are now. Rejects until a first model has woken the language. */
  async function awake(cells: readonly Cell[]): Promise<CellsWorker> {
    for (const cell of cells) setModelText(cell.key, shownCode(cell));
    dropOthers(new Set(cells.map((cell) => cellUri(cell.key).toString())));
    const service = asCellsWorker(await (await getTypeScriptWorker())(...cells.map(({ key }) => cellUri(key))));
    await service.setKinds(Object.fromEntries(cells.map(({ key, kind }) => [key, kind])));
    await service.setImported(
      (store.state.open?.imports ?? []).map((one) => ({
        path: one.path,
        cells: one.cells.map(({ key, kind, source }) => ({ key, kind, code: source })),
      })),
    );
    return service;
  }

  async function round(mine: number): Promise<void> {
    const open = store.state.open;
    if (open === null) return;
    const cells = cellsOf(open.notebook);
    const keys = cells.map((cell) => cell.key).toSorted((a, b) => Number(b === edited) - Number(a === edited));
    try {
      const service = await awake(cells);
      for (const key of keys) {
        const uri = cellUri(key);
        const diagnostics = await service.cellDiagnostics(uri.toString());
        if (stopped || mine !== turn) return;
        if (diagnostics.length > 0 || (store.state.open?.types[key]?.length ?? 0) > 0) {
          store.dispatch({ type: 'type-checked', cell: key, diagnostics });
        }
      }
      await askLiterals(service, mine);
      await askShapes();
    } catch {
      if (!stopped && mine === turn) schedule(retryMs);
    }
  }

  /** After the diagnostics: by then the checker has most of the answer. */
  async function askLiterals(service: CellsWorker, mine: number): Promise<void> {
    const literals = await service.literals();
    if (stopped || mine !== turn) return;
    for (const model of monaco.editor.getModels()) {
      const found = literals[model.uri.toString()];
      if (found !== undefined) tellLiterals(model, found);
    }
  }

  /** For a form that is open, or cells that can be: what may stand where. Until it is known they go by the values there are. */
  async function askShapes(): Promise<void> {
    const open = store.state.open;
    if (stopped || open === null || (open.form === null && open.stageView !== 'state')) return;
    try {
      const service = await awake(cellsOf(open.notebook));
      const shapes = await service.shapes();
      if (!stopped && store.state.open?.id === open.id) store.dispatch({ type: 'shapes', shapes });
    } catch {
      setTimeout(() => void askShapes(), retryMs);
    }
  }

  /** Models of deleted cells would still lend their names to the others. */
  function dropOthers(kept: ReadonlySet<string>): void {
    for (const model of monaco.editor.getModels()) {
      if (model.uri.path.startsWith('/cells/') && !kept.has(model.uri.toString()) && !model.isAttachedToEditor())
        model.dispose();
    }
  }

  const stop = store.subscribe((action, before) => {
    const open = store.state.open;
    if (action.type === 'opened') newFolder();
    if ((action.type === 'form' && before.open?.form == null) || action.type === 'stage-view') void askShapes();
    if (open === null || (open.notebook === before.open?.notebook && open.imports === before.open.imports)) return;
    if (action.type === 'edit') edited = action.key;
    schedule(pauseMs);
  });
  schedule(0);
  // A form may have been opened before the editors were there.
  void askShapes();
  return () => {
    stopped = true;
    clearTimeout(timer);
    stop();
  };
}

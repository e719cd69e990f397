/**
 * The notebooks that the open one imports from: read from this page's folder, or as they were edited in this browser, and read again
 * when another tab saved one, when the server tells that a file has changed, and when the reader comes back to the page.
 */
import { loadImports, type Found } from '../../kernel/imports/load.ts';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import type { PageStore } from '../model/page-store.ts';
import { tabChannel } from '../storage/autosave.ts';
import { elsewhere, isElsewhere, readFile } from '../storage/library.ts';
import type { NotebookStorage } from '../storage/notebooks.ts';
import type { CellCompiler } from './editing.ts';

export interface Imports {
  /** Reads what may have changed; settles when the state has it. A notebook that imports nothing costs nothing. */
  refresh(): Promise<void>;
  /** From now on tells when a notebook that is imported from may have changed. */
  follow(changed: () => void): void;
  close(): void;
}

export function createImports(store: PageStore, id: string, compiler: CellCompiler, storage: NotebookStorage): Imports {
  const closers: (() => void)[] = [];
  /** What the open notebook's cells import, when it was read last. */
  let read = '';
  let isStale = true;

  async function refresh(): Promise<void> {
    const open = store.state.open;
    if (open === null || open.id !== id) return;
    const cells = cellsOf(open.notebook).flatMap(({ key }) => {
      const latest = open.compiled[key];
      return (latest?.js == null ? open.good[key] : latest) ?? [];
    });
    const wanted = cells.flatMap(({ source }) => (source.includes('.sim.md') ? [source] : [])).join('\n');
    if (wanted === read && !isStale) return;
    [read, isStale] = [wanted, false];
    if (wanted === '' && open.imports.length === 0) return;
    const sources = { read: (path: string) => find(path, storage), compile: compiler.compile.bind(compiler) };
    const imports = await loadImports(id, cells, sources, open.imports);
    if (store.state.open?.id === id) store.dispatch({ type: 'imported', imports });
  }

  return {
    refresh,
    follow(changed) {
      const hear = (path: string): void => {
        if (store.state.open?.imports.some((one) => one.path === path) !== true) return;
        isStale = true;
        changed();
      };
      const channel = tabChannel();
      closers.push(channel.listen((message) => hear(message.id)));
      const look = (): void => {
        if (document.visibilityState === 'visible') for (const { path } of store.state.open?.imports ?? []) hear(path);
      };
      document.addEventListener('visibilitychange', look);
      closers.push(() => document.removeEventListener('visibilitychange', look));
      // Only `rehearsal open` and the development server tell; elsewhere files do not change.
      let files: EventSource | null = null;
      const listen = (): void => {
        if (files !== null || (store.state.open?.imports.length ?? 0) === 0) return;
        files = new EventSource('notebooks/changes');
        // What changed before it was listened to.
        files.addEventListener('open', look);
        files.addEventListener('message', (event: MessageEvent<unknown>) => {
          if (typeof event.data === 'string') hear(event.data);
        });
      };
      listen();
      closers.push(store.subscribe(listen), () => files?.close());
    },
    close() {
      for (const close of closers) close();
    },
  };
}

/** The text that a reader of that notebook would see here. */
async function find(path: string, storage: NotebookStorage): Promise<Found> {
  if (isElsewhere(path)) return elsewhere(path);
  const [saved, file] = await Promise.all([storage.readText(path).catch(() => null), readFile(path).catch(() => null)]);
  const edited = saved !== null && saved.text !== (saved.original ?? file);
  const text = edited ? saved.text : (file ?? saved?.text ?? null);
  return text === null ? { type: 'missing' } : { type: 'text', text };
}

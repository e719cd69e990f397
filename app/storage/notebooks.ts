/**
 * What the browser keeps of notebooks: the edited text, and apart from it the run. Texts carry a version, so that
 * two tabs on one notebook cannot overwrite each other unseen: a save names the version it started from and is
 * refused when another tab has saved since.
 */
import type { UseStore } from 'idb-keyval';
import { createStore, del, entries, get, set, update } from 'idb-keyval';
import { type KeptHistory, outlived } from '../model/kept-history.ts';
import type { SavedRun, SavedText } from './saved-data.ts';
import { readRun, readText } from './saved.ts';
import { readHistory } from './saved-history.ts';

export type { SavedImport, SavedRun, SavedText } from './saved-data.ts';

export type SaveResult =
  | { readonly type: 'saved'; readonly version: number }
  | { readonly type: 'conflict'; readonly version: number };

export interface NotebookStorage {
  readText(id: string): Promise<SavedText | null>;
  /** Refused when the stored version is not `from` (0: there is none yet). Rejects when the browser cannot store. */
  writeText(id: string, text: Omit<SavedText, 'version'>, from: number): Promise<SaveResult>;
  removeText(id: string): Promise<void>;
  readRun(id: string): Promise<SavedRun | null>;
  writeRun(id: string, run: SavedRun): Promise<void>;
  removeRun(id: string): Promise<void>;
  /** The steps of the text that can be undone. */
  readHistory(id: string): Promise<KeptHistory | null>;
  writeHistory(id: string, history: KeptHistory): Promise<void>;
  /** Those of notebooks that were not edited for long, and of more than some, go. `now`: wall time in ms. */
  tidyHistories(now: number): Promise<void>;
  /** Every stored text, the latest edited first. */
  list(): Promise<readonly (SavedText & { readonly id: string })[]>;
}

/** In IndexedDB; each store is a database of its own, as idb-keyval wants it. */
export function indexedDbStorage(): NotebookStorage {
  const texts: UseStore = createStore('rehearsal-texts', 'texts');
  const runs: UseStore = createStore('rehearsal-runs', 'runs');
  const histories: UseStore = createStore('rehearsal-undo', 'histories');
  return {
    readText: async (id) => readText(await get<unknown>(id, texts)),
    async writeText(id, text, from) {
      let result: SaveResult = { type: 'conflict', version: from };
      // One transaction: no other tab can write between the look and the write.
      await update<unknown>(
        id,
        (stored) => {
          const version = readText(stored)?.version ?? 0;
          result = version === from ? { type: 'saved', version: from + 1 } : { type: 'conflict', version };
          return version === from ? { ...text, version: from + 1 } : stored;
        },
        texts,
      );
      return result;
    },
    removeText: (id) => del(id, texts),
    readRun: async (id) => readRun(await get<unknown>(id, runs)),
    writeRun: (id, run) => set(id, run, runs),
    removeRun: (id) => del(id, runs),
    readHistory: async (id) => readHistory(await get<unknown>(id, histories)),
    writeHistory: (id, history) => set(id, history, histories),
    // One transaction: what another tab writes meanwhile is newer, and stays.
    tidyHistories: (now) => histories('readwrite', (store) => tidied(store, now)),
    async list() {
      const all = await entries<IDBValidKey, unknown>(texts);
      return all
        .flatMap(([id, value]) => {
          const text = readText(value);
          return text === null || typeof id !== 'string' ? [] : [{ id, ...text }];
        })
        .toSorted((a, b) => b.editedAt - a.editedAt);
    },
  };
}

/** They are read one at a time: all of them may be a great deal. */
function tidied(store: IDBObjectStore, now: number): Promise<void> {
  const all: { readonly key: IDBValidKey; readonly keptAt: number | null }[] = [];
  return new Promise((resolve, reject) => {
    const reading = store.openCursor();
    reading.addEventListener('success', () => {
      const cursor = reading.result;
      if (cursor !== null) {
        all.push({ key: cursor.primaryKey, keptAt: readHistory(cursor.value)?.keptAt ?? null });
        return cursor.continue();
      }
      for (const { key } of outlived(all, now)) store.delete(key);
      store.transaction.addEventListener('complete', () => resolve());
    });
    store.transaction.addEventListener('abort', () => reject(store.transaction.error ?? new Error('aborted')));
  });
}

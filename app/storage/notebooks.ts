/**
 * What the browser keeps of notebooks: the edited text, and apart from it the run. Texts carry a version, so that
 * two tabs on one notebook cannot overwrite each other unseen: a save names the version it started from and is
 * refused when another tab has saved since.
 */
import type { UseStore } from 'idb-keyval';
import { createStore, del, entries, get, set, update } from 'idb-keyval';
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { Journal, ProbePlace, ProgramSource, Race } from '../../kernel/protocol.ts';
import type { SavedStars } from '../model/stars.ts';

export interface SavedText {
  readonly text: string;
  readonly title: string;
  /** The file's text when this was edited, to notice that the file has changed since; null for a notebook made here. */
  readonly original: string | null;
  /** Counts saves. */
  readonly version: number;
  /** Wall time in ms. */
  readonly editedAt: number;
}

export interface SavedRun {
  /** The text it ran, and the keys its parts had: journals know cells by key. */
  readonly text: string;
  readonly keys: readonly (CellKey | null)[];
  readonly nextKey: number;
  /** The program in force. */
  readonly inForce: string | null;
  /** Which build of the page compiled its cells. */
  readonly build: string;
  readonly journal: Journal;
  readonly sources: readonly ProgramSource[];
  readonly speed: number;
  /** Bytes, as the reader chose; null, or left out by older versions: as usual. */
  readonly memoryLimit?: number | null;
  /** The outcomes of the race that was forked last: its branches are in the journal, the orders and their counts are not. */
  readonly race?: Race | null;
  /** What the reader follows. Left out by older versions. */
  readonly stars?: SavedStars;
  /** Places that are watched along the timeline, by the keys of their cells. Left out by older versions. */
  readonly pins?: readonly ProbePlace[];
  /** Cells that are folded. Left out by older versions. */
  readonly folded?: readonly CellKey[];
  /** The notebooks that were imported from, and the keys their parts had. Left out by older versions. */
  readonly imports?: readonly SavedImport[];
}

export interface SavedImport {
  readonly path: string;
  readonly text: string;
  readonly keys: readonly (CellKey | null)[];
  readonly nextKey: number;
}

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
  /** Every stored text, the latest edited first. */
  list(): Promise<readonly (SavedText & { readonly id: string })[]>;
}

/** In IndexedDB; the two stores are databases of their own, as idb-keyval wants it. */
export function indexedDbStorage(): NotebookStorage {
  const texts: UseStore = createStore('rehearsal-texts', 'texts');
  const runs: UseStore = createStore('rehearsal-runs', 'runs');
  return {
    readText: async (id) => (await get<SavedText>(id, texts)) ?? null,
    async writeText(id, text, from) {
      let result: SaveResult = { type: 'conflict', version: from };
      // One transaction: no other tab can write between the look and the write.
      await update<SavedText | undefined>(
        id,
        (stored) => {
          const version = stored?.version ?? 0;
          result = version === from ? { type: 'saved', version: from + 1 } : { type: 'conflict', version };
          return version === from ? { ...text, version: from + 1 } : stored;
        },
        texts,
      );
      return result;
    },
    removeText: (id) => del(id, texts),
    readRun: async (id) => (await get<SavedRun>(id, runs)) ?? null,
    writeRun: (id, run) => set(id, run, runs),
    removeRun: (id) => del(id, runs),
    async list() {
      const all = await entries<string, SavedText>(texts);
      return all.map(([id, text]) => ({ id, ...text })).toSorted((a, b) => b.editedAt - a.editedAt);
    },
  };
}

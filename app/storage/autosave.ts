/**
 * Saves each change of the text soon after it, then how it can be undone, what the reader did to the run as soon, and the run itself every few seconds and when
 * the page is left. One save
 * is under way at a time; the next one takes the text as it is then. A save that fails is shown and tried again at
 * the next change. When another tab saved first, nothing more is written until the reader decides.
 */
import { print } from '../../kernel/notebook/notebook.ts';
import { keptHistory, keysOf } from '../model/kept-history.ts';
import { titleOf } from '../model/open.ts';
import { build } from '../run/restore.ts';
import type { Journal, Race } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import { patternName, savedStars, type Stars } from '../model/stars.ts';
import type { OpenNotebook } from '../model/state.ts';
import type { NotebookStorage, SavedImport } from './notebooks.ts';
import { forgetUnsaved } from './unsaved.ts';

const textDelayMs = 250;
const runEveryMs = 2_000;
/** A drag acts many times a second. */
const actDelayMs = 150;
/** How tabs tell each other that a text was saved. */
export interface Channel {
  post(message: { readonly id: string; readonly version: number }): void;
  listen(listener: (message: { readonly id: string; readonly version: number }) => void): () => void;
}

export interface Autosave {
  /** The text changed. */
  changed(): void;
  saveNow(): Promise<void>;
  saveRun(): Promise<void>;
  /** The steps that can be undone. By itself with each text. */
  saveHistory(): Promise<void>;
  /** The text, when its latest change has not been stored yet. */
  unsaved(): string | null;
  /** Takes the other tab's version as the one to write over. */
  overwrite(): Promise<void>;
  /** Saves what is due, then stops. */
  close(): void;
}

export function createAutosave(
  store: PageStore,
  storage: NotebookStorage,
  channel: Channel,
  id: string,
  loadedVersion: number,
  now: () => number = Date.now,
): Autosave {
  let version = loadedVersion;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> = Promise.resolve();
  let savedRun = '';
  /** The version that another tab wrote. */
  let other = version;
  /** The notebook as it last was: a save that is due when the page turns to another still has its text. */
  let latest = store.state.open;
  let dirty = false;
  let savedHistory = latest?.history;
  let acts = actsOf(latest?.journal);
  let actTimer: ReturnType<typeof setTimeout> | undefined;
  let actsDue = false;
  const stopFollowing = store.subscribe(() => {
    if (store.state.open?.id !== id) return;
    latest = store.state.open;
    const now = actsOf(latest.journal);
    if (now.tree === acts.tree && now.entries === acts.entries) return;
    // What happens by itself would happen again. What the reader did would not.
    const isOtherTree = now.tree !== acts.tree;
    acts = now;
    if (isOtherTree || actTimer === undefined) saveActs();
    else actsDue = true;
  });
  /** At once; edits and acts that follow soon after, together. */
  function saveActs(): void {
    void saveRun();
    actsDue = false;
    clearTimeout(actTimer);
    actTimer = setTimeout(() => {
      actTimer = undefined;
      if (actsDue) saveActs();
    }, actDelayMs);
  }

  const conflict = (): void => {
    store.dispatch({ type: 'saved', saved: { type: 'conflict' } });
    store.dispatch({
      type: 'notice',
      notice: {
        text: 'This notebook was changed in another tab. Nothing has been overwritten.',
        actions: [
          { label: 'Show that version', type: 'reload' },
          { label: 'Keep this one', type: 'overwrite' },
        ],
      },
    });
  };

  async function write(): Promise<void> {
    const open = latest;
    if (open === null || open.saved.type === 'conflict') return;
    const { notebook } = open;
    try {
      const text = { text: print(notebook), title: titleOf(notebook, id), original: open.original, editedAt: now() };
      const result = await storage.writeText(id, text, version);
      if (result.type === 'conflict') {
        other = result.version;
        if (!closed) conflict();
        return;
      }
      version = result.version;
      forgetUnsaved(id, text.text);
      // A page that is left a moment later has it too.
      await saveHistory();
      dirty = latest?.notebook !== notebook;
      if (closed) return;
      channel.post({ id, version });
      if (!dirty) store.dispatch({ type: 'saved', saved: { type: 'saved', at: now() } });
    } catch (error) {
      if (!closed) store.dispatch({ type: 'saved', saved: { type: 'failed', why: reason(error) } });
    }
  }

  async function saveNow(): Promise<void> {
    clearTimeout(timer);
    saving = saving.then(saveRun).then(write);
    await saving;
  }

  async function saveRun(): Promise<void> {
    const open = latest;
    const journal = open?.journal;
    if (!open || !journal) return;
    const race = doneRace(open);
    const pins = open.probing.pins.map(({ place }) => place);
    const { folded } = open;
    const reader = [starsName(open.stars), JSON.stringify([pins, folded])];
    const name = [open.memoryLimit, race?.step, ...reader, runName(journal, open.inForce)].join(' ');
    if (name === savedRun) return;
    savedRun = name;
    try {
      const { notebook, inForce } = open;
      const [text, keys, nextKey] = [print(notebook), keysOf(notebook), notebook.nextKey];
      const sources = Object.values(open.sources);
      const { speed } = open.playback;
      const { memoryLimit } = open;
      const page = { text, keys, nextKey, build, speed, memoryLimit, stars: savedStars(open.stars), pins, folded };
      await storage.writeRun(id, { ...page, journal, sources, inForce, race, imports: savedImports(open) });
    } catch (error) {
      if (!closed) store.dispatch({ type: 'saved', saved: { type: 'failed', why: reason(error) } });
    }
  }

  async function saveHistory(): Promise<void> {
    const open = latest;
    if (open === null || open.history === savedHistory || open.saved.type === 'conflict') return;
    savedHistory = open.history;
    // The text is safe without it, and the next save tries again.
    await storage.writeHistory(id, keptHistory(open.notebook, open.history, now())).catch(() => {
      savedHistory = undefined;
    });
  }

  const stopListening = channel.listen((message) => {
    if (message.id !== id || message.version <= version) return;
    other = message.version;
    conflict();
  });
  const interval = setInterval(() => void saveRun(), runEveryMs);

  return {
    changed() {
      dirty = true;
      savedHistory = undefined;
      clearTimeout(timer);
      timer = setTimeout(() => void saveNow(), textDelayMs);
    },
    saveNow,
    saveRun,
    saveHistory,
    unsaved: () => (dirty && latest !== null ? print(latest.notebook) : null),
    async overwrite() {
      version = other;
      store.dispatch({ type: 'saved', saved: { type: 'saving' } });
      await saveNow();
    },
    close() {
      clearTimeout(timer);
      clearTimeout(actTimer);
      clearInterval(interval);
      if (dirty) void saveNow();
      void saveRun();
      void saveHistory();
      closed = true;
      stopFollowing();
      stopListening();
    },
  };
}

const savedImports = ({ imports }: OpenNotebook): readonly SavedImport[] =>
  imports.flatMap(({ path, notebook }) =>
    notebook === null ? [] : [{ path, text: print(notebook), keys: keysOf(notebook), nextKey: notebook.nextKey }],
  );

const starsName = ({ list, chosen, only }: Stars): string =>
  [chosen, only, ...list.map(({ id, how, pattern }) => `${id} ${how} ${patternName(pattern)}`)].join(' ');

const doneRace = ({ race }: OpenNotebook): Race | null =>
  race?.result == null || race.result.status === 'running' ? null : race.result;

/** Others when the reader did something: to the tree of branches, or with edits and acts. */
function actsOf(journal: Journal | null | undefined): { readonly tree: string; readonly entries: string } {
  const runs = journal == null ? [] : [journal, ...journal.others];
  return {
    tree: runs.map(({ id, name }) => `${id} ${name}`).join('\n'),
    entries: runs.map(({ program, entries }) => `${program} ${entries.length}`).join('\n'),
  };
}

/** Another one when the runs are not the same any more. An act at the tip is an entry, but may be no step. */
function runName({ others, ...current }: Journal, inForce: string | null): string {
  const runs = [current, ...others].map((run) =>
    [run.id, run.name, run.seed, run.scenario, run.program, run.steps, run.turns, run.entries.length].join(' '),
  );
  return [inForce, ...runs].join('\n');
}

function reason(error: unknown): string {
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return 'the browser has no room left';
  return error instanceof Error ? error.message : String(error);
}

/** Between the tabs of this browser. */
export function tabChannel(): Channel {
  const channel = new BroadcastChannel('rehearsal');
  return {
    post: (message) => channel.postMessage(message),
    listen(listener) {
      const hear = (event: MessageEvent): void => {
        const data: unknown = event.data;
        if (typeof data !== 'object' || data === null || !('id' in data) || !('version' in data)) return;
        if (typeof data.id === 'string' && typeof data.version === 'number')
          listener({ id: data.id, version: data.version });
      };
      channel.addEventListener('message', hear);
      return () => {
        channel.removeEventListener('message', hear);
        channel.close();
      };
    },
  };
}

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { createStore, entries } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import type { Race } from '../../kernel/protocol.ts';
import { keptHistory, keptMs, mostNotebooks } from '../model/kept-history.ts';
import type { PageStore } from '../model/page-store.ts';
import { frame, journal, opened, runningPage } from '../testing.ts';
import { type Autosave, type Channel, createAutosave } from './autosave.ts';
import { indexedDbStorage, type NotebookStorage } from './notebooks.ts';

const id = 'two.sim.md';
const text = (body: string) => ({ text: body, title: 'T', original: null, editedAt: 1 });

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('storing texts', () => {
  it('counts versions and refuses a save that did not see the latest', async () => {
    const storage = indexedDbStorage();
    expect(await storage.writeText(id, text('one'), 0)).toEqual({ type: 'saved', version: 1 });
    expect(await storage.writeText(id, text('mine'), 0)).toEqual({ type: 'conflict', version: 1 });
    expect((await storage.readText(id))?.text).toBe('one');
    expect(await storage.writeText(id, text('two'), 1)).toEqual({ type: 'saved', version: 2 });
  });

  it('lets only one of two simultaneous saves through', async () => {
    const a = indexedDbStorage();
    const b = indexedDbStorage();
    const results = await Promise.all([a.writeText(id, text('a'), 0), b.writeText(id, text('b'), 0)]);
    expect(results.map((result) => result.type).toSorted()).toEqual(['conflict', 'saved']);
  });

  it('lists the latest edited first', async () => {
    const storage = indexedDbStorage();
    await storage.writeText('old', { ...text('x'), editedAt: 1 }, 0);
    await storage.writeText('new', { ...text('y'), editedAt: 2 }, 0);
    expect((await storage.list()).map((entry) => entry.id)).toEqual(['new', 'old']);
  });

  it('keeps runs apart from texts', async () => {
    const storage = indexedDbStorage();
    const run = {
      text: '',
      keys: [],
      nextKey: 1,
      inForce: 'p',
      build: 'b',
      journal: journal(3),
      sources: [],
      speed: 2,
    };
    await storage.writeRun(id, run);
    expect((await storage.readRun(id))?.journal.steps).toBe(3);
    expect(await storage.list()).toEqual([]);
  });
});

describe('histories that are kept', () => {
  const { notebook, history } = opened(runningPage());
  const day = 24 * 60 * 60 * 1000;
  const now = 1_000 * day;
  const of = (keptAt: number) => keptHistory(notebook, history, keptAt);

  it('go when their notebook was not edited for long, and when too many others were edited since', async () => {
    const storage = indexedDbStorage();
    await storage.writeHistory('long ago', of(now - keptMs - 1));
    await storage.writeHistory('to come', of(now + keptMs + 1));
    const ids = Array.from({ length: mostNotebooks + 2 }, (_, i) => `n${i}`);
    for (const [i, one] of ids.entries()) await storage.writeHistory(one, of(now - day + ((i * 7) % ids.length)));
    await storage.tidyHistories(now);
    const left = async (all: readonly string[]) =>
      (await Promise.all(all.map(async (one) => ((await storage.readHistory(one)) === null ? [] : [one])))).flat();
    const oldest = (place: number) => ids.find((_, i) => (i * 7) % ids.length === place) ?? '';
    expect(await left(['long ago', 'to come', ...ids])).toEqual(
      ids.filter((one) => one !== oldest(0) && one !== oldest(1)),
    );
    await storage.tidyHistories(now);
    expect(await left(ids)).toHaveLength(mostNotebooks);
    await storage.tidyHistories(now + keptMs);
    expect(await left(ids)).toEqual([]);
  });

  it('go when nobody can read them, and are no hindrance to others', async () => {
    const storage = indexedDbStorage();
    await storage.writeHistory('good', of(now));
    const damaged = JSON.parse('{ "keptAt": "yesterday" }');
    await storage.writeHistory('damaged', damaged);
    await storage.tidyHistories(now);
    expect(await entries(createStore('rehearsal-undo', 'histories'))).toMatchObject([['good', { keptAt: now }]]);
  });
});

/** Tabs that hear each other. */
function tabs(): () => Channel {
  const all = new Set<(message: { readonly id: string; readonly version: number }) => void>();
  return () => {
    let own: ((message: { readonly id: string; readonly version: number }) => void) | null = null;
    return {
      post: (message) => {
        for (const hear of all) if (hear !== own) hear(message);
      },
      listen(listener) {
        own = listener;
        all.add(listener);
        return () => all.delete(listener);
      },
    };
  };
}

describe('autosave', () => {
  const open: Autosave[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });

  function tab(storage: NotebookStorage, channel: Channel, version = 0) {
    const page = runningPage();
    const autosave = createAutosave(page, storage, channel, id, version, () => 5);
    open.push(autosave);
    return { page, autosave };
  }

  function edit(page: PageStore, autosave: Autosave, code: string): void {
    page.dispatch({ type: 'edit', key: cellsOf(opened(page).notebook)[0]?.key ?? '', text: code });
    autosave.changed();
  }

  it('stores the text and says when', async () => {
    const storage = indexedDbStorage();
    const { page, autosave } = tab(storage, tabs()());
    edit(page, autosave, 'const a = 42');
    expect(autosave.unsaved()).toContain('42');
    await autosave.saveNow();
    expect((await storage.readText(id))?.text).toContain('const a = 42');
    expect(opened(page).saved).toEqual({ type: 'saved', at: 5 });
    expect(autosave.unsaved()).toBeNull();
  });

  it('stores the limit of memory that the reader chose, with the run', async () => {
    const storage = indexedDbStorage();
    const { page, autosave } = tab(storage, tabs()());
    await autosave.saveRun();
    expect((await storage.readRun(id))?.memoryLimit).toBeNull();
    page.dispatch({ type: 'memory-limit', bytes: 64_000_000 });
    await autosave.saveRun();
    expect((await storage.readRun(id))?.memoryLimit).toBe(64_000_000);
  });

  it('stores what is pinned and folded, with the run, as soon as it is saved again', async () => {
    const storage = indexedDbStorage();
    const { page, autosave } = tab(storage, tabs()());
    const [first = ''] = cellsOf(opened(page).notebook).map(({ key }) => key);
    await autosave.saveRun();
    expect(await storage.readRun(id)).toMatchObject({ pins: [], folded: [] });
    const place = { cell: first, kind: 'value' as const, label: 's.n', nth: 0 };
    page.dispatch({ type: 'pin', place, on: true });
    page.dispatch({ type: 'fold', key: first });
    await autosave.saveRun();
    expect(await storage.readRun(id)).toMatchObject({ pins: [place], folded: [first] });
  });

  it('stores the outcomes of a race that is done, and not of one under way', async () => {
    const storage = indexedDbStorage();
    const { page, autosave } = tab(storage, tabs()());
    const race: Race = {
      ...{ status: 'running', step: 4, time: 1, node: 'a', orders: 0, rivals: [], atRest: true, notes: [] },
      outcomes: [{ branch: 1, count: 4, values: [], fault: null, violated: [], orders: [] }],
    };
    page.dispatch({ type: 'race', step: 4 });
    page.dispatch({ type: 'raced', race });
    await autosave.saveRun();
    expect((await storage.readRun(id))?.race).toBeNull();
    page.dispatch({ type: 'raced', race: { ...race, status: 'done', orders: 6 } });
    await autosave.saveRun();
    expect((await storage.readRun(id))?.race).toMatchObject({ orders: 6, outcomes: [{ count: 4 }] });
  });

  it('says that it is not saved when the browser refuses, and saves at the next chance', async () => {
    const real = indexedDbStorage();
    let full = true;
    const storage: NotebookStorage = {
      ...real,
      writeText: (...args) =>
        full ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : real.writeText(...args),
    };
    const { page, autosave } = tab(storage, tabs()());
    edit(page, autosave, 'const a = 2');
    await autosave.saveNow();
    expect(opened(page).saved).toEqual({ type: 'failed', why: 'the browser has no room left' });
    expect(autosave.unsaved()).toContain('const a = 2');
    full = false;
    await autosave.saveNow();
    expect(opened(page).saved.type).toBe('saved');
  });

  it('of two tabs, lets the second know before it overwrites', async () => {
    const channel = tabs();
    const storage = indexedDbStorage();
    const first = tab(storage, channel());
    const second = tab(storage, channel());
    edit(first.page, first.autosave, 'const a = "first"');
    await first.autosave.saveNow();
    expect(opened(second.page).saved.type).toBe('conflict');
    expect(second.page.state.notice?.actions.map((action) => action.type)).toEqual(['reload', 'overwrite']);
    edit(second.page, second.autosave, 'const a = "second"');
    await second.autosave.saveNow();
    expect((await storage.readText(id))?.text).toContain('first');

    await second.autosave.overwrite();
    expect((await storage.readText(id))?.text).toContain('second');
    expect(opened(first.page).saved.type).toBe('conflict');
  });

  it('sees the other tab’s save even when the message was missed', async () => {
    const storage = indexedDbStorage();
    const first = tab(storage, tabs()());
    const second = tab(storage, tabs()());
    edit(first.page, first.autosave, 'const a = "first"');
    await first.autosave.saveNow();
    edit(second.page, second.autosave, 'const a = "second"');
    await second.autosave.saveNow();
    expect(opened(second.page).saved.type).toBe('conflict');
    expect((await storage.readText(id))?.text).toContain('first');
  });

  it('stores what is due when the notebook is closed, though the page shows another by then', async () => {
    const storage = indexedDbStorage();
    const { page, autosave } = tab(storage, tabs()());
    edit(page, autosave, 'const a = "last words"');
    page.dispatch({ type: 'go', route: { type: 'gallery' } });
    autosave.close();
    await autosave.saveNow();
    expect((await storage.readText(id))?.text).toContain('last words');
  });

  it('stores the run with the sources its journal names', async () => {
    const storage = indexedDbStorage();
    const { page, autosave } = tab(storage, tabs()());
    await autosave.saveRun();
    const run = await storage.readRun(id);
    expect(run?.sources.map((source) => source.id)).toEqual([opened(page).inForce]);
    expect(run?.speed).toBe(0.1);
    expect(run?.keys).toHaveLength(opened(page).notebook.parts.length);
  });

  it('stores the run again after an act of the reader, though no event has happened since', async () => {
    const storage = indexedDbStorage();
    const { page, autosave } = tab(storage, tabs()());
    page.dispatch({ type: 'framed', frame: frame({ step: 7 }), journal: journal(7) });
    await autosave.saveRun();
    const input = { type: 'crash', node: 'a' } as const;
    const acted = { ...journal(7), entries: [{ type: 'input', turn: 7, step: 7, time: 3, input } as const] };
    page.dispatch({ type: 'framed', frame: frame({ step: 7 }), journal: acted });
    await autosave.saveRun();
    expect((await storage.readRun(id))?.journal.entries).toHaveLength(1);
  });

  it('stores what the reader did at once, without being asked', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const storage = indexedDbStorage();
    const writes = vi.spyOn(storage, 'writeRun');
    const { page, autosave } = tab(storage, tabs()());
    page.dispatch({ type: 'framed', frame: frame({ step: 8 }), journal: journal(8) });
    vi.advanceTimersByTime(1_000);
    writes.mockClear();
    page.dispatch({ type: 'framed', frame: frame({ step: 9 }), journal: journal(9) });
    vi.advanceTimersByTime(1_000);
    expect(writes).not.toHaveBeenCalled();
    const acted = (count: number) =>
      Array.from({ length: count }, () => ({ type: 'swap', turn: 9, step: 9, time: 3, program: 'p0' }) as const);
    for (const count of [1, 2, 3])
      page.dispatch({ type: 'framed', frame: frame({ step: 9 }), journal: { ...journal(9), entries: acted(count) } });
    expect(writes).toHaveBeenCalledTimes(1);
    expect(writes.mock.calls[0]?.[1].journal.entries).toHaveLength(1);
    // A drag acts many times a second.
    vi.advanceTimersByTime(200);
    expect(writes).toHaveBeenCalledTimes(2);
    expect(writes.mock.calls[1]?.[1].journal.entries).toHaveLength(3);
    vi.advanceTimersByTime(1_000);
    expect(writes).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
    autosave.close();
  });
});

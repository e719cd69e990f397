import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, print, shownCode } from '../../kernel/notebook/notebook.ts';
import { withHistory, withSavedKeys } from '../run/restore.ts';
import type { SavedRun, SavedText } from '../storage/saved-data.ts';
import { readHistory } from '../storage/saved-history.ts';
import { notebookText, opened, runningPage } from '../testing.ts';
import { historyOf, keptHistory, keptMs, keysOf, mostKept } from './kept-history.ts';
import type { PageStore } from './page-store.ts';

const now = 1_000_000_000_000;
const text = (page: PageStore): string => print(opened(page).notebook);
const keep = (page: PageStore) => keptHistory(opened(page).notebook, opened(page).history, now);

/** As another visit finds it: read from what the browser kept, of a text that is parsed again. */
function visitAgain(page: PageStore): PageStore {
  const { notebook } = opened(page);
  const run = { text: print(notebook), keys: keysOf(notebook), nextKey: notebook.nextKey };
  const read = readHistory(structuredClone(keep(page)));
  const again = runningPage();
  const fresh = withSavedKeys(run.text, run);
  const history = read === null ? null : historyOf(read, fresh, now);
  const open = { ...opened(again), notebook: fresh, ...(history !== null && { history }) };
  again.dispatch({ type: 'opened', open });
  return again;
}

const savedText = (of: string): SavedText => ({ text: of, title: '', original: of, version: 1, editedAt: now });

/** A visit that finds this. */
const visited = (kept: Partial<Parameters<typeof withHistory>[0]> & { readonly text: string }) =>
  withHistory({ isUnsaved: false, history: null, saved: null, original: null, run: null, ...kept }, now);

type Travel = { readonly type: 'undo' | 'redo' };
type Edit =
  | { readonly type: 'write'; readonly cell: number; readonly at: number; readonly words: string }
  | { readonly type: 'add' | 'delete' | 'move' | 'split' | 'merge'; readonly cell: number; readonly at: number };
type Act = Edit | Travel;

const acts = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('write' as const),
        cell: fc.nat(9),
        at: fc.nat(40),
        words: fc.constantFrom('a', ' b\n', 'é', '日本', '```\n', '---\n', '\n\n# H\n'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constantFrom('add' as const, 'delete' as const, 'move' as const, 'split' as const, 'merge' as const),
        cell: fc.nat(9),
        at: fc.nat(40),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('undo' as const, 'redo' as const) }) },
  ),
  { maxLength: 25 },
);

const isTravel = (one: Act): one is Travel => one.type === 'undo' || one.type === 'redo';

function act(page: PageStore, one: Act): void {
  if (isTravel(one)) return page.dispatch(one);
  const cells = cellsOf(opened(page).notebook);
  const cell = cells[one.cell % Math.max(1, cells.length)];
  if (cell === undefined) return;
  const { key } = cell;
  const code = shownCode(cell);
  const at = Math.min(one.at, code.length);
  switch (one.type) {
    case 'write':
      return page.dispatch({ type: 'edit', key, text: code.slice(0, at) + one.words + code.slice(at) });
    case 'add':
      return page.dispatch({ type: 'add', after: key, kind: one.at % 2 === 0 ? 'rules' : 'prose' });
    case 'move':
      return page.dispatch({ type: 'move', key, by: one.at % 2 === 0 ? 1 : -1 });
    case 'split':
      return page.dispatch({ type: 'split', key, offset: at });
    default:
      return page.dispatch({ type: one.type, key });
  }
}

/** Undoes all, then does all again: each text on the way, from the first to the last. */
function walked(page: PageStore): readonly string[] {
  while (opened(page).history.past.length > 0) page.dispatch({ type: 'undo' });
  const texts = [text(page)];
  while (opened(page).history.future.length > 0) {
    page.dispatch({ type: 'redo' });
    texts.push(text(page));
  }
  return texts;
}

describe('the history of the text, kept from one visit to the next', () => {
  it('leads back to the first text and forward to the last, over every text between, after any edits', () => {
    fc.assert(
      fc.property(acts, acts, (first, second) => {
        const page = runningPage();
        for (const one of first) act(page, one);
        const again = visitAgain(page);
        expect(opened(again).history.past.length).toBe(opened(page).history.past.length);
        // And goes on there, and is kept once more.
        for (const one of second) {
          act(page, one);
          act(again, one);
        }
        const [third, onceMore] = [visitAgain(again), visitAgain(visitAgain(again))];
        const texts = walked(third);
        expect(texts[0]).toBe(notebookText);
        expect(walked(onceMore)).toEqual(texts);
        expect(new Set(texts)).toEqual(new Set([...walked(page), ...texts]));
      }),
    );
  });

  it('makes notebooks that are what parsing their text gives, with keys that no other part has', () => {
    fc.assert(
      fc.property(acts, (done) => {
        const page = runningPage();
        for (const one of done) act(page, one);
        const again = visitAgain(page);
        const { past, future } = opened(again).history;
        for (const { before, after } of [...past, ...future]) {
          for (const { notebook } of [before, after]) {
            const { parts, diagnostics } = withSavedKeys(print(notebook), null);
            expect(notebook.parts.map((part) => ({ ...part, key: '' }))).toEqual(
              parts.map((part) => ({ ...part, key: '' })),
            );
            expect(notebook.diagnostics).toHaveLength(diagnostics.length);
            const keys = keysOf(notebook);
            expect(new Set(keys).size).toBe(keys.length);
          }
        }
      }),
    );
  });

  it('gives the parts of every step the keys that they had, also when the run was saved long before, or never', () => {
    fc.assert(
      fc.property(acts, fc.nat(24), (done, savedAt) => {
        const page = runningPage();
        let run: Pick<SavedRun, 'text' | 'keys' | 'nextKey'> | null = null;
        for (const [i, one] of done.entries()) {
          act(page, one);
          const { notebook } = opened(page);
          if (i === savedAt) run = { text: text(page), keys: keysOf(notebook), nextKey: notebook.nextKey };
        }
        const { past, future } = opened(page).history;
        const history = readHistory(structuredClone(keep(page)));
        const visit = visited({ text: text(page), history, run: run as SavedRun | null });
        const keysIn = (steps: typeof past) =>
          steps.map(({ before, after }) => [keysOf(before.notebook), keysOf(after.notebook)]);
        expect(keysIn(visit.history.past)).toEqual(keysIn(past));
        expect(keysIn(visit.history.future)).toEqual(keysIn(future));
        if (past.length + future.length > 0) expect(keysOf(visit.notebook)).toEqual(keysOf(opened(page).notebook));
      }),
    );
  });

  const edited = (): PageStore => {
    const page = runningPage();
    for (const one of ['one', 'two', 'three'].entries())
      act(page, { type: 'write', cell: one[0], at: 3, words: `${one[1]}\n` });
    return page;
  };

  it('is none for another text, other cells, another time, or when a step does not find what it had written', () => {
    const page = edited();
    const { notebook } = opened(page);
    const kept = keep(page);
    expect(historyOf(kept, notebook, now)?.past).toHaveLength(3);
    expect(historyOf(kept, withSavedKeys(`${text(page)}\n`, null), now)).toBeNull();
    expect(historyOf(kept, notebook, now + keptMs + 1)).toBeNull();
    const swapped = {
      ...notebook,
      parts: notebook.parts.map((part) => (part.type === 'cell' ? { ...part, key: `${part.key}0` } : part)),
    };
    expect(historyOf(kept, swapped, now)).toBeNull();
    for (const change of [
      { start: 2, removed: '', inserted: 'not there' },
      { start: 1e9, removed: 'x', inserted: '' },
    ]) {
      const past = kept.past.map((step, i) => (i === 1 ? { ...step, change } : step));
      expect(historyOf({ ...kept, past }, notebook, now)).toBeNull();
    }
    expect(historyOf({ ...kept, keys: [] }, notebook, now)).toBeNull();
  });

  it('drops the oldest steps where there are too many characters', () => {
    const page = edited();
    act(page, { type: 'write', cell: 0, at: 0, words: 'x'.repeat(mostKept - 4) });
    const { past } = keep(page);
    expect(past).toHaveLength(1);
    act(page, { type: 'write', cell: 1, at: 0, words: 'long enough' });
    expect(keep(page).past.map(({ change }) => change.inserted)).toEqual(['long enough']);
    expect(readHistory(keep(page))).not.toBeNull();
  });

  it('takes in one step what a page that was left at once had only in its text', () => {
    const page = edited();
    const [history, before] = [keep(page), text(page)];
    const left = { text: `${before}\nlast words\n`, isUnsaved: true, history, saved: savedText(before) };
    const visit = visited(left);
    expect(print(visit.notebook)).toBe(left.text);
    expect(visit.history.past.map((step) => print(step.before.notebook)).at(-1)).toBe(before);
    expect(print(visit.history.past[0]?.before.notebook ?? visit.notebook)).toBe(notebookText);
    // Of a history of another text nothing is taken, and of what was never stored the file is what there was before.
    for (const { of, one } of [
      { of: 'saved', one: visited({ ...left, saved: savedText('another') }) },
      { of: 'file', one: visited({ text: left.text, isUnsaved: true, original: 'another' }) },
    ])
      expect(
        one.history.past.map((step) => print(step.before.notebook)),
        of,
      ).toEqual(['another']);
  });

  it('does not undo what others wrote to the file', () => {
    const page = runningPage();
    act(page, { type: 'write', cell: 0, at: 3, words: 'abc' });
    act(page, { type: 'undo' });
    const history = keep(page);
    const theirs = `${notebookText}\nA colleague was here.\n`;
    const visit = visited({ text: theirs, history, saved: savedText(notebookText) });
    expect(print(visit.notebook)).toBe(theirs);
    expect(visit.history).toEqual({ past: [], future: [] });
  });

  it('keeps what can be done again when what can be undone is long', () => {
    const page = runningPage();
    act(page, { type: 'write', cell: 0, at: 0, words: 'x'.repeat(mostKept + 1) });
    act(page, { type: 'write', cell: 1, at: 0, words: 'short' });
    act(page, { type: 'undo' });
    expect(keep(page)).toMatchObject({ past: [], future: [{ change: { inserted: 'short' } }] });
  });
});

describe('what a browser kept', () => {
  it('is read as it was written, and anything else is nothing', () => {
    const page = runningPage();
    act(page, { type: 'write', cell: 0, at: 3, words: 'abc' });
    const kept = keep(page);
    expect(readHistory(structuredClone(kept))).toEqual(kept);
    const [step] = kept.past;
    for (const odd of [
      null,
      'text',
      {},
      { ...kept, past: null },
      { ...kept, text: 7 },
      { ...kept, keys: [[1]] },
      { ...kept, past: Array.from({ length: 501 }, () => step) },
      { ...kept, past: [{ ...step, change: { start: -1, removed: '', inserted: '' } }] },
      { ...kept, past: [{ ...step, before: { keys: 0, selection: { key: null, mode: 'other' } } }] },
    ])
      expect(readHistory(odd)).toBeNull();
    fc.assert(fc.property(fc.anything(), (value) => void readHistory(value)));
  });
});

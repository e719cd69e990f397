import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, print, shownCode } from '../../kernel/notebook/notebook.ts';
import { notebookText, opened, runningPage } from '../testing.ts';
import { changeBetween } from './text.ts';
import type { PageStore } from './page-store.ts';

const keys = (page: PageStore) => cellsOf(opened(page).notebook).map((cell) => cell.key);
const codes = (page: PageStore) => cellsOf(opened(page).notebook).map(shownCode);
const steps = (page: PageStore) => opened(page).history.past.length;

/** Types at an offset, a character at a time; `<` is a backspace. */
function type(page: PageStore, key: string, at: number, typed: string): void {
  let place = at;
  for (const char of typed) {
    const code = shownCode(cellsOf(opened(page).notebook).find((cell) => cell.key === key) ?? never());
    const text =
      char === '<' ? code.slice(0, place - 1) + code.slice(place) : code.slice(0, place) + char + code.slice(place);
    place += char === '<' ? -1 : 1;
    page.dispatch({ type: 'edit', key, text });
  }
}

/** As an editor does: the first character takes the place of what is selected, each other one follows it. */
function typeOver(page: PageStore, key: string, [start, end]: readonly [number, number], typed: string): void {
  let [at, removes] = [start, end - start];
  for (const inserted of typed) {
    const code = codeOf(page, key);
    const text = code.slice(0, at) + inserted + code.slice(at + removes);
    page.dispatch({ type: 'edit', key, text, splice: { start: at, removes, inserted } });
    at += inserted.length;
    removes = 0;
  }
}

const codeOf = (page: PageStore, key: string): string =>
  shownCode(cellsOf(opened(page).notebook).find((cell) => cell.key === key) ?? never());

function never(): never {
  throw new Error('no such cell');
}

describe('the history of the text', () => {
  it('has words, lines and deletions for its steps', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    type(page, one, 11, ' + two words\nx<<<');
    const seen = [codes(page)[0]];
    while (steps(page) > 0) {
      page.dispatch({ type: 'undo' });
      seen.push(codes(page)[0]);
    }
    expect(seen).toEqual([
      'const a = 1 + two word',
      'const a = 1 + two words\n',
      'const a = 1 + two words\nx',
      'const a = 1 + two words\n',
      'const a = 1 + two words',
      'const a = 1 + two ',
      'const a = 1 + ',
      'const a = 1 ',
      'const a = 1',
    ]);
  });

  it('goes back over cells in the order of the edits, wherever they were, and forward again', () => {
    const page = runningPage();
    const [one = '', two = ''] = keys(page);
    type(page, one, 11, '2');
    type(page, two, 11, '3');
    type(page, one, 12, '4');
    const texts = [print(opened(page).notebook)];
    for (const at of [one, two, one]) {
      page.dispatch({ type: 'undo' });
      expect(opened(page).selection.key).toBe(at);
      texts.push(print(opened(page).notebook));
    }
    expect(texts.at(-1)).toBe(notebookText);
    page.dispatch({ type: 'undo' });
    expect(print(opened(page).notebook)).toBe(notebookText);
    for (const text of texts.slice(0, -1).toReversed()) {
      page.dispatch({ type: 'redo' });
      expect(print(opened(page).notebook)).toBe(text);
    }
    expect(opened(page).saved).toEqual({ type: 'saving' });
  });

  it('forgets what was undone as soon as something else is typed', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    type(page, one, 11, '2');
    page.dispatch({ type: 'undo' });
    type(page, one, 11, '3');
    page.dispatch({ type: 'redo' });
    expect(codes(page)[0]).toBe('const a = 13');
  });

  it('takes what one command edits in several cells for one step', () => {
    const page = runningPage();
    const [one = '', two = ''] = keys(page);
    page.dispatch({ type: 'edit', key: one, text: 'const n = 1', group: 7 });
    page.dispatch({ type: 'edit', key: two, text: 'const b = n', group: 7 });
    page.dispatch({ type: 'edits', edits: [one, two].map((key) => ({ key, text: 'const m = 3' })) });
    expect(steps(page)).toBe(2);
    page.dispatch({ type: 'undo' });
    expect(codes(page)).toEqual(['const n = 1', 'const b = n']);
    page.dispatch({ type: 'undo' });
    expect(print(opened(page).notebook)).toBe(notebookText);
  });

  it('takes each step of a literal for one, though they lie on one another', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    for (const [i, n] of [12, 22, 23].entries())
      page.dispatch({ type: 'edit', key: one, text: `const a = ${n}`, gesture: 5, group: i + 1 });
    expect(steps(page)).toBe(3);
  });

  it('takes a word that an input method composed for one step, apart from the words around it', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    const compose = (group: number, ...texts: readonly string[]) => {
      for (const text of texts) page.dispatch({ type: 'edit', key: one, text, group });
      page.dispatch({ type: 'composed', key: one, group });
    };
    page.dispatch({ type: 'edit', key: one, text: '// x' });
    compose(-11, '// xに', '// xにほ', '// xにほん', '// x日本');
    compose(-12, '// x日本g', '// x日本ご', '// x日本語');
    page.dispatch({ type: 'edit', key: one, text: '// x日本語!' });
    for (const text of ['// x日本語', '// x日本', '// x', 'const a = 1']) {
      page.dispatch({ type: 'undo' });
      expect(codes(page)[0]).toBe(text);
    }
    // Taken back by Escape there is nothing to undo.
    const before = steps(page);
    compose(-13, 'const a = 1k', 'const a = 1か', 'const a = 1');
    expect(steps(page)).toBe(before);
  });

  it('takes a word typed over what is selected for one step, and what is typed elsewhere or over that for another', () => {
    const words = fc.string({ unit: fc.constantFrom('1', '5', '0', 'a', 'b'), minLength: 1, maxLength: 6 });
    const places = fc.tuple(fc.nat(20), fc.nat(20));
    fc.assert(
      fc.property(words, words, places, words, places, words, (before, head, from, first, again, second) => {
        const page = runningPage();
        const [one = ''] = keys(page);
        const texts: string[] = [];
        /** Selects something, and types over it. */
        const gesture = ([a, b]: readonly [number, number], typed: string): void => {
          const text = codeOf(page, one);
          const start = a % text.length;
          const end = start + 1 + (b % (text.length - start));
          typeOver(page, one, [start, end], typed);
          if (codeOf(page, one) !== text) texts.push(text);
        };
        page.dispatch({ type: 'edits', edits: [{ key: one, text: before }] });
        // What was typed just now is not what the selection is replaced with, though it is selected.
        typeOver(page, one, [before.length, before.length], head);
        texts.push(before);
        gesture(from, first);
        gesture(again, second);
        const seen: string[] = [];
        while (steps(page) > 1) {
          page.dispatch({ type: 'undo' });
          seen.unshift(codeOf(page, one));
        }
        expect(seen).toEqual(texts);
      }),
    );
  });

  it('takes a name that is completed for typed, and a bracket closed over the one that the editor had closed', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    const splices = [
      ['gE', 0, 'gE', 11],
      ['getElement', 2, 'getElement', 11],
      ['getElement()', 0, '()', 21],
      ['getElement(x)', 0, 'x', 22],
      ['getElement(x)', 1, ')', 23],
      ['getElement(x);', 0, ';', 24],
    ] as const;
    for (const [text, removes, inserted, start] of splices)
      page.dispatch({ type: 'edit', key: one, text: `const a = 1${text}`, splice: { start, removes, inserted } });
    expect(steps(page)).toBe(1);
  });

  it('takes the letter of a dead key for a letter of its word', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    page.dispatch({ type: 'edit', key: one, text: 'c' });
    for (const text of ['ca', 'caf']) page.dispatch({ type: 'edit', key: one, text });
    const before = steps(page);
    for (const text of ['caf´', 'café']) page.dispatch({ type: 'edit', key: one, text, group: -14 });
    page.dispatch({ type: 'composed', key: one, group: -14 });
    page.dispatch({ type: 'edit', key: one, text: 'cafés' });
    expect(steps(page)).toBe(before);
  });

  it('keeps nothing of a way there and back', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    for (const n of [2, 3, 1]) page.dispatch({ type: 'edit', key: one, text: `const a = ${n}`, gesture: 5, group: -5 });
    expect(steps(page)).toBe(0);
  });

  it('holds every operation on cells as one step, and the keys of cells never come to mean others', () => {
    const page = runningPage();
    const [one = '', two = ''] = keys(page);
    const dones = [
      () => page.dispatch({ type: 'add', after: one, kind: 'rules' }),
      () => page.dispatch({ type: 'move', key: two, by: -1 }),
      () => page.dispatch({ type: 'split', key: one, offset: 5 }),
      () => page.dispatch({ type: 'merge', key: one }),
      () => page.dispatch({ type: 'cut', key: two }),
      () => page.dispatch({ type: 'paste', where: 'below' }),
      () => page.dispatch({ type: 'delete', key: one }),
    ];
    const texts = dones.map((act) => {
      const text = print(opened(page).notebook);
      act();
      expect(print(opened(page).notebook)).not.toBe(text);
      return text;
    });
    expect(steps(page)).toBe(dones.length);
    for (const text of texts.toReversed()) {
      page.dispatch({ type: 'undo' });
      expect(print(opened(page).notebook)).toBe(text);
    }
    expect(keys(page)).toEqual([one, two]);
    page.dispatch({ type: 'add', after: two, kind: 'rules' });
    const [, , first] = keys(page);
    page.dispatch({ type: 'undo' });
    page.dispatch({ type: 'add', after: two, kind: 'rules' });
    expect(keys(page)[2]).not.toBe(first);
  });

  it('does not bring a deleted cell back twice', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    page.dispatch({ type: 'delete', key: one });
    page.dispatch({ type: 'undo' });
    page.dispatch({ type: 'undo-delete' });
    expect(print(opened(page).notebook)).toBe(notebookText);
  });
});

describe('folding', () => {
  it('leaves the text alone; to write in a cell unfolds it', () => {
    const page = runningPage();
    const [one = ''] = keys(page);
    page.dispatch({ type: 'fold', key: one });
    expect(opened(page)).toMatchObject({ folded: [one] });
    expect(print(opened(page).notebook)).toBe(notebookText);
    page.dispatch({ type: 'select', selection: { key: one, mode: 'edit' } });
    expect(opened(page)).toMatchObject({ folded: [], history: { past: [] } });
  });
});

describe('the change between two texts', () => {
  it.each([
    ['abc', 'abXc', { start: 2, removed: '', inserted: 'X' }],
    ['aa', 'aaa', { start: 2, removed: '', inserted: 'a' }],
    ['one two', 'one', { start: 3, removed: ' two', inserted: '' }],
    ['same', 'same', { start: 4, removed: '', inserted: '' }],
  ])('from %j to %j', (before, after, change) => {
    expect(changeBetween(before, after)).toEqual(change);
  });
});

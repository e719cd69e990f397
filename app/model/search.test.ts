import { describe, expect, it } from 'vitest';
import { parse } from '../../kernel/notebook/parse.ts';
import { print } from '../../kernel/notebook/notebook.ts';
import { notebookText, opened, runningPage } from '../testing.ts';
import { findAll, noSearch, patternOf, type Search } from './search.ts';

const text = `---
title: Beat
---

A beat of *Beat*.

\`\`\`ts rules
const beat = Beat(1)
const beats = "beat.beat"
\`\`\`
`;
const notebook = parse(text);
const found = (query: Partial<Search>): readonly string[] =>
  findAll(notebook, { ...noSearch, ...query }).map(({ key, start, end }) => `${key.charAt(0)}${start}-${end}`);

describe('searching a notebook', () => {
  it('finds in code and text, and not in the front matter', () => {
    expect(found({ text: 'beat' })).toEqual(['p3-7', 'p12-16', 'c6-10', 'c13-17', 'c27-31', 'c36-40', 'c41-45']);
    expect(found({ text: '' })).toEqual([]);
  });

  it('minds the case and whole words when asked', () => {
    expect(found({ text: 'Beat', matchCase: true })).toEqual(['p12-16', 'c13-17']);
    expect(found({ text: 'beat', matchCase: true, wholeWord: true })).toEqual(['p3-7', 'c6-10', 'c36-40', 'c41-45']);
  });

  it('takes signs as they are, but for an expression', () => {
    expect(found({ text: 't.b' })).toEqual(['c39-42']);
    expect(found({ text: '-*[' })).toEqual([]);
    expect(found({ text: '^const \\w+', isRegex: true })).toEqual(['c0-10', 'c21-32']);
    expect(found({ text: 'x*', isRegex: true })).toEqual([]);
    expect(patternOf({ ...noSearch, text: '(', isRegex: true })).toBe('missing closing ): `(`');
  });

  it('is never slow, whatever the expression: no clock is asked, one that were slow would not end', () => {
    const page = runningPage(`# x\n\n${'a'.repeat(5_000)}b\n`);
    const search = { ...noSearch, isRegex: true };
    for (const text of ['(a+)+$', '(a|aa)+$', '(.*a){20}$', '(a?){30}a{30}c'])
      expect(findAll(opened(page).notebook, { ...search, text: `^${text.replace('$', 'c')}` })).toEqual([]);
    expect(findAll(opened(page).notebook, { ...search, text: '(a+)+b' })).toHaveLength(1);
  });

  it('says what an expression cannot do, and what is wrong with it', () => {
    for (const text of ['(?=a)', '(?<!a)b', '(a)\\1', '(?<n>a)\\k<n>'])
      expect(patternOf({ ...noSearch, text, isRegex: true })).toContain('cannot look');
    for (const text of ['[', 'a**', '\\p{Nothing}', 'a{1001}'])
      expect(typeof patternOf({ ...noSearch, text, isRegex: true })).toBe('string');
  });

  it('finds whole words with an expression too, in any alphabet', () => {
    expect(found({ text: 'b\\w+', isRegex: true, wholeWord: true })).toEqual([
      'p3-7',
      'p12-16',
      'c6-10',
      'c13-17',
      'c27-32',
      'c36-40',
      'c41-45',
    ]);
  });
});

describe('replacing', () => {
  it('replaces one match and goes on behind it, also when the match stands in its own replacement', () => {
    const page = runningPage();
    page.dispatch({ type: 'search', search: { text: 'const', replacement: 'const const', isReplacing: true } });
    page.dispatch({ type: 'replace', what: 'one' });
    expect(print(opened(page).notebook)).toBe(notebookText.replace('const a', 'const const a'));
    page.dispatch({ type: 'replace', what: 'one' });
    expect(print(opened(page).notebook)).toContain('const const b');
    expect(opened(page).history.past).toHaveLength(2);
  });

  it('replaces all in one step, with what an expression found', () => {
    const page = runningPage();
    const search = { text: 'const (?<name>\\w) = (\\d)', isRegex: true, replacement: 'let $<name> = $2$2 // $& $$1' };
    page.dispatch({ type: 'search', search });
    page.dispatch({ type: 'replace', what: 'all' });
    expect(print(opened(page).notebook)).toBe(
      notebookText
        .replace('const a = 1', 'let a = 11 // const a = 1 $1')
        .replace('const b = 2', 'let b = 22 // const b = 2 $1'),
    );
    page.dispatch({ type: 'undo' });
    expect(print(opened(page).notebook)).toBe(notebookText);
  });

  it('goes round, and chooses the cell of a match', () => {
    const page = runningPage();
    page.dispatch({ type: 'search', search: { text: 'const' } });
    const first = opened(page).selection.key;
    page.dispatch({ type: 'search-go', by: 1 });
    expect(opened(page).selection.key).not.toBe(first);
    page.dispatch({ type: 'search-go', by: 1 });
    expect(opened(page)).toMatchObject({ selection: { key: first, mode: 'command' }, search: { at: 0 } });
    page.dispatch({ type: 'search', search: null });
    expect(opened(page).search).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { parse } from '../../kernel/notebook/parse.ts';
import { print } from '../../kernel/notebook/notebook.ts';
import { notebookText, opened, runningPage } from '../testing.ts';
import { expressions } from './expressions.ts';
import { findAll, isWaiting, noSearch, patternOf, type Search } from './search.ts';

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
/** With the engine of expressions. */
const anySearch: Search = { ...noSearch, expressions };
const found = (query: Partial<Search>): readonly string[] =>
  findAll(notebook, { ...anySearch, ...query }).map(({ key, start, end }) => `${key.charAt(0)}${start}-${end}`);

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
    expect(patternOf({ ...anySearch, text: '(', isRegex: true })).toBe('missing closing ): `(`');
  });

  it('is never slow, whatever the expression: no clock is asked, one that were slow would not end', () => {
    const page = runningPage(`# x\n\n${'a'.repeat(5_000)}b\n`);
    const search = { ...anySearch, isRegex: true };
    for (const wholeWord of [false, true])
      for (const text of ['(a+)+$', '(a|aa)+$', '(.*a){20}$', '(a?){30}a{30}c'])
        expect(findAll(opened(page).notebook, { ...search, wholeWord, text: `^${text.replace('$', 'c')}` })).toEqual(
          [],
        );
    expect(findAll(opened(page).notebook, { ...search, text: '(a+)+b' })).toHaveLength(1);
  });

  it('says what an expression cannot do, and what is wrong with it', () => {
    for (const text of ['(?=a)', '(?<!a)b', '(a)\\1', '(?<n>a)\\k<n>'])
      expect(patternOf({ ...anySearch, text, isRegex: true })).toContain('cannot look');
    for (const text of ['[', 'a**', '\\p{Nothing}', 'a{1001}'])
      expect(typeof patternOf({ ...anySearch, text, isRegex: true })).toBe('string');
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

  it('finds a whole word whatever an expression would rather have found: any way of several, and none that begins within one', () => {
    const within = (text: string, query: Partial<Search>): readonly string[] => {
      const pattern = patternOf({ ...anySearch, wholeWord: true, ...query });
      if (typeof pattern !== 'function') throw new Error(String(pattern));
      return [...pattern(text)].map(({ text: what, start }) => `${start}${what}`);
    };
    const regex = (text: string) => ({ text, isRegex: true });
    expect(within('set setTimer setT', regex('set|setTimer'))).toEqual(['0set', '4setTimer']);
    expect(within('setTimer', regex('setTimer|set'))).toEqual(['0setTimer']);
    expect(within('a b bc', regex('a b|a b b'))).toEqual(['0a b']);
    expect(within('a b c', regex('\\w'))).toEqual(['0a', '2b', '4c']);
    expect(within('xa a', regex('.?a'))).toEqual(['0xa', '3a']);
    expect(within('aé éa a', regex('a|é|éa'))).toEqual(['3éa', '6a']);
    expect(within('$set set', regex('set'))).toEqual(['5set']);
    expect(within('one\none', regex('^one$'))).toEqual(['0one', '4one']);
    // Texts as they are, too: what is refused does not hide what begins within it.
    expect(within('ab b b', { text: 'b b' })).toEqual(['3b b']);
    expect(within('𝒜a a', { text: 'a' })).toEqual(['4a']);
    const wrong = { ...anySearch, isRegex: true, wholeWord: true };
    expect(patternOf({ ...wrong, text: 'a)|(b' })).toMatch(/unexpected \)/);
  });

  it('tells the groups of a whole word by their own numbers and names', () => {
    const page = runningPage();
    const search = { ...anySearch, text: '(\\w)(?<n>\\w+)|a', isRegex: true, wholeWord: true, replacement: '$<n>$1$&' };
    page.dispatch({ type: 'search', search });
    page.dispatch({ type: 'replace', what: 'all' });
    expect(print(opened(page).notebook)).toContain('onstcconst a = 1');
  });

  it('waits for the engine of expressions, finds nothing before, and then goes to the first match', () => {
    const page = runningPage();
    page.dispatch({ type: 'search', search: { text: 'b\\s', isRegex: true } });
    const waiting = opened(page).search ?? noSearch;
    expect(isWaiting(waiting)).toBe(true);
    expect(patternOf(waiting)).toBeNull();
    page.dispatch({ type: 'replace', what: 'all' });
    expect(print(opened(page).notebook)).toBe(notebookText);
    // Plain texts meanwhile.
    page.dispatch({ type: 'search', search: { isRegex: false, text: 'const' } });
    expect(findAll(opened(page).notebook, opened(page).search ?? noSearch)).toHaveLength(2);
    page.dispatch({ type: 'search', search: { isRegex: true, text: 'const b' } });
    const before = opened(page).selection.key;
    page.dispatch({ type: 'expressions', expressions });
    expect(opened(page).selection.key).not.toBe(before);
    expect(findAll(opened(page).notebook, opened(page).search ?? noSearch)).toHaveLength(1);
    page.dispatch({ type: 'search', search: null });
    page.dispatch({ type: 'expressions', expressions });
    expect(opened(page).search).toBeNull();
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
    const search = {
      expressions,
      text: 'const (?<name>\\w) = (\\d)',
      isRegex: true,
      replacement: 'let $<name> = $2$2 // $& $$1',
    };
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

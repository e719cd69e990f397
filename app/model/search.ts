/** Finding in the whole notebook, code and text alike, and replacing. Pure: the state keeps what is asked, not what is found. */
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { Cell, Notebook, Prose } from '../../kernel/notebook/notebook.ts';
import { textOf } from './text.ts';

/** Compiles the expression of a query; a sentence when it is none. */
export type Expressions = (query: Omit<Query, 'expressions'>) => Pattern | string;

export interface Query {
  readonly text: string;
  readonly isRegex: boolean;
  /** Null until somebody has wanted expressions: the engine is loaded then (`expressions.ts`), and nothing is found before. */
  readonly expressions: Expressions | null;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

export interface Search extends Query {
  readonly replacement: string;
  /** The field for a replacement is there too. */
  readonly isReplacing: boolean;
  /** The match that is chosen, counted from 0. */
  readonly at: number;
}

export const noSearch: Search = {
  text: '',
  isRegex: false,
  expressions: null,
  matchCase: false,
  wholeWord: false,
  replacement: '',
  isReplacing: false,
  at: 0,
};

/** A match, as offsets of its part's text (`textOf`). */
export interface Found {
  readonly key: CellKey;
  readonly start: number;
  readonly end: number;
}

/** More are not looked for. */
export const mostFound = 5_000;

/** A place in a text, as offsets, and what an expression's groups hold there. */
export interface Match {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** By number or name; null where the group took no part, undefined where there is none. */
  group(of: number | string): string | null | undefined;
}

/** Where something is in a text, from its start; empty matches are none. */
export type Pattern = (text: string) => Iterable<Match>;

/** Null for nothing, and for an expression as long as there is no engine; a sentence when the expression is none. */
export function patternOf(query: Query): Pattern | string | null {
  const { isRegex, expressions } = query;
  if (query.text === '' || isWaiting(query)) return null;
  return isRegex && expressions !== null ? expressions(query) : literally(query);
}

/** Whether it is an expression whose engine is still loading. */
export function isWaiting({ isRegex, expressions }: Query): boolean {
  return isRegex && expressions === null;
}

/** What a word is made of, in any alphabet; a whole word has neither beside it. */
export const inWord = '\\p{L}\\p{N}_$';

/** Texts as they are cannot be slow; they know cases of all alphabets. */
function literally({ text, matchCase, wholeWord }: Query): Pattern {
  const plain = text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === '-' ? '\\x2d' : `\\${sign}`));
  const source = wholeWord ? `(?<![${inWord}])${plain}(?![${inWord}])` : plain;
  const pattern = new RegExp(source, matchCase ? 'gu' : 'giu');
  return function* (within) {
    for (const { 0: found, index } of within.matchAll(pattern))
      yield { text: found, start: index, end: index + found.length, group: () => undefined };
  };
}

/** Where a pattern is in a text. */
export function placesOf(pattern: Pattern, text: string): readonly (readonly [start: number, end: number])[] {
  const places: (readonly [number, number])[] = [];
  for (const { start, end } of pattern(text)) {
    places.push([start, end]);
    if (places.length >= mostFound) break;
  }
  return places;
}

const parts = (notebook: Notebook): readonly (Cell | Prose)[] =>
  notebook.parts.filter((part): part is Cell | Prose => part.type !== 'front-matter');

/** All matches, from the top. Front matter is not searched. */
export function findAll(notebook: Notebook, query: Query): readonly Found[] {
  const pattern = patternOf(query);
  if (typeof pattern !== 'function') return [];
  const all = parts(notebook).flatMap((part) =>
    placesOf(pattern, textOf(part)).map(([start, end]): Found => ({ key: part.key, start, end })),
  );
  return all.slice(0, mostFound);
}

export interface Replaced {
  readonly edits: readonly { readonly key: CellKey; readonly text: string }[];
  /** Where one goes on: behind what was put in. */
  readonly behind: { readonly key: CellKey; readonly offset: number } | null;
}

/** Puts the replacement in the place of one match, or of all. In an expression `$1`, `$<name>` and `$&` stand for what was found. */
export function replaced(notebook: Notebook, search: Search, what: 'one' | 'all'): Replaced {
  const pattern = patternOf(search);
  const one = findAll(notebook, search)[search.at];
  if (typeof pattern !== 'function' || one === undefined) return { edits: [], behind: null };
  let behind: Replaced['behind'] = null;
  const edits = parts(notebook).flatMap((part) => {
    if (what === 'one' && part.key !== one.key) return [];
    const before = textOf(part);
    let [text, end] = ['', 0];
    for (const match of pattern(before)) {
      if (what === 'one' && match.start !== one.start) continue;
      text +=
        before.slice(end, match.start) + (search.isRegex ? expand(search.replacement, match) : search.replacement);
      end = match.end;
      behind = { key: part.key, offset: text.length };
    }
    return end === 0 ? [] : [{ key: part.key, text: text + before.slice(end) }];
  });
  return { edits, behind };
}

const expand = (template: string, match: Match): string =>
  template.replaceAll(/\$(?:(\$)|(&)|(\d)|<([^>]*)>)/g, (whole, dollar, all, group, name) => {
    if (dollar !== undefined) return '$';
    if (all !== undefined) return match.text;
    if (group === undefined) return match.group(String(name)) ?? '';
    const held = match.group(Number(group));
    return held === undefined ? whole : (held ?? '');
  });

/** The first match at a place or below it; the first of all when there is none. */
export function matchFrom(notebook: Notebook, found: readonly Found[], from: Replaced['behind']): number {
  if (from === null) return 0;
  const order = new Map(parts(notebook).map(({ key }, i) => [key, i]));
  const place = order.get(from.key) ?? 0;
  const at = found.findIndex(({ key, start }) => {
    const other = order.get(key) ?? 0;
    return other > place || (other === place && start >= from.offset);
  });
  return Math.max(0, at);
}

/** Finding in the whole notebook, code and text alike, and replacing. Pure: the state keeps what is asked, not what is found. */
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { Cell, Notebook, Prose } from '../../kernel/notebook/notebook.ts';
import { textOf } from './text.ts';

export interface Query {
  readonly text: string;
  readonly isRegex: boolean;
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

/** Null for nothing; a sentence when the expression is none. */
export function patternOf({ text, isRegex, matchCase, wholeWord }: Query): RegExp | string | null {
  if (text === '') return null;
  const source = isRegex
    ? text
    : text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === '-' ? '\\x2d' : `\\${sign}`));
  const word = String.raw`[\p{L}\p{N}_$]`;
  const whole = wholeWord ? `(?<!${word})(?:${source})(?!${word})` : source;
  try {
    return new RegExp(whole, matchCase ? 'gmu' : 'gimu');
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
  }
}

/** Where a pattern is in a text; empty matches are none. */
export function placesOf(pattern: RegExp, text: string): readonly (readonly [start: number, end: number])[] {
  const places: (readonly [number, number])[] = [];
  for (const match of text.matchAll(pattern)) {
    if (match[0] !== '') places.push([match.index, match.index + match[0].length]);
    if (places.length >= mostFound) break;
  }
  return places;
}

const parts = (notebook: Notebook): readonly (Cell | Prose)[] =>
  notebook.parts.filter((part): part is Cell | Prose => part.type !== 'front-matter');

/** All matches, from the top. Front matter is not searched. */
export function findAll(notebook: Notebook, query: Query): readonly Found[] {
  const pattern = patternOf(query);
  if (!(pattern instanceof RegExp)) return [];
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
  if (!(pattern instanceof RegExp) || one === undefined) return { edits: [], behind: null };
  let behind: Replaced['behind'] = null;
  const edits = parts(notebook).flatMap((part) => {
    if (what === 'one' && part.key !== one.key) return [];
    const before = textOf(part);
    let [text, end] = ['', 0];
    for (const match of before.matchAll(pattern)) {
      if (match[0] === '' || (what === 'one' && match.index !== one.start)) continue;
      text +=
        before.slice(end, match.index) + (search.isRegex ? expand(search.replacement, match) : search.replacement);
      end = match.index + match[0].length;
      behind = { key: part.key, offset: text.length };
    }
    return end === 0 ? [] : [{ key: part.key, text: text + before.slice(end) }];
  });
  return { edits, behind };
}

const expand = (template: string, match: RegExpExecArray): string =>
  template.replaceAll(/\$(?:(\$)|(&)|(\d)|<([^>]*)>)/g, (whole, dollar, all, group, name) => {
    if (dollar !== undefined) return '$';
    if (all !== undefined) return match[0];
    if (group !== undefined) return Number(group) < match.length ? (match[Number(group)] ?? '') : whole;
    return match.groups?.[name] ?? '';
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

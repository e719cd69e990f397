/**
 * What one cell becomes: the body of a function, and all that later stages ask about its text.
 *
 * `js` is the body of `new Function('$', ...references, js)`. It returns an object with the cell's
 * definitions. `$` is the cell's runtime: `$.at(i)` runs before statement `i`, `$.tick()` at every turn
 * of a loop, `$.result(value)` takes the last expression of a plot or view.
 */
import type { CellKey, Diagnostic, Range } from '../diagnostic.ts';
import { hashText } from '../hash.ts';
import type { CellKind } from '../notebook/notebook.ts';

/** Where a cell of another notebook comes from. */
export interface Origin {
  /** Its path, as in `notebook-path.ts`. */
  readonly notebook: string;
  /** The line of its file on which the cell's code begins, from 1. */
  readonly line: number;
}

/** What the compiler is given of a cell. */
export interface CellSource {
  readonly key: CellKey;
  readonly kind: CellKind;
  readonly slug: string | null;
  readonly code: string;
  /** Left out: it is a cell of the notebook that is open. */
  readonly origin?: Origin;
}

export interface Definition {
  readonly name: string;
  readonly range: Range;
}

export interface Reference {
  readonly name: string;
  /** Its first use. */
  readonly range: Range;
}

/** A top-level statement: the unit whose content decides whether a rule changed. */
export interface Statement {
  readonly range: Range;
  /** Hash of its JavaScript, from which comments, types and layout are gone. */
  readonly hash: string;
  readonly definitions: readonly string[];
  /** Names it uses, at any depth, that it does not declare inside: its own cell's, other cells', the language's. */
  readonly references: readonly string[];
  /** Names of its own cell whose values it may change when it runs, as `table.set(1, 'a')` changes `table`. */
  readonly touches: readonly string[];
  /**
   * What it is to those who use it, when that is less than its content: `const rm = node('rm', …)` is `node:rm`,
   * for a kind of node is known by its name. Null for all other statements.
   */
  readonly nominal: string | null;
  /** Of `kind.when(…)` and `kind.may(…)`, what is asked and what is done; null for all other statements. */
  readonly guarded: Guarded<Part> | null;
}

export interface Guarded<T> {
  readonly guard: T;
  readonly body: T;
}

/** A part of a statement, as the statement itself: see there. */
export interface Part {
  readonly hash: string;
  readonly references: readonly string[];
}

export interface Import {
  readonly from: string;
  /** Local name → exported name (`default` and `*` included). */
  readonly names: Readonly<Record<string, string>>;
  readonly range: Range;
}

/** Where a rule tells a stat: `ctx.count('kv.requests_total', 1, { op })`. */
export interface StatUse {
  readonly name: string;
  readonly method: 'count' | 'gauge' | 'observe';
  /** Names of its labels; null when they are not written out there. */
  readonly labels: readonly string[] | null;
  readonly range: Range;
}

export interface CompiledCell {
  readonly key: CellKey;
  readonly kind: CellKind;
  readonly slug: string | null;
  /** Left out: it is a cell of the notebook that is open. */
  readonly origin?: Origin;
  /** The TypeScript it was made from. */
  readonly source: string;
  /** Null when the cell does not compile; `diagnostics` then says why. */
  readonly js: string | null;
  /** Hash of `js`: two texts that differ only in comments or layout share it. */
  readonly hash: string;
  readonly statements: readonly Statement[];
  readonly definitions: readonly Definition[];
  readonly references: readonly Reference[];
  readonly imports: readonly Import[];
  /** Source map (JSON) from the lines of `js` to the lines of `source`. */
  readonly map: string;
  /**
   * Per line of `js` (from 1): where the compiler inserted text, and how much; undone before mapping. Columns
   * count from 0 in the line without any of the inserted texts, in rising order.
   */
  readonly inserted: Readonly<Record<number, readonly (readonly [column: number, length: number])[]>>;
  readonly diagnostics: readonly Diagnostic[];
  /** Not there in cells that an earlier version compiled and a journal brings back. */
  readonly stats?: readonly StatUse[];
}

/** A cell that did not compile. */
export function failedCell(cell: CellSource, diagnostics: readonly Diagnostic[]): CompiledCell {
  return {
    key: cell.key,
    kind: cell.kind,
    slug: cell.slug,
    ...originOf(cell),
    source: cell.code,
    js: null,
    hash: hashText(cell.code),
    statements: [],
    definitions: [],
    references: [],
    imports: [],
    map: '',
    inserted: {},
    diagnostics,
  };
}

/** Path of the notebook that a cell is of; '' for the one that is open. */
export function notebookOf({ origin }: Pick<CompiledCell, 'origin'>): string {
  return origin?.notebook ?? '';
}

/** As a member to be spread: absent where there is none. */
export function originOf({ origin }: Pick<CellSource, 'origin'>): Pick<CellSource, 'origin'> {
  return origin === undefined ? {} : { origin };
}

/** What a cell was compiled from. */
export function sourceOf({ key, kind, slug, source, origin }: CompiledCell): CellSource {
  return { key, kind, slug, code: source, ...(origin === undefined ? {} : { origin }) };
}

/** The same text of the same cell: it compiles to the same. */
export function isCompiledFrom(cell: CellSource, compiled: CompiledCell | undefined): compiled is CompiledCell {
  return (
    compiled?.key === cell.key &&
    compiled.source === cell.code &&
    compiled.kind === cell.kind &&
    compiled.slug === cell.slug
  );
}

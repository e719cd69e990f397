/**
 * A notebook is its text, cut into parts. Every part holds its own raw characters, so printing is
 * concatenation and nothing that the parser does not understand can be lost.
 */
import type { CellKey, Diagnostic } from '../diagnostic.ts';

export const cellKinds = ['rules', 'scenario', 'check', 'plot', 'view'] as const;
export type CellKind = (typeof cellKinds)[number];

/** YAML between `---` lines at the top of the file. `raw` includes both lines. */
export interface FrontMatter {
  readonly type: 'front-matter';
  readonly raw: string;
  readonly title: string | null;
  readonly seed: number | null;
  readonly stage: string | null;
  readonly speed: number | null;
}

/** Markdown that is rendered, never run; fences of other kinds included. */
export interface Prose {
  readonly type: 'prose';
  readonly key: CellKey;
  readonly raw: string;
}

/** A fenced cell. `open + code + close` are its raw characters. */
export interface Cell {
  readonly type: 'cell';
  readonly key: CellKey;
  readonly kind: CellKind;
  readonly slug: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  /** The opening fence with its info string and line end. */
  readonly open: string;
  /** The text between the fences, with its last line end; what the editor shows is this without it. */
  readonly code: string;
  /** The closing fence with its line end; empty when the file ends first. */
  readonly close: string;
}

export type Part = FrontMatter | Prose | Cell;

/** A part that has no key yet. */
export type Piece = FrontMatter | Omit<Prose, 'key'> | Omit<Cell, 'key'>;

export interface Notebook {
  readonly parts: readonly Part[];
  /**
   * About a cell: `cell` is its key and `range`, when there is one, counts in the cell's code.
   * About the file: `cell` is null and `range` counts in the file's lines.
   */
  readonly diagnostics: readonly Diagnostic[];
  /** The number of the next fresh key: a key, once given, never comes to mean another part. */
  readonly nextKey: number;
}

/** The file's text, character for character. */
export function print(notebook: Notebook): string {
  return notebook.parts.map(rawOf).join('');
}

export function rawOf(part: Part | Piece): string {
  return part.type === 'cell' ? part.open + part.code + part.close : part.raw;
}

export function cellsOf(notebook: Notebook): readonly Cell[] {
  return notebook.parts.filter((part) => part.type === 'cell');
}

export function frontMatterOf(notebook: Notebook): FrontMatter | null {
  return notebook.parts.find((part) => part.type === 'front-matter') ?? null;
}

/** What an editor shows of a cell: its code without the last line end. */
export function shownCode(cell: Cell): string {
  return cell.code.replace(/(\r\n?|\n)$/, '');
}

/** The file's line (from 1) of the first line of a part: of a cell, the first line of its code. Undefined for an unknown key. */
export function lineOf(notebook: Notebook, key: CellKey): number | undefined {
  let line = 1;
  for (const part of notebook.parts) {
    if (part.type !== 'front-matter' && part.key === key)
      return part.type === 'cell' ? line + lineEnds(part.open) : line;
    line += lineEnds(rawOf(part));
  }
  return undefined;
}

/** Line ends as CommonMark counts them: CRLF, LF, or a CR alone. */
export function lineEnds(text: string): number {
  return text.match(/\r\n?|\n/g)?.length ?? 0;
}

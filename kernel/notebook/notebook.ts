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

export interface Notebook {
  readonly parts: readonly Part[];
  readonly diagnostics: readonly Diagnostic[];
}

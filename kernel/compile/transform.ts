/**
 * TypeScript → JavaScript by esbuild, which comes in as a parameter: the compiler worker and Node each have
 * their own. What esbuild complains about becomes diagnostics.
 */
import { type Diagnostic, diagnostic, type Range, type Severity } from '../diagnostic.ts';
import type { CellSource } from './compiled.ts';

/** The part of esbuild's `transform` that is used; see esbuild.github.io/api/#transform. */
export type Transform = (
  code: string,
  options: typeof transformOptions,
) => Promise<{ readonly code: string; readonly map: string; readonly warnings: readonly Message[] }>;

interface Message {
  readonly text: string;
  readonly location: Location | null;
  readonly notes: readonly { readonly text: string; readonly location: Location | null }[];
}

interface Location {
  /** From 1. */
  readonly line: number;
  /** From 0, in bytes of UTF-8. */
  readonly column: number;
  /** In bytes. */
  readonly length: number;
  readonly lineText: string;
  readonly suggestion: string;
}

/**
 * No `format`: with one, esbuild rewrites a top-level `return` or an `exports` into CommonJS before it can be
 * named. `esnext`: with an older target, esbuild puts helpers of its own at the top of the cell.
 */
const transformOptions = {
  loader: 'ts',
  target: 'esnext',
  sourcemap: 'external',
  sourcesContent: false,
  sourcefile: 'cell',
  charset: 'utf8',
  legalComments: 'none',
  treeShaking: false,
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } },
} as const;

export type Transformed =
  | { readonly ok: true; readonly js: string; readonly map: string; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Rejects only when esbuild itself fails. */
export async function transformCell(transform: Transform, cell: CellSource): Promise<Transformed> {
  try {
    const { code, map, warnings } = await transform(cell.code, transformOptions);
    return { ok: true, js: code, map, diagnostics: warnings.map((message) => explain(cell, message, 'warning')) };
  } catch (error) {
    const messages = messagesOf(error);
    if (messages.length === 0) throw error;
    return { ok: false, diagnostics: messages.map((message) => explain(cell, message, 'error')) };
  }
}

function explain(cell: CellSource, { text, location, notes }: Message, severity: Severity): Diagnostic {
  const suggestion = location?.suggestion ?? '';
  const help =
    severity === 'warning'
      ? 'It may not do what it seems to.'
      : 'Until it is mended, the last good version of the cell stays in force.';
  return diagnostic('compile/syntax', sentence(text), {
    cell: cell.key,
    severity,
    range: rangeOf(location),
    help: suggestion === '' ? help : `Perhaps ${suggestion} belongs here. ${help}`,
    notes: notes.map((note) => ({
      text: note.text,
      cell: note.location === null ? null : cell.key,
      range: rangeOf(note.location),
    })),
  });
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text.replace(/:$/, '')}.`;
}

function rangeOf(location: Location | null): Range | null {
  if (location === null) return null;
  const { line, lineText } = location;
  const column = unitsIn(lineText, location.column) + 1;
  // An error at the very end has no length; something has to be underlined.
  const endColumn = Math.max(column + 1, unitsIn(lineText, location.column + location.length) + 1);
  return { line, column, endLine: line, endColumn };
}

/** How many UTF-16 units the first bytes of a text are. */
function unitsIn(text: string, bytes: number): number {
  let units = 0;
  for (const character of text) {
    if (bytes <= 0) break;
    const point = character.codePointAt(0) ?? 0;
    bytes -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    units += character.length;
  }
  return units;
}

function messagesOf(error: unknown): readonly Message[] {
  if (typeof error !== 'object' || error === null || !('errors' in error) || !Array.isArray(error.errors)) return [];
  return error.errors.filter(isMessage);
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'text' in value && 'location' in value && 'notes' in value;
}

/**
 * What is wrong in another notebook, told where its reader is: at the import through which it comes, with the place in the other file
 * in front.
 */
import { type CompiledCell, notebookOf } from '../compile/compiled.ts';
import type { CellKey, Diagnostic, Note, Range } from '../diagnostic.ts';
import { resolveNotebook } from '../notebook-path.ts';

export type Homing = (found: Diagnostic) => Diagnostic;

/** @param cells all cells of the program: those of the notebook that is open, and those that were imported */
export function homing(cells: readonly CompiledCell[]): Homing {
  const foreign = new Map(cells.filter(({ origin }) => origin !== undefined).map((cell) => [cell.key, cell]));
  if (foreign.size === 0) return (found) => found;
  const ways = waysTo(cells);

  const place = (key: CellKey, range: Range | null): string => {
    const { origin } = foreign.get(key) ?? {};
    if (origin === undefined) return '';
    return `${origin.notebook}, line ${origin.line + (range === null ? 0 : range.line - 1)}`;
  };
  const noteAtHome = (note: Note): Note =>
    note.cell === null || !foreign.has(note.cell)
      ? note
      : { text: `${note.text.replace(/\.$/, '')} (${place(note.cell, note.range)})`, cell: null, range: null };

  return (found) => {
    const notes = found.notes.map(noteAtHome);
    const cell = found.cell === null ? undefined : foreign.get(found.cell);
    if (cell === undefined) return { ...found, notes };
    const way = ways.get(notebookOf(cell)) ?? null;
    // What is wrong with a notebook as a whole says by itself where.
    const text = cell.js === null && cell.source === '' ? found.text : `${place(cell.key, found.range)}: ${found.text}`;
    return { ...found, notes, text, cell: way?.cell ?? null, range: way?.range ?? null };
  };
}

interface Way {
  readonly cell: CellKey;
  readonly range: Range;
}

/** Path of a notebook → the import in the open one that leads there, the most direct first. */
function waysTo(cells: readonly CompiledCell[]): ReadonlyMap<string, Way> {
  const ways = new Map<string, Way>();
  const waiting: string[] = [];
  const arrive = (base: string, from: string, way: Way): void => {
    const path = resolveNotebook(base, from);
    if (path === null || ways.has(path)) return;
    ways.set(path, way);
    waiting.push(path);
  };
  for (const cell of cells.filter(({ origin }) => origin === undefined))
    for (const { from, range } of cell.imports) arrive('', from, { cell: cell.key, range });
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const way = ways.get(path);
    if (way === undefined) continue;
    for (const cell of cells) {
      if (notebookOf(cell) !== path) continue;
      for (const { from } of cell.imports) arrive(path, from, way);
    }
  }
  return ways;
}

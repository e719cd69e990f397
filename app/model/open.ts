/** Questions about the open notebook, answered from its state alone. */
import type { CompiledCell } from '../../kernel/compile/compiled.ts';
import type { CellKey, Diagnostic } from '../../kernel/diagnostic.ts';
import { type Homing, homing } from '../../kernel/imports/home.ts';
import { importedCells } from '../../kernel/imports/load.ts';
import {
  type Cell,
  cellsOf,
  frontMatterOf,
  type Notebook,
  type Prose,
  shownCode,
} from '../../kernel/notebook/notebook.ts';
import type { Frame, PropertyView, RuleView } from '../../kernel/protocol.ts';
import type { OpenNotebook } from './state.ts';

/**
 * The parts that a reader sees and the keyboard walks over. The blank lines between two cells are prose too; they
 * are shown only while someone writes there.
 */
export function blocksOf({
  notebook,
  selection,
}: Pick<OpenNotebook, 'notebook' | 'selection'>): readonly (Cell | Prose)[] {
  return notebook.parts.filter((part): part is Cell | Prose => {
    if (part.type !== 'prose') return part.type === 'cell';
    return part.raw.trim() !== '' || (part.key === selection.key && selection.mode === 'edit');
  });
}

export const cellOf = (open: OpenNotebook | null, key: CellKey): Cell | null =>
  open?.notebook.parts.find((part): part is Cell => part.type === 'cell' && part.key === key) ?? null;

/** The front matter's title, else the first heading, else the file's name. */
export function titleOf(notebook: Notebook, id: string): string {
  const title = frontMatterOf(notebook)?.title;
  if (title) return title;
  for (const part of notebook.parts) {
    const heading = part.type === 'prose' ? /^#{1,2}[ \t]+(.+?)[ \t]*#*$/m.exec(part.raw)?.[1] : undefined;
    if (heading !== undefined) return heading;
  }
  return id.replace(/\.sim\.md$/, '');
}

export type Badge = 'loading' | 'rehearsing' | 'live' | 'kept' | 'broken';

export function badgeOf(open: OpenNotebook, key: CellKey): Badge {
  const compiled = open.compiled[key];
  if (open.program === null) return 'loading';
  if (compiled === undefined || !isCurrent(open, key)) return 'rehearsing';
  if (compiled.js === null) return open.good[key] === undefined ? 'broken' : 'kept';
  if (!open.answered.some((cell) => sameVersion(cell, compiled))) return 'rehearsing';
  const status = open.program.cells.find((cell) => cell.key === key)?.status ?? 'loading';
  // While the run is being rebuilt, the latest cells still have to wait.
  if (status !== 'live' && (open.frame === null || open.frame.status === 'restoring')) return 'rehearsing';
  // A kernel that was rebuilt without a cell's latest version knows nothing of it: what it runs is the older text.
  const obeyed = inForce(open, key);
  return status === 'live' && obeyed !== undefined && obeyed.hash !== compiled.hash ? 'kept' : status;
}

/** Whether what was compiled of a cell is the text on the page. */
export function isCurrent(open: Pick<OpenNotebook, 'notebook' | 'compiled'>, key: CellKey): boolean {
  const part = open.notebook.parts.find((other) => other.type === 'cell' && other.key === key);
  return part?.type !== 'cell' || open.compiled[key]?.source === part.code;
}

/**
 * Everything wrong with a cell's text or run. What the program or the run says is about the text in force; its
 * places are shown only while that is the text on the page.
 */
export function diagnosticsOf(open: OpenNotebook, key: CellKey): readonly Diagnostic[] {
  const compiled = open.compiled[key];
  const all: Diagnostic[] = open.notebook.diagnostics.filter((d) => d.cell === key);
  if (compiled !== undefined) all.push(...compiled.diagnostics);
  const home = homingOf(open);
  if (compiled?.js !== null) all.push(...(open.program?.diagnostics ?? []).map(home).filter((d) => d.cell === key));
  const placed = inForce(open, key)?.source === compiled?.source;
  for (const d of [...(open.frame?.diagnostics ?? []), ...checkErrors(open)].map(home))
    if (d.cell === key) all.push(placed ? d : { ...d, range: null });
  const plot = open.plots[key];
  if (plot?.type === 'error') all.push(plot.diagnostic);
  const shown = cellOf(open, key);
  return dedupe(shown === null ? all : all.map((d) => withinText(d, shownCode(shown))));
}

/** What explorations and fuzzings came to grief on, which a run may never come to. With no place of its own it stands at the check. */
function checkErrors({ checks }: OpenNotebook): readonly Diagnostic[] {
  return checks.flatMap(({ cell, range, result }) =>
    (result?.diagnostics ?? [])
      .filter(({ severity }) => severity === 'error')
      .map((d) => (d.cell === null ? { ...d, cell, range } : d)),
  );
}

const homings = new WeakMap<readonly CompiledCell[], Homing>();

/** What is wrong in a notebook that is imported from is told at the import. */
function homingOf({ answered }: OpenNotebook): Homing {
  const known = homings.get(answered) ?? homing(answered);
  homings.set(answered, known);
  return known;
}

/** “End of file” is behind the line end that the editor does not show: the place is then the end of the last line. */
function withinText(d: Diagnostic, text: string): Diagnostic {
  const lines = text.split(/\r\n?|\n/);
  if (d.range === null || d.range.line <= lines.length) return d;
  const end = { line: lines.length, column: Math.max(1, lines.at(-1)?.length ?? 1) };
  return { ...d, range: { ...end, endLine: end.line, endColumn: end.column + 1 } };
}

function dedupe(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return all.filter((d) => {
    const name = `${d.code} ${d.text}`;
    return !seen.has(name) && seen.add(name);
  });
}

/** What is wrong with the notebook as a whole. */
export function notebookDiagnostics(open: OpenNotebook): readonly Diagnostic[] {
  return dedupe(
    [...open.notebook.diagnostics, ...(open.program?.diagnostics ?? []), ...(open.frame?.diagnostics ?? [])]
      .map(homingOf(open))
      .filter((d) => d.cell === null),
  );
}

/** The version of a cell that the run obeys. */
export function inForce(open: OpenNotebook, key: CellKey): CompiledCell | undefined {
  const source = open.inForce === null ? undefined : open.sources[open.inForce];
  return source?.cells.find((cell) => cell.key === key);
}

/** Something has happened in the run, or nothing is going to. */
export const hasBegun = (frame: Frame | null): boolean =>
  frame !== null && (frame.now > 0 || (frame.status !== 'running' && frame.status !== 'restoring'));

/** The rules of a cell, when the text in force is the text on the page: else their lines would be wrong. */
export function rulesOf(open: OpenNotebook, key: CellKey): readonly RuleView[] {
  const compiled = open.compiled[key];
  if (compiled === undefined || inForce(open, key)?.source !== compiled.source) return [];
  return (open.frame?.rules ?? []).filter((rule) => rule.cell === key);
}

export const propertiesOf = (open: OpenNotebook, key: CellKey): readonly PropertyView[] =>
  (open.frame?.properties ?? []).filter((property) => property.cell === key);

/** A verdict that counts as good in the badge `5/6`. */
export const isGood = (property: PropertyView): boolean =>
  property.verdict === 'holds' || property.verdict === 'witnessed';

/** The same text of the same cell: it compiles to the same. */
export const sameVersion = (a: CompiledCell, b: CompiledCell | undefined): boolean =>
  a === b ||
  (b !== undefined &&
    a.key === b.key &&
    a.kind === b.kind &&
    a.slug === b.slug &&
    a.source === b.source &&
    a.origin?.line === b.origin?.line &&
    // In the place of a notebook that cannot be had there is only what is wrong with it.
    (a.js !== null || isEqual(a.diagnostics, b.diagnostics)));

const isEqual = (a: readonly Diagnostic[], b: readonly Diagnostic[]): boolean =>
  a.length === b.length && a.every(({ text }, index) => text === b[index]?.text);

/** What a swap sends: each cell's latest text that compiles, after those of the notebooks that are imported from. */
export function programCells(open: OpenNotebook): readonly CompiledCell[] {
  return [...importedCells(open.imports), ...cellsOf(open.notebook).flatMap((cell) => open.good[cell.key] ?? [])];
}

/** Who is to blame for a kernel that did not come back, and what to fall back on. */
import { type CompiledCell, notebookOf } from '../../compile/compiled.ts';
import { originationOf } from '../../compile/imports.ts';
import type { CellKey, Diagnostic, Range } from '../../diagnostic.ts';
import { diagnostic } from '../../diagnostic.ts';
import type { ProgramSource } from '../../protocol.ts';
import type { Doing } from '../../world/step.ts';
import { cellOf, earlierPrograms, type Memory } from './keeper.ts';

/** One version of a cell that may not run again, and why. Another version of its text is another matter. */
export interface Condemned {
  readonly cell: CellKey;
  /** `CompiledCell.hash` */
  readonly hash: string;
  readonly diagnostic: Diagnostic;
}

/** An event whose rule did not come back. */
export interface Culprit {
  readonly rule: string;
  readonly node: string;
  readonly cell: CellKey | null;
  readonly range: Range | null;
  readonly step: number;
}

/** The cells of an edit that are not in force yet: when it hangs, it is one of these. */
export function editedCells(source: ProgramSource | null, cells: readonly CompiledCell[]): readonly CompiledCell[] {
  const inForce = new Map(source?.cells.map((cell) => [cell.key, cell.hash]));
  return cells.filter((cell) => cell.js !== null && inForce.get(cell.key) !== cell.hash);
}

/**
 * Programs to try when a rule hangs, best first: the program in force with only the rule's cell as it was before the
 * rule last changed; the whole program of that time; the whole program before the last edit (the rule may hang because
 * of a helper in another cell). Empty when the rule has been as it is from the start of the run.
 */
export function fallbacks(memory: Memory, culprit: Culprit): readonly (readonly CompiledCell[])[] {
  const earlier = earlierPrograms(memory);
  const candidates: (readonly CompiledCell[])[] = [];
  const cell = culprit.cell === null ? null : cellOf(memory.source, culprit.cell);
  if (cell !== null) {
    const statement = cell.statements.find(({ range }) => contains(range, culprit.range))?.hash ?? null;
    const before = earlier.find((source) => isOtherwise(cellOf(source, cell.key), cell, statement));
    const old = before && cellOf(before, cell.key);
    if (old) candidates.push(memory.source.cells.map((present) => (present.key === old.key ? old : present)));
    if (before) candidates.push(before.cells);
  }
  const last = earlier[0];
  if (last) candidates.push(last.cells);
  return candidates;
}

function isOtherwise(old: CompiledCell | null, present: CompiledCell, statement: string | null): boolean {
  if (old === null) return true;
  return statement === null ? old.hash !== present.hash : old.statements.every(({ hash }) => hash !== statement);
}

function contains(outer: Range, inner: Range | null): boolean {
  return inner !== null && outer.line <= inner.line && inner.endLine <= outer.endLine;
}

const help =
  'Look for a loop that never ends, a very slow regular expression, or a huge array. Any change to this cell tries again.';

/**
 * Cells in an order in which each comes after those it needs, and what runs the others (checks, plots, scenarios) comes
 * last: so the first one that hangs when cells are added one by one is the one to blame.
 */
export function inOrderOfNeed(cells: readonly CompiledCell[]): readonly CompiledCell[] {
  const rank: Readonly<Record<CompiledCell['kind'], number>> = { rules: 0, check: 1, plot: 2, view: 2, scenario: 3 };
  const definer = new Map(
    cells.flatMap((cell) => cell.definitions.map(({ name }) => [`${notebookOf(cell)}\n${name}`, cell] as const)),
  );
  const ordered = new Set<CompiledCell>();
  const visited = new Set<CompiledCell>();
  function visit(cell: CompiledCell): void {
    if (visited.has(cell)) return;
    visited.add(cell);
    for (const { name } of cell.references) {
      const found = originationOf(cell, name);
      const needed = found.type === 'module' ? undefined : definer.get(`${found.notebook}\n${found.name}`);
      if (needed) visit(needed);
    }
    ordered.add(cell);
  }
  cells.toSorted((a, b) => rank[a.kind] - rank[b.kind]).forEach(visit);
  return [...ordered];
}

/** Makes a condemned version out of a cell and a sentence. */
function condemn(cell: CompiledCell, text: string): Condemned {
  return { cell: cell.key, hash: cell.hash, diagnostic: diagnostic('rule/hangs', text, { cell: cell.key, help }) };
}

export function swapHangs(cell: CompiledCell): Condemned {
  return condemn(cell, 'This edit did not come back when it was tried. The earlier version stays in force.');
}

export function openHangs(cell: CompiledCell): Condemned {
  return condemn(cell, 'This cell did not come back when it was evaluated. The notebook was opened without it.');
}

/** The versions given up because of a rule that hangs: the rule's own cell gets the rule's diagnostic. */
export function ruleGivenUp(cell: CompiledCell, culprit: Culprit, why: Diagnostic): Condemned {
  if (cell.key === culprit.cell) return { cell: cell.key, hash: cell.hash, diagnostic: why };
  return condemn(
    cell,
    `${culprit.rule} did not come back after this cell changed. The earlier version is in force again.`,
  );
}

export function ruleHangs(culprit: Culprit, reverted: boolean): Diagnostic {
  const outcome = reverted ? 'An earlier version is in force again.' : 'The run is stopped before that event.';
  const text = `${culprit.rule} did not come back on ${culprit.node} at event ${culprit.step}. ${outcome}`;
  return diagnostic('rule/hangs', text, { cell: culprit.cell, range: culprit.range, help });
}

export function plotHangs(cell: CellKey, kind: CompiledCell['kind'] = 'plot'): Diagnostic {
  if (kind === 'view')
    return diagnostic('view/hangs', 'This view did not come back, so it stays as it was.', { cell, help });
  return diagnostic('plot/hangs', 'This plot did not come back, so it is not drawn.', { cell, help });
}

/** A scenario whose actions never end. */
export function scenarioHangs(name: string, cell: CellKey | null, range: Range | null): Diagnostic {
  const text = `The scenario ${JSON.stringify(name)} did not come back when it was started. The earlier run goes on.`;
  return diagnostic('rule/hangs', text, { cell, range, help });
}

export function explorationHangs(name: string, doing: Doing | null = null): Diagnostic {
  return checkHangs(`The exploration ${JSON.stringify(name)}`, doing);
}

export function fuzzingHangs(name: string, doing: Doing | null = null): Diagnostic {
  return checkHangs(`The fuzzing ${JSON.stringify(name)}`, doing);
}

function checkHangs(check: string, doing: Doing | null): Diagnostic {
  const again = 'It is tried again when a rule changes.';
  if (doing === null) return diagnostic('rule/hangs', `${check} did not come back. ${again}`, { help });
  const { rule, node, cell, range } = doing;
  const text = `${check} was ended: ${rule}${node === '' ? '' : ` on ${node}`} did not come back. ${again}`;
  return diagnostic('rule/hangs', text, { cell, range, help });
}

/** What a kernel says it is doing, as far as it is what it should be. */
export function doingOf(told: unknown): Doing | null {
  if (typeof told !== 'object' || told === null) return null;
  const { rule, node, cell, range }: Readonly<Record<string, unknown>> = { ...told };
  if (typeof rule !== 'string' || rule === '' || typeof node !== 'string') return null;
  return {
    rule: rule.slice(0, 200),
    node: node.slice(0, 200),
    cell: typeof cell === 'string' ? cell : null,
    range: isRange(range) ? range : null,
  };
}

function isRange(range: unknown): range is Range {
  if (typeof range !== 'object' || range === null) return false;
  const { line, column, endLine, endColumn }: Readonly<Record<string, unknown>> = { ...range };
  return [line, column, endLine, endColumn].every((part) => typeof part === 'number');
}

/** A kernel that ended while doing `what`, with no cell to blame. */
export function kernelEnded(what: string): Diagnostic {
  const text = `The kernel did not come back from ${what} and was replaced.`;
  return diagnostic('rule/hangs', text, { help: 'Look for a rule, property or scenario that takes very long.' });
}

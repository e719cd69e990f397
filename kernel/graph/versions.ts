/**
 * Which version of each cell takes part in an update. A cell starts with its text now; when that is found wrong it
 * steps down: to its last good text, then to the values which that made, then to nothing.
 */
import type { CompiledCell } from '../compile/compiled.ts';
import type { CellKey, Diagnostic } from '../diagnostic.ts';
import type { Graph, InForce } from './nodes.ts';
import { sharesNames } from './nodes.ts';

export type Level =
  /** Its text now. */
  | 'current'
  /** Its last good text, evaluated again when what it uses changed. */
  | 'last'
  /** What its last good text made, whatever it used. */
  | 'frozen'
  | 'none';

export interface Candidate<Output> {
  readonly cell: CompiledCell;
  readonly inForce: InForce<Output> | null;
  readonly level: Level;
  readonly diagnostics: readonly Diagnostic[];
}

/** In notebook order. */
export type Candidates<Output> = ReadonlyMap<CellKey, Candidate<Output>>;

export function candidatesOf<Output>(
  graph: Graph<Output>,
  cells: readonly CompiledCell[],
): Map<CellKey, Candidate<Output>> {
  return new Map(
    cells.map((cell) => {
      const inForce = graph.nodes.get(cell.key)?.inForce ?? null;
      const level = cell.js !== null ? 'current' : inForce !== null ? 'last' : 'none';
      return [cell.key, { cell, inForce, level, diagnostics: [] }];
    }),
  );
}

/** The candidate one level down, and why. */
export function stepDown<Output>(candidate: Candidate<Output>, why: readonly Diagnostic[]): Candidate<Output> {
  const level = candidate.inForce === null ? 'none' : candidate.level === 'current' ? 'last' : 'frozen';
  // Only what is wrong with the text now is the author's business.
  return {
    ...candidate,
    level,
    diagnostics: candidate.level === 'current' ? [...candidate.diagnostics, ...why] : candidate.diagnostics,
  };
}

/** The text that takes part; null when only values do, or nothing. */
export function textOf<Output>(candidate: Candidate<Output>): CompiledCell | null {
  if (candidate.level === 'current') return candidate.cell;
  return candidate.level === 'last' ? (candidate.inForce?.cell ?? null) : null;
}

/** The names that the candidate gives to other cells. */
export function namesOf<Output>(candidate: Candidate<Output>): readonly string[] {
  const cell = textOf(candidate) ?? (candidate.level === 'frozen' ? candidate.inForce?.cell : undefined);
  return cell === undefined || !sharesNames(cell) ? [] : cell.definitions.map((definition) => definition.name);
}

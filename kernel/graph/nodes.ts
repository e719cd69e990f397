/**
 * The reactive graph: cells and what they made, ordered by who needs whom. A graph is a value; an update makes the
 * next one and leaves the old one as it was, so an edit can be tried and dropped.
 *
 * Nothing the author types costs what ran: a cell whose text is wrong keeps its last good version in force.
 */
import type { CompiledCell, Guarded } from '../compile/compiled.ts';
import type { Lookup } from '../compile/position.ts';
import type { CellKey, Diagnostic } from '../diagnostic.ts';
import type { CellStatus } from '../protocol.ts';

export interface Graph<Output> {
  /** In notebook order. */
  readonly nodes: ReadonlyMap<CellKey, GraphNode<Output>>;
  /** The cells in force, each after those it needs. */
  readonly order: readonly CellKey[];
}

export interface GraphNode<Output> {
  /** Its text now. */
  readonly cell: CompiledCell;
  readonly status: CellStatus;
  readonly inForce: InForce<Output> | null;
  /** Evaluations that failed, of its text now and of its last good one: not tried again before something they use changes. */
  readonly failures: readonly Failure[];
  /** What the graph and the evaluation found; the compiler's are in `cell.diagnostics`. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A version of a cell that was evaluated, and what that made. */
export interface InForce<Output> {
  readonly cell: CompiledCell;
  readonly definitions: Readonly<Record<string, unknown>>;
  /** Whatever `evaluate` gave; the graph does not look at it. */
  readonly output: Output;
  /** Its code and the content of all that it uses: the same key, the same result. */
  readonly key: string;
  /** The content of each statement, helpers in other cells included. */
  readonly contents: readonly string[];
  /** The contents of what each statement asks and does, where it is a guarded rule. */
  readonly guarded: readonly (Guarded<string> | null)[];
  /** The content of each definition, as others see it. */
  readonly definitionKeys: ReadonlyMap<string, string>;
}

export interface Failure {
  /** As in `InForce`. */
  readonly key: string;
  /** The ranges of the diagnostics are in this text. */
  readonly source: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Definitions that come from outside the notebook. */
export interface Module {
  readonly exports: ReadonlyMap<string, unknown>;
  /** The content of an export: another text when it would do something else. `*` stands for all of them. */
  keyOf(name: string): string;
}

export function emptyGraph<Output>(): Graph<Output> {
  return { nodes: new Map(), order: [] };
}

/** Names in a plot or view are its own: their values belong to the moment that is drawn. */
export function sharesNames(cell: CompiledCell): boolean {
  return cell.kind !== 'plot' && cell.kind !== 'view';
}

/**
 * The content of a statement in force: its code and all that it reaches, in whatever cell. Two rules with the same
 * content do the same. Throws on a statement that is not there.
 */
export function contentKey<Output>(graph: Graph<Output>, cell: CellKey, statement: number): string {
  const key = graph.nodes.get(cell)?.inForce?.contents[statement];
  if (key === undefined) throw new RangeError(`Cell ${cell} has no statement ${statement} in force.`);
  return key;
}

/** The same of the guard and of the body in it; null when it is no rule with a guard. */
export function guardedKeys<Output>(graph: Graph<Output>, cell: CellKey, statement: number): Guarded<string> | null {
  return graph.nodes.get(cell)?.inForce?.guarded[statement] ?? null;
}

/** Finds the cells of stack frames: those in force, and those that were just tried. */
export function lookupIn<Output>(graph: Graph<Output>): Lookup {
  return (key, hash) => {
    const node = graph.nodes.get(key);
    if (node?.inForce?.cell.hash === hash) return node.inForce.cell;
    return node?.cell.hash === hash ? node.cell : undefined;
  };
}

/**
 * What an import takes: the definitions that are named, and whatever these reach, statement by statement. A kind of node comes with
 * the rules that its notebook gives it, and a notebook that uses a kind of a third one comes with the rules that it gives to that
 * kind, for to its definitions this is what the kind is. Rules reach what they use, so it begins again; a stat comes
 * with the cell that tells it. Nothing else of the other notebook takes part: its scenarios, properties, explorations and fuzzings are
 * about runs of its own.
 */
import { type CompiledCell, notebookOf } from '../compile/compiled.ts';
import { originationOf } from '../compile/imports.ts';
import type { CellKey } from '../diagnostic.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import type { Declaration } from '../program/declaration.ts';
import type { CellOutput } from '../program/evaluate.ts';

export interface Reach {
  /** Whether what a cell declares takes part in the program. */
  has(declared: Declaration): boolean;
  /** Whether anything of a cell takes part, or may have meant to. */
  concerns(cell: CompiledCell): boolean;
  /** Cells in force of which something takes part. */
  readonly cells: ReadonlySet<CellKey>;
}

const carried: ReadonlySet<Declaration['type']> = new Set(['message', 'kind', 'rule', 'migration']);

export function reachOf(graph: Graph<CellOutput>): Reach {
  const nodes = [...graph.nodes.values()];
  const foreign = nodes.filter(isForeign);
  const definers = definersIn(foreign);
  /** Of other notebooks: cell → indexes of statements. */
  const statements = new Map<CellKey, Set<number>>();
  /** Kind of node → the notebooks in which it takes part. */
  const kinds = new Map<string, Set<string>>();
  /** Cell and name. */
  const names = new Set<string>();
  const waiting: (() => void)[] = [];

  function reachName(node: Node, name: string): void {
    const id = `${node.cell.key} ${name}`;
    if (names.has(id)) return;
    names.add(id);
    for (const [index, { definitions, touches }] of textOf(node).statements.entries())
      if (definitions.includes(name) || touches.includes(name)) reachStatement(node, index);
  }

  function reachStatement(node: Node, index: number): void {
    const cell = textOf(node);
    const reached = statements.get(cell.key) ?? new Set();
    if (reached.has(index)) return;
    statements.set(cell.key, reached.add(index));
    for (const kind of kindsBy(node, index)) reachKind(kind, notebookOf(cell));
    waiting.push(() => {
      for (const name of cell.statements[index]?.references ?? []) reachUse(cell, name);
    });
  }

  /** What a name that is used in a cell stands for. */
  function reachUse(cell: CompiledCell, local: string): void {
    for (const { node, name } of definers.of(cell, local)) {
      reachName(node, name);
      for (const [index, { definitions }] of textOf(node).statements.entries())
        if (definitions.includes(name)) for (const kind of kindsBy(node, index)) reachKind(kind, notebookOf(cell));
    }
  }

  function reachKind(kind: string, notebook: string): void {
    const where = kinds.get(kind) ?? new Set();
    if (where.has(notebook)) return;
    kinds.set(kind, where.add(notebook));
    waiting.push(() => {
      for (const node of foreign) {
        if (notebookOf(node.cell) !== notebook) continue;
        for (const declared of node.inForce?.output.declarations ?? [])
          if ((declared.type === 'rule' || declared.type === 'migration') && declared.kind === kind)
            reachStatement(node, declared.place.statement);
      }
    });
  }

  for (const node of nodes) {
    if (isForeign(node)) continue;
    // What the text wants now and what is in force may differ.
    for (const cell of new Set([node.cell, textOf(node)])) for (const { name } of cell.references) reachUse(cell, name);
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) next();

  /** It defines something that takes part, or uses it, as one does that gives a kind its rules. */
  const concerns = (cell: CompiledCell): boolean =>
    cell.js === null ||
    cell.definitions.some(({ name }) => names.has(`${cell.key} ${name}`)) ||
    cell.references.some(({ name: local }) =>
      definers.of(cell, local).some(({ node, name }) => names.has(`${node.cell.key} ${name}`)),
    );

  const isTold = (notebook: string, stat: string): boolean =>
    foreign.some(
      (node) =>
        notebookOf(node.cell) === notebook &&
        statements.has(node.cell.key) &&
        textOf(node).stats?.some(({ name }) => name === stat) === true,
    );

  return {
    has(declared) {
      const { type, place } = declared;
      const node = graph.nodes.get(place.cell);
      if (node === undefined || !isForeign(node)) return true;
      if (declared.type === 'stat') return isTold(notebookOf(node.cell), declared.name);
      return carried.has(type) && (statements.get(place.cell)?.has(place.statement) ?? false);
    },
    concerns: (cell) => notebookOf(cell) === '' || concerns(cell),
    cells: new Set(
      nodes.filter((node) => !isForeign(node) || statements.has(node.cell.key)).map(({ cell }) => cell.key),
    ),
  };
}

type Node = GraphNode<CellOutput>;

const isForeign = ({ cell }: Node): boolean => notebookOf(cell) !== '';

/** The text in force; when there is none, what the author would like to be. */
const textOf = ({ cell, inForce }: Node): CompiledCell => inForce?.cell ?? cell;

/** The kinds of node that a statement declares. */
function kindsBy({ inForce }: Node, statement: number): readonly string[] {
  return (inForce?.output.declarations ?? []).flatMap((declared) =>
    declared.type === 'kind' && declared.place.statement === statement ? [declared.name] : [],
  );
}

interface Definer {
  readonly node: Node;
  readonly name: string;
}

/** Who defines, in the other notebooks, what a name in a cell stands for. */
function definersIn(foreign: readonly Node[]): { of(cell: CompiledCell, local: string): readonly Definer[] } {
  const known = new Map<string, Map<string, Definer[]>>();
  for (const node of foreign) {
    if (node.cell.kind === 'plot' || node.cell.kind === 'view') continue;
    const names = known.get(notebookOf(node.cell)) ?? new Map<string, Definer[]>();
    known.set(notebookOf(node.cell), names);
    const defined = new Set(
      [node.cell, textOf(node)].flatMap(({ definitions }) => definitions.map(({ name }) => name)),
    );
    for (const name of defined) names.set(name, [...(names.get(name) ?? []), { node, name }]);
  }
  return {
    of(cell, local) {
      if (known.size === 0) return [];
      const found = originationOf(cell, local);
      if (found.type === 'module') return [];
      const names = known.get(found.notebook);
      return found.name === '*' ? [...(names?.values() ?? [])].flat() : (names?.get(found.name) ?? []);
    },
  };
}

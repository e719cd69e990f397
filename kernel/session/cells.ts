/** From compiled cells to a program: the graph runs what an edit affects, what all cells declare is joined. */
import type { CompiledCell } from '../compile/compiled.ts';
import type { Diagnostic } from '../diagnostic.ts';
import {
  contentKey,
  emptyGraph,
  type Environment,
  type Graph,
  guardedKeys,
  type Module,
  update,
} from '../graph/graph.ts';
import { hashText } from '../hash.ts';
import * as library from '../library.ts';
import type { Probe } from '../compile/probe-sites.ts';
import { type CellOutput, createEvaluator } from '../program/evaluate.ts';
import { createExplain, type Explain } from '../program/explain.ts';
import { emptyProgram, joinProgram, type Program } from '../program/program.ts';
import { statFaults } from '../program/stat-form.ts';
import type { ProgramSource } from '../protocol.ts';
import { reachOf } from './reach.ts';

/** Compiled cells kept to make sense of stack traces. */
const seenLimit = 2_000;

/** A program and where it comes from. */
export interface Build {
  readonly graph: Graph<CellOutput>;
  readonly program: Program;
  readonly source: ProgramSource;
}

export interface Assembly {
  readonly explain: Explain;
  /** Evaluates cells on top of a graph. No build when the declarations do not join to a program. */
  assemble(
    base: Graph<CellOutput>,
    cells: readonly CompiledCell[],
  ): { readonly build: Build | null; readonly diagnostics: readonly Diagnostic[] };
}

export const emptyBuild: Build = {
  graph: emptyGraph(),
  program: emptyProgram,
  source: sourceOf([]),
};

/** `probe`: what probed cells tell what they do. */
export function createAssembly(probe?: Probe): Assembly {
  const evaluator = createEvaluator(library.constructors, probe);
  const seen = new Map<string, CompiledCell>();
  const explain: Explain = createExplain((key, hash) => seen.get(`${key}:${hash}`));
  const environment: Environment<CellOutput> = {
    language: evaluator.globals,
    modules: (from): Module | null => {
      const exports = library.modules.get(from);
      return exports === undefined
        ? null
        : { exports: new Map(Object.entries(exports)), keyOf: (name) => `${from} ${name}` };
    },
    moduleOf: (name) => [...library.modules].find(([, names]) => Object.hasOwn(names, name))?.[0] ?? null,
    evaluate(cell, scope) {
      try {
        return evaluator.evaluate(cell, scope);
      } catch (error) {
        const first = cell.statements[0]?.range;
        return {
          ok: false,
          diagnostics: [
            explain(error, {
              code: 'program/threw',
              what: 'This cell threw',
              place: first === undefined ? null : { cell: cell.key, range: first },
              help: 'It runs once, when the program is put together; the last good version stays in force.',
            }),
          ],
        };
      }
    },
  };

  function remember(cell: CompiledCell): void {
    if (seen.size >= seenLimit) {
      const [oldest] = seen.keys();
      if (oldest !== undefined) seen.delete(oldest);
    }
    seen.set(`${cell.key}:${cell.hash}`, cell);
  }

  return {
    explain,
    assemble(base, cells) {
      for (const cell of cells) remember(cell);
      const updated = update(base, cells, environment);
      const { graph } = updated;
      const reach = reachOf(graph);
      const declarations = [...graph.nodes.values()]
        .flatMap((node) => node.inForce?.output.declarations ?? [])
        .filter((declared) => reach.has(declared));
      const joined = joinProgram(declarations, (cell, statement) => ({
        content: contentKey(graph, cell, statement),
        guarded: guardedKeys(graph, cell, statement),
        range: graph.nodes.get(cell)?.inForce?.cell.statements[statement]?.range ?? {
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 1,
        },
      }));
      const taking = [...graph.nodes].flatMap(([key, { inForce }]) =>
        inForce === null || !reach.cells.has(key) ? [] : [inForce.cell],
      );
      const wrong = [...joined.diagnostics, ...statFaults(joined.program.stats, taking)];
      // What is wrong in another notebook with what nobody imports is that notebook's business.
      const unconcerned = new Set(cells.filter((cell) => !reach.concerns(cell)).map(({ key }) => key));
      const diagnostics = [...updated.diagnostics, ...wrong].filter(
        ({ cell }) => cell === null || !unconcerned.has(cell),
      );
      const isJoined = !wrong.some(({ severity }) => severity === 'error');
      return { build: isJoined ? { graph, program: joined.program, source: sourceOf(taking) } : null, diagnostics };
    },
  };
}

/** Programs by the name that journals have for them. */
export interface Builds {
  keep(build: Build): void;
  has(id: string): boolean;
  /** Null when its source is not there, or does not go together any more. `base`: what it is put together on top of. */
  get(id: string, base: Build): Build | null;
  /** Lets go of all others, when there are many. */
  forget(named: ReadonlySet<string>): void;
}

/** Builds that are few enough to keep whatever is named. */
const fewBuilds = 64;

/** `brought`: sources that a journal came with; they are put together when they are needed. */
export function createBuilds(assembly: Assembly, brought: readonly ProgramSource[]): Builds {
  const known = new Map<string, Build>();
  return {
    keep: (build) => void known.set(build.source.id, build),
    has: (id) => known.has(id) || brought.some((source) => source.id === id),
    get(id, base) {
      const kept = known.get(id);
      const source = brought.find((one) => one.id === id);
      if (kept !== undefined || source === undefined) return kept ?? null;
      const { build } = assembly.assemble(base.graph, source.cells);
      if (build === null || !sameTexts(build.source, source)) return null;
      // Another compiler may have made other JavaScript of the same texts: the name that the journal has for them stays.
      const named = { ...build, source: { ...build.source, id } };
      known.set(id, named);
      return named;
    },
    forget(named) {
      if (known.size <= fewBuilds) return;
      for (const id of known.keys()) if (!named.has(id)) known.delete(id);
    },
  };
}

/** Named by content. `cells`: those whose text is in force, of other notebooks those that take part. */
function sourceOf(cells: readonly CompiledCell[]): ProgramSource {
  return { id: hashText(cells.map(({ key, hash, kind }) => `${key} ${kind} ${hash}`).join('\n')), cells };
}

/** True when all of it is in force: no cell is held back at another text. */
function sameTexts(a: ProgramSource, b: ProgramSource): boolean {
  return (
    a.cells.length === b.cells.length &&
    a.cells.every(({ key, source }, index) => key === b.cells[index]?.key && source === b.cells[index].source)
  );
}

/** True when two programs' cells differ in nothing but this statement. */
export function differsOnlyIn(a: Build, b: Build, cell: string, statement: number): boolean {
  const before = new Map(a.source.cells.map((one) => [one.key, one]));
  if (before.size !== b.source.cells.length) return false;
  return b.source.cells.every((one) => {
    const old = before.get(one.key);
    if (old === undefined || old.statements.length !== one.statements.length) return false;
    return one.statements.every(
      ({ hash }, index) => hash === old.statements[index]?.hash || (one.key === cell && index === statement),
    );
  });
}

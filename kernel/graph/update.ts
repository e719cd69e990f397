/**
 * One update of the graph, in phases that repeat until nothing is wrong any more with the versions that take part:
 *
 *   resolve   every name has one meaning: no name twice, none missing, no circle of cells
 *   run       each cell whose key is new is evaluated, after those it needs
 *
 * Whatever is found wrong makes the cells concerned step down to an earlier version (see versions.ts), which can
 * uncover or mend other faults, so it begins again. Each cell steps down at most three times, and each version fails once: it ends.
 */
import { type CompiledCell, type Import, notebookOf } from '../compile/compiled.ts';
import { importedNotebook, originationOf } from '../compile/imports.ts';
import type { Lookup } from '../compile/position.ts';
import type { CellKey, Diagnostic } from '../diagnostic.ts';
import { type Contents, contentsOf, evaluationKey, type Meaning } from './content.ts';
import { type Failure, type Graph, type GraphNode, type InForce, lookupIn, type Module } from './nodes.ts';
import { cycles, topologicalOrder } from './order.ts';
import {
  cannotBeHad,
  cycle,
  definedInVain,
  duplicate,
  missing,
  noExport,
  noModule,
  notGiven,
  threw,
} from './problems.ts';
import { type Candidate, type Candidates, candidatesOf, namesOf, stepDown, textOf } from './versions.ts';

export type Evaluated<Output> =
  | { readonly ok: true; readonly definitions: Readonly<Record<string, unknown>>; readonly output: Output }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** What the graph needs of the world around it. */
export interface Environment<Output> {
  /** Names that `evaluate` itself provides. A cell may define one of them anew: then `scope` holds it. */
  readonly language: ReadonlySet<string>;
  /** A module of the library, `rehearsal/x`; null when there is none. Other notebooks are cells of the graph. */
  modules(from: string): Module | null;
  /** The module of the library that has a name; null when none does. */
  moduleOf(name: string): string | null;
  /**
   * Runs a cell. `scope`: every name in `cell.references` that is not the language's. What it throws becomes a
   * diagnostic of the cell.
   */
  evaluate(cell: CompiledCell, scope: ReadonlyMap<string, unknown>): Evaluated<Output>;
}

export interface Update<Output> {
  readonly graph: Graph<Output>;
  /** Cells that were evaluated, in that order, those that failed included. */
  readonly ran: readonly CellKey[];
  /** Everything that is wrong now, the compiler's findings included, in notebook order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** `cells`: all cells of the notebook, in its order. */
export function update<Output>(
  graph: Graph<Output>,
  cells: readonly CompiledCell[],
  environment: Environment<Output>,
): Update<Output> {
  let candidates = candidatesOf(graph, cells);
  const failed = new Map([...graph.nodes].map(([key, node]) => [key, node.failures]));
  const evaluations: Evaluations<Output> = { made: new Map(), failed, failures: new Map(), ran: [] };
  const stepAllDown = (faults: Faults): void => {
    for (const [key, why] of faults) {
      const candidate = candidates.get(key);
      if (candidate !== undefined) candidates.set(key, stepDown(candidate, why));
    }
  };

  for (;;) {
    const unresolved = resolve(candidates, environment);
    if (unresolved !== null) {
      stepAllDown(unresolved);
      continue;
    }
    const outcome = run(candidates, environment, evaluations, lookupFor(graph, cells));
    if (outcome.ok) return finish(candidates, outcome, evaluations);
    // With what is known now, from the beginning: the result does not depend on when a failure was found out.
    if (outcome.isNew) candidates = candidatesOf(graph, cells);
    else stepAllDown(outcome.faults);
  }
}

/** Cells that must step down, and why. */
type Faults = ReadonlyMap<CellKey, readonly Diagnostic[]>;

// ---------------------------------------------------------------- names

/** Which cell gives a name. Each notebook has names of its own. */
interface Owners<Output> {
  of(notebook: string, name: string): Candidate<Output> | undefined;
  /** All names that a notebook gives to others. */
  namesIn(notebook: string): readonly string[];
}

/** The first kind of fault between the versions that take part; null when there is none. */
function resolve<Output>(candidates: Candidates<Output>, environment: Environment<Output>): Faults | null {
  return (
    duplicates(candidates) ??
    missingNames(candidates, ownersOf(candidates), environment) ??
    circles(candidates, ownersOf(candidates))
  );
}

function ownersOf<Output>(candidates: Candidates<Output>): Owners<Output> {
  const owners = new Map<string, Map<string, Candidate<Output>>>();
  for (const candidate of candidates.values()) {
    const notebook = notebookOf(candidate.cell);
    const names = owners.get(notebook) ?? new Map<string, Candidate<Output>>();
    owners.set(notebook, names);
    for (const name of namesOf(candidate)) if (!names.has(name)) names.set(name, candidate);
  }
  return {
    of: (notebook, name) => owners.get(notebook)?.get(name),
    namesIn: (notebook) => [...(owners.get(notebook)?.keys() ?? [])],
  };
}

/** The cells that give what a name in a cell stands for, and under which name; `*` is all of another notebook. */
function giversOf<Output>(
  cell: CompiledCell,
  local: string,
  owners: Owners<Output>,
): readonly { readonly name: string; readonly owner: Candidate<Output> }[] {
  const found = originationOf(cell, local);
  if (found.type === 'module') return [];
  const names = found.name === '*' ? owners.namesIn(found.notebook) : [found.name];
  return names.flatMap((name) => {
    const owner = owners.of(found.notebook, name);
    return owner === undefined ? [] : [{ name, owner }];
  });
}

function duplicates<Output>(candidates: Candidates<Output>): Faults | null {
  const holders = new Map<string, { readonly name: string; readonly all: Candidate<Output>[] }>();
  for (const candidate of candidates.values()) {
    for (const name of namesOf(candidate)) {
      const id = `${notebookOf(candidate.cell)}\n${name}`;
      const held = holders.get(id);
      if (held === undefined) holders.set(id, { name, all: [candidate] });
      else held.all.push(candidate);
    }
  }
  const faults = new Map<CellKey, Diagnostic[]>();
  for (const { name, all } of holders.values()) {
    if (all.length < 2) continue;
    // Versions that were in force together have no name twice, so a text that is new is among them.
    for (const candidate of all.filter(({ level }) => level === 'current')) {
      const { cell } = candidate;
      const others = all
        .filter((other) => other !== candidate)
        .map((other) => textOf(other) ?? other.inForce?.cell ?? other.cell);
      faults.set(cell.key, [...(faults.get(cell.key) ?? []), duplicate(cell, name, others)]);
    }
  }
  return faults.size === 0 ? null : faults;
}

function missingNames<Output>(
  candidates: Candidates<Output>,
  owners: Owners<Output>,
  environment: Environment<Output>,
): Faults | null {
  const faults = new Map<CellKey, Diagnostic[]>();
  const cells = [...candidates.values()].map((candidate) => candidate.cell);
  for (const candidate of candidates.values()) {
    const cell = textOf(candidate);
    if (cell === null) continue;
    const found: Diagnostic[] = [];
    for (const each of cell.imports) found.push(...importFaults(cell, each, cells, owners, environment));
    const home = notebookOf(cell);
    for (const reference of cell.references) {
      const { name } = reference;
      if (isImported(cell, name) || owners.of(home, name) !== undefined || environment.language.has(name)) continue;
      found.push(
        missing(cell, reference, {
          names: [...owners.namesIn(home), ...environment.language],
          hint: definedInVain(name, cells, cell),
          module: environment.moduleOf(name),
        }),
      );
    }
    if (found.length > 0) faults.set(cell.key, found);
  }
  return faults.size === 0 ? null : faults;
}

function importFaults<Output>(
  cell: CompiledCell,
  each: Import,
  cells: readonly CompiledCell[],
  owners: Owners<Output>,
  environment: Environment<Output>,
): readonly Diagnostic[] {
  const { from, names, range } = each;
  // A name that is imported but not used may be a type, which is gone by now.
  const wanted = Object.entries(names).flatMap(([local, name]) =>
    name !== '*' && cell.references.some((reference) => reference.name === local) ? [name] : [],
  );
  const notebook = importedNotebook(cell, each);
  if (notebook === null) {
    const module = environment.modules(from);
    if (module === null) return [noModule(cell, from, range)];
    return wanted
      .filter((name) => !module.exports.has(name))
      .map((name) => noExport(cell, from, name, range, module.exports.keys()));
  }
  const theirs = cells.filter((other) => notebookOf(other) === notebook);
  // Why it cannot be read is told already: in its place stands a cell that did not compile.
  if (theirs.length > 0 && theirs.every(({ js }) => js === null))
    return wanted.length === 0 ? [] : [cannotBeHad(cell, each)];
  if (theirs.length === 0) return [noModule(cell, from, range)];
  return wanted
    .filter((name) => owners.of(notebook, name) === undefined)
    .map((name) => notGiven(cell, each, name, theirs, owners.namesIn(notebook)));
}

function isImported(cell: CompiledCell, local: string): boolean {
  return cell.imports.some(({ names }) => Object.hasOwn(names, local));
}

// ---------------------------------------------------------------- order

/** The cells that a version needs. Values that are kept need none. */
function needsOf<Output>(candidate: Candidate<Output>, owners: Owners<Output>): readonly Candidate<Output>[] {
  const cell = textOf(candidate);
  if (cell === null) return [];
  const needed = cell.references.flatMap(({ name }) => giversOf(cell, name, owners).map(({ owner }) => owner));
  return [...new Set(needed)].filter((other) => other !== candidate);
}

function circles<Output>(candidates: Candidates<Output>, owners: Owners<Output>): Faults | null {
  const needs = (candidate: Candidate<Output>): readonly Candidate<Output>[] => needsOf(candidate, owners);
  const faults = new Map<CellKey, readonly Diagnostic[]>();
  for (const group of cycles([...candidates.values()], needs)) {
    const uses = group.flatMap((candidate) => {
      const cell = textOf(candidate);
      const reference = cell?.references.find(({ name }) =>
        giversOf(cell, name, owners).some(({ owner }) => owner !== candidate && group.includes(owner)),
      );
      return cell === null || reference === undefined ? [] : [{ cell, reference }];
    });
    // A text that is new made the circle; without one (values were kept before) all of it goes back to values.
    const fresh = group.filter(({ level }) => level === 'current');
    for (const candidate of fresh.length > 0 ? fresh : group) {
      faults.set(candidate.cell.key, [cycle(textOf(candidate) ?? candidate.cell, uses)]);
    }
  }
  return faults.size === 0 ? null : faults;
}

// ---------------------------------------------------------------- running

interface Evaluations<Output> {
  /** In this update, by key of the cell and of the evaluation. */
  readonly made: Map<string, InForce<Output>>;
  /** In the update before. */
  readonly failed: ReadonlyMap<CellKey, readonly Failure[]>;
  /** In this one. */
  readonly failures: Map<CellKey, readonly Failure[]>;
  readonly ran: CellKey[];
}

interface Run<Output> {
  readonly ok: true;
  readonly order: readonly CellKey[];
  readonly inForce: ReadonlyMap<CellKey, InForce<Output>>;
}

/** Evaluates what has to be, in order, up to the first cell that fails. */
function run<Output>(
  candidates: Candidates<Output>,
  environment: Environment<Output>,
  evaluations: Evaluations<Output>,
  lookup: Lookup,
): Run<Output> | { readonly ok: false; readonly isNew: boolean; readonly faults: Faults } {
  const owners = ownersOf(candidates);
  const contents = contentsOf((cell, name) => meaningOf(cell, name, owners, environment));
  const inForce = new Map<CellKey, InForce<Output>>();
  const order = topologicalOrder([...candidates.values()], (candidate) => needsOf(candidate, owners));

  const keys = new Map(
    order.flatMap((candidate) => {
      const cell = textOf(candidate);
      return cell === null ? [] : [[candidate, evaluationKey(cell, contents)] as const];
    }),
  );
  const known = knownFailures(keys, evaluations);
  if (known.size > 0) return { ok: false, isNew: false, faults: known };

  for (const candidate of order) {
    const cell = textOf(candidate);
    const key = keys.get(candidate);
    if (cell === null || key === undefined) {
      if (candidate.level === 'frozen' && candidate.inForce !== null)
        inForce.set(candidate.cell.key, candidate.inForce);
      continue;
    }
    const made = candidate.inForce?.key === key ? candidate.inForce : evaluations.made.get(`${cell.key} ${key}`);
    if (made !== undefined) {
      inForce.set(cell.key, withContents({ ...made, cell, key }, contents));
      continue;
    }
    const result = evaluate(cell, scopeOf(cell, owners, inForce, environment), environment, lookup);
    evaluations.ran.push(cell.key);
    if (!result.ok) {
      const { diagnostics } = result;
      evaluations.failures.set(cell.key, [
        ...(evaluations.failures.get(cell.key) ?? []),
        { key, source: cell.source, diagnostics },
      ]);
      return { ok: false, isNew: true, faults: new Map([[cell.key, diagnostics]]) };
    }
    const { definitions, output } = result;
    const fresh = withContents(
      { cell, definitions, output, key, contents: [], guarded: [], definitionKeys: new Map() },
      contents,
    );
    evaluations.made.set(`${cell.key} ${key}`, fresh);
    inForce.set(cell.key, fresh);
  }
  return { ok: true, order: order.map((candidate) => candidate.cell.key).filter((key) => inForce.has(key)), inForce };
}

/** Versions that are known to fail, from the update before or from this one: nothing need run to find that out. */
function knownFailures<Output>(
  keys: ReadonlyMap<Candidate<Output>, string>,
  { failed, failures }: Evaluations<Output>,
): Faults {
  const faults = new Map<CellKey, readonly Diagnostic[]>();
  for (const [candidate, key] of keys) {
    const source = textOf(candidate)?.source;
    const now = failures.get(candidate.cell.key) ?? [];
    const found = [...now, ...(failed.get(candidate.cell.key) ?? [])].find(
      (failure) => failure.key === key && failure.source === source,
    );
    if (found === undefined) continue;
    faults.set(candidate.cell.key, found.diagnostics);
    if (!now.includes(found)) failures.set(candidate.cell.key, [...now, found]);
  }
  return faults;
}

function withContents<Output>(made: InForce<Output>, contents: Contents): InForce<Output> {
  const { cell } = made;
  return {
    ...made,
    contents: cell.statements.map((_, index) => contents.statement(cell, index)),
    guarded: cell.statements.map((_, index) => contents.guarded(cell, index)),
    definitionKeys: new Map(cell.definitions.map(({ name }) => [name, contents.definition(cell, name)])),
  };
}

function evaluate<Output>(
  cell: CompiledCell,
  scope: ReadonlyMap<string, unknown>,
  environment: Environment<Output>,
  lookup: Lookup,
): Evaluated<Output> {
  try {
    return environment.evaluate(cell, scope);
  } catch (error) {
    return { ok: false, diagnostics: [threw(cell, error, lookup)] };
  }
}

function meaningOf<Output>(
  cell: CompiledCell,
  name: string,
  owners: Owners<Output>,
  environment: Environment<Output>,
): Meaning {
  if (cell.definitions.some((definition) => definition.name === name)) return { type: 'definition', cell, name };
  const found = originationOf(cell, name);
  if (found.type === 'module')
    return {
      type: 'outside',
      key: `${found.from}#${found.name} ${environment.modules(found.from)?.keyOf(found.name) ?? ''}`,
    };
  const meanings = giversOf(cell, name, owners).map((one): [string, Meaning] => {
    const text = textOf(one.owner);
    const key = one.owner.inForce?.definitionKeys.get(one.name) ?? one.name;
    return [one.name, text === null ? { type: 'outside', key } : { type: 'definition', cell: text, name: one.name }];
  });
  if (found.name === '*') return { type: 'all', meanings };
  return meanings[0]?.[1] ?? { type: 'outside', key: name };
}

function scopeOf<Output>(
  cell: CompiledCell,
  owners: Owners<Output>,
  inForce: ReadonlyMap<CellKey, InForce<Output>>,
  environment: Environment<Output>,
): ReadonlyMap<string, unknown> {
  const scope = new Map<string, unknown>();
  for (const { name: local } of cell.references) {
    const found = originationOf(cell, local);
    if (found.type === 'module') {
      const exports = environment.modules(found.from)?.exports;
      scope.set(local, found.name === '*' ? Object.fromEntries(exports ?? []) : exports?.get(found.name));
      continue;
    }
    const givers = giversOf(cell, local, owners).map(({ name, owner }): [string, unknown] => [
      name,
      inForce.get(owner.cell.key)?.definitions[name],
    ]);
    if (found.name === '*') scope.set(local, Object.freeze(Object.fromEntries(givers)));
    else if (givers[0] !== undefined) scope.set(local, givers[0][1]);
  }
  return scope;
}

/** Cells of this update and of the one before: an error can come from a function of either. */
function lookupFor<Output>(graph: Graph<Output>, cells: readonly CompiledCell[]): Lookup {
  const before = lookupIn(graph);
  return (key, hash) => cells.find((cell) => cell.key === key && cell.hash === hash) ?? before(key, hash);
}

// ---------------------------------------------------------------- the result

function finish<Output>(
  candidates: Candidates<Output>,
  { order, inForce }: Run<Output>,
  { failures, ran }: Evaluations<Output>,
): Update<Output> {
  const nodes = new Map<CellKey, GraphNode<Output>>();
  const diagnostics: Diagnostic[] = [];
  for (const [key, { cell, level, diagnostics: found }] of candidates) {
    const made = inForce.get(key) ?? null;
    const isItsText = made !== null && cell.js !== null && made.cell.hash === cell.hash;
    const status = made === null ? 'broken' : level === 'current' || (level === 'last' && isItsText) ? 'live' : 'kept';
    nodes.set(key, { cell, status, inForce: made, failures: failures.get(key) ?? [], diagnostics: found });
    diagnostics.push(...cell.diagnostics, ...found);
  }
  return { graph: { nodes, order }, ran: [...new Set(ran)], diagnostics };
}

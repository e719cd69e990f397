/**
 * The content of a definition or statement: its own code and the content of every name it uses, in whatever cell
 * that is defined and wherever that cell was moved. Equal content, equal meaning.
 *
 * Definitions of one cell may need each other; such a group has one content. Between cells there are no cycles.
 */
import type { CompiledCell, Guarded, Part } from '../compile/compiled.ts';
import { hashText } from '../hash.ts';
import { cycles } from './order.ts';

export interface Contents {
  /** Of a statement of a cell that takes part with its text. */
  statement(cell: CompiledCell, index: number): string;
  /** Of what such a statement asks and does; null when these cannot be told apart. */
  guarded(cell: CompiledCell, index: number): Guarded<string> | null;
  /** Of a definition, as those see it who use it. */
  definition(cell: CompiledCell, name: string): string;
  /** Of a name that is used in a cell. */
  use(cell: CompiledCell, name: string): string;
}

/** What a name used in a cell stands for. */
export type Meaning =
  /** A definition of a cell that takes part with its text, and its name there. */
  | { readonly type: 'definition'; readonly cell: CompiledCell; readonly name: string }
  /** All definitions of another notebook, by name. */
  | { readonly type: 'all'; readonly meanings: readonly (readonly [name: string, meaning: Meaning])[] }
  /** Anything whose content is known already: what is of the library, a value kept from earlier, a name of the language. */
  | { readonly type: 'outside'; readonly key: string };

export function contentsOf(meaning: (cell: CompiledCell, name: string) => Meaning): Contents {
  const makings = new Map<CompiledCell, Making>();
  const makingOf = (cell: CompiledCell): Making => {
    const known = makings.get(cell) ?? makingIn(cell, meaning(cell, 'node').type === 'outside');
    makings.set(cell, known);
    return known;
  };

  const use = (cell: CompiledCell, name: string): string => keyOf(meaning(cell, name));
  const keyOf = (found: Meaning): string => {
    if (found.type === 'outside') return found.key;
    if (found.type === 'definition') return definition(found.cell, found.name);
    return hashText(
      found.meanings
        .map(([name, each]) => `${name} ${keyOf(each)}`)
        .toSorted()
        .join('\n'),
    );
  };

  const known = new Map<string, string>();
  const definition = (cell: CompiledCell, name: string): string => {
    const making = makingOf(cell);
    const kind = making.nominal.get(name);
    if (kind !== undefined) return kind;
    const id = `${cell.key} ${name}`;
    const old = known.get(id);
    if (old !== undefined) return old;

    const group = making.groups.get(name) ?? [name];
    const indexes = [...new Set(group.flatMap((member) => making.statements(member)))].toSorted((a, b) => a - b);
    const statements = indexes.flatMap((index) => cell.statements[index] ?? []);
    const hashes = statements.map((statement) => statement.hash);
    // Where one statement changes what another made, their order is part of the content.
    const code = statements.some((statement) => statement.touches.length > 0) ? [hashes.join('>')] : hashes;
    const used = new Set(statements.flatMap((statement) => statement.references));
    for (const member of group) used.delete(member);
    const key = hashText([...code, ...[...used].map((each) => use(cell, each))].toSorted().join('\n'));
    known.set(id, key);
    return key;
  };

  const part = (cell: CompiledCell, { hash, references }: Part): string =>
    hashText([hash, ...references.map((name) => use(cell, name)).toSorted()].join('\n'));
  const statement = (cell: CompiledCell, index: number): string => {
    const found = cell.statements[index];
    if (found === undefined) throw new RangeError(`Cell ${cell.key} has no statement ${index}.`);
    return part(cell, found);
  };
  const guarded = (cell: CompiledCell, index: number): Guarded<string> | null => {
    const found = cell.statements[index]?.guarded;
    // Cells that were saved by older versions do not tell.
    return found == null ? null : { guard: part(cell, found.guard), body: part(cell, found.body) };
  };
  return { statement, guarded, definition, use };
}

/** The key of a whole evaluation: the cell's kind and code and the content of each name it is given. */
export function evaluationKey(cell: CompiledCell, contents: Contents): string {
  const given = cell.references.map(({ name }) => `${name}=${contents.use(cell, name)}`).toSorted();
  return hashText([cell.kind, cell.hash, ...given].join('\n'));
}

/** How the definitions of one cell are made. */
interface Making {
  /** Kinds of nodes: all that their users see of them is their name. */
  readonly nominal: ReadonlyMap<string, string>;
  /** Name → all the names that need it and that it needs. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Indexes of the statements that define a name or change its value. */
  statements(name: string): readonly number[];
}

function makingIn(cell: CompiledCell, hasKinds: boolean): Making {
  const making = new Map<string, number[]>();
  for (const [index, { definitions, touches }] of cell.statements.entries()) {
    for (const name of [...definitions, ...touches]) making.set(name, [...(making.get(name) ?? []), index]);
  }
  const statements = (name: string): readonly number[] => making.get(name) ?? [];
  const nominal = new Map<string, string>();
  for (const { definitions, nominal: kind } of cell.statements) {
    const [name] = definitions;
    if (hasKinds && kind !== null && name !== undefined) nominal.set(name, kind);
  }
  const needs = (name: string): readonly string[] =>
    statements(name)
      .flatMap((index) => cell.statements[index]?.references ?? [])
      .filter((used) => making.has(used) && !nominal.has(used));
  const groups = new Map(
    cycles([...making.keys()], needs).flatMap((group) => group.map((name) => [name, group] as const)),
  );
  return { nominal, groups, statements };
}

/**
 * Who declares which name and who uses it: scope analysis of a cell's JavaScript, reduced to plain data.
 */
import type { Program } from 'acorn';
import { analyze, type Scope, type Variable } from 'eslint-scope';

/** A half-open range of offsets in the JavaScript. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whose name it is: the cell's (imports included), nobody's in this cell, or local to a function or block. */
export type Owner = 'cell' | 'free' | 'local';

export interface Use extends Span {
  readonly name: string;
  readonly owner: Owner;
  /** Offset of its declaration; −1 when it is free. */
  readonly declared: number;
  /** It assigns the name (a declaration's own value aside). */
  readonly writes: boolean;
  /** It stands in a function, so it runs whenever that is called. */
  readonly inFunction: boolean;
}

export interface Local {
  readonly name: string;
  /** Offset of its declaration; with `places`, all of its uses too. */
  readonly declared: number;
  readonly places: readonly Span[];
  readonly isParameter: boolean;
}

export interface Names {
  readonly definitions: readonly (Span & { readonly name: string })[];
  /** In order of their place. */
  readonly uses: readonly Use[];
  /** Every name declared in a function or block. */
  readonly locals: readonly Local[];
}

/** `program` must have been parsed with `ranges: true`, as a module. */
export function namesOf(program: Program): Names {
  const manager = analyze(asEstree(program), { ecmaVersion: 2022, sourceType: 'module' });
  const top = manager.scopes.find((scope) => scope.type === 'module');
  if (top === undefined) throw new Error('A module has a module scope.');

  const definitions = top.variables.flatMap((variable) => {
    const declaration = variable.defs[0];
    return declaration === undefined || declaration.type === 'ImportBinding'
      ? []
      : [{ name: variable.name, ...spanOf(declaration.name) }];
  });

  const uses: Use[] = [];
  const locals: Local[] = [];
  for (const scope of manager.scopes) {
    for (const reference of scope.references) {
      // `const a = 1` is no use of a.
      if (reference.init === true) continue;
      uses.push({
        name: reference.identifier.name,
        ...spanOf(reference.identifier),
        owner: ownerOf(reference.resolved, top),
        declared: reference.resolved?.identifiers[0]?.range?.[0] ?? -1,
        writes: reference.isWrite(),
        inFunction: inFunction(scope, top),
      });
    }
    // The name that a class has inside itself is the same name outside.
    if (scope === top || scope.type === 'global' || scope.type === 'class') continue;
    for (const variable of scope.variables) {
      const [first] = variable.identifiers;
      if (first === undefined) continue;
      locals.push({
        name: variable.name,
        declared: spanOf(first).start,
        places: [...variable.identifiers, ...variable.references.map((reference) => reference.identifier)].map(spanOf),
        isParameter: variable.defs[0]?.type === 'Parameter',
      });
    }
  }
  return { definitions, uses: uses.toSorted((a, b) => a.start - b.start), locals };
}

function ownerOf(variable: Variable | null, top: Scope): Owner {
  if (variable === null) return 'free';
  if (variable.scope === top) return 'cell';
  // A class declared at the top of the cell, named inside itself.
  if (variable.scope.type === 'class' && variable.scope.upper === top && top.set.has(variable.name)) return 'cell';
  return 'local';
}

function inFunction(scope: Scope, top: Scope): boolean {
  for (let each: Scope | null = scope; each !== null && each !== top; each = each.upper) {
    if (each.type === 'function' || each.type === 'class-field-initializer') return true;
  }
  return false;
}

function spanOf(node: { readonly range?: [number, number] | undefined }): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

/** acorn's tree is an ESTree; only its type declarations are its own. */
function asEstree(program: Program): Parameters<typeof analyze>[0] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return program as Parameters<typeof analyze>[0];
}

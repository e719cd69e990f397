/**
 * One cell: TypeScript → the data of `compiled.ts`. In order: types away (esbuild), syntax tree (acorn), names,
 * statements, what is not allowed, the compiler's own calls put in.
 */
import { type ImportDeclaration, parse, type Program } from 'acorn';
import { type Diagnostic, diagnostic } from '../diagnostic.ts';
import { hashText } from '../hash.ts';
import { type CellSource, type CompiledCell, failedCell, type Import, originOf, type Reference } from './compiled.ts';
import { standardGlobals } from './forbidden.ts';
import { instrument } from './instrument.ts';
import { faultsOf, topLevelReturns } from './judge.ts';
import { namesOf } from './names.ts';
import { type SourcePositions, sourcePositions } from './source-positions.ts';
import { statsTold } from './stats-told.ts';
import { isReference, statementsOf } from './statements.ts';
import { type Transform, transformCell, type Transformed } from './transform.ts';

/**
 * Compiles one cell. Whatever is wrong with the cell stands in `diagnostics`; with an error among them `js` is null.
 * Rejects only when esbuild itself fails.
 */
export async function compileCell(transform: Transform, cell: CellSource): Promise<CompiledCell> {
  const excess = excessOf(cell.code);
  if (excess !== null) return tooMuch(cell, excess);
  const transformed = await transformCell(transform, cell);
  if (!transformed.ok) return failedCell(cell, transformed.diagnostics);
  try {
    return analyse(cell, transformed);
  } catch (error) {
    // The stack of the engine is the limit of acorn, eslint-scope and the walks over the tree.
    if (error instanceof RangeError) return tooMuch(cell, 'The cell nests too deeply.');
    throw error;
  }
}

function tooMuch(cell: CellSource, text: string): CompiledCell {
  const help = 'Put data into a loop or a shorter form, or cut the cell in two.';
  return failedCell(cell, [diagnostic('compile/unsupported', text, { cell: cell.key, help })]);
}

function analyse(cell: CellSource, transformed: Extract<Transformed, { ok: true }>): CompiledCell {
  const { js, map } = transformed;
  const positions = sourcePositions(js, map, cell.code);

  const parsed = parseModule(js, cell, positions);
  if (!parsed.ok) return failedCell(cell, [...transformed.diagnostics, parsed.diagnostic]);
  const { program } = parsed;
  const names = namesOf(program);

  const diagnostics = [...transformed.diagnostics];
  for (const fault of faultsOf(program, names)) {
    const { code, severity, text, help } = fault;
    diagnostics.push(diagnostic(code, text, { cell: cell.key, severity, help, range: positions.range(fault) }));
  }
  for (const span of topLevelReturns(program)) {
    const help = 'Nothing receives it: the names at the top of a cell are what it gives. Delete the return.';
    diagnostics.push(
      diagnostic('compile/unsupported', 'A cell may not return at its top level.', {
        cell: cell.key,
        help,
        range: positions.range(span),
      }),
    );
  }
  const isShared = cell.kind !== 'plot' && cell.kind !== 'view';
  for (const { name, ...span } of isShared ? names.definitions : []) {
    if (!standardGlobals.has(name)) continue;
    diagnostics.push(
      diagnostic('compile/standard-name', `${name} is JavaScript's own name: in all other cells it stays that.`, {
        cell: cell.key,
        severity: 'warning',
        help: `Give the definition another name. A message keeps its own: const ${name}Message = message('${name}').`,
        range: positions.range(span),
      }),
    );
  }
  if (diagnostics.some((found) => found.severity === 'error')) return failedCell(cell, inOrder(diagnostics));

  const statements = statementsOf(js, program, names);
  const result = cell.kind === 'plot' || cell.kind === 'view';
  const instrumented = instrument(js, program, statements, result);
  const whole = `${instrumented.js}${instrumented.js.endsWith('\n') ? '' : '\n'}return { ${names.definitions.map(({ name }) => name).join(', ')} };`;
  return {
    key: cell.key,
    kind: cell.kind,
    slug: cell.slug,
    ...originOf(cell),
    source: cell.code,
    js: whole,
    hash: hashText(whole),
    statements: statements.map(({ hash, definitions, references, touches, nominal, guarded, start, end }, index) => ({
      range: positions.statement({ start, end }, statements[index + 1]?.start),
      hash,
      definitions,
      references,
      touches,
      nominal,
      guarded,
    })),
    definitions: names.definitions.map((definition) => ({ name: definition.name, range: positions.range(definition) })),
    references: referencesOf(names.uses, program, positions),
    imports: program.body.filter((node) => node.type === 'ImportDeclaration').map((node) => importOf(node, positions)),
    map,
    inserted: instrumented.inserted,
    diagnostics: inOrder(diagnostics),
    stats: statsTold(program, names).map(({ start, end, ...told }) => ({
      ...told,
      range: positions.range({ start, end }),
    })),
  };
}

/** Far beyond what anyone writes, far below what esbuild and acorn, which recurse, could not stand. */
const longest = 200_000;
const deepest = 1_000;

/** What there is too much of; null for a cell that can be read. Brackets in strings count too: it is a rough net. */
function excessOf(code: string): string | null {
  if (code.length > longest) return `The cell is longer than ${longest} characters.`;
  let depth = 0;
  for (const [bracket] of code.matchAll(/[([{}\])]/g)) {
    depth += '([{'.includes(bracket) ? 1 : -1;
    if (depth > deepest) return `The cell nests more than ${deepest} brackets deep.`;
    if (depth < 0) depth = 0;
  }
  return null;
}

/** Every name that has to be given to the cell: what it uses and does not declare, and what it imports. */
function referencesOf(
  uses: ReturnType<typeof namesOf>['uses'],
  program: Program,
  positions: SourcePositions,
): readonly Reference[] {
  const imported = new Set(
    program.body.flatMap((node) =>
      node.type === 'ImportDeclaration' ? node.specifiers.map((specifier) => specifier.local.name) : [],
    ),
  );
  const found = new Map<string, Reference>();
  for (const use of uses) {
    const isFree = use.owner === 'free' && isReference(use.name, 'free');
    if (!found.has(use.name) && (isFree || (use.owner === 'cell' && imported.has(use.name)))) {
      found.set(use.name, { name: use.name, range: positions.range(use) });
    }
  }
  return [...found.values()];
}

function importOf(node: ImportDeclaration, positions: SourcePositions): Import {
  const names = node.specifiers.map((specifier): [string, string] => {
    if (specifier.type === 'ImportDefaultSpecifier') return [specifier.local.name, 'default'];
    if (specifier.type === 'ImportNamespaceSpecifier') return [specifier.local.name, '*'];
    const { imported } = specifier;
    return [specifier.local.name, imported.type === 'Identifier' ? imported.name : String(imported.value)];
  });
  return { from: String(node.source.value), names: Object.fromEntries(names), range: positions.range(node) };
}

type Parsed =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

function parseModule(js: string, cell: CellSource, positions: SourcePositions): Parsed {
  try {
    return {
      ok: true,
      program: parse(js, { ecmaVersion: 2022, sourceType: 'module', ranges: true, allowReturnOutsideFunction: true }),
    };
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('pos' in error) || typeof error.pos !== 'number') throw error;
    const text = error.message.replace(/ \(\d+:\d+\)$/, '');
    const { line, column } = positions.position(error.pos);
    // esbuild has read it: what remains are names declared twice, and syntax that is too new or that strict mode forbids.
    const twice = text.includes('already been declared');
    return {
      ok: false,
      diagnostic: diagnostic(twice ? 'compile/syntax' : 'compile/unsupported', `${text}.`, {
        cell: cell.key,
        range: { line, column, endLine: line, endColumn: column + 1 },
        help: twice
          ? 'Give one of the two another name.'
          : 'Cells are TypeScript over ECMAScript 2022 in strict mode, without decorators and `using`.',
      }),
    };
  }
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const place = ({ range }: Diagnostic): number => (range === null ? 0 : range.line * 1e6 + range.column);
  return diagnostics.toSorted((a, b) => place(a) - place(b));
}

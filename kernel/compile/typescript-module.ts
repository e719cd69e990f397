/**
 * Types across cells. TypeScript sees each cell as a module to whose text something is appended that nobody else
 * sees: exports of the cell's names and imports of the names of all others. Imports hoist, so the cell's own
 * positions stay what they are. (7-findings.md, section 3, compares the alternatives.)
 *
 * TypeScript comes in as a parameter: the editor's worker and the command line each have their own.
 */
// oxlint-disable typescript/no-unsafe-enum-assignment, typescript/no-unsafe-enum-comparison -- the enums belong to the TypeScript that comes in; a test compares the numbers
import type * as typescript from 'typescript';
import { type CellKey, type Diagnostic, diagnostic, type Range } from '../diagnostic.ts';
import type { CellKind } from '../notebook/notebook.ts';
import { positionOf, startsOf } from './source-positions.ts';
import { unclosed } from './unclosed.ts';

/** What is used of the TypeScript API. */
export type TypeScriptLike = Pick<
  typeof typescript,
  | 'createSourceFile'
  | 'flattenDiagnosticMessageText'
  | 'isVariableStatement'
  | 'isFunctionDeclaration'
  | 'isClassDeclaration'
  | 'isEnumDeclaration'
  | 'isModuleDeclaration'
  | 'isInterfaceDeclaration'
  | 'isTypeAliasDeclaration'
  | 'isImportDeclaration'
  | 'isNamespaceImport'
  | 'isIdentifier'
  | 'isOmittedExpression'
  | 'isExportAssignment'
>;

/** The options under which cells are checked. The numbers are those of TypeScript's enums. */
export const cellOptions = {
  target: 99, // ESNext
  module: 99, // ESNext
  moduleResolution: 100, // Bundler
  moduleDetection: 3, // Force
  allowImportingTsExtensions: true,
  strict: true,
  noEmit: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  lib: ['lib.esnext.d.ts'],
  types: [] as string[],
} satisfies typescript.CompilerOptions;

export interface CellModule {
  /** `KEY.ts`; the modules import each other as `./KEY`. */
  readonly fileName: string;
  /** The cell's text and, from `suffixStart` on, what is appended. */
  readonly text: string;
  readonly suffixStart: number;
  /** What it gives to other cells, as it stands between the braces of an export. */
  readonly given: string;
  /** What was still open in the cell is closed before the exports; then nobody but the others cares for its errors. */
  readonly isOpen: boolean;
  /** Types that other cells define as well. Of values the graph knows. */
  readonly duplicates: readonly Diagnostic[];
}

export interface TypedCell {
  readonly key: CellKey;
  readonly code: string;
  /** Names in a plot or view are its own. When left out: shared. */
  readonly kind?: CellKind;
}

/** The modules of all cells of a notebook. */
export function cellModules(ts: TypeScriptLike, cells: readonly TypedCell[]): ReadonlyMap<CellKey, CellModule> {
  const read = cells.map((cell) => ({ ...cell, names: topLevelNames(ts, cell) }));
  const owners = new Map<string, CellKey>();
  const shared = read.filter(({ kind }) => kind !== 'plot' && kind !== 'view');
  for (const { key, names } of shared) {
    for (const name of names.defined.keys()) if (!owners.has(name)) owners.set(name, key);
  }
  const imports = new Map(
    read.map(({ key, names }) => {
      const offered = [...names.defined].filter(([name]) => owners.get(name) === key);
      return [key, offered] as const;
    }),
  );

  return new Map(
    read.map(({ key, code, names }) => {
      const exported = imports.get(key)?.filter(([name]) => !names.exported.has(name)) ?? [];
      const lines = [`export {${exported.map(specifier).join(', ')}};`];
      for (const [other, offered] of imports) {
        const taken =
          other === key ? [] : offered.filter(([name]) => !names.defined.has(name) && !names.imported.has(name));
        if (taken.length > 0) lines.push(`import {${taken.map(specifier).join(', ')}} from './${moduleName(other)}';`);
      }
      const closers = unclosed(code);
      // A new line first: the cell may end in a comment.
      const text = `${code}\n${closers}${closers === '' ? '' : '\n'};${lines.join('')}`;
      const duplicates = shared.some((cell) => cell.key === key) ? duplicateTypes(key, code, names, shared) : [];
      const given = (imports.get(key) ?? [])
        .filter(([name]) => owners.get(name) === key)
        .map(specifier)
        .join(', ');
      const about = { suffixStart: code.length, given, isOpen: closers !== '', duplicates };
      return [key, { fileName: `${moduleName(key)}.ts`, text, ...about }];
    }),
  );
}

/** Another notebook, as far as types go. */
export interface TypedNotebook {
  /** As in `notebook-path.ts`. */
  readonly path: string;
  readonly cells: readonly TypedCell[];
}

/**
 * The modules of the notebooks that are imported from, by path beside those of the importer: their cells, and for each notebook one,
 * `PATH.ts`, which gives what an import from it can take.
 */
export function importedModules(ts: TypeScriptLike, imported: readonly TypedNotebook[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { path, cells } of imported) {
    if (cells.length === 0) continue;
    const modules = [...cellModules(ts, cells)];
    const folder = path.replace(/[^/]*$/, '');
    for (const [, { fileName, text }] of modules) files.set(`${folder}${fileName}`, text);
    const lines = modules.map(([key, { given }]) => `export {${given}} from './${moduleName(key)}';`);
    files.set(`${path}.ts`, lines.join('\n'));
  }
  return files;
}

/** Types are gone before the graph sees a cell, so it cannot tell that two cells define one. */
function duplicateTypes(
  key: CellKey,
  code: string,
  { defined }: TopLevel,
  cells: readonly { readonly key: CellKey; readonly code: string; readonly names: TopLevel }[],
): readonly Diagnostic[] {
  return [...defined].flatMap(([name, { sort, start }]) => {
    const others = cells.filter((other) => {
      const theirs = other.key === key ? undefined : other.names.defined.get(name);
      return theirs !== undefined && (sort === 'type' || theirs.sort === 'type');
    });
    if (others.length === 0) return [];
    const place = (text: string, at: number): Range =>
      rangeOf(startsOf(text), text, { start: at, length: name.length });
    return diagnostic(
      'graph/duplicate',
      `${name} is defined in ${others.length === 1 ? 'another cell' : `${others.length} other cells`} too.`,
      {
        cell: key,
        range: place(code, start),
        help: 'Rename one of them, or delete it. Other cells see the first.',
        notes: others.map((other) => ({
          text: `${name} is defined here too.`,
          cell: other.key,
          range: place(other.code, other.names.defined.get(name)?.start ?? 0),
        })),
      },
    );
  });
}

const moduleName = (key: CellKey): string => encodeURIComponent(key);

const specifier = ([name, { sort }]: readonly [string, Definition]): string =>
  sort === 'type' ? `type ${name}` : name;

/** Whether a name is there when the cell runs. */
type Sort = 'value' | 'type';

interface Definition {
  readonly sort: Sort;
  /** Offset of the name. */
  readonly start: number;
}

interface TopLevel {
  readonly defined: ReadonlyMap<string, Definition>;
  readonly imported: ReadonlySet<string>;
  /** The cell itself exports it (which it need not). */
  readonly exported: ReadonlySet<string>;
}

function topLevelNames(ts: TypeScriptLike, { key, code }: TypedCell): TopLevel {
  const defined = new Map<string, Definition>();
  const imported = new Set<string>();
  const exported = new Set<string>();
  const define = ({ text, end }: typescript.Identifier, sort: Sort, statement: typescript.Node): void => {
    if (text === '') return;
    if (defined.get(text)?.sort !== 'value') defined.set(text, { sort, start: end - text.length });
    if (isExported(statement)) exported.add(text);
  };
  const binding = (name: typescript.BindingName, statement: typescript.Node): void => {
    if (ts.isIdentifier(name)) define(name, 'value', statement);
    else for (const element of name.elements) if (!ts.isOmittedExpression(element)) binding(element.name, statement);
  };

  for (const statement of ts.createSourceFile(`${key}.ts`, code, cellOptions.target).statements) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) binding(declaration.name, statement);
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name !== undefined) define(statement.name, 'value', statement);
    } else if (
      ts.isEnumDeclaration(statement) ||
      (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name))
    ) {
      if (ts.isIdentifier(statement.name)) define(statement.name, 'value', statement);
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      define(statement.name, 'type', statement);
    } else if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      if (clause?.name !== undefined) imported.add(clause.name.text);
      const bindings = clause?.namedBindings;
      if (bindings === undefined) continue;
      if (ts.isNamespaceImport(bindings)) imported.add(bindings.name.text);
      else for (const element of bindings.elements) imported.add(element.name.text);
    }
  }
  return { defined, imported, exported };
}

function isExported(node: typescript.Node): boolean {
  const modifiers: unknown = 'modifiers' in node ? node.modifiers : undefined;
  return (
    Array.isArray(modifiers) &&
    modifiers.some((modifier: { readonly kind?: unknown }) => modifier.kind === exportKeyword)
  );
}

/** `SyntaxKind.ExportKeyword` in TypeScript 5.9. */
const exportKeyword = 95;

/**
 * What TypeScript found in a cell, as diagnostics with places in the cell's own text.
 *
 * Left out: what lies in the suffix, for the cell did not write it (but what is missing at the end of the cell is said
 * there), and what esbuild reports as `compile/syntax` already. A cell that TypeScript cannot parse, or in which
 * something is still open, has no type errors: they would be guesses.
 */
export function typeDiagnostics(
  ts: Pick<TypeScriptLike, 'flattenDiagnosticMessageText'>,
  key: CellKey,
  { text, suffixStart, isOpen, duplicates }: CellModule,
  found: readonly typescript.Diagnostic[],
): readonly Diagnostic[] {
  if (isOpen) return [];
  const code = text.slice(0, suffixStart);
  if (found.some((each) => isSyntax(each.code) && each.code !== topLevelReturn)) return [];
  const lines = startsOf(code);
  const errors = found
    .filter((each) => !isSyntax(each.code) && (each.start ?? 0) <= code.length)
    .map((each) =>
      diagnostic('compile/type', sentence(ts.flattenDiagnosticMessageText(each.messageText, '\n')), {
        cell: key,
        range: rangeOf(lines, code, each),
        severity: each.category === errorCategory ? 'error' : 'warning',
        help: `TypeScript ${each.code}.`,
        notes: (each.relatedInformation ?? []).flatMap((related) => {
          const own = related.file === each.file;
          return [
            {
              text: ts.flattenDiagnosticMessageText(related.messageText, '\n'),
              cell: own ? key : null,
              range: own && related.start !== undefined ? rangeOf(lines, code, related) : null,
            },
          ];
        }),
      }),
    );
  return [...errors, ...duplicates];
}

const errorCategory = 1;
const topLevelReturn = 1108;

/** Numbers below 1200 are the parser's, but for a key that stands twice in an object, which is only a slip. */
const isSyntax = (code: number): boolean => code < 1200 && code !== 1117;

function rangeOf(
  lines: readonly number[],
  code: string,
  at: { readonly start?: number | undefined; readonly length?: number | undefined },
): Range {
  // What is missing behind the end is shown at the last character.
  const start = Math.max(0, Math.min(at.start ?? 0, code.trimEnd().length - 1));
  const end = Math.min(start + (at.length ?? 0), code.length);
  const from = positionOf(lines, start);
  const to = positionOf(lines, end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/// <reference types="vite/client" />
/**
 * Type-checks the cells of a notebook together, as the editor does, with TypeScript's own compiler. The language's and the
 * library's types are bundled as text, so a checkout is not needed.
 */
import ts from 'typescript';
import { type CellSource, sourceOf } from '../../compile/compiled.ts';
import { cellModules, cellOptions, importedModules, typeDiagnostics } from '../../compile/typescript-module.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { ImportedNotebook } from '../../imports/load.ts';
import globals from '../../program/globals.d.ts?raw';
import language from '../../program/language.ts?raw';
import loadLanguage from '../../program/load-language.ts?raw';
import viewLanguage from '../../program/view-language.ts?raw';

const stdlib = import.meta.glob<string>(['../../../stdlib/*.ts', '!**/*.{test,bench,fixture}.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Nothing is really there: a folder for the cells, one for what they may import. */
const cellsFolder = '/cells';
const libraryFolder = '/rehearsal';

const library: ReadonlyMap<string, string> = new Map([
  [`${libraryFolder}/kernel/program/globals.d.ts`, globals],
  [`${libraryFolder}/kernel/program/language.ts`, language],
  [`${libraryFolder}/kernel/program/load-language.ts`, loadLanguage],
  [`${libraryFolder}/kernel/program/view-language.ts`, viewLanguage],
  ...Object.entries(stdlib).map(
    ([path, text]) => [`${libraryFolder}/stdlib/${path.replace(/^.*\//, '')}`, text] as const,
  ),
]);

const options = {
  ...cellOptions,
  // `import … from 'rehearsal/keys'` finds the library's module of that name.
  paths: { 'rehearsal/*': [`${libraryFolder}/stdlib/*`] },
} satisfies ts.CompilerOptions;

/** Of every check: parsed once. */
const parsed = new Map<string, ts.SourceFile>();

/**
 * @param cells all of them: one that is broken has no type errors itself, but others use its names
 * @param imported what they may import from; of it nothing is told: it has a check of its own
 */
export function checkTypes(
  cells: readonly CellSource[],
  imported: readonly ImportedNotebook[] = [],
): readonly Diagnostic[] {
  const modules = cellModules(ts, cells);
  const others = imported.map((one) => ({ path: one.path, cells: one.cells.map(sourceOf) }));
  const ups = Math.max(0, ...others.map(({ path }) => path.split('/').filter((part) => part === '..').length));
  // Deep enough that every path stays within it.
  const folder = `${cellsFolder}${'/_'.repeat(ups)}`;
  const files = new Map([
    ...[...modules.values()].map(({ fileName, text }): [string, string] => [`${folder}/${fileName}`, text]),
    ...[...importedModules(ts, others)].map(([path, text]): [string, string] => [joined(folder, path), text]),
  ]);
  const program = ts.createProgram(
    [...files.keys(), `${libraryFolder}/kernel/program/globals.d.ts`],
    options,
    hostOf(files),
  );
  return [...modules].flatMap(([key, module]) => {
    const file = program.getSourceFile(`${folder}/${module.fileName}`);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return typeDiagnostics(ts, key, module, found);
  });
}

/** A path beneath a folder, without `..`. */
function joined(folder: string, path: string): string {
  const parts = folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** The cells and the library from memory, TypeScript's own declarations from its package. */
function hostOf(cells: ReadonlyMap<string, string>): ts.CompilerHost {
  const disk = ts.createCompilerHost(options);
  const textOf = (name: string): string | undefined => cells.get(name) ?? library.get(name);
  const isVirtual = (name: string): boolean =>
    name.startsWith(`${cellsFolder}/`) || name.startsWith(`${libraryFolder}/`);
  return {
    ...disk,
    getSourceFile(name, target) {
      const own = cells.get(name);
      if (own !== undefined) return ts.createSourceFile(name, own, target);
      const known = parsed.get(name);
      if (known !== undefined) return known;
      const text = library.get(name);
      const file = text === undefined ? disk.getSourceFile(name, target) : ts.createSourceFile(name, text, target);
      if (file !== undefined) parsed.set(name, file);
      return file;
    },
    fileExists: (name) => (isVirtual(name) ? textOf(name) !== undefined : disk.fileExists(name)),
    readFile: (name) => textOf(name) ?? disk.readFile(name),
    directoryExists: () => true,
  };
}

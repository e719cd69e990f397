// oxlint-disable typescript/no-unsafe-enum-assignment -- cellOptions are numbers, see there
/** Cells as the editor's worker sees them: the real TypeScript with the real types of the language. */
import ts from 'typescript';
import { cellModules, cellOptions, type TypedCell } from './typescript-module.ts';

/** `files` are those of the cells, in their order. `read`: a file of `kernel/program`. */
export function typed(
  cells: readonly TypedCell[],
  read: (name: string) => string,
): {
  readonly program: ts.Program;
  readonly files: readonly ts.SourceFile[];
} {
  const modules = cellModules(ts, cells);
  const files = new Map([...modules.values()].map(({ fileName, text }) => [`/cells/${fileName}`, text]));
  for (const name of ['language.ts', 'load-language.ts', 'view-language.ts', 'globals.d.ts'])
    files.set(`/cells/rehearsal/${name}`, read(name));
  const host = ts.createCompilerHost(cellOptions);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, target) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile.call(host, name, target) : ts.createSourceFile(name, text, target, true);
  };
  host.directoryExists = () => true;
  host.fileExists = (name) => files.has(name) || fileExists.call(host, name);
  host.readFile = (name) => files.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...files.keys()], cellOptions, host);
  return {
    program,
    files: [...modules.values()].flatMap(({ fileName }) => program.getSourceFile(`/cells/${fileName}`) ?? []),
  };
}

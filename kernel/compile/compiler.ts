/** All cells of a notebook, again and again: a cell whose text did not change since the last time is not compiled again. */
import { compileCell } from './compile.ts';
import { type CellSource, type CompiledCell, isCompiledFrom } from './compiled.ts';
import type { Transform } from './transform.ts';

export interface Compiler {
  /** In the order given. A fault of a cell stands in its `diagnostics`; rejects only when esbuild itself fails. */
  compile(cells: readonly CellSource[]): Promise<readonly CompiledCell[]>;
  close(): Promise<void>;
}

export function rememberingCompiler(transform: Transform): Pick<Compiler, 'compile'> {
  let last: ReadonlyMap<string, CompiledCell> = new Map();
  return {
    async compile(cells) {
      const compiled = await Promise.all(
        cells.map(async (cell) => {
          const known = last.get(cell.key);
          if (!isCompiledFrom(cell, known)) return compileCell(transform, cell);
          // What stands before it in its file may have changed.
          return cell.origin === undefined ? known : { ...known, origin: cell.origin };
        }),
      );
      last = new Map(compiled.map((cell) => [cell.key, cell]));
      return compiled;
    },
  };
}

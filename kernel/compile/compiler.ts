/** All cells of a notebook, again and again: a cell whose text did not change since the last time is not compiled again. */
import { compileCell } from './compile.ts';
import type { CellSource, CompiledCell } from './compiled.ts';
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
          const same = known?.source === cell.code && known.kind === cell.kind && known.slug === cell.slug;
          return same ? known : compileCell(transform, cell);
        }),
      );
      last = new Map(compiled.map((cell) => [cell.key, cell]));
      return compiled;
    },
  };
}

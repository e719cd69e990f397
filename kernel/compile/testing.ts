/** Compiling in tests: real esbuild, one process for the whole file. */
import { transform } from 'esbuild-wasm';
import type { CellKind } from '../notebook/notebook.ts';
import { compileCell } from './compile.ts';
import type { CompiledCell } from './compiled.ts';

export function compile(code: string, kind: CellKind = 'rules', key = 'c1'): Promise<CompiledCell> {
  return compileCell(transform, { key, kind, slug: null, code });
}

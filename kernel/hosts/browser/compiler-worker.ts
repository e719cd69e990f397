/**
 * The compiler worker: esbuild-wasm and the compile stage. It is of the page's origin and trusted: cells are data
 * to it and are never run here.
 */
import { expose } from 'comlink';
import { initialize, transform } from 'esbuild-wasm';
import { rememberingCompiler } from '../../compile/compiler.ts';
import type { CellSource, CompiledCell } from '../../compile/compiled.ts';

const compiler = rememberingCompiler(transform);
let ready: Promise<void> | null = null;

const face = {
  /** Loads esbuild from `wasmUrl` and compiles a small cell, for the first one is slow. */
  start(wasmUrl: string): Promise<void> {
    ready ??= warm(wasmUrl);
    return ready;
  },
  /** Waits for `start`. */
  async compile(cells: readonly CellSource[]): Promise<readonly CompiledCell[]> {
    if (ready === null) throw new Error('The compiler was not started.');
    await ready;
    return compiler.compile(cells);
  },
};

async function warm(wasmUrl: string): Promise<void> {
  // esbuild would start a worker inside this one.
  await initialize({ wasmURL: wasmUrl, worker: false });
  const code =
    "const server = node('server', { state: () => ({ n: 0 }) })\nserver.on(Tick, (s, m, ctx) => { for (const p of ctx.peers) s.n++ })\n";
  await compiler.compile([{ key: 'warm', kind: 'rules', slug: null, code }]);
}

export type CompilerWorker = typeof face;

expose(face);

/**
 * The compiler worker: esbuild-wasm and the compile stage. It is of the page's origin and trusted: cells are data
 * to it and are never run here.
 */
import { expose } from 'comlink';
import { initialize, transform } from 'esbuild-wasm';
import { compileCell } from '../../compile/compile.ts';
import { rememberingCompiler } from '../../compile/compiler.ts';
import type { CellSource, CompiledCell } from '../../compile/compiled.ts';
import { wallClock } from './link.ts';
import { practice, sample } from './practice.ts';

const compiler = rememberingCompiler(transform);
const practising = practice(wallClock, () =>
  compileCell(transform, { key: 'sample', kind: 'rules', slug: null, code: sample }),
);
let ready: Promise<void> | null = null;
let asked = 0;

const face = {
  /** Loads esbuild from `wasmUrl` and compiles a small cell, for the first one is slow; `practises` when nobody asks, too. */
  start(wasmUrl: string, practises = true): Promise<void> {
    if (!practises) practising.end();
    ready ??= warm(wasmUrl);
    return ready;
  },
  /** Waits for `start`. */
  async compile(cells: readonly CellSource[]): Promise<readonly CompiledCell[]> {
    if (ready === null) throw new Error('The compiler was not started.');
    asked += 1;
    practising.pause();
    try {
      await ready;
      return await compiler.compile(cells);
    } finally {
      asked -= 1;
      if (asked === 0) practising.resume();
    }
  },
  /** Resolves when the compiler is as fast as it gets: a measurement waits for that. */
  practised(): Promise<void> {
    return practising.done;
  },
};

async function warm(wasmUrl: string): Promise<void> {
  // esbuild would start a worker inside this one.
  await initialize({ wasmURL: wasmUrl, worker: false });
  const code =
    "const server = node('server', { state: () => ({ n: 0 }) })\nserver.on(Tick, (s, m, ctx) => { for (const p of ctx.peers) s.n++ })\n";
  await compiler.compile([{ key: 'warm', kind: 'rules', slug: null, code }]);
  if (asked === 0) practising.resume();
}

export type CompilerWorker = typeof face;

expose(face);

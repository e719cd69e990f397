/** The compiler in Node: esbuild-wasm in a child process of its own. */
import { stop, transform } from 'esbuild-wasm';
import { type Compiler, rememberingCompiler } from '../../compile/compiler.ts';
import { steadyCompiler } from '../steady-compiler.ts';

export type { Compiler } from '../../compile/compiler.ts';

/** `close` ends the child process; until then it does not keep Node from exiting. */
export async function startCompiler(patienceMs?: number): Promise<Compiler> {
  // esbuild starts its process with the first call, and again after `stop`.
  return steadyCompiler(
    () => ({ ready: Promise.resolve(), ...rememberingCompiler(transform), end: () => stop() }),
    patienceMs,
  );
}

/** The page's handle on the compiler worker. */
import { type Remote, wrap } from 'comlink';
import wasmUrl from 'esbuild-wasm/esbuild.wasm?url';
import type { Compiler } from '../../compile/compiler.ts';
import type { CompilerWorker } from './compiler-worker.ts';

export type { Compiler } from '../../compile/compiler.ts';

/**
 * Starts the worker and warms it. A failure to start (no WebAssembly, no network at the first visit) rejects every
 * `compile`.
 */
export function startCompiler(): Compiler {
  const worker = new Worker(new URL('./compiler-worker.ts', import.meta.url), { type: 'module', name: 'compiler' });
  const remote: Remote<CompilerWorker> = wrap(worker);
  // The worker's own script may be missing: then nothing ever answers.
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) =>
      reject(new Error(`The compiler worker failed: ${event.message || 'it could not be loaded'}`)),
    );
  });
  const started = Promise.race([remote.start(new URL(wasmUrl, document.baseURI).href), broken]);
  // Whoever compiles sees the failure; nobody else has to.
  started.catch(() => {});
  return {
    async compile(cells) {
      await started;
      return Promise.race([remote.compile(cells), broken]);
    },
    async close() {
      worker.terminate();
    },
  };
}

/** The page's handle on the compiler worker. */
import { type Remote, wrap } from 'comlink';
import wasmUrl from 'esbuild-wasm/esbuild.wasm?url';
import type { Compiler } from '../../compile/compiler.ts';
import { type CompilerService, steadyCompiler } from '../steady-compiler.ts';
import type { CompilerWorker } from './compiler-worker.ts';

export type { Compiler } from '../../compile/compiler.ts';

/** Starts the worker and warms it. A failure to start (no WebAssembly, no network at the first visit) rejects `compile`. */
export function startCompiler(): Compiler {
  return steadyCompiler(startService);
}

/** A browser that never optimises WebAssembly, as that of the end-to-end tests, gains nothing by practice: its page says so. */
const practises = !('withoutPractice' in globalThis);

function startService(): CompilerService {
  const worker = new Worker(new URL('./compiler-worker.ts', import.meta.url), { type: 'module', name: 'compiler' });
  const remote: Remote<CompilerWorker> = wrap(worker);
  // When the worker's own script is missing, or its esbuild ends, nothing ever answers.
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      reject(new Error(`The compiler worker failed: ${event.message || 'it could not be loaded'}`));
    });
  });
  broken.catch(() => {});
  return {
    ready: Promise.race([remote.start(new URL(wasmUrl, document.baseURI).href, practises), broken]),
    compile: (cells) => Promise.race([remote.compile(cells), broken]),
    async end() {
      worker.terminate();
    },
  };
}

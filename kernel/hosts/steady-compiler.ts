/**
 * A compiler that outlives the cells it reads. esbuild-wasm recurses where source nests, and a source that nests some
 * ten thousand deep ends its WebAssembly instance: that call and every later one never come back. So a batch that
 * fails or takes too long ends the service; a new one compiles the cells one by one, and the cell that ends it
 * again gets a diagnostic in place of a result.
 */
import type { Compiler } from '../compile/compiler.ts';
import { type CellSource, type CompiledCell, failedCell } from '../compile/compiled.ts';
import { diagnostic } from '../diagnostic.ts';

/** One running esbuild. */
export interface CompilerService {
  /** Loaded and warm. A rejection is no cell's fault. */
  readonly ready: Promise<void>;
  compile(cells: readonly CellSource[]): Promise<readonly CompiledCell[]>;
  /** Ends it, whatever it is doing. */
  end(): Promise<void>;
}

/** Long enough for a notebook on a busy machine: a cell takes about 10 ms. */
const patienceMs = 8_000;

/** Calls are served one after the other. `compile` rejects when no service can be started. */
export function steadyCompiler(start: () => CompilerService, patience = patienceMs): Compiler {
  let service = start();
  const hopeless = new Map<string, CellSource>();
  let last: Promise<unknown> = Promise.resolve();
  // Whoever compiles sees the failure; nobody else has to.
  service.ready.catch(() => {});

  async function attempt(cells: readonly CellSource[]): Promise<readonly CompiledCell[] | null> {
    try {
      await service.ready;
    } catch (error) {
      service = await restarted();
      throw error;
    }
    const found = await within(patience, service.compile(cells));
    if (found === null) service = await restarted();
    return found;
  }

  async function restarted(): Promise<CompilerService> {
    await service.end();
    const next = start();
    next.ready.catch(() => {});
    return next;
  }

  async function compileAll(cells: readonly CellSource[]): Promise<readonly CompiledCell[]> {
    const done = new Map<CellSource, CompiledCell>();
    const hopeful = cells.filter((cell) => hopeless.get(cell.key)?.code !== cell.code);
    const together = await attempt(hopeful);
    for (const [index, cell] of hopeful.entries()) {
      const compiled = together === null ? (await attempt([cell]))?.[0] : together[index];
      if (compiled === undefined) hopeless.set(cell.key, cell);
      else done.set(cell, compiled);
    }
    return cells.map((cell) => done.get(cell) ?? unreadable(cell));
  }

  return {
    compile(cells) {
      const next = last.then(() => compileAll(cells));
      last = next.catch(() => {});
      return next;
    },
    close: () => service.end(),
  };
}

/** Null when the promise rejects or takes too long. */
function within<T>(limitMs: number, promise: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), limitMs);
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      () => {
        clearTimeout(timer);
        resolve(null);
      },
    );
  });
}

function unreadable(cell: CellSource): CompiledCell {
  const help =
    'It nests too deeply or is too long. Put data into a loop or a shorter form; the last good version stays in force.';
  return failedCell(cell, [
    diagnostic('compile/unsupported', 'The compiler could not read this cell.', { cell: cell.key, help }),
  ]);
}

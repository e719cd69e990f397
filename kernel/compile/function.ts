/** A compiled cell as a function. Its stack frames carry the cell's key and hash, see `position.ts`. */
import type { CompiledCell } from './compiled.ts';
import { sourceUrl } from './position.ts';
import type { Probe } from './probe-sites.ts';

/** What the compiler's own calls in a cell reach: the `$` of `compiled.ts`. */
export interface CellRuntime {
  /** Statement `index` is about to run. */
  at(index: number): void;
  /** A loop takes a turn. */
  tick(): void;
  /** The value of the last expression of a plot or view. */
  result(value: unknown): void;
  /** Of a probed cell. */
  readonly probe?: Probe;
}

/** Runs the cell once and gives its definitions by name. `values` are in the order of `cell.references`. */
export type CellFunction = (runtime: CellRuntime, values: readonly unknown[]) => Readonly<Record<string, unknown>>;

/** The cell must have compiled. */
export function cellFunction(cell: CompiledCell): CellFunction {
  if (cell.js === null) throw new Error(`Cell ${cell.key} did not compile.`);
  const parameters = cell.references.map((reference) => reference.name);
  // Cells are programs: the sandbox, not this call, keeps them from what is not theirs.
  // oxlint-disable-next-line typescript/no-implied-eval -- this is the one place where a cell's text becomes a function
  const run: unknown = new Function('$', ...parameters, `${cell.js}\n//# sourceURL=${sourceUrl(cell)}`);
  if (typeof run !== 'function') throw new Error('A constructed function is a function.');
  return (runtime, values) => run.call(undefined, runtime, ...values);
}

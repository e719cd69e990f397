/**
 * Where in a cell's TypeScript something happened: from the positions that engines report back through the
 * compiler's insertions and esbuild's source map.
 *
 * Cells run as `new Function(…)` with `//# sourceURL=cell:KEY:HASH`, so a frame names the cell and its version;
 * the function's head takes two lines, so line 3 of a frame is line 1 of `js`.
 */
import { TraceMap } from '@jridgewell/trace-mapping';
import type { CellKey, Range } from '../diagnostic.ts';
import { stackOfThrown } from '../thrown.ts';
import type { CompiledCell } from './compiled.ts';
import { type Position, positionOf, settle, startsOf, traceOffset } from './source-positions.ts';

export interface StackFrame {
  readonly cell: CellKey;
  readonly range: Range;
  /** Empty at the top level of a cell. */
  readonly functionName: string;
}

/** Finds the version of a cell that a frame speaks of. */
export type Lookup = (key: CellKey, hash: string) => CompiledCell | undefined;

const headLines = 2;

export function sourceUrl(cell: CompiledCell): string {
  // Round brackets close a frame in a stack.
  const key = encodeURIComponent(cell.key).replaceAll('(', '%28').replaceAll(')', '%29');
  return `cell:${key}:${cell.hash}`;
}

/** A cell can write anything into a stack, so a key may be none. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** From a place in `js` (both from 1) to a place in the cell's text; null where the text has nothing. */
export function originalPosition(cell: CompiledCell, line: number, column: number): Position | null {
  const found = traced(cell);
  if (found === null) return null;
  const jsColumn = withoutInsertions(cell, line, column - 1);
  const offset = traceOffset(found.trace, found.sourceLines, line - 1, jsColumn);
  if (offset === null) return null;
  const js = found.jsLines[line - 1]?.slice(column - 1) ?? '';
  return positionOf(found.sourceLines, settle(js, 0, cell.source, offset));
}

/** The frames of an error's stack (V8's format) that are in cells, innermost first. */
export function stackFrames(stack: string, lookup: Lookup): readonly StackFrame[] {
  const frames: StackFrame[] = [];
  for (const line of stack.split('\n')) {
    const match = /^\s*at (?:(.*?) \()?cell:([^:()\s]+):([0-9a-f]+):(\d+):(\d+)\)?$/.exec(line);
    if (match === null) continue;
    const [, name = '', key = '', hash = '', reportedLine, reportedColumn] = match;
    const cell = lookup(decoded(key), hash);
    const place =
      cell === undefined ? null : originalPosition(cell, Number(reportedLine) - headLines, Number(reportedColumn));
    if (cell === undefined || place === null) continue;
    frames.push({ cell: cell.key, range: wordAt(cell.source, place), functionName: name === 'eval' ? '' : name });
  }
  return frames;
}

/** Where in the cells an error was thrown; null when no cell was on the stack. */
export function errorRange(error: unknown, lookup: Lookup): StackFrame | null {
  return stackFrames(stackOfThrown(error), lookup)[0] ?? null;
}

function withoutInsertions(cell: CompiledCell, line: number, column: number): number {
  let shift = 0;
  for (const [at, length] of cell.inserted[line] ?? []) {
    const start = at + shift;
    if (column < start) break;
    if (column < start + length) return at;
    shift += length;
  }
  return column - shift;
}

/** The word at a place, so that there is something to underline. */
function wordAt(source: string, { line, column }: Position): Range {
  const text = source.slice((startsOf(source)[line - 1] ?? 0) + column - 1);
  const length = /^[\p{ID_Continue}$]+/u.exec(text)?.[0].length ?? 1;
  return { line, column, endLine: line, endColumn: column + length };
}

interface Traced {
  readonly trace: TraceMap;
  readonly jsLines: readonly string[];
  readonly sourceLines: readonly number[];
}

/** Decoding a map takes longer than asking it. */
const cache = new WeakMap<CompiledCell, Traced>();

function traced(cell: CompiledCell): Traced | null {
  if (cell.js === null) return null;
  const known = cache.get(cell);
  if (known !== undefined) return known;
  const made = { trace: new TraceMap(cell.map), jsLines: cell.js.split('\n'), sourceLines: startsOf(cell.source) };
  cache.set(cell, made);
  return made;
}

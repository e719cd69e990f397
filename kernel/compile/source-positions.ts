/**
 * From places in the JavaScript that esbuild wrote to places in the cell's TypeScript. A source map says where each
 * token came from; what lies between tokens, and where a token ends, is read off the two texts.
 */
import { decodedMappings, TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import type { Range } from '../diagnostic.ts';
import type { Span } from './names.ts';

/** Line and column count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface SourcePositions {
  /** Of an offset in the JavaScript. */
  position(offset: number): Position;
  range(span: Span): Range;
  /** Of a whole statement, up to the end of its line but for a comment. `next`: offset of the next statement. */
  statement(span: Span, next: number | undefined): Range;
}

export function sourcePositions(js: string, map: string, source: string): SourcePositions {
  const trace = new TraceMap(map);
  const jsLines = startsOf(js);
  const sourceLines = startsOf(source);

  const sourceOffset = (offset: number): number => {
    const line = lineAt(jsLines, offset);
    const found = traceOffset(trace, sourceLines, line, offset - (jsLines[line] ?? 0));
    return found === null ? 0 : settle(js, offset, source, found);
  };
  const position = (offset: number): Position => positionOf(sourceLines, sourceOffset(offset));

  const rangeBetween = (from: number, to: number): Range => {
    const first = positionOf(sourceLines, from);
    const last = positionOf(sourceLines, Math.max(from, to));
    return { line: first.line, column: first.column, endLine: last.line, endColumn: last.column };
  };

  /** Where the last token of a piece stands in the source, and where it ends. */
  const lastToken = ({ start, end }: Span, from: number): { readonly at: number; readonly end: number } => {
    let lastJs = start;
    let at = from;
    const mappings = decodedMappings(trace);
    for (let line = lineAt(jsLines, start); line <= lineAt(jsLines, end - 1); line++) {
      for (const segment of mappings[line] ?? []) {
        const offset = (jsLines[line] ?? 0) + segment[0];
        if (segment.length === 1 || offset < start || offset >= end) continue;
        const here = (sourceLines[segment[2]] ?? 0) + segment[3];
        if (here >= at) [lastJs, at] = [offset, here];
      }
    }
    return { at, end: at + js.slice(lastJs, end).replace(/;$/, '').length };
  };

  const range = (span: Span): Range => {
    const from = sourceOffset(span.start);
    const text = js.slice(span.start, span.end);
    return rangeBetween(from, source.startsWith(text, from) ? from + text.length : lastToken(span, from).end);
  };

  const statement = (span: Span, next: number | undefined): Range => {
    const from = sourceOffset(span.start);
    const limit = next === undefined ? source.length : sourceOffset(next);
    const { at, end } = lastToken(span, from);
    // An enum's last token in JavaScript is made from its first in TypeScript: then the next statement is the end.
    if (end > limit) return rangeBetween(from, at + source.slice(at, limit).trimEnd().length);
    const lineEnd = source.slice(end).search(/[\r\n]/);
    const stop = Math.min(limit, lineEnd < 0 ? source.length : end + lineEnd);
    return rangeBetween(from, end + source.slice(end, stop).replace(/\s*(\/\/.*|\/\*.*)?$/, '').length);
  };
  return { position, range, statement };
}

/** The place in the source of a place in the JavaScript (line and column from 0); null where nothing is mapped. */
export function traceOffset(
  trace: TraceMap,
  sourceLines: readonly number[],
  line: number,
  column: number,
): number | null {
  const segment = traceSegment(trace, line, column);
  if (segment === null || segment.length === 1) return null;
  return (sourceLines[segment[2]] ?? 0) + segment[3];
}

/**
 * A segment of the map need not begin at the place asked for (`export const` has one at `const`). When the word at
 * the place does not stand where the segment points, it is looked for on that line of the source: first behind, then
 * before.
 */
export function settle(js: string, offset: number, source: string, found: number): number {
  const word = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(js.slice(offset, offset + 80))?.[0];
  if (word === undefined || source.startsWith(word, found)) return found;
  const behind = /^[^\r\n]*/.exec(source.slice(found))?.[0] ?? '';
  const at = behind.indexOf(word);
  if (at >= 0) return found + at;
  const before = /[^\r\n]*$/.exec(source.slice(0, found))?.[0] ?? '';
  const back = before.lastIndexOf(word);
  return back < 0 ? found : found - before.length + back;
}

/** Offsets of lines; JavaScript's line ends, as esbuild counts them. */
export function startsOf(text: string): readonly number[] {
  const starts = [0];
  const lineEnd = /\r\n|[\n\r\u2028\u2029]/g;
  while (lineEnd.exec(text) !== null) starts.push(lineEnd.lastIndex);
  return starts;
}

/** The line (from 0) that holds an offset. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function positionOf(starts: readonly number[], offset: number): Position {
  const line = lineAt(starts, offset);
  return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
}

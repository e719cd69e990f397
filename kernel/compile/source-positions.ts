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
  /** `limit`: an offset in the JavaScript whose place the range may not pass. */
  range(span: Span, limit?: number): Range;
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

  const range = ({ start, end }: Span, limit = js.length): Range => {
    const from = sourceOffset(start);
    const text = js.slice(start, end);
    const to = source.startsWith(text, from) ? from + text.length : endOf(start, end, from, limit < js.length ? sourceOffset(limit) : source.length);
    const first = positionOf(sourceLines, from);
    const last = positionOf(sourceLines, Math.max(from, to));
    return { line: first.line, column: first.column, endLine: last.line, endColumn: last.column };
  };

  /** Where the text of a longer piece ends: after its last token, and what TypeScript has behind that on the line. */
  const endOf = (start: number, end: number, from: number, limit: number): number => {
    let lastJs = start;
    let lastSource = from;
    const mappings = decodedMappings(trace);
    for (let line = lineAt(jsLines, start); line <= lineAt(jsLines, end - 1); line++) {
      for (const segment of mappings[line] ?? []) {
        const offset = (jsLines[line] ?? 0) + segment[0];
        if (segment.length === 1 || offset < start || offset >= end) continue;
        const at = (sourceLines[segment[2]] ?? 0) + segment[3];
        if (at >= lastSource) [lastJs, lastSource] = [offset, at];
      }
    }
    const token = lastSource + js.slice(lastJs, end).replace(/;$/, '').length;
    // An enum's last token in JavaScript is made from its first in TypeScript: then the next statement is the end.
    if (token > limit) return lastSource + source.slice(lastSource, limit).trimEnd().length;
    const lineEnd = source.slice(token).search(/[\r\n]/);
    const stop = Math.min(limit, lineEnd < 0 ? source.length : token + lineEnd);
    return token + source.slice(token, stop).replace(/\s*(\/\/.*|\/\*.*)?$/, '').length;
  };
  return { position, range };
}

/** The place in the source of a place in the JavaScript (line and column from 0); null where nothing is mapped. */
export function traceOffset(trace: TraceMap, sourceLines: readonly number[], line: number, column: number): number | null {
  const segment = traceSegment(trace, line, column);
  if (segment === null || segment.length === 1) return null;
  return (sourceLines[segment[2]] ?? 0) + segment[3];
}

/**
 * A segment of the map may begin before the place asked for. When the word at the place does not stand where the
 * segment points, it is looked for a little further on the same line of the source.
 */
export function settle(js: string, offset: number, source: string, found: number): number {
  const word = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(js.slice(offset, offset + 80))?.[0];
  if (word === undefined || source.startsWith(word, found)) return found;
  const line = /^[^\r\n]*/.exec(source.slice(found))?.[0] ?? '';
  const at = line.indexOf(word);
  return at < 0 ? found : found + at;
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

/**
 * Where the fences of a Markdown text are. What is a fence and what only looks like one (inside a list, a
 * quote, an HTML block, another fence) is CommonMark's business, so markdown-it decides; only its block
 * rules run. Positions are offsets into the text as it is, whatever its line ends.
 */
import MarkdownIt from 'markdown-it';

/** A fence that stands at the top level of the document. */
export interface Fence {
  /** Offset of the line of the opening fence. */
  readonly start: number;
  /** Offset of the first line of the code. */
  readonly codeStart: number;
  /** Offset after the last line of the code. */
  readonly codeEnd: number;
  /** Offset after the closing fence and its line end; equals `codeEnd` when the fence is never closed. */
  readonly end: number;
  readonly closed: boolean;
  /** The backticks or tildes that open it. */
  readonly marker: string;
  /** What follows the marker, trimmed. */
  readonly info: string;
}

const blocks = new MarkdownIt('commonmark');
blocks.core.ruler.enableOnly(['normalize', 'block']);

export function topLevelFences(text: string): readonly Fence[] {
  const lines = lineStarts(text);
  const at = (line: number): number => lines[line] ?? text.length;
  const fences: Fence[] = [];
  for (const token of blocks.parse(text, {})) {
    if (token.type !== 'fence' || token.level !== 0 || token.map === null) continue;
    const [first, next] = token.map;
    const closed = next - first > 1 && closes(text.slice(at(next - 1), at(next)), token.markup);
    fences.push({
      start: at(first),
      codeStart: at(first + 1),
      // markdown-it drops a last line that holds only spaces.
      codeEnd: closed ? at(next - 1) : text.length,
      end: closed ? at(next) : text.length,
      closed,
      marker: token.markup,
      info: token.info.trim(),
    });
  }
  return fences;
}

/** Whether a line ends a fence that `marker` opened. */
export function closes(line: string, marker: string): boolean {
  const run = closingRun(line);
  return run !== null && run[0] === marker[0] && run.length >= marker.length;
}

/** The backticks or tildes of a line that could close a fence; null for any other line. */
export function closingRun(line: string): string | null {
  return /^ {0,3}(`{3,}|~{3,})[ \t]*[\r\n]*$/.exec(line)?.[1] ?? null;
}

/** Offsets at which lines begin; CRLF, LF and a lone CR end one, as in CommonMark. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  const lineEnd = /\r\n?|\n/g;
  while (lineEnd.exec(text) !== null) starts.push(lineEnd.lastIndex);
  return starts;
}

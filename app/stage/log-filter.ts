/** Which rows of the log are wanted: all words must be found in the row's node, rule, kind or text. */
import type { LogRow } from '../../kernel/protocol.ts';

/** Words may be any part of a row, in any case; `-word` must not be found. */
export function filterLog(rows: readonly LogRow[], query: string): readonly LogRow[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-');
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = `${row.node} ${row.rule} ${row.kind} ${row.text}`.toLowerCase();
    return words.every((word) => (word.startsWith('-') ? !text.includes(word.slice(1)) : text.includes(word)));
  });
}

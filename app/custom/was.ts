/**
 * A view as it was before an edit, where what corresponds to what is beyond doubt: a row of a table and a bar are known by their label.
 * Lanes, trees and graphs have no such names (a place in a log is no identity), and texts are sentences: of those nothing is said.
 */
import type { Bar, ViewContent, Word } from '../../kernel/view.ts';

type Table = Extract<ViewContent, { kind: 'table' }>;

const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');

/** Of each row of a table its fields as they were; null: the same, or there is no such row. */
export function fieldsBefore(now: Table, was: ViewContent | null): readonly (readonly (string | null)[])[] | null {
  if (was?.kind !== 'table' || was.columns.join('\n') !== now.columns.join('\n')) return null;
  const then = byLabel(was.rows, labelOfRow);
  const names = byLabel(now.rows, labelOfRow);
  return now.rows.map((row) => {
    const label = labelOfRow(row);
    const before = names.get(label) === row ? then.get(label) : undefined;
    return row.map((words, i) => {
      const text = before === undefined || i === 0 ? null : textOf(before[i] ?? []);
      return text === textOf(words) ? null : text;
    });
  });
}

/** Of each bar its total as it was; null: the same, or there is no such bar. */
export function totalsBefore(now: readonly Bar[], was: ViewContent | null): readonly (number | null)[] {
  const then = byLabel(was?.kind === 'bars' ? was.bars : [], labelOfBar);
  const names = byLabel(now, labelOfBar);
  return now.map((bar) => {
    const before = names.get(labelOfBar(bar)) === bar ? then.get(labelOfBar(bar)) : undefined;
    return before === undefined || totalOf(before) === totalOf(bar) ? null : totalOf(before);
  });
}

export const totalOf = ({ parts }: Bar): number => parts.reduce((sum, { value }) => sum + value, 0);

const labelOfRow = ([first]: readonly (readonly Word[])[]): string => textOf(first ?? []);
const labelOfBar = ({ label }: Bar): string => textOf(label);

/** Those whose label no other one has. */
function byLabel<T>(all: readonly T[], labelOf: (one: T) => string): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  const twice = new Set<string>();
  for (const one of all) {
    const label = labelOf(one);
    if (found.has(label)) twice.add(label);
    found.set(label, one);
  }
  for (const label of twice) found.delete(label);
  return found;
}

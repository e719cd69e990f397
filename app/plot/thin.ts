/**
 * Fewer rows for a mark that has more than can be seen. Problem: a redraw at 20 Hz cannot make ten thousand elements,
 * and every n-th row would hide the peaks.
 *
 * Approach: rows are cut into stretches of equal length, series by series, and of each stretch the rows with the
 * least and the greatest value stay (min-max decimation; Jugel et al., "M4", VLDB 2014, without its first and last).
 */

export const thinAbove = 2_000;
export const thinTo = 1_000;

/** Which rows stay, in order. `value` and `series` are read by row. */
export function thinned(
  count: number,
  value: (row: number) => number,
  series: (row: number) => unknown,
  to: number = thinTo,
): readonly number[] {
  if (count <= to) return Array.from({ length: count }, (_, i) => i);
  const rowsOf = new Map<unknown, number[]>();
  for (let row = 0; row < count; row++) {
    const name = series(row);
    const rows = rowsOf.get(name);
    if (rows === undefined) rowsOf.set(name, [row]);
    else rows.push(row);
  }
  // Very many series: each is short, and all of them count the same.
  if (rowsOf.size > to / 4) return everyNth(count, to);
  const kept: number[] = [];
  for (const rows of rowsOf.values())
    keepExtremes(rows, value, Math.max(4, Math.floor((to * rows.length) / count)), kept);
  return kept.toSorted((a, b) => a - b);
}

function keepExtremes(rows: readonly number[], value: (row: number) => number, to: number, kept: number[]): void {
  if (rows.length <= to) {
    kept.push(...rows);
    return;
  }
  const first = rows[0] ?? 0;
  const last = rows[rows.length - 1] ?? 0;
  kept.push(first);
  const stretches = Math.max(1, Math.floor((to - 2) / 2));
  for (let i = 0; i < stretches; i++) {
    const from = 1 + Math.floor((i * (rows.length - 2)) / stretches);
    const until = 1 + Math.floor(((i + 1) * (rows.length - 2)) / stretches);
    let least = -1;
    let most = -1;
    for (let k = from; k < until; k++) {
      const row = rows[k] ?? 0;
      const v = value(row);
      if (least < 0 || v < value(least)) least = row;
      if (most < 0 || v > value(most)) most = row;
    }
    if (least >= 0) kept.push(least);
    if (most >= 0 && most !== least) kept.push(most);
  }
  kept.push(last);
}

function everyNth(count: number, to: number): readonly number[] {
  return Array.from({ length: to }, (_, i) => Math.floor((i * count) / to));
}

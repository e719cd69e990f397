/** Where a stat is told: its name is a literal, so it can be found in the text, as with grep. */
import type { CellKey, Range } from '../diagnostic.ts';
import type { CompiledCell } from './compiled.ts';

export interface StatPlace {
  readonly cell: CellKey;
  readonly range: Range;
}

/** The first place among `cells` where a rule tells it, or else where its name stands; null when the name stands nowhere (the library tells stats of its own). */
export function findStat(cells: Iterable<CompiledCell>, name: string): StatPlace | null {
  const known = [...cells];
  for (const { key, stats = [] } of known) {
    const told = stats.find((one) => one.name === name);
    if (told !== undefined) return { cell: key, range: told.range };
  }
  const quoted = [`'${name}'`, `"${name}"`, `\`${name}\``];
  for (const { key, source } of known) {
    for (const [index, line] of source.split('\n').entries()) {
      const column = Math.max(...quoted.map((text) => line.indexOf(text))) + 1;
      if (column === 0) continue;
      const at = index + 1;
      return { cell: key, range: { line: at, column, endLine: at, endColumn: column + name.length + 2 } };
    }
  }
  return null;
}

/** Where one rule tells it; else as `findStat`. */
export function findStatIn(cells: Iterable<CompiledCell>, name: string, rule: StatPlace | null): StatPlace | null {
  const known = [...cells];
  const { stats = [] } = known.find(({ key }) => key === rule?.cell) ?? {};
  const told = stats.find(
    (one) =>
      one.name === name && rule !== null && one.range.line >= rule.range.line && one.range.line <= rule.range.endLine,
  );
  return rule !== null && told !== undefined ? { cell: rule.cell, range: told.range } : findStat(known, name);
}

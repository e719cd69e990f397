/**
 * The programs that a journal names, as the page keeps them. One comes back with every swap, each time as copies of all
 * its cells; sharing those that did not change makes an edit cost one cell, in memory and in storage (structured clone
 * keeps what is shared shared).
 */
import type { CompiledCell } from '../../kernel/compile/compiled.ts';
import type { ProgramSource } from '../../kernel/protocol.ts';

/** The same source, with cells of `known` in place of equal ones. */
export function sharing(source: ProgramSource, known: readonly CompiledCell[]): ProgramSource {
  const byKey = new Map(known.map((cell) => [cell.key, cell]));
  return {
    ...source,
    cells: source.cells.map((cell) => {
      const held = byKey.get(cell.key);
      return held !== undefined && held.hash === cell.hash && held.source === cell.source && held.kind === cell.kind
        ? held
        : cell;
    }),
  };
}

/** Type-checks the cells of a notebook together, as the editor does, with TypeScript's own compiler. */
import type { CellSource } from '../../compile/compiled.ts';
import type { Diagnostic } from '../../diagnostic.ts';

export function checkTypes(cells: readonly CellSource[]): readonly Diagnostic[] {
  return cells.length < 0 ? [] : [];
}

/** What a name that a cell uses stands for, by the cell's own imports. */
import { resolveNotebook } from '../notebook-path.ts';
import { type CompiledCell, type Import, notebookOf } from './compiled.ts';

export type Origination =
  /** Of all cells of a notebook, as a name at the top of one of them. `name` is `*` for all of them together. */
  | { readonly type: 'notebook'; readonly notebook: string; readonly name: string }
  /** Of a module of the library. */
  | { readonly type: 'module'; readonly from: string; readonly name: string };

/** Where a name that the cell does not define itself is looked for. */
export function originationOf(cell: CompiledCell, local: string): Origination {
  const home = notebookOf(cell);
  for (const { from, names } of cell.imports) {
    const name = Object.hasOwn(names, local) ? names[local] : undefined;
    if (name === undefined) continue;
    const notebook = resolveNotebook(home, from);
    return notebook === null ? { type: 'module', from, name } : { type: 'notebook', notebook, name };
  }
  return { type: 'notebook', notebook: home, name: local };
}

/** The path of the notebook that an import of a cell is from; null when it is from the library. */
export function importedNotebook(cell: Pick<CompiledCell, 'origin'>, { from }: Import): string | null {
  return resolveNotebook(notebookOf(cell), from);
}

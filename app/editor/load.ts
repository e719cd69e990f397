/** Monaco comes once, when the page has painted and a cell wants an editor. */
import { cellOf } from '../model/open.ts';
import type { PageStore } from '../model/page-store.ts';
import type { createCellEditor } from './editor.ts';

export interface EditorKit {
  readonly createCellEditor: typeof createCellEditor;
}

let kit: Promise<EditorKit> | null = null;

export function loadEditors(store: PageStore): Promise<EditorKit> {
  kit ??= load(store);
  return kit;
}

async function load(store: PageStore): Promise<EditorKit> {
  const [{ createCellEditor, keyOfUri, onEdit }, { startFollowing }, { nameResources }, types, definitions] =
    await Promise.all([
      import('./editor.ts'),
      import('./follow.ts'),
      import('./resource-names.ts'),
      import('./types.ts'),
      import('./definitions.ts'),
    ]);
  onEdit(
    (edit) => {
      store.dispatch({ type: 'edit', ...edit });
      // While a literal moves there is no pause to wait for.
      if (edit.gesture !== null) store.dispatch({ type: 'apply-now' });
    },
    (key, group) => store.dispatch({ type: 'composed', key, group }),
  );
  nameResources((path) => {
    const key = keyOfUri(path);
    const cell = key === null ? null : cellOf(store.state.open, key);
    return cell === null ? path.replace(/^.*\//, '') : [cell.kind, cell.slug ?? ''].join(' ').trim();
  });
  startFollowing(store);
  types.startTypeChecking(store);
  definitions.openDefinitionsInCells(store);
  return { createCellEditor };
}

/** Monaco comes once, when the page has painted and a cell wants an editor. */
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
  const [{ createCellEditor, onEdit }, { startTypeChecking }, { openDefinitionsInCells }] = await Promise.all([
    import('./editor.ts'),
    import('./types.ts'),
    import('./definitions.ts'),
  ]);
  onEdit((key, text, gesture) => {
    store.dispatch({ type: 'edit', key, text, gesture });
    // While a literal moves there is no pause to wait for.
    if (gesture !== null) store.dispatch({ type: 'apply-now' });
  });
  startTypeChecking(store);
  openDefinitionsInCells(store);
  return { createCellEditor };
}

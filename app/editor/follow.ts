/**
 * The models follow the notebook's text, whoever changed it, at once: an undo, a replacement, another cell's rename. After an
 * undo the caret is where the text changed.
 */
import type { Range } from '../../kernel/diagnostic.ts';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import { changeBetween, partOf, textOf } from '../model/text.ts';
import type { PageStore } from '../model/page-store.ts';
import { followText } from './editor.ts';

export function startFollowing(store: PageStore): void {
  store.subscribe((action, { open: before }) => {
    const { open } = store.state;
    if (open === null || before === null || open.notebook === before.notebook || open.id !== before.id) return;
    const known = new Map(cellsOf(before.notebook).map((cell) => [cell.key, cell]));
    for (const cell of cellsOf(open.notebook)) if (known.get(cell.key) !== cell) followText(cell.key, textOf(cell));
    if ((action.type !== 'undo' && action.type !== 'redo') || open.selection.mode !== 'edit') return;
    const [was, is] = [before, open].map(({ notebook }) => partOf(notebook, open.selection.key));
    if (was?.type !== 'cell' || is?.type !== 'cell') return;
    const { start, inserted } = changeBetween(textOf(was), textOf(is));
    store.dispatch({ type: 'reveal', cell: is.key, range: placeAt(textOf(is), start + inserted.length) });
  });
}

/** An offset of a text as an empty range. */
function placeAt(text: string, offset: number): Range {
  const lines = text.slice(0, offset).split('\n');
  const [line, column] = [lines.length, (lines.at(-1)?.length ?? 0) + 1];
  return { line, column, endLine: line, endColumn: column };
}

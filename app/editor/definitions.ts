/**
 * Go to definition leads to the other cell's editor; Monaco by itself only knows the one it is in. What the language or its
 * library defines opens where one is.
 */
import type { PageStore } from '../model/page-store.ts';
import { keyOfUri } from './editor.ts';
import { monaco } from './monaco.ts';

export function openDefinitionsInCells(store: PageStore): void {
  monaco.editor.registerEditorOpener({
    openCodeEditor(source, resource, at) {
      const cell = keyOfUri(resource.path);
      if (cell === null) {
        source.trigger('definition', 'editor.action.peekDefinition', null);
        return true;
      }
      const range =
        at === undefined
          ? null
          : 'lineNumber' in at
            ? { line: at.lineNumber, column: at.column, endLine: at.lineNumber, endColumn: at.column }
            : { line: at.startLineNumber, column: at.startColumn, endLine: at.endLineNumber, endColumn: at.endColumn };
      store.dispatch({ type: 'reveal', cell, range });
      return true;
    },
  });
}

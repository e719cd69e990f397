/** Go to definition leads to the other cell's editor; Monaco by itself only knows the one it is in. */
import type { PageStore } from '../model/page-store.ts';
import { keyOfUri } from './editor.ts';
import { monaco } from './monaco.ts';

export function openDefinitionsInCells(store: PageStore): void {
  monaco.editor.registerEditorOpener({
    openCodeEditor(_source, resource, at) {
      const cell = keyOfUri(resource.path);
      if (cell === null) return false;
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

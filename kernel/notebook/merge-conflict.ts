/** Merge conflicts that git left in a file: `<<<<<<<`, `=======`, `>>>>>>>`, in this order, each at the start of a line. */
import { type Diagnostic, diagnostic } from '../diagnostic.ts';

/** One diagnostic a conflict; its range counts in the lines of the text. */
export function mergeConflicts(text: string): readonly Diagnostic[] {
  if (!text.includes('<<<<<<<')) return [];
  const found: Diagnostic[] = [];
  let open = 0;
  let divided = false;
  for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
    if (/^<{7}( |$)/.test(line)) {
      open = index + 1;
      divided = false;
    } else if (open > 0 && line === '=======') {
      divided = true;
    } else if (open > 0 && divided && /^>{7}( |$)/.test(line)) {
      found.push(
        diagnostic('notebook/merge-conflict', `Two versions of the file meet in lines ${open} to ${index + 1}.`, {
          range: { line: open, column: 1, endLine: index + 2, endColumn: 1 },
          help: 'Keep one of the two versions and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.',
        }),
      );
      open = 0;
    }
  }
  return found;
}

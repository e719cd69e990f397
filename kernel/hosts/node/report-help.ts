/** What a reader can do about a diagnostic, below its head: in words, and as a cell that would mend it. */
import type { Diagnostic } from '../../diagnostic.ts';

export function helpLines({ help, mend }: Pick<Diagnostic, 'help' | 'mend'>): readonly string[] {
  const words = help === '' ? [] : [`      ${help}`];
  if (mend === null) return words;
  return [...words, `      ${mend.title}:`, ...mend.code.split('\n').map((row) => `        ${row}`.trimEnd())];
}

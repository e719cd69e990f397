/**
 * A page that is being left has no time for IndexedDB. What is not stored by then goes, at once, to local storage,
 * and the next visit takes it from there.
 */
import { keep, kept } from './kept.ts';

const keyOf = (id: string): string => `rehearsal.unsaved.${id}`;

/** True when the text is safe. */
export const leaveUnsaved = (id: string, text: string): boolean => keep(keyOf(id), text);

export function takeUnsaved(id: string): string | null {
  const text = kept(keyOf(id));
  keep(keyOf(id), null);
  return text;
}

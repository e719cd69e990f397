/**
 * A page that is being left has no time for IndexedDB. What is not stored by then goes, at once, to local storage,
 * and the next visit takes it from there, and stores it.
 */
import { keep, kept } from './kept.ts';

const keyOf = (id: string): string => `rehearsal.unsaved.${id}`;

/** True when the text is safe. */
export const leaveUnsaved = (id: string, text: string): boolean => keep(keyOf(id), text);

export const readUnsaved = (id: string): string | null => kept(keyOf(id));

/** This text is stored. What was left later is not. */
export function forgetUnsaved(id: string, text: string): void {
  if (kept(keyOf(id)) === text) keep(keyOf(id), null);
}

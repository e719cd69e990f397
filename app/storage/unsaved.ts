/**
 * A page that is being left has no time for IndexedDB. What is not stored by then goes, at once, to local storage,
 * and the next visit takes it from there.
 */
const keyOf = (id: string): string => `rehearsal.unsaved.${id}`;

/** True when the text is safe. */
export function leaveUnsaved(id: string, text: string): boolean {
  try {
    localStorage.setItem(keyOf(id), text);
    return true;
  } catch {
    return false;
  }
}

export function takeUnsaved(id: string): string | null {
  const text = localStorage.getItem(keyOf(id));
  localStorage.removeItem(keyOf(id));
  return text;
}

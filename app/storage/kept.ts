/**
 * Small things that the browser keeps for the next visit, as texts in local storage. Where it keeps nothing (its room is used up, or the
 * reader forbids it) nothing is remembered, and nothing fails.
 */

export function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param value null: it is forgotten. False when it could not be kept. */
export function keep(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

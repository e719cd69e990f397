/** A press anywhere else closes what is open. */

/** @param inside what may be pressed meanwhile. Returns the way to stop listening. */
export function whenPressedOutside(inside: readonly (Element | null)[], then: () => void): () => void {
  const hear = (event: Event): void => {
    const path = event.composedPath();
    if (!inside.some((element) => element !== null && path.includes(element))) then();
  };
  window.addEventListener('pointerdown', hear, true);
  return () => window.removeEventListener('pointerdown', hear, true);
}

/**
 * Esc closes what is open, the latest first. What has the focus hears the key itself; but a press of the mouse on a picture or on the
 * head of a form leaves the focus nowhere, and then Esc must not mean something greater than what one looks at.
 */

/** Closes something of its own, if anything is open. */
type Close = () => boolean;

const open: Close[] = [];

/** Returns the way to be asked no longer. */
export function whenEscaped(close: Close): () => void {
  open.push(close);
  return () => {
    const at = open.indexOf(close);
    if (at >= 0) open.splice(at, 1);
  };
}

/** True when there was something to close. */
export const escaped = (): boolean => open.toReversed().some((close) => close());

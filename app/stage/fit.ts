/** Text that must fit a width: smaller down to a least size, then cut in the middle, so that `server12` keeps its number; last `s12`. */

export interface Fitted {
  readonly text: string;
  readonly size: number;
}

/** `measure` gives the width of a text at size 1. Empty when not even two letters fit. */
export function fitText(
  whole: string,
  width: number,
  size: number,
  leastSize: number,
  measure: (text: string) => number,
): Fitted {
  const text = whole.length > 60 ? `${whole.slice(0, 59)}…` : whole;
  const natural = measure(text);
  if (natural * size <= width) return { text, size };
  if (natural * leastSize <= width) return { text, size: Math.floor((width / natural) * 10) / 10 };
  const tail = /\d{1,4}$/.exec(text)?.[0] ?? '';
  for (let kept = text.length - 1; kept >= 2; kept--) {
    const end = Math.min(tail.length, kept - 1);
    // `se…12` says less than `s12`.
    if (tail !== '' && kept - end < 4) break;
    const short = `${text.slice(0, kept - end)}…${end > 0 ? text.slice(-end) : ''}`;
    if (measure(short) * leastSize <= width) return { text: short, size: leastSize };
  }
  const initial = `${text[0]}${tail}`;
  const wide = measure(initial);
  if (tail === '' || wide * leastSize > width) return { text: '', size: leastSize };
  return { text: initial, size: Math.min(size, Math.floor((width / wide) * 10) / 10) };
}

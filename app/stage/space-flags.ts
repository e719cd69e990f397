/**
 * The words at the foot of a space-time diagram: what was done, and where runs part. Where they would lie over each other, the first
 * one stands for those that it covers, and says how many they are.
 */

export interface Flag {
  /** px. */
  readonly x: number;
  readonly text: string;
}

export interface FlagLabel {
  readonly text: string;
  /** Where the text begins, px. */
  readonly x: number;
}

/** Between a line and its words, and between words and what comes next, px. */
const inset = 4;
const gap = 8;

/** Those in sight, in any order; `left` and `right` are the ends of what can be written on. */
export function flagLabels(
  flags: readonly Flag[],
  { left, right }: { readonly left: number; readonly right: number },
  widthOf: (text: string) => number,
): readonly FlagLabel[] {
  const labels: FlagLabel[] = [];
  let free = left;
  for (const { x, text } of together(flags, widthOf)) {
    const width = widthOf(text);
    const isLeft = x + inset + width > right;
    const at = isLeft ? x - inset - width : x + inset;
    if (at < free) continue;
    labels.push({ x: at, text });
    free = at + width + gap;
  }
  return labels;
}

/** Flags that the words of the first one would cover are told with it. */
function together(flags: readonly Flag[], widthOf: (text: string) => number): readonly Flag[] {
  const groups: { readonly x: number; readonly text: string; more: number }[] = [];
  for (const { x, text } of flags.toSorted((a, b) => a.x - b.x)) {
    const last = groups.at(-1);
    if (last !== undefined && x < last.x + inset + widthOf(told(last.text, last.more + 1)) + gap) last.more += 1;
    else groups.push({ x, text, more: 0 });
  }
  return groups.map(({ x, text, more }) => ({ x, text: told(text, more) }));
}

const told = (text: string, more: number): string => (more === 0 ? text : `${text} +${more}`);

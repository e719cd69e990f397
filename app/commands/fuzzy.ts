/** How well a title answers to what was typed: its letters in order, better at the beginnings of words and side by side. */

export interface Match {
  readonly score: number;
  /** Places in the title, in order, to be shown. */
  readonly at: readonly number[];
}

/** Null when the letters are not there in this order. Spaces count for nothing. */
export function fuzzy(query: string, title: string): Match | null {
  const wanted = query.toLowerCase().replaceAll(/\s+/g, '');
  if (wanted === '') return { score: 0, at: [] };
  const text = title.toLowerCase();
  let best: Match | null = null;
  // From each place where it could begin, greedily: titles are short.
  for (let start = text.indexOf(wanted.charAt(0)); start >= 0; start = text.indexOf(wanted.charAt(0), start + 1)) {
    const match = matchFrom(wanted, text, start);
    if (match !== null && (best === null || match.score > best.score)) best = match;
  }
  return best;
}

function matchFrom(wanted: string, text: string, start: number): Match | null {
  const at: number[] = [];
  let score = 0;
  let from = start;
  for (const letter of wanted) {
    const beside = text.charAt(from) === letter ? from : -1;
    const place = at.length > 0 && beside >= 0 ? beside : (wordStart(text, letter, from) ?? text.indexOf(letter, from));
    if (place < 0) return null;
    const isBeside = at.length > 0 && place === (at.at(-1) ?? 0) + 1;
    score += isBeside ? 4 : isWordStart(text, place) ? 6 : 1;
    at.push(place);
    from = place + 1;
  }
  // Of equal ones the earlier and the shorter.
  return { score: score - start * 0.1 - text.length * 0.01, at };
}

const isWordStart = (text: string, at: number): boolean => at === 0 || /[^\p{L}\p{N}]/u.test(text.charAt(at - 1));

function wordStart(text: string, letter: string, from: number): number | null {
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1))
    if (isWordStart(text, at)) return at;
  return null;
}

/**
 * Delta debugging (Zeller and Hildebrandt, 2002): a list from which no single member, and of a short list no two, can be left out without
 * losing what the whole list shows. Halves are tried first, then smaller and smaller parts. A generator, so that it can rest within a test.
 */

/** Lists of at most so many members are tried without any two of them, too. */
const pairLimit = 32;

export function* minimise<T>(
  items: readonly T[],
  shows: (items: readonly T[]) => Generator<void, boolean>,
): Generator<void, readonly T[]> {
  if (items.length === 0 || (yield* shows([]))) return [];
  let kept = items;
  for (let parts = 2; kept.length > 1; ) {
    const size = Math.ceil(kept.length / parts);
    let isSmaller = false;
    for (let from = 0; from < kept.length; from += size) {
      const rest = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (!(yield* shows(rest))) continue;
      kept = rest;
      parts = Math.max(2, parts - 1);
      isSmaller = true;
      break;
    }
    if (isSmaller) continue;
    if (parts >= kept.length) break;
    parts = Math.min(kept.length, parts * 2);
  }
  return yield* withoutPairs(kept, shows);
}

/** A crash and its restart can go only together. */
function* withoutPairs<T>(
  items: readonly T[],
  shows: (items: readonly T[]) => Generator<void, boolean>,
): Generator<void, readonly T[]> {
  let kept = items;
  if (kept.length > pairLimit) return kept;
  for (let first = 0; first < kept.length - 1; first++) {
    for (let second = first + 1; second < kept.length; second++) {
      const rest = kept.filter((_, index) => index !== first && index !== second);
      if (!(yield* shows(rest))) continue;
      kept = rest;
      first = -1;
      break;
    }
  }
  return kept;
}

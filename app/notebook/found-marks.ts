/**
 * Marks what was found in text that is no editor: the still text of cells, rendered prose. By the browser's own highlights, which
 * need no other markup; a browser without them shows none, and the search goes from match to match all the same.
 */
const found = new Map<Element, { readonly ranges: readonly Range[]; readonly now: Range | null }>();
const unfired = new Map<Element, readonly Range[]>();
let drawing = 0;

/** @param now the place that is chosen, of `places`; null when it is another's */
export function markFound(
  owner: Element,
  text: Element | null,
  places: readonly (readonly [start: number, end: number])[],
  now: number | null,
): Range | null {
  const ranges = text === null ? [] : rangesOf(text, places);
  const chosen = now === null ? null : (ranges[now] ?? null);
  if (ranges.length === 0 && !found.has(owner)) return null;
  if (ranges.length === 0) found.delete(owner);
  else found.set(owner, { ranges, now: chosen });
  drawing ||= requestAnimationFrame(draw);
  return chosen;
}

/** Greys what stands in rules that never fired; `places` as for `markFound`. */
export function markUnfired(
  owner: Element,
  text: Element | null,
  places: readonly (readonly [start: number, end: number])[],
): void {
  if (text === null || places.length === 0) {
    if (!unfired.delete(owner)) return;
  } else unfired.set(owner, rangesOf(text, places));
  drawing ||= requestAnimationFrame(draw);
}

function draw(): void {
  drawing = 0;
  if (!('highlights' in CSS)) return;
  for (const owner of found.keys()) if (!owner.isConnected) found.delete(owner);
  for (const owner of unfired.keys()) if (!owner.isConnected) unfired.delete(owner);
  CSS.highlights.set('rule-unfired', new Highlight(...[...unfired.values()].flat()));
  const all = [...found.values()];
  CSS.highlights.set('found', new Highlight(...all.flatMap(({ ranges }) => ranges)));
  CSS.highlights.set('found-now', new Highlight(...all.flatMap(({ now }) => now ?? [])));
}

/** Offsets of an element's text as ranges of the page. */
function rangesOf(text: Element, places: readonly (readonly [number, number])[]): readonly Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  let passed = 0;
  const seek = (offset: number, isEnd: boolean): readonly [Node, number] | null => {
    while (node !== null) {
      const length = node.textContent?.length ?? 0;
      if (offset < passed + length || (isEnd && offset === passed + length)) return [node, offset - passed];
      passed += length;
      node = walker.nextNode();
    }
    return null;
  };
  for (const [start, end] of places) {
    const from = seek(start, false);
    const to = from === null ? null : seek(end, true);
    if (from === null || to === null) break;
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    ranges.push(range);
  }
  return ranges;
}

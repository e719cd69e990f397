/** What is known of places in a text, brought along when the text changes. */

/** As Monaco tells them: offsets of the text before. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * With their places in the text after the changes. What a change reaches into keeps its beginning; what begins within text that was
 * taken away is gone, unless just its own text was replaced.
 */
export function carried<Place extends { readonly start: number; readonly end: number }>(
  places: readonly Place[],
  changes: readonly TextChange[],
): readonly Place[] {
  // From the end on, so that the offsets of the others stay what they are.
  return changes
    .toSorted((a, b) => b.rangeOffset - a.rangeOffset)
    .reduce<readonly Place[]>((moved, change) => moved.flatMap((place) => carriedOver(place, change) ?? []), places);
}

function carriedOver<Place extends { readonly start: number; readonly end: number }>(
  place: Place,
  { rangeOffset: from, rangeLength, text }: TextChange,
): Place | null {
  const to = from + rangeLength;
  const growth = text.length - rangeLength;
  if (to <= place.start && !(from === place.start && rangeLength > 0))
    return { ...place, start: place.start + growth, end: place.end + growth };
  if (from >= place.end && from > place.start) return place;
  if (from < place.start) return null;
  return { ...place, end: Math.max(place.start, place.end + growth) };
}

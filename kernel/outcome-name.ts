/** What an outcome of a race is called, most frequent first: `A`, `B`, … `Z`, then numbers. */
export function outcomeName(index: number): string {
  return index < 26 ? String.fromCodePoint(65 + index) : String(index + 1);
}

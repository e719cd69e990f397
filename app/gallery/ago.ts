/** A past moment in words: `just now`, `5 minutes ago`, `yesterday`. Both in wall ms. */
const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export function ago(at: number, now: number): string {
  const since = Math.max(0, now - at);
  const [unit, ms] = units.find(([, size]) => since >= size) ?? ['minute', 60_000];
  const count = Math.floor(since / ms);
  return count === 0 ? 'just now' : words.format(-count, unit);
}

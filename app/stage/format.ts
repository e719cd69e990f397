/** Numbers and times as people read them. Virtual time is in milliseconds. */

/** `0 ms`, `4.2 ms`, `812 ms`, `4.620 s`, `2 min 5.0 s`. */
export function formatTime(ms: number): string {
  if (!Number.isFinite(ms)) return '∞';
  if (Math.abs(ms) < 10) return `${trim(ms.toFixed(1))} ms`;
  if (Math.abs(ms) < 1_000) return `${Math.round(ms)} ms`;
  if (Math.abs(ms) < 60_000) return `${(ms / 1_000).toFixed(3)} s`;
  const minutes = Math.floor(ms / 60_000);
  return `${minutes} min ${((ms - minutes * 60_000) / 1_000).toFixed(1)} s`;
}

/** Short: `0`, `1.5`, `12.3 k`, `4.1 M`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (size >= 1e9) return `${trim((value / 1e9).toFixed(size >= 1e10 ? 1 : 2))} G`;
  if (size >= 1e6) return `${trim((value / 1e6).toFixed(size >= 1e7 ? 1 : 2))} M`;
  if (size >= 1e4) return `${trim((value / 1e3).toFixed(1))} k`;
  if (Number.isInteger(value)) return value.toLocaleString('en').replaceAll(',', '\u2009');
  return trim(size >= 100 ? value.toFixed(0) : size >= 1 ? value.toFixed(2) : value.toPrecision(3));
}

function trim(number: string): string {
  return number.includes('.') && !number.includes('e') ? number.replace(/\.?0+$/, '') : number;
}

/** Round times for an axis: steps of 1, 2 or 5 times a power of ten milliseconds, of seconds and minutes above. */

export interface Tick {
  readonly time: number;
  readonly label: string;
}

const minute = 60_000;
const longSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_440].map((minutes) => minutes * minute);

/** The least round step that gives at most `most` ticks. */
export function tickStep(span: number, most: number): number {
  const least = span / Math.max(1, most);
  if (!(least > 0) || !Number.isFinite(least)) return 1;
  if (least > 30_000) {
    const long = longSteps.find((step) => step >= least);
    if (long !== undefined) return long;
  }
  if (least > 10_000 && least <= 30_000) return least <= 20_000 ? 20_000 : 30_000;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((f) => f * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

export function ticks(from: number, to: number, most: number): readonly Tick[] {
  if (!(to > from)) return [];
  const step = tickStep(to - from, most);
  const found: Tick[] = [];
  const first = Math.ceil(from / step - 1e-9) + 0;
  for (let i = first; i * step <= to + step * 1e-9 && found.length <= most + 1; i++) {
    found.push({ time: i * step, label: tickLabel(i * step, step) });
  }
  return found;
}

/** As many digits as tell neighbours apart, and the same unit for all ticks of a step. */
export function tickLabel(time: number, step: number): string {
  if (time === 0) return '0';
  if (step >= minute) return `${round(time / minute, step / minute)} min`;
  if (step >= 100) return `${round(time / 1_000, step / 1_000)} s`;
  return time >= 10_000 ? `${round(time / 1_000, step / 1_000)} s` : `${round(time, step)} ms`;
}

function round(value: number, step: number): string {
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return value.toFixed(Math.min(6, digits));
}

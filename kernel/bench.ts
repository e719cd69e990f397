/**
 * A benchmark is data: a name, a unit, a budget and a way to take one sample. `npm run bench` takes many and prints a
 * table; the ordinary tests take one of each, small, so that no benchmark can rot.
 */

/** What the runner lends: kernel code may not read a wall clock by itself. */
export interface BenchHost {
  /** Wall time in milliseconds. */
  readonly now: () => number;
  /** Do a small share of the work: the tests only want to see it run. */
  readonly small: boolean;
}

/** Takes one sample, in the benchmark's unit. */
export type Sample = () => number | Promise<number>;

export interface Benchmark {
  readonly name: string;
  /** As printed: `events/s`, `ms`, `bytes/event`. */
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /** What the median must reach; null when nothing is promised. */
  readonly budget: number | null;
  /** What the p95 must reach, where that is promised. */
  readonly budgetP95?: number | null;
  /** How many samples to take. */
  readonly rounds: number;
  prepare(host: BenchHost): Sample | Promise<Sample>;
}

/** What a table row says. */
export interface Summary {
  readonly median: number;
  /** The value that 95 in 100 samples are no worse than. */
  readonly p95: number;
  /** Half the range between the quartiles, as a share of the median. */
  readonly spread: number;
}

/** @param samples at least one, in any order */
export function summarise(samples: readonly number[], better: Benchmark['better']): Summary {
  if (samples.length === 0) throw new Error('A benchmark needs at least one sample.');
  const sorted = samples.toSorted((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  return {
    median,
    p95: quantile(sorted, better === 'lower' ? 0.95 : 0.05),
    spread: median === 0 ? 0 : (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2 / median,
  };
}

/** Linear interpolation between the two nearest ranks. */
function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

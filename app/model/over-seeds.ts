/** The program in force, run with other seeds: what their stats have in common, and which properties they violate. */
import type { StatView } from '../../kernel/protocol.ts';

/** Seeds besides the run's own. */
export const seedCount = 30;
/** A band is drawn anew after so many more seeds. */
export const bandEvery = 5;
/** Moments of a band. */
const moments = 120;

export type Curve = StatView['points'];

/** One run, as far as it was run. */
export interface SeedRun {
  readonly seed: number;
  readonly stats: readonly Pick<StatView, 'name' | 'kind' | 'points'>[];
  /** Virtual ms at which it did; null when that has no moment. */
  readonly violated: readonly { readonly property: string; readonly time: number | null }[];
  /** A rule threw. */
  readonly isStopped: boolean;
}

/** Of one stat: at each time the 10th, the 50th and the 90th percentile; nulls before any of the runs knows it. */
export interface Band {
  readonly name: string;
  /** Virtual ms, rising. */
  readonly times: readonly number[];
  readonly low: readonly (number | null)[];
  readonly median: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

export interface OverSeeds {
  /** Seeds that are done. */
  readonly done: number;
  readonly bands: readonly Band[];
  /** The bands are those of the program before. */
  readonly isOld: boolean;
  /** Each property with the times at which seeds violate it; null: no moment. */
  readonly violations: readonly { readonly property: string; readonly times: readonly (number | null)[] }[];
  /** Seeds that an error of a rule ended. */
  readonly stopped: number;
  /** Why there will be no more; empty: there will. */
  readonly failure: string;
}

export const noSeeds: OverSeeds = { done: 0, bands: [], isOld: false, violations: [], stopped: 0, failure: '' };

/** Seeds from 1 on, without the run's own: the same ones for every program, so that a drag compares like with like. */
export function otherSeeds(own: number): readonly number[] {
  return Array.from({ length: seedCount + 1 }, (_, i) => i + 1)
    .filter((seed) => seed !== own)
    .slice(0, seedCount);
}

/** The bands of all stats that any of the runs has, from 0 to `until` virtual ms. */
export function bandsOf(runs: readonly SeedRun[], until: number): readonly Band[] {
  const times = Array.from({ length: moments }, (_, i) => (i / (moments - 1)) * until);
  const names = [...new Set(runs.flatMap(({ stats }) => stats.map(({ name }) => name)))];
  return names.map((name) => {
    const of = runs.map(({ stats }) => stats.find((stat) => stat.name === name));
    // What was not counted was counted zero times; what was not measured is not known.
    const isCounted = of.some((stat) => stat?.kind === 'counter');
    return {
      name,
      ...bandOf(
        of.map((stat) => valuesAt(stat?.points ?? [], times, isCounted ? 0 : null)),
        times,
      ),
    };
  });
}

function bandOf(runs: readonly (readonly (number | null)[])[], times: readonly number[]): Omit<Band, 'name'> {
  const sorted = times.map((_, i) => runs.flatMap((values) => values[i] ?? []).toSorted((a, b) => a - b));
  const at = (share: number): readonly (number | null)[] => sorted.map((values) => quantile(values, share));
  return { times, low: at(0.1), median: at(0.5), high: at(0.9) };
}

/**
 * A step curve at other times: a value holds until the next.
 * @param times rising
 * @param before what it is before its first value
 */
export function valuesAt(points: Curve, times: readonly number[], before: number | null): readonly (number | null)[] {
  let next = 0;
  let value = before;
  return times.map((time) => {
    for (let point = points[next]; point !== undefined && point[0] <= time; point = points[next]) {
      if (Number.isFinite(point[1])) value = point[1];
      next += 1;
    }
    return value;
  });
}

/** The least of the values that at least this share of them does not exceed, so always one of them; null of none. */
export function quantile(sorted: readonly number[], share: number): number | null {
  // 0.1 · 30 is a little more than 3 in binary, and means 3.
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] ?? null;
}

export function violationsOf(runs: readonly SeedRun[]): OverSeeds['violations'] {
  const times = new Map<string, (number | null)[]>();
  for (const { violated } of runs) {
    for (const { property, time } of violated) times.set(property, [...(times.get(property) ?? []), time]);
  }
  return [...times].map(([property, all]) => ({ property, times: all }));
}

/** The program in force, run with other seeds: what their stats have in common, and which properties they violate. */
import type { StatView } from '../../kernel/protocol.ts';
import type { PlotId } from './plots.ts';

/** Seeds besides the run's own. */
export const seedCount = 30;
/** A band is drawn anew after so many more seeds. */
export const bandEvery = 5;
/** Moments of a band. */
const moments = 120;

export type Curve = StatView['points'];

/** A line over virtual time in a plot. */
export interface PlotCurve {
  /** The place of its mark among those of the plot. */
  readonly mark: number;
  /** Which of the mark's lines; empty when it has one. */
  readonly series: string | number;
  /** From a point to the next: its value holds, the next one's does, or it goes straight there. */
  readonly curve: 'step-after' | 'step-before' | 'linear';
  /** Virtual ms, rising, and value. */
  readonly points: Curve;
}

/** A line of a plot at the moments of a band. */
export interface SampledCurve extends Omit<PlotCurve, 'points'> {
  readonly values: readonly (number | null)[];
}

/** One run, as far as it was run. */
export interface SeedRun {
  readonly seed: number;
  /** Of each plot its lines over time; of those that have any. */
  readonly plots?: Readonly<Record<PlotId, readonly SampledCurve[]>>;
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

/** The same of a line of a plot. */
export interface PlotBand extends Omit<Band, 'name'>, Omit<PlotCurve, 'points'> {}

export interface OverSeeds {
  /** Seeds that are done. */
  readonly done: number;
  readonly bands: readonly Band[];
  /** Of each plot that has lines over time. */
  readonly plotBands: Readonly<Record<PlotId, readonly PlotBand[]>>;
  /** The bands are those of the program before. */
  readonly isOld: boolean;
  /** Each property with the times at which seeds violate it; null: no moment. */
  readonly violations: readonly { readonly property: string; readonly times: readonly (number | null)[] }[];
  /** Seeds that an error of a rule ended. */
  readonly stopped: number;
  /** Why there will be no more; empty: there will. */
  readonly failure: string;
}

export const noSeeds: OverSeeds = {
  done: 0,
  bands: [],
  plotBands: {},
  isOld: false,
  violations: [],
  stopped: 0,
  failure: '',
};

/** Seeds from 1 on, without the run's own: the same ones for every program, so that a drag compares like with like. */
export function otherSeeds(own: number): readonly number[] {
  return Array.from({ length: seedCount + 1 }, (_, i) => i + 1)
    .filter((seed) => seed !== own)
    .slice(0, seedCount);
}

const momentsUpTo = (until: number): readonly number[] =>
  Array.from({ length: moments }, (_, i) => (i / (moments - 1)) * until);

/** A line of a plot at the moments of the bands from 0 to `until` virtual ms. */
export function sampled({ mark, series, curve, points }: PlotCurve, until: number): SampledCurve {
  const times = momentsUpTo(until);
  const values = curve === 'step-after' ? valuesAt(points, times, null) : valuesBetween(points, times, curve);
  return { mark, series, curve, values };
}

/** The bands of the plots of all runs. A seed in which a line is not there says nothing of it. */
export function plotBandsOf(runs: readonly SeedRun[], until: number): OverSeeds['plotBands'] {
  const times = momentsUpTo(until);
  const cells = new Set(runs.flatMap(({ plots }) => Object.keys(plots ?? {})));
  return Object.fromEntries(
    [...cells].map((cell) => {
      const lines = new Map<string, SampledCurve[]>();
      for (const curve of runs.flatMap(({ plots }) => plots?.[cell] ?? [])) {
        const name = `${curve.mark} ${typeof curve.series} ${curve.series}`;
        const alike = lines.get(name);
        if (alike === undefined) lines.set(name, [curve]);
        else alike.push(curve);
      }
      const bands = [...lines.values()].flatMap((all): readonly PlotBand[] => {
        const [first] = all;
        if (first === undefined) return [];
        const { mark, series, curve } = first;
        return [
          {
            mark,
            series,
            curve,
            ...bandOf(
              all.map(({ values }) => values),
              times,
            ),
          },
        ];
      });
      return [cell, bands];
    }),
  );
}

/** The bands of all stats that any of the runs has, from 0 to `until` virtual ms. */
export function bandsOf(runs: readonly SeedRun[], until: number): readonly Band[] {
  const times = momentsUpTo(until);
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

/**
 * Straight from point to point, or as the next one is; null before the first and behind the last.
 * @param times rising
 */
export function valuesBetween(
  points: Curve,
  times: readonly number[],
  curve: 'linear' | 'step-before',
): readonly (number | null)[] {
  let next = 0;
  return times.map((time) => {
    while ((points[next]?.[0] ?? Infinity) < time) next += 1;
    const [before, after] = [points[next - 1], points[next]];
    if (after === undefined) return null;
    if (after[0] === time) return after[1];
    if (before === undefined) return null;
    if (curve === 'step-before') return after[1];
    return before[1] + ((after[1] - before[1]) * (time - before[0])) / (after[0] - before[0]);
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

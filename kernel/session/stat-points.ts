/**
 * What plots read of stats besides their values: how fast a counter grew, and percentiles of what a histogram was told, for each
 * stretch of time up to a step. The stretches begin at 0; the last one may be shorter, down to half, so that it is not all noise.
 */
import { addTo, createSketch, quantiles } from '../../stdlib/sketch.ts';
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { Ms, PercentilePoint, RatePoint } from '../program/language.ts';
import { rowAbout } from '../trace/columns.ts';
import type { Run } from '../trace/run.ts';
import { countBefore, type StatSeries } from '../trace/stats.ts';
import { millis } from '../world/world.ts';

const stretchLimit = 2_000;
const everyMs = 1_000;

interface Moment {
  /** Events so far. */
  readonly step: number;
  /** Virtual µs. */
  readonly now: number;
}

interface Stretch {
  readonly from: Ms;
  readonly to: Ms;
  /** What was told at a step from `first` on, and before `end`, was told in it. */
  readonly first: number;
  readonly end: number;
}

type Labelled = readonly [labels: Readonly<Record<string, string>>, series: readonly StatSeries[]];

export function rateOf(
  run: Run,
  moment: Moment,
  stat: string,
  options: { readonly every?: Ms; readonly by?: string } = {},
): readonly RatePoint[] {
  const stretches = stretchesUpTo(run, moment, checkedSpan(options.every ?? everyMs, 'rate'));
  return groupsOf(run, stat, options.by).flatMap(([labels, group]) =>
    stretches.map(({ from, to, first, end }): RatePoint => {
      const grown = group.reduce((sum, one) => sum + amountBefore(one, end) - amountBefore(one, first), 0);
      return { ...labels, from, time: to, value: (grown * 1_000) / (to - from) };
    }),
  );
}

export function percentilesOf(
  run: Run,
  moment: Moment,
  stat: string,
  options: { readonly of?: readonly number[]; readonly every?: Ms | null; readonly by?: string } = {},
): readonly PercentilePoint[] {
  const { of = [50, 95, 99], every = everyMs, by } = options;
  const wrong = of.find((one) => !(one > 0 && one <= 100));
  if (wrong !== undefined)
    throw bad(`percentiles(…, { of: [${wrong}] })`, 'A percentile lies above 0 and is 100 at most: 99 is p99.');
  const stretches =
    every === null
      ? [{ from: 0, to: millis(moment.now), first: 0, end: moment.step }]
      : stretchesUpTo(run, moment, checkedSpan(every, 'percentiles'));
  return groupsOf(run, stat, by).flatMap(([labels, group]) =>
    stretches.flatMap(({ from, to, first, end }) => {
      const sketch = createSketch();
      for (const one of group) {
        const last = countBefore(one, end);
        for (let row = countBefore(one, first); row < last; row++) addTo(sketch, one.value[row] ?? 0);
      }
      // Where nothing was told there is nothing to draw.
      if (sketch.count === 0) return [];
      const values = quantiles(
        sketch,
        of.map((one) => one / 100),
      );
      return of.map(
        (one, index): PercentilePoint => ({
          ...labels,
          from,
          time: to,
          percentile: `p${one}`,
          value: values[index] ?? 0,
          count: sketch.count,
        }),
      );
    }),
  );
}

/** By the value of a label; all in one without it. */
function groupsOf(run: Run, stat: string, by: string | undefined): readonly Labelled[] {
  const all = [...(run.stats.byName.get(stat)?.values() ?? [])];
  if (by === undefined) return all.length === 0 ? [] : [[{}, all]];
  const groups = new Map<string, StatSeries[]>();
  for (const one of all) {
    const label = String(one.labels[by] ?? '');
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [one]);
    else group.push(one);
  }
  return [...groups].map(([label, group]): Labelled => [{ [by]: label }, group]);
}

/** A counter's total, or how often something else was told. */
function amountBefore(series: StatSeries, step: number): number {
  const rows = countBefore(series, step);
  if (series.kind !== 'counter') return rows;
  return series.value[rows - 1] ?? 0;
}

function stretchesUpTo(run: Run, { step, now }: Moment, every: Ms): readonly Stretch[] {
  const end = millis(now);
  const width = every * Math.max(1, Math.ceil(end / every / stretchLimit));
  const rowsBefore = (time: Ms): number => Math.min(step, rowAbout(run.columns, time * 1_000));
  const stretches: Stretch[] = [];
  let first = 0;
  for (let at = 0; end - at * width >= width / 2; at++) {
    const from = at * width;
    const to = Math.min(end, from + width);
    const next = to < from + width ? step : rowsBefore(to);
    stretches.push({ from, to, first, end: next });
    first = next;
  }
  return stretches;
}

function checkedSpan(every: Ms, what: string): Ms {
  if (every >= 0.001 && Number.isFinite(every)) return every;
  throw bad(`${what}(…, { every: ${String(every)} })`, 'Give a span of virtual ms, above 0.');
}

function bad(what: string, help: string): DiagnosticError {
  return new DiagnosticError(diagnostic('plot/threw', `${what} cannot be drawn.`, { help }));
}

/** Stats at a moment, for the page: curves of at most so many points, by label, and what a histogram was told as a distribution. */
import { addTo, barsOf, createSketch, mergeInto, quantiles, type Sketch } from '../../stdlib/sketch.ts';
import type { Labels } from '../program/language.ts';
import type { Place } from '../program/declaration.ts';
import type { Distribution, StatLabels, StatPart, StatView } from '../stat.ts';
import { millis } from '../world/world.ts';
import { rowAbout, timeAbout } from './columns.ts';
import { type Run, worldOf } from './run.ts';
import { countBefore, type StatSeries } from './stats.ts';

const statPoints = 120;
const mostParts = 24;
const mostBars = 28;
const percentiles = [50, 95, 99];

export function statsOf(
  run: Run,
  step: number,
  now: number,
  place: (name: string) => Pick<Place, 'cell' | 'range'> | null,
): StatView[] {
  const declared = worldOf(run).program.stats;
  return [...run.stats.byName].map(([name, series]): StatView => {
    const all = [...series.values()];
    const kind = all[0]?.kind ?? 'counter';
    const at = place(name);
    const { unit = '', help = '' } = declared.find((stat) => stat.name === name) ?? {};
    const sketches = kind === 'histogram' ? all.map((one) => sketchOf(one, countBefore(one, step))) : null;
    const points = kind === 'histogram' ? sampled(run, all, step) : totals(run, all, step, now);
    const distribution = sketches === null ? null : distributionOf(sketches);
    return {
      name,
      kind,
      value: distribution === null ? (points.at(-1)?.[1] ?? 0) : (distribution.percentiles[0]?.value ?? 0),
      points,
      cell: at?.cell ?? null,
      range: at?.range ?? null,
      unit,
      help,
      parts: partsOf(all, step, sketches),
      distribution,
    };
  });
}

export function labelsOf(labels: Labels): StatLabels {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}

function partsOf(all: readonly StatSeries[], step: number, sketches: readonly Sketch[] | null): readonly StatPart[] {
  return all
    .flatMap((one, index): StatPart[] => {
      const count = countBefore(one, step);
      if (count === 0) return [];
      const sketch = sketches?.[index];
      const value = sketch === undefined ? (one.value[count - 1] ?? 0) : (quantiles(sketch, [0.5])[0] ?? 0);
      return [{ labels: labelsOf(one.labels), value, count }];
    })
    .toSorted((a, b) => b.value - a.value)
    .slice(0, mostParts);
}

function distributionOf(sketches: readonly Sketch[]): Distribution {
  const [first] = sketches;
  let sketch = first ?? createSketch();
  if (sketches.length > 1) {
    sketch = createSketch();
    for (const one of sketches) mergeInto(sketch, one);
  }
  const values =
    sketch.count === 0
      ? []
      : quantiles(
          sketch,
          percentiles.map((one) => one / 100),
        );
  return {
    count: sketch.count,
    most: Math.max(0, sketch.most),
    percentiles: values.map((value, index) => ({ of: percentiles[index] ?? 0, value })),
    bars: barsOf(sketch, mostBars),
  };
}

interface Seen {
  readonly sketch: Sketch;
  rows: number;
  /** The step of the last row: another one means that rows were thinned away or told anew. */
  step: number;
}

/** The tip is looked at many times a second, and each time only what was told since is added. */
const seen = new WeakMap<StatSeries, Seen>();

function sketchOf(series: StatSeries, rows: number): Sketch {
  let known = seen.get(series);
  if (known === undefined || known.rows > rows || (known.rows > 0 && series.step[known.rows - 1] !== known.step)) {
    known = { sketch: createSketch(), rows: 0, step: 0 };
    seen.set(series, known);
  }
  for (let row = known.rows; row < rows; row++) addTo(known.sketch, series.value[row] as number);
  known.rows = rows;
  known.step = series.step[rows - 1] ?? 0;
  return known.sketch;
}

/** The sum over labels, at evenly spaced moments. */
function totals(run: Run, all: readonly StatSeries[], step: number, now: number): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  for (let i = 0; i <= statPoints - 1; i++) {
    const time = (now * i) / (statPoints - 1);
    const until = i === statPoints - 1 ? step : Math.min(step, rowAbout(run.columns, time * 1000 + 0.5));
    let sum = 0;
    for (const one of all) {
      const rows = countBefore(one, until);
      if (rows > 0) sum += one.value[rows - 1] as number;
    }
    points.push([time, sum]);
  }
  return points;
}

function sampled(run: Run, all: readonly StatSeries[], step: number): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  for (const one of all) {
    const rows = countBefore(one, step);
    const stride = Math.max(1, Math.ceil((rows * all.length) / statPoints));
    for (let row = (rows - 1) % stride; row < rows; row += stride) {
      if (row >= 0) points.push([millis(timeAbout(run.columns, one.step[row] as number)), one.value[row] as number]);
    }
  }
  return points.toSorted((a, b) => a[0] - b[0]);
}

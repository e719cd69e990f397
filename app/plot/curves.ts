/**
 * Lines over virtual time in a plot that a cell made: what other seeds can be compared in. And the bands of other seeds as marks of the
 * same plot, behind its own: an area from the 10th to the 90th percentile and the median in it, in the colour of the line.
 */
import type { PlotCall, PlotValue } from '../../kernel/protocol.ts';
import type { PlotBand, PlotCurve } from '../model/over-seeds.ts';
import { isOptions, withPlotOptions } from './interpret.ts';

/** Columns of the band: no column of the author's own is called like them, as `low` or `series` may be. */
const columns = {
  low: '10th percentile of seeds',
  high: '90th percentile of seeds',
  series: 'line among seeds',
} as const;

/** Lines of a mark whose bands are drawn: more are a hatching. */
const mostBands = 12;

type Options = { readonly [key: string]: PlotValue };

/** Its lines over time, each with its points in the order of time. Others, and those of a transform or a facet, are left out. */
export function curvesOf(plot: PlotCall): readonly PlotCurve[] {
  return marksOf(plot).flatMap((mark, index) => {
    const line = lineOf(mark);
    if (line === null) return [];
    const { rows, y, nameOf, curve } = line;
    const series = new Map<string | number, (readonly [number, number])[]>();
    for (const [i, row] of rows.entries()) {
      if (!isOptions(row)) continue;
      const [time, value] = [row['time'], row[y]];
      if (typeof time !== 'number' || typeof value !== 'number' || !Number.isFinite(value)) continue;
      const name = nameOf(row, i);
      const points = series.get(name);
      if (points === undefined) series.set(name, [[time, value]]);
      else points.push([time, value]);
    }
    return [...series].map(
      ([name, points]): PlotCurve => ({
        mark: index,
        series: name,
        curve,
        points: points.toSorted((a, b) => a[0] - b[0]),
      }),
    );
  });
}

/** A plot never changes, and may have many thousand rows. */
const whys = new WeakMap<PlotCall, string>();

/** Why no bands can be drawn in it, a sentence; empty: they can, or it has no rows yet. */
export function whyNoBands(plot: PlotCall): string {
  let why = whys.get(plot);
  if (why === undefined) whys.set(plot, (why = findWhy(plot)));
  return why;
}

function findWhy(plot: PlotCall): string {
  const marks = marksOf(plot);
  const lines = marks.filter((mark) => isOptions(mark) && (mark['$call'] === 'line' || mark['$call'] === 'lineY'));
  const [odd] = lines;
  const overTime = lines.flatMap((line) => lineOf(line) ?? []);
  if (overTime.length > 0) {
    const isDense = overTime.every(({ rows, nameOf }) => {
      const names = new Set<string | number>();
      return rows.some((row, i) => isOptions(row) && names.add(nameOf(row, i)).size > mostBands);
    });
    return isDense ? `It has more than ${mostBands} lines in one mark, and their bands could not be told apart.` : '';
  }
  if (odd === undefined)
    return 'It has no line: bands stand behind the lines of Plot.line, lineY and stepY over time, and behind no other mark.';
  const args = isOptions(odd) ? odd['args'] : undefined;
  const options: PlotValue | undefined = Array.isArray(args) ? args[1] : undefined;
  if (!isOptions(options)) return "Its line has no options: bands need x: 'time' and a column as y.";
  if ('$call' in options) return 'Its line goes through a transform, and what other seeds would be in it is not known.';
  const { x, y, fx, fy } = options;
  if (x !== 'time') return "Its line is not over virtual time: bands need x: 'time'.";
  if (typeof y !== 'string') return 'The y of its line is not the name of a column, as bands need.';
  if (fx !== undefined || fy !== undefined) return 'Its line is in facets.';
  return 'The rows of its line are no list.';
}

function marksOf(plot: PlotCall): readonly PlotValue[] {
  if (plot.$call !== 'plot') return [plot];
  const [options] = plot.args;
  const marks = isOptions(options) ? options['marks'] : undefined;
  return Array.isArray(marks) ? marks : [];
}

interface TimeLine {
  readonly rows: readonly PlotValue[];
  readonly y: string;
  /** The column that tells its lines apart; null: there is none. */
  readonly column: string | null;
  /** Which of its lines a row belongs to. */
  readonly nameOf: (row: Options, index: number) => string | number;
  /** Its lines are told apart by a list beside the rows: what a function of the row gave. */
  readonly isListed: boolean;
  readonly curve: PlotCurve['curve'];
  readonly options: Options;
}

function lineOf(mark: PlotValue): TimeLine | null {
  if (!isOptions(mark) || (mark['$call'] !== 'line' && mark['$call'] !== 'lineY')) return null;
  const { args } = mark;
  const [rows, options]: readonly PlotValue[] = Array.isArray(args) ? args : [];
  if (!Array.isArray(rows) || !isOptions(options) || '$call' in options) return null;
  const { x, y, z, stroke, fx, fy, curve } = options;
  if (x !== 'time' || typeof y !== 'string' || fx !== undefined || fy !== undefined) return null;
  const hasColumn = (name: PlotValue | undefined): name is string =>
    typeof name === 'string' && rows.some((row: PlotValue) => isOptions(row) && Object.hasOwn(row, name));
  const column = hasColumn(z) ? z : hasColumn(stroke) ? stroke : null;
  const listed = column === null && Array.isArray(stroke) ? stroke : null;
  return {
    rows,
    y,
    column,
    nameOf: (row, index) => nameIn(column !== null ? row[column] : (listed?.[index] ?? null)),
    isListed: listed !== null,
    curve: curve === 'step-after' || curve === 'step-before' ? curve : 'linear',
    options,
  };
}

const nameIn = (value: PlotValue | undefined): string | number =>
  typeof value === 'string' || typeof value === 'number' ? value : '';

/** The plot with the bands behind its lines, no further than they go. */
export function withBands(plot: PlotCall, bands: readonly PlotBand[], isOld: boolean): PlotCall {
  const marks = marksOf(plot);
  const behind = marks.flatMap((mark, index) => {
    const line = lineOf(mark);
    const own = bands.filter((band) => band.mark === index);
    return line === null || own.length === 0 || own.length > mostBands ? [] : bandMarks(line, own, isOld);
  });
  return behind.length === 0
    ? plot
    : withPlotOptions(plot, (options) => ({ ...options, marks: [...behind, ...marks] }));
}

function bandMarks(line: TimeLine, bands: readonly PlotBand[], isOld: boolean): readonly PlotCall[] {
  const { rows, y, column, isListed, curve, options } = line;
  const last = rows.reduce<number>(
    (latest, row) => (isOptions(row) && typeof row['time'] === 'number' ? Math.max(latest, row['time']) : latest),
    0,
  );
  const banded = bands.flatMap((band) =>
    band.times.flatMap((time, i): readonly Options[] => {
      const [low, median, high] = [band.low[i] ?? null, band.median[i] ?? null, band.high[i] ?? null];
      if (time > last || low === null || median === null || high === null) return [];
      return [{ time, [column ?? columns.series]: band.series, [columns.low]: low, [columns.high]: high, [y]: median }];
    }),
  );
  if (banded.length === 0) return [];
  const colour = isListed ? columns.series : (options['stroke'] ?? 'currentColor');
  const shared = {
    x: 'time',
    z: column ?? columns.series,
    curve,
    ariaDescription: 'other seeds',
  };
  return [
    {
      $call: 'areaY',
      args: [banded, { ...shared, y1: columns.low, y2: columns.high, fill: colour, fillOpacity: isOld ? 0.06 : 0.16 }],
    },
    {
      $call: 'lineY',
      args: [
        banded,
        { ...shared, y, stroke: colour, strokeWidth: 1, strokeDasharray: '2 3', strokeOpacity: isOld ? 0.35 : 0.9 },
      ],
    },
  ];
}

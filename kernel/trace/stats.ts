/**
 * Stats over time: for every name and set of labels, the steps at which it was told something and what. A
 * counter keeps its running total, so any moment's value is one lookup.
 */
import type { Labels } from '../program/language.ts';
import { labelKey, type StatKind } from '../world/stat-totals.ts';

export interface StatSeries {
  readonly name: string;
  readonly kind: StatKind;
  readonly labels: Labels;
  length: number;
  step: Int32Array;
  /** Counter: total so far. Otherwise what was told. */
  value: Float64Array;
  /** The arrays are those of the run this one was forked from: they are copied before anything is written. */
  isBorrowed: boolean;
}

export interface Stats {
  /** By name, then by labels. */
  readonly byName: Map<string, Map<string, StatSeries>>;
}

/** A series with fewer old points is left as it is. */
const thinFrom = 256;

const noLabels: Labels = Object.freeze({});

export function createStats(): Stats {
  return { byName: new Map() };
}

export function tell(
  stats: Stats,
  step: number,
  kind: StatKind,
  name: string,
  value: number,
  labels: Labels | undefined,
): void {
  let series = stats.byName.get(name);
  if (series === undefined) {
    series = new Map();
    stats.byName.set(name, series);
  }
  const key = labels === undefined ? '' : labelKey(labels);
  let one = series.get(key);
  if (one === undefined) {
    one = {
      name,
      kind,
      labels: labels === undefined ? noLabels : { ...labels },
      length: 0,
      step: new Int32Array(16),
      value: new Float64Array(16),
      isBorrowed: false,
    };
    series.set(key, one);
  }
  const row = one.length;
  if (one.isBorrowed || row === one.step.length) own(one, Math.max(16, row * 2));
  one.step[row] = step;
  one.value[row] = one.kind === 'counter' ? (row === 0 ? 0 : (one.value[row - 1] as number)) + value : value;
  one.length = row + 1;
}

function own(series: StatSeries, capacity: number): void {
  const step = new Int32Array(capacity);
  step.set(series.step.subarray(0, series.length));
  const value = new Float64Array(capacity);
  value.set(series.value.subarray(0, series.length));
  series.step = step;
  series.value = value;
  series.isBorrowed = false;
}

/** What was told before `step`, to go on from by itself. */
export function forkStats(stats: Stats, step: number): Stats {
  const forked = createStats();
  for (const [name, series] of stats.byName) {
    const own = new Map<string, StatSeries>();
    for (const [key, one] of series) {
      const length = countBefore(one, step);
      if (length > 0) own.set(key, { ...one, length, isBorrowed: true });
    }
    if (own.size > 0) forked.byName.set(name, own);
  }
  return forked;
}

/** Forgets what was told at `step` and later. */
export function truncateStats(stats: Stats, step: number): void {
  for (const [name, series] of stats.byName) {
    for (const [key, one] of series) {
      one.length = countBefore(one, step);
      if (one.length === 0) series.delete(key);
    }
    if (series.size === 0) stats.byName.delete(name);
  }
}

/** How many rows were told before `step`. */
export function countBefore(series: StatSeries, step: number): number {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((series.step[middle] as number) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Estimate. */
export function bytesOfStats({ byName }: Stats): number {
  let bytes = 0;
  for (const series of byName.values()) for (const { step } of series.values()) bytes += 200 + step.length * 12;
  return bytes;
}

/** Forgets every second of the points told before `step`, of each series with many. True when there were any. */
export function thinStats(stats: Stats, step: number): boolean {
  let isThinner = false;
  for (const series of stats.byName.values())
    for (const one of series.values()) {
      const before = countBefore(one, step);
      if (before < thinFrom) continue;
      isThinner = true;
      const kept = (before + 1) >> 1;
      const length = one.length - (before - kept);
      const [steps, values] = [new Int32Array(length), new Float64Array(length)];
      // The last one before is kept: a counter's total has to be right from there on.
      for (let row = (before - 1) % 2, to = 0; row < before; row += 2, to++) {
        steps[to] = one.step[row] as number;
        values[to] = one.value[row] as number;
      }
      steps.set(one.step.subarray(before, one.length), kept);
      values.set(one.value.subarray(before, one.length), kept);
      one.step = steps;
      one.value = values;
      one.length = length;
      one.isBorrowed = false;
    }
  return isThinner;
}

/**
 * The events behind a point of a stat's curve. Which event told what is kept with the points; of the old past, where every second
 * point was thinned away again and again, the run is gone over once more.
 */
import type { Place } from '../program/declaration.ts';
import type { StatEvent, StatEvents, StatLabels, StatWish } from '../stat.ts';
import { labelKey, statOf } from '../world/stat-totals.ts';
import type { Machine } from '../world/step.ts';
import { micros } from '../world/world.ts';
import { rowsUpTo } from './columns.ts';
import { createFollower, followOn, outsideOf } from './follow.ts';
import { rowOf } from './row.ts';
import { type Run, worldOf } from './run.ts';
import { labelsOf } from './stat-views.ts';
import { countBefore, type StatSeries } from './stats.ts';

/** The last ones of many. */
const mostEvents = 100;
/** So many events are gone over once more at most. */
const mostRetold = 100_000;

interface Told {
  readonly step: number;
  readonly labels: StatLabels;
  readonly told: number;
  readonly value: number;
}

/** Where a stat is told: by a rule, if it does; else anywhere. */
export type StatPlaceOf = (name: string, rule: Pick<Place, 'cell' | 'range'> | null) => StatEvent['place'];

/** @param step only what was told by the first so many events */
export function statEvents(run: Run, wish: StatWish, step: number, placeOf: StatPlaceOf): StatEvents {
  const first = Math.min(step, rowsUpTo(run.columns, micros(wish.from)));
  const end = Math.max(first, Math.min(step, rowsUpTo(run.columns, micros(wish.to))));
  const isKept = first >= run.thinnedStatsBefore;
  const from = isKept ? first : Math.max(first, end - mostRetold);
  const told = isKept ? keptIn(run, wish, first, end) : retold(run, wish, from, end);
  const last = told.length > 0 ? told : lastBefore(run, wish, first);
  const { rules } = worldOf(run).program;
  return {
    wish,
    events: last.slice(-mostEvents).map((one): StatEvent => {
      const row = rowOf(run, one.step);
      const place = placeOf(wish.name, rules.get(row.rule)?.place ?? null);
      return { ...row, ...one, place };
    }),
    count: told.length,
    isPart: from > first,
  };
}

/** The series that are meant. */
function meant(run: Run, { name, labels }: StatWish): readonly StatSeries[] {
  const all = [...(run.stats.byName.get(name)?.values() ?? [])];
  return labels === null ? all : all.filter((one) => isSame(labelsOf(one.labels), labels));
}

function isSame(a: StatLabels, b: StatLabels): boolean {
  return labelKey(a) === labelKey(b);
}

function keptIn(run: Run, wish: StatWish, first: number, end: number): readonly Told[] {
  const series = meant(run, wish);
  const found: (Told & { readonly of: StatSeries })[] = [];
  for (const one of series) {
    const last = countBefore(one, end);
    for (let row = countBefore(one, first); row < last; row++) found.push({ ...toldAt(one, row), of: one });
  }
  found.sort((a, b) => a.step - b.step);
  return withTotals(series, found, first);
}

function toldAt(one: StatSeries, row: number): Told {
  const value = one.value[row] as number;
  const told = one.kind === 'counter' ? value - (row === 0 ? 0 : (one.value[row - 1] as number)) : value;
  return { step: one.step[row] as number, labels: labelsOf(one.labels), told, value };
}

/** A counter's total is over all labels that are meant, as its curve is. */
function withTotals(
  series: readonly StatSeries[],
  told: readonly (Told & { readonly of: StatSeries })[],
  first: number,
): readonly Told[] {
  if (series[0]?.kind !== 'counter')
    return told.map(({ step, labels, told, value }) => ({ step, labels, told, value }));
  let total = series.reduce((sum, one) => sum + (one.value[countBefore(one, first) - 1] ?? 0), 0);
  return told.map(({ step, labels, told }) => {
    total += told;
    return { step, labels, told, value: total };
  });
}

/** The newest of what was told before, and may be thinned. */
function lastBefore(run: Run, wish: StatWish, first: number): readonly Told[] {
  const series = meant(run, wish);
  let newest: (Told & { readonly of: StatSeries }) | null = null;
  for (const one of series) {
    const row = countBefore(one, first) - 1;
    if (row >= 0 && (newest === null || (one.step[row] as number) > newest.step))
      newest = { ...toldAt(one, row), of: one };
  }
  return newest === null ? [] : withTotals(series, [newest], newest.step);
}

/** The stretch once more, silently, with an ear for this stat alone. */
function retold(run: Run, { name, labels }: StatWish, first: number, end: number): readonly Told[] {
  const found: Told[] = [];
  const outside = outsideOf(run);
  const follower = createFollower(run, first);
  let listened: Machine | null = null;
  while (follower.machine.world.step < end) {
    if (listened !== follower.machine) {
      listened = follower.machine;
      const { world } = listened;
      world.sink = {
        note: () => undefined,
        stat(kind, other, told, own) {
          if (other !== name || world.step < first || world.step >= end) return;
          const withLabels = labelsOf(own ?? {});
          if (labels !== null && !isSame(withLabels, labels)) return;
          const value = kind === 'counter' ? statOf(world.stats, name, labels ?? undefined) : told;
          found.push({ step: world.step, labels: withLabels, told, value });
        },
      };
    }
    if (followOn(run, follower, outside) === 'there') break;
  }
  return found;
}

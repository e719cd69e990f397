/**
 * How many events fall into each bucket of a stretch of time; where rows were thinned away, about. Rows are in order of time, so each border is found by binary
 * search: what it costs depends on the number of buckets, hardly on that of events. Traces that did not grow since they were
 * asked for the same stretch (other branches, a run that stands still) are not asked again.
 */
import type { Want } from '../protocol.ts';
import { type Columns, rowAbout } from './columns.ts';

export type DensityWanted = Pick<NonNullable<Want['density']>, 'from' | 'to' | 'buckets'>;

/** More buckets than this are not given. */
const bucketLimit = 4_000;

export interface Densities {
  of(columns: Columns, wanted: DensityWanted): readonly number[];
}

export function createDensities(): Densities {
  const known = new WeakMap<
    Columns,
    { readonly wanted: DensityWanted; readonly rows: string; readonly counts: readonly number[] }
  >();
  return {
    of(columns, wanted) {
      const last = known.get(columns);
      const rows = `${columns.edition} ${columns.length}`;
      if (last?.rows === rows && isSame(last.wanted, wanted)) return last.counts;
      const counts = densityOf(columns, wanted);
      known.set(columns, { wanted, rows, counts });
      return counts;
    },
  };
}

const isSame = (a: DensityWanted, b: DensityWanted): boolean =>
  a.from === b.from && a.to === b.to && a.buckets === b.buckets;

/** Events per bucket; the first and the last count only what lies inside. Times in virtual ms. */
export function densityOf(columns: Columns, { from, to, buckets }: DensityWanted): readonly number[] {
  const count = Math.min(Math.max(1, Math.floor(buckets)), bucketLimit);
  const counts = new Array<number>(count).fill(0);
  let before = rowAbout(columns, from * 1000);
  for (let i = 0; i < count; i++) {
    const after = rowAbout(columns, (from + ((to - from) * (i + 1)) / count) * 1000);
    counts[i] = after - before;
    before = after;
  }
  return counts;
}

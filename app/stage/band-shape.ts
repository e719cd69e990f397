/** The band of other seeds as paths, in the scales of the curve it stands behind. */
import type { Band, Curve } from '../model/over-seeds.ts';
import type { Area } from './stat-shape.ts';

export interface BandShape {
  /** Between the 10th and the 90th percentile. */
  readonly area: string;
  readonly median: string;
}

/** What the scales of the curve have to hold besides the curve. */
export function besideOf(band: Band | undefined, now: number): Curve {
  const known = (values: Band['low']): Curve =>
    (band?.times ?? []).flatMap((time, i) => {
      const value = values[i] ?? null;
      return value === null || time > now ? [] : [[time, value] as const];
    });
  return band === undefined ? [] : [...known(band.low), ...known(band.high)];
}

/** Steps, as the curve has them, from where the band is known to `now`. */
export function bandShape(
  band: Band,
  now: number,
  { least, most }: Pick<Area, 'least' | 'most'>,
  width: number,
  height: number,
): BandShape {
  const span = most - least || 1;
  const x = (time: number): string => ((time / Math.max(now, 1)) * width).toFixed(1);
  const y = (value: number): string => (height - 1 - ((value - least) / span) * (height - 2)).toFixed(1);
  const stretches = band.times.flatMap((time, i) => {
    const [low, median, high] = [band.low[i] ?? null, band.median[i] ?? null, band.high[i] ?? null];
    if (time > now || low === null || median === null || high === null) return [];
    return [{ from: time, to: Math.min(now, band.times[i + 1] ?? now), low, median, high }];
  });
  const first = stretches[0];
  if (first === undefined) return { area: '', median: '' };
  const over = stretches.map(({ to, high }) => `V${y(high)}H${x(to)}`).join('');
  const under = stretches
    .toReversed()
    .map(({ from, low }) => `V${y(low)}H${x(from)}`)
    .join('');
  return {
    area: `M${x(first.from)} ${y(first.low)}${over}${under}Z`,
    median: `M${x(first.from)} ${y(first.median)}${stretches.map(({ to, median }) => `V${y(median)}H${x(to)}`).join('')}`,
  };
}

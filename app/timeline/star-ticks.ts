/** When events touch each star, as a row of ticks over the density of the current lane. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Stars } from '../model/stars.ts';
import { bucketTransform, type DensityWindow } from './density.ts';
import type { Scale } from './drawing.ts';
import { type Lane, marksHeight } from './lanes.ts';

/** px of a row, and between rows. */
const rowHeight = 6;
const rowGap = 2;
/** A tick is hit so far beside it, px. */
const near = 5;

/** px, of the row of one star. */
const rowTop = (row: number, count: number, current: Lane): number =>
  current.top + marksHeight + row * Math.min(rowHeight + rowGap, (current.height - marksHeight - 4) / count);

export function drawStars(
  { list, views }: Stars,
  windowOf: (ticks: readonly number[]) => DensityWindow | null,
  { place }: Scale,
  current: Lane | undefined,
): SVGTemplateResult | typeof nothing {
  if (current === undefined || list.length === 0) return nothing;
  return svg`<g class="stars">${list.map(({ id, colour }, row) => {
    const ticks = views[id]?.ticks ?? [];
    const window = windowOf(ticks);
    const y = rowTop(row, list.length, current);
    const path = ticks.flatMap((count, bucket) => (count > 0 ? [`M${bucket} 0h0.8v${rowHeight}h-0.8z`] : [])).join('');
    return path === '' || window === null
      ? nothing
      : svg`<g class="s${colour}" transform="translate(0 ${y})">
          <path class="star-ticks" d=${path} transform=${bucketTransform(window, place)}></path>
          <text class="star-glyph" x="2" y=${rowHeight + 1}>★</text>
        </g>`;
  })}</g>`;
}

/** A tick: of which star, over which virtual ms, how many events. */
export interface StarTick {
  readonly id: string;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** The tick nearest to a point of the axis; null when none is near. px. */
export function starTickAt(
  { x, y }: { readonly x: number; readonly y: number },
  { list, views }: Pick<Stars, 'list' | 'views'>,
  windowOf: (ticks: readonly number[]) => DensityWindow | null,
  { place }: Pick<Scale, 'place'>,
  current: Lane | undefined,
): StarTick | null {
  if (current === undefined) return null;
  const row = list.findIndex((_, index) => {
    const top = rowTop(index, list.length, current);
    return y >= top - rowGap / 2 && y < top + rowHeight + rowGap / 2;
  });
  const id = list[row]?.id;
  const ticks = id === undefined ? [] : (views[id]?.ticks ?? []);
  const window = windowOf(ticks);
  if (id === undefined || window === null) return null;
  const span = (window.to - window.from) / window.buckets;
  let nearest: StarTick | null = null;
  let least = near;
  for (const [bucket, count] of ticks.entries()) {
    if (count === 0) continue;
    const [from, to] = [window.from + bucket * span, window.from + (bucket + 1) * span];
    const distance = Math.max(0, place(from) - x, x - place(to));
    if (distance < least) [least, nearest] = [distance, { id, count, from, to }];
  }
  return nearest;
}

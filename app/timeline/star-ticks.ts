/** When events touch each star, as a row of ticks over the density of the current lane. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Stars } from '../model/stars.ts';
import { bucketTransform, type DensityWindow } from './density.ts';
import type { Scale } from './drawing.ts';
import { type Lane, marksHeight } from './lanes.ts';

/** px of a row, and between rows. */
const rowHeight = 6;
const rowGap = 2;

export function drawStars(
  { list, views }: Stars,
  windowOf: (ticks: readonly number[]) => DensityWindow | null,
  { place }: Scale,
  current: Lane | undefined,
): SVGTemplateResult | typeof nothing {
  if (current === undefined || list.length === 0) return nothing;
  const room = current.height - marksHeight - 4;
  const pitch = Math.min(rowHeight + rowGap, room / list.length);
  const top = current.top + marksHeight;
  return svg`<g class="stars">${list.map(({ id, colour }, row) => {
    const ticks = views[id]?.ticks ?? [];
    const window = windowOf(ticks);
    const y = top + row * pitch;
    const path = ticks.flatMap((count, bucket) => (count > 0 ? [`M${bucket} 0h0.8v${rowHeight}h-0.8z`] : [])).join('');
    return path === '' || window === null
      ? nothing
      : svg`<g class="s${colour}" transform="translate(0 ${y})">
          <path class="star-ticks" d=${path} transform=${bucketTransform(window, place)}></path>
          <text class="star-glyph" x="2" y=${rowHeight + 1}>★</text>
        </g>`;
  })}</g>`;
}

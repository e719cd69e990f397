/** Events per bucket of time as an area. The height is the square root of the count, so quiet stretches can be seen. */
import type { Want } from '../../kernel/protocol.ts';
import type { Range } from './range.ts';

export type DensityWindow = NonNullable<Want['density']>;

/**
 * An area over a base line at `height`, through the middle of each bucket. Neighbours are mixed 1:2:1, since with few
 * events a bucket more or less would make a comb of it.
 */
export function densityPath(
  density: readonly number[],
  window: Range,
  place: (time: number) => number,
  height: number,
): string {
  const width = (window.to - window.from) / Math.max(1, density.length);
  const smooth = density.map((count, i) => (2 * count + (density[i - 1] ?? count) + (density[i + 1] ?? count)) / 4);
  const most = Math.max(1, ...smooth);
  let path = '';
  for (const [i, count] of smooth.entries()) {
    if (count <= 0) continue;
    const start = window.from + i * width;
    const top = (height - Math.max(1.5, Math.sqrt(count / most) * (height - 2))).toFixed(1);
    if (i === 0 || (smooth[i - 1] ?? 0) <= 0) path += `M${place(start).toFixed(1)} ${height}`;
    path += `L${place(start + width / 2).toFixed(1)} ${top}`;
    if ((smooth[i + 1] ?? 0) <= 0) path += `L${place(start + width).toFixed(1)} ${height}Z`;
  }
  return path;
}

/**
 * Which window a frame's density is for. A frame does not say, and the window changes while frames are on their way;
 * so each window is asked for with a number of buckets of its own, and the answer is known by its length.
 */
export class DensityWindows {
  readonly #asked = new Map<number, DensityWindow>();
  #turn = 0;

  ask(range: Range, buckets: number): DensityWindow {
    this.#turn = (this.#turn + 1) % 16;
    const window = { from: range.from, to: range.to, buckets: buckets + this.#turn };
    this.#asked.set(window.buckets, window);
    if (this.#asked.size > 64) {
      const oldest = this.#asked.keys().next().value;
      if (oldest !== undefined) this.#asked.delete(oldest);
    }
    return window;
  }

  of(density: readonly number[]): DensityWindow | null {
    return this.#asked.get(density.length) ?? null;
  }
}

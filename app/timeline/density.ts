/** Events per bucket of time as an area. The height is the square root of the count, so quiet stretches can be seen. */
import type { Want } from '../../kernel/protocol.ts';
import type { Range } from './range.ts';

export type DensityWindow = NonNullable<Want['density']>;

/** An area of steps over a base line at `height`; a count of zero draws nothing. */
export function densityPath(
  density: readonly number[],
  window: Range,
  place: (time: number) => number,
  height: number,
): string {
  const most = Math.max(1, ...density);
  const width = (window.to - window.from) / Math.max(1, density.length);
  let path = '';
  let isDown = true;
  for (const [i, count] of density.entries()) {
    if (count <= 0) {
      if (!isDown) path += `V${height}Z`;
      isDown = true;
      continue;
    }
    const left = place(window.from + i * width).toFixed(1);
    const right = place(window.from + (i + 1) * width).toFixed(1);
    const top = (height - Math.max(1.5, Math.sqrt(count / most) * (height - 2))).toFixed(1);
    path += isDown ? `M${left} ${height}V${top}H${right}` : `V${top}H${right}`;
    isDown = false;
  }
  return isDown ? path : `${path}V${height}Z`;
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

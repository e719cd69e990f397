/** Events per bucket of time as an area. The height is the square root of the count, so quiet stretches can be seen. */
import type { Want } from '../../kernel/protocol.ts';
import type { Range } from './range.ts';

export type DensityWindow = NonNullable<Want['density']>;

/** Neighbours mixed 1:2:1, since with few events a bucket more or less would make a comb of it. */
export function smoothed(density: readonly number[]): readonly number[] {
  return density.map((count, i) => (2 * count + (density[i - 1] ?? count) + (density[i + 1] ?? count)) / 4);
}

/**
 * The area over a base line at `height`, through the middle of each bucket. Across, its unit is the bucket: a zoom moves and
 * stretches it without drawing it anew.
 * @param most the count that has the full height
 */
export function densityPath(smooth: readonly number[], most: number, height: number): string {
  let path = '';
  for (const [i, count] of smooth.entries()) {
    if (count <= 0) continue;
    const top = (height - Math.max(1.5, Math.sqrt(count / most) * (height - 2))).toFixed(1);
    if (i === 0 || (smooth[i - 1] ?? 0) <= 0) path += `M${i} ${height}`;
    path += `L${i + 0.5} ${top}`;
    if ((smooth[i + 1] ?? 0) <= 0) path += `L${i + 1} ${height}Z`;
  }
  return path;
}

/** Where the buckets of a window stand: an SVG transform. */
export function bucketTransform(window: DensityWindow, place: (time: number) => number): string {
  const left = place(window.from);
  const scale = (place(window.to) - left) / window.buckets;
  return `matrix(${scale.toFixed(5)} 0 0 1 ${left.toFixed(2)} 0)`;
}

/** Paths that were drawn, by lane: as long as the counts are the same, nothing is drawn anew. */
export class DensityPaths {
  readonly #drawn = new Map<
    string,
    {
      readonly density: readonly number[];
      readonly smooth: readonly number[];
      most: number;
      height: number;
      path: string;
    }
  >();

  /** The highest count of a lane. */
  peak(lane: string, density: readonly number[]): number {
    return Math.max(0, ...this.#entry(lane, density).smooth);
  }

  path(lane: string, density: readonly number[], most: number, height: number): string {
    const entry = this.#entry(lane, density);
    if (entry.most !== most || entry.height !== height) {
      entry.path = densityPath(entry.smooth, most, height);
      entry.most = most;
      entry.height = height;
    }
    return entry.path;
  }

  /** Lanes that are gone are forgotten. */
  keep(lanes: ReadonlySet<string>): void {
    for (const lane of this.#drawn.keys()) if (!lanes.has(lane)) this.#drawn.delete(lane);
  }

  #entry(lane: string, density: readonly number[]) {
    const known = this.#drawn.get(lane);
    if (known !== undefined && isSame(known.density, density)) return known;
    const entry = { density, smooth: smoothed(density), most: 0, height: 0, path: '' };
    this.#drawn.set(lane, entry);
    return entry;
  }
}

/** Each picture brings a copy. */
function isSame(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((count, i) => count === b[i]);
}

/**
 * Which window a frame's density is for. A frame does not say, and the window changes while frames are on their way;
 * so each window is asked for with a number of buckets of its own, and the answer is known by its length.
 */
export class DensityWindows {
  readonly #asked = new Map<number, DensityWindow>();
  #turn = 0;

  ask(range: Range, buckets: number, branches: readonly number[]): DensityWindow {
    this.#turn = (this.#turn + 1) % 16;
    const window = { from: range.from, to: range.to, buckets: buckets + this.#turn, branches };
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

/**
 * A streaming sketch of values, for percentiles. Each value falls into a bucket that is told by the highest bits of its
 * floating-point number: the exponent and 7 bits of the mantissa, so 128 buckets for each doubling. That is the log-linear
 * histogram of HdrHistogram (Tene), without a bound to configure; a bucket's middle is within 1/256 of every value in it. No
 * logarithm is taken, so that the buckets are the same in every browser and in Node.
 *
 * Values below 0 count as 0, which is a bucket of its own; those that are not finite are left out.
 */

/** Bits of the mantissa that tell buckets apart. */
const mantissaBits = 7;
/** How far a percentile may be off, relative to the value. */
export const sketchError = 1 / 2 ** (mantissaBits + 1);

export interface Sketch {
  /** Values by bucket. */
  readonly buckets: Map<number, number>;
  count: number;
  /** Of all values, exactly; infinite when there are none. No percentile lies beyond them. */
  least: number;
  most: number;
}

export function createSketch(): Sketch {
  return { buckets: new Map(), count: 0, least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
}

const number = new DataView(new ArrayBuffer(8));
const shift = 20 - mantissaBits;

function bucketOf(value: number): number {
  if (!(value > 0)) return 0;
  number.setFloat64(0, value);
  // At least 1: a value above 0 is not 0, however small.
  return (number.getUint32(0) >>> shift) + 1;
}

/** The middle of a bucket. */
function valueOf(bucket: number): number {
  if (bucket === 0) return 0;
  return (edge(bucket - 1) + edge(bucket)) / 2;
}

function edge(bucket: number): number {
  number.setUint32(0, bucket << shift);
  number.setUint32(4, 0);
  return number.getFloat64(0);
}

export function addTo(sketch: Sketch, value: number): void {
  if (!Number.isFinite(value)) return;
  const bucket = bucketOf(value);
  sketch.buckets.set(bucket, (sketch.buckets.get(bucket) ?? 0) + 1);
  sketch.count += 1;
  const held = Math.max(0, value);
  sketch.least = Math.min(sketch.least, held);
  sketch.most = Math.max(sketch.most, held);
}

/** Takes in all that another one has seen. */
export function mergeInto(sketch: Sketch, other: Sketch): void {
  for (const [bucket, count] of other.buckets) sketch.buckets.set(bucket, (sketch.buckets.get(bucket) ?? 0) + count);
  sketch.count += other.count;
  sketch.least = Math.min(sketch.least, other.least);
  sketch.most = Math.max(sketch.most, other.most);
}

/** The least value that this share of all values does not exceed: `share` 0.99 is p99. NaN when there is none. */
export function quantile(sketch: Sketch, share: number): number {
  return quantiles(sketch, [share])[0] ?? Number.NaN;
}

export function quantiles({ buckets, count, least, most }: Sketch, shares: readonly number[]): readonly number[] {
  const sorted = [...buckets].toSorted(([a], [b]) => a - b);
  return shares.map((share) => {
    // The nearest rank, from 1.
    let left = Math.min(count, Math.max(1, Math.ceil(share * count - 1e-9)));
    for (const [bucket, held] of sorted) {
      left -= held;
      if (left <= 0) return Math.min(most, Math.max(least, valueOf(bucket)));
    }
    return Number.NaN;
  });
}

export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** All values in at most `most` bars, each wider than the one before by the same factor; 0 has one of its own. */
export function barsOf({ buckets }: Sketch, most: number): readonly Bar[] {
  const zeros = buckets.get(0) ?? 0;
  const bars: Bar[] = zeros === 0 ? [] : [{ from: 0, to: 0, count: zeros }];
  const above = [...buckets.keys()].filter((bucket) => bucket > 0);
  if (above.length === 0) return bars;
  const first = above.reduce((a, b) => Math.min(a, b));
  const last = above.reduce((a, b) => Math.max(a, b));
  const width = Math.ceil((last - first + 1) / Math.max(1, most - bars.length));
  for (let bucket = first; bucket <= last; bucket += width) {
    let count = 0;
    for (let at = bucket; at < bucket + width; at++) count += buckets.get(at) ?? 0;
    bars.push({ from: edge(bucket - 1), to: edge(Math.min(last, bucket + width - 1)), count });
  }
  return bars;
}

/**
 * Which key an operation touches: distributions over the keys 0 … count−1, as YCSB defines them.
 *
 * Zipfian numbers come by Gray's method (Gray et al., "Quickly generating billion-record synthetic
 * databases", SIGMOD 1994): constant time, one draw, at the price of a small error in the ranks after the
 * second. Scrambled: the rank is drawn over 10^10 items and hashed onto the keys, so the hot keys lie
 * scattered and the hottest takes the same share whatever `count` is.
 */
import type { KeyDistribution } from '../kernel/program/language.ts';
import { ln, power } from './elementary.ts';
import { fnvRemainder } from './fnv.ts';

/** YCSB's zipfian constant. */
const THETA = 0.99;
/** The items over which scrambled ranks are drawn. */
const SCRAMBLED_ITEMS = 10_000_000_000;
/** More keys than this would lose precision in the hash. */
const MOST_KEYS = 2 ** 32;

function checkCount(where: string, count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > MOST_KEYS) {
    throw new RangeError(`${where}: count must be a whole number from 1 to 2^32, not ${String(count)}`);
  }
  return count;
}

function checkTheta(where: string, theta: number): number {
  if (!(theta > 0 && theta < 1)) throw new RangeError(`${where}: theta must lie between 0 and 1, not ${String(theta)}`);
  return theta;
}

function checkFraction(where: string, name: string, value: number): number {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${where}: ${name} must lie in 0 … 1, not ${String(value)}`);
  return value;
}

/** Key r has weight 1/(r+1)^theta. `scrambled` scatters the hot keys. Theta defaults to YCSB's 0.99. */
export function zipfian(
  count: number,
  options: { readonly theta?: number; readonly scrambled?: boolean } = {},
): KeyDistribution {
  const where = 'zipfian(count)';
  checkCount(where, count);
  return {
    kind: 'zipfian',
    count,
    theta: checkTheta(where, options.theta ?? THETA),
    scrambled: options.scrambled ?? false,
  };
}

/**
 * The newest key is the hottest: a zipfian distance back from the newest acknowledged insert. `counts: 'issued'` is the mistake of
 * many a load generator: back from the newest insert that was sent, so that it reads keys that are not there yet.
 */
export function latest(
  count: number,
  options: { readonly theta?: number; readonly counts?: 'acknowledged' | 'issued' } = {},
): KeyDistribution {
  const where = 'latest(count)';
  checkCount(where, count);
  const { theta = THETA, counts = 'acknowledged' } = options;
  if (!['acknowledged', 'issued'].includes(counts))
    throw new RangeError(`${where}: counts must be 'acknowledged' or 'issued', not ${JSON.stringify(counts)}`);
  return { kind: 'latest', count, theta: checkTheta(where, theta), ...(counts === 'issued' ? { counts } : {}) };
}

/** A fraction `hotKeys` of the keys (the first ones) takes a fraction `hotOperations` of the operations: 20 % and 80 %. */
export function hotspot(
  count: number,
  options: { readonly hotKeys?: number; readonly hotOperations?: number } = {},
): KeyDistribution {
  const where = 'hotspot(count)';
  checkCount(where, count);
  return {
    kind: 'hotspot',
    count,
    hotKeys: checkFraction(where, 'hotKeys', options.hotKeys ?? 0.2),
    hotOperations: checkFraction(where, 'hotOperations', options.hotOperations ?? 0.8),
  };
}

/** How many keys exist before the first operation. Throws a RangeError for bounds that are no keys. */
export function keyCount(distribution: KeyDistribution): number {
  if (distribution.kind !== 'uniform') return distribution.count;
  const { low, high } = distribution;
  if (!Number.isInteger(low) || low < 0)
    throw new RangeError(`uniform keys: low must be a whole number from 0, not ${low}`);
  checkCount('uniform keys', high);
  if (low === high) throw new RangeError(`uniform keys: uniform(${low}, ${high}) holds no key`);
  return high;
}

/** Terms of the zeta sum that are added one by one; the rest is an integral with corrections. */
const HEAD = 100;

/**
 * n → 1/1^theta + … + 1/n^theta, in a time that does not grow with n: the first terms from a table, the rest
 * by the Euler–Maclaurin formula (error below 1e-13 of the sum).
 */
function zetaOf(theta: number): (n: number) => number {
  const sums = [0];
  for (let i = 1; i < HEAD; i++) sums.push((sums[i - 1] ?? 0) + power(i, -theta));
  const head = sums[HEAD - 1] ?? 0;
  const first = power(HEAD, -theta);
  return (n) => {
    const direct = sums[n];
    if (direct !== undefined) return direct;
    const last = power(n, -theta);
    const integral = theta === 1 ? ln(n / HEAD) : (n * last - HEAD * first) / (1 - theta);
    const slope = (theta / 12) * (first / HEAD - last / n);
    const third = ((theta * (theta + 1) * (theta + 2)) / 720) * (first / HEAD ** 3 - last / n ** 3);
    return head + integral + (first + last) / 2 + slope - third;
  };
}

/** 1/1^theta + … + 1/n^theta: the weight of all ranks. The exact share of rank r is r^−theta ÷ zeta(n, theta). */
export function zeta(n: number, theta: number): number {
  return zetaOf(theta)(n);
}

/** A zipfian rank 0 … n−1 from one uniform number, by Gray's method. `sum` is zeta(n, theta). */
function zipfianRanks(n: number, theta: number, sum: number): (u: number) => number {
  const two = 1 + power(2, -theta);
  const exponent = 1 / (1 - theta);
  const eta = n > 2 ? (1 - power(2 / n, 1 - theta)) / (1 - two / sum) : 0;
  return (u) => {
    const share = u * sum;
    if (share < 1) return 0;
    if (share < two) return Math.min(1, n - 1);
    return Math.min(n - 1, Math.floor(n * power(eta * u - eta + 1, exponent)));
  };
}

/** Draws a key's number. `newest` is the newest key that may be read; only `latest` looks at it. */
export type KeySampler = (random: () => number, newest: number) => number;

/** Prepares a distribution for sampling. The result remembers only tables derived from its arguments. */
export function keySampler(distribution: KeyDistribution): KeySampler {
  switch (distribution.kind) {
    case 'uniform': {
      const { low } = distribution;
      const span = keyCount(distribution) - low;
      return (random) => low + Math.floor(random() * span);
    }
    case 'zipfian': {
      const { count, theta } = distribution;
      if (!distribution.scrambled) {
        const rank = zipfianRanks(count, theta, zeta(count, theta));
        return (random) => rank(random());
      }
      const rank = zipfianRanks(SCRAMBLED_ITEMS, theta, zeta(SCRAMBLED_ITEMS, theta));
      return (random) => fnvRemainder(rank(random()), count);
    }
    case 'latest': {
      const { theta } = distribution;
      const sumOf = zetaOf(theta);
      let count = distribution.count;
      let rank = zipfianRanks(count, theta, sumOf(count));
      return (random, newest) => {
        if (newest + 1 !== count) {
          count = newest + 1;
          rank = zipfianRanks(count, theta, sumOf(count));
        }
        return newest - rank(random());
      };
    }
    case 'hotspot': {
      const { count, hotOperations } = distribution;
      const hot = Math.floor(count * distribution.hotKeys);
      return (random) => {
        // One draw decides hot or cold and, stretched again, the key within.
        const u = random();
        if (hot > 0 && (u < hotOperations || hot === count)) {
          return Math.floor((hot === count ? u : u / hotOperations) * hot);
        }
        const cold = hot > 0 ? (u - hotOperations) / (1 - hotOperations) : u;
        return hot + Math.floor(cold * (count - hot));
      };
    }
  }
}

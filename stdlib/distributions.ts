/**
 * Distributions of spans and values, as data, and how to sample them.
 *
 * Every kind but `constant` takes exactly one draw per sample, whatever its parameters, so changing a
 * latency from `uniform` to `pareto` leaves every other draw of the stream where it was.
 */
import type { Distribution, Ms } from '../kernel/program/language.ts';
import { ln, power } from './elementary.ts';
import { normalQuantile } from './normal.ts';

function finite(where: string, name: string, value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`${where}: ${name} must be a finite number, not ${String(value)}`);
  return value;
}

function positive(where: string, name: string, value: number): number {
  if (!(finite(where, name, value) > 0)) throw new RangeError(`${where}: ${name} must be above 0, not ${value}`);
  return value;
}

/** Always `value`. */
export function constant(value: number): Distribution {
  return { kind: 'constant', value: finite('constant(value)', 'value', value) };
}

/** Uniform in [low, high). As a distribution of keys: the integers low … high−1. */
export function uniform(
  low: number,
  high: number,
): { readonly kind: 'uniform'; readonly low: number; readonly high: number } {
  const where = 'uniform(low, high)';
  finite(where, 'low', low);
  finite(where, 'high', high);
  if (low > high) throw new RangeError(`${where}: low (${low}) must not exceed high (${high})`);
  return { kind: 'uniform', low, high };
}

/** Exponential with the given mean: the gaps between independent events. */
export function exponential(mean: number): Distribution {
  return { kind: 'exponential', mean: positive('exponential(mean)', 'mean', mean) };
}

/** Normal. Used as a span it is clipped at 0. */
export function normal(mean: number, deviation: number): Distribution {
  const where = 'normal(mean, deviation)';
  finite(where, 'mean', mean);
  if (finite(where, 'deviation', deviation) < 0) {
    throw new RangeError(`${where}: deviation must not be negative, not ${deviation}`);
  }
  return { kind: 'normal', mean, deviation };
}

/** Pareto: never below `scale`, with a tail that is heavier the smaller `shape` is (infinite mean up to 1). */
export function pareto(scale: number, shape: number): Distribution {
  const where = 'pareto(scale, shape)';
  return { kind: 'pareto', scale: positive(where, 'scale', scale), shape: positive(where, 'shape', shape) };
}

/** The same, checked, however it was made. Throws a RangeError that names what is wrong. @internal */
export function checkedDistribution(distribution: Distribution): Distribution {
  switch (distribution.kind) {
    case 'constant':
      return constant(distribution.value);
    case 'uniform':
      return uniform(distribution.low, distribution.high);
    case 'exponential':
      return exponential(distribution.mean);
    case 'normal':
      return normal(distribution.mean, distribution.deviation);
    case 'pareto':
      return pareto(distribution.scale, distribution.shape);
    default: {
      const { kind }: { readonly kind: unknown } = distribution;
      throw new RangeError(`there is no distribution of the kind '${String(kind)}'`);
    }
  }
}

/** Keeps a draw of exactly 0 out of the logarithm of the normal quantile. */
const SMALLEST_DRAW = 2 ** -54;

/** One value. `random` is uniform in [0, 1) and is called once (not at all for `constant`). */
export function sample(distribution: Distribution, random: () => number): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.low + (distribution.high - distribution.low) * random();
    case 'exponential':
      return -distribution.mean * ln(1 - random());
    case 'normal':
      return distribution.mean + distribution.deviation * normalQuantile(Math.max(random(), SMALLEST_DRAW));
    case 'pareto':
      return distribution.scale / power(1 - random(), 1 / distribution.shape);
  }
}

/** One span in milliseconds: as `sample`, clipped at 0. */
export function sampleSpan(distribution: Distribution, random: () => number): Ms {
  return Math.max(0, sample(distribution, random));
}

/**
 * The six core workloads of YCSB (Cooper et al., "Benchmarking cloud serving systems with YCSB", SoCC 2010) as data:
 * `workload({ ...ycsb('A'), arrivals: poisson(200) })`.
 */
import type { YcsbMix, YcsbName } from '../kernel/program/language.ts';
import { constant, uniform } from './distributions.ts';
import { latest, zipfian } from './keys.ts';

/** Operations of each, in percent. */
const mixes: Readonly<Record<YcsbName, YcsbMix['mix']>> = {
  A: { read: 50, update: 50 },
  B: { read: 95, update: 5 },
  C: { read: 100 },
  D: { read: 95, insert: 5 },
  E: { scan: 95, insert: 5 },
  F: { read: 50, 'read-modify-write': 50 },
};

/** 10 fields of 100 bytes each. */
const valueBytes = constant(1_000);
/** From 1 to 100 keys. */
const scanLength = uniform(1, 101);

/**
 * A: session store. B: tagged photographs. C: profile cache. D: status updates, the newest read most. E: conversations, scanned.
 * F: records that are read, changed and written. Keys are scrambled zipfian, but for D, and named by their hash. `records`: how
 * many there are at first, 1,000 when left out.
 */
export function ycsb(name: YcsbName, options: { readonly records?: number } = {}): YcsbMix {
  if (!Object.hasOwn(mixes, name))
    throw new RangeError(
      `ycsb(name): name must be one of ${Object.keys(mixes).join(', ')}, not ${JSON.stringify(name)}`,
    );
  const records = options.records ?? 1_000;
  return {
    mix: mixes[name],
    keys: name === 'D' ? latest(records) : zipfian(records, { scrambled: true }),
    order: 'hashed',
    valueBytes,
    scanLength,
  };
}

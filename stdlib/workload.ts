/**
 * Workloads: which operations, on which keys, when. After YCSB (Cooper et al., SoCC 2010): a mix of named
 * operations, a distribution of keys, and arrivals that are open (operations start whatever becomes of
 * earlier ones) or closed (a number of clients, each waiting for its operation and then thinking).
 */
import type { Arrivals, Distribution, Ms, Phase, Workload, WorkloadSpec } from '../kernel/program/language.ts';
import { checkedDistribution, constant, sample, sampleSpan, uniform } from './distributions.ts';
import { ln } from './elementary.ts';
import { fnvText } from './fnv.ts';
import { keyCount, keySampler } from './keys.ts';
import { issue, type Keyspace, keyspaceOf } from './keyspace.ts';

export { acknowledge, type Keyspace } from './keyspace.ts';

/** Independent arrivals, `perSecond` on average per virtual second. */
export function poisson(perSecond: number): Arrivals {
  if (!(perSecond > 0 && perSecond < 1e9)) {
    throw new RangeError(`poisson(perSecond): perSecond must be above 0 and below 10^9, not ${String(perSecond)}`);
  }
  return { kind: 'poisson', perSecond };
}

/** One operation every `everyMs`. */
export function regular(everyMs: Ms): Arrivals {
  // Time inside a world is whole microseconds.
  if (!(everyMs >= 0.001 && Number.isFinite(everyMs))) {
    throw new RangeError(`regular(everyMs): everyMs must be 0.001 or more, not ${String(everyMs)}`);
  }
  return { kind: 'regular', everyMs };
}

/**
 * A number of clients that each wait for their operation to end, then think (not at all by default). It ends when it is
 * completed, or is lost when the node that took it crashes; the next one goes to a node that is up.
 */
export function closed(clients: number, options: { readonly think?: Distribution } = {}): Arrivals {
  if (!Number.isInteger(clients) || clients < 1) {
    throw new RangeError(`closed(clients): clients must be a whole number from 1, not ${String(clients)}`);
  }
  return { kind: 'closed', clients, thinkMs: checkedDistribution(options.think ?? constant(0)) };
}

function checkedArrivals(arrivals: Arrivals): Arrivals {
  switch (arrivals.kind) {
    case 'poisson':
      return poisson(arrivals.perSecond);
    case 'regular':
      return regular(arrivals.everyMs);
    case 'closed':
      return closed(arrivals.clients, { think: arrivals.thinkMs });
  }
}

/** Checks a specification. Throws a RangeError that names what is wrong. */
export function workload(spec: WorkloadSpec): Workload {
  checkWeights('the mix', 'operation', spec.mix);
  if (spec.collections !== undefined) checkWeights('collections', 'collection', spec.collections);
  keyCount(spec.keys);
  if (spec.operations !== undefined && !(Number.isInteger(spec.operations) && spec.operations >= 0)) {
    throw new RangeError(`workload: operations must be a whole number, not ${String(spec.operations)}`);
  }
  const from = spec.from ?? 0;
  if (!(from >= 0 && Number.isFinite(from)))
    throw new RangeError(`workload: from must be 0 or more, not ${String(from)}`);
  if (spec.until !== undefined && !(spec.until >= from)) {
    throw new RangeError(`workload: until (${spec.until}) must not come before from (${from})`);
  }
  if (spec.order !== undefined && spec.order !== 'ordered' && spec.order !== 'hashed')
    throw new RangeError(`workload: order must be 'ordered' or 'hashed', not ${JSON.stringify(spec.order)}`);
  for (const length of [spec.scanLength, spec.valueBytes]) if (length !== undefined) checkedDistribution(length);
  const phases = spec.phases?.map((phase) => checkedPhase(phase, spec));
  if (phases?.length === 0) throw new RangeError('workload: phases holds no phase');
  if (phases !== undefined && spec.until !== undefined)
    throw new RangeError('workload: with phases there is no until: the last phase ends it');
  return { ...spec, arrivals: checkedArrivals(spec.arrivals), ...(phases && { phases }), isWorkload: true };
}

function checkWeights(where: string, what: string, weights: Readonly<Record<string, number>>): void {
  const entries = Object.entries(weights);
  for (const [name, weight] of entries) {
    if (!(weight >= 0 && Number.isFinite(weight)))
      throw new RangeError(`workload: the weight of '${name}' must be 0 or more, not ${String(weight)}`);
  }
  if (!entries.some(([, weight]) => weight > 0))
    throw new RangeError(`workload: ${where} names no ${what} with a weight above 0`);
}

function checkedPhase(phase: Phase, whole: WorkloadSpec): Phase {
  if (!(phase.for > 0 && Number.isFinite(phase.for)))
    throw new RangeError(`workload: a phase's \`for\` must be above 0, not ${String(phase.for)}`);
  if (phase.mix !== undefined) checkWeights('the mix of a phase', 'operation', phase.mix);
  const [count, most] = [phase.keys === undefined ? 0 : keyCount(phase.keys), keyCount(whole.keys)];
  if (count > most)
    throw new RangeError(`workload: a phase draws from ${count} keys, and the workload has ${most} of them`);
  return phase.arrivals === undefined ? phase : { ...phase, arrivals: checkedArrivals(phase.arrivals) };
}

/** A workload's part with arrivals and a mix of its own. Times are virtual ms. */
export interface Stretch {
  readonly spec: WorkloadSpec;
  readonly from: Ms;
  /** Starts before it; infinite when nothing ends it. */
  readonly until: Ms;
}

/** The phases with their times; without phases, the one stretch that the workload is. @internal */
export function stretchesOf({ phases, ...whole }: WorkloadSpec): readonly Stretch[] {
  let from = whole.from ?? 0;
  // At its `until` a workload may still start something.
  if (phases === undefined)
    return [{ spec: whole, from, until: whole.until === undefined ? Infinity : whole.until + 0.001 }];
  return phases.map(({ for: span, ...own }) => {
    const begin = from;
    from += span;
    return { spec: { ...whole, ...own }, from: begin, until: from };
  });
}

/** The keys that exist before the first operation. @internal */
export function keyspace(spec: WorkloadSpec): Keyspace {
  return keyspaceOf(keyCount(spec.keys));
}

/** One operation to start. */
export interface NextOperation {
  readonly op: string;
  /** The key's number, from 0. */
  readonly index: number;
  readonly key: string;
  /** How many keys from this one on; 1 unless it is a scan. */
  readonly count: number;
  /** 0 when the workload does not say. */
  readonly bytes: number;
  /** Empty when the workload does not say. */
  readonly collection: string;
  /** It adds its key: `acknowledge` the index when it completes. */
  readonly insert: boolean;
}

const INSERTS: readonly string[] = ['insert'];
const SCANS: readonly string[] = ['scan'];

/** Draws one of the names with weights above 0. */
function nameSampler(weights: Readonly<Record<string, number>>): (random: () => number) => string {
  const names = Object.entries(weights).filter(([, weight]) => weight > 0);
  const total = names.reduce((sum, [, weight]) => sum + weight, 0);
  return (random) => {
    let left = random() * total;
    let drawn = '';
    for (const [name, weight] of names) {
      drawn = name;
      left -= weight;
      if (left < 0) break;
    }
    return drawn;
  };
}

/**
 * Prepares the draw of operations. Each takes one draw for its name and, unless it inserts, one for its key; a scan one more for
 * its length; each one for its collection and one for the length of its value, where these are not always the same.
 * An insert takes the next key that was never issued.
 * @internal
 */
export function operationSampler(spec: WorkloadSpec): (random: () => number, keys: Keyspace) => NextOperation {
  const { inserts = INSERTS, scans = SCANS, keys: distribution, collections, valueBytes = constant(0) } = spec;
  const { scanLength = uniform(1, 101) } = spec;
  const drawName = nameSampler(spec.mix);
  const drawKey = keySampler(distribution);
  const drawCollection = collections === undefined ? () => '' : nameSampler(collections);
  const nameOf = spec.order === 'hashed' ? (index: number) => `user${fnvText(index)}` : (index: number) => `k${index}`;
  const isRash = distribution.kind === 'latest' && distribution.counts === 'issued';
  return (random, keys) => {
    const op = drawName(random);
    const insert = inserts.includes(op);
    const index = insert ? issue(keys) : drawKey(random, isRash ? keys.issued - 1 : keys.newest);
    return {
      op,
      index,
      key: nameOf(index),
      insert,
      count: scans.includes(op) ? Math.max(1, Math.floor(sample(scanLength, random))) : 1,
      bytes: Math.max(0, Math.round(sample(valueBytes, random))),
      collection: drawCollection(random),
    };
  };
}

/** How many independent streams of starts there are: the clients of a closed workload, otherwise one. @internal */
export function concurrency(arrivals: Arrivals): number {
  return arrivals.kind === 'closed' ? arrivals.clients : 1;
}

/** From the start of the workload to a stream's first operation. @internal */
export function startDelay(arrivals: Arrivals, random: () => number): Ms {
  return arrivals.kind === 'regular' ? 0 : nextDelay(arrivals, random);
}

/** Open: from one start to the next. Closed: from the end of a client's operation to its next start. @internal */
export function nextDelay(arrivals: Arrivals, random: () => number): Ms {
  switch (arrivals.kind) {
    case 'poisson':
      return (-1000 / arrivals.perSecond) * ln(1 - random());
    case 'regular':
      return arrivals.everyMs;
    case 'closed':
      return sampleSpan(arrivals.thinkMs, random);
  }
}

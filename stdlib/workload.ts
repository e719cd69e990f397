/**
 * Workloads: which operations, on which keys, when. After YCSB (Cooper et al., SoCC 2010): a mix of named
 * operations, a distribution of keys, and arrivals that are open (operations start whatever becomes of
 * earlier ones) or closed (a number of clients, each waiting for its operation and then thinking).
 */
import type { Arrivals, Distribution, Ms, Workload, WorkloadSpec } from '../kernel/program/language.ts';
import { checkedDistribution, constant, sampleSpan } from './distributions.ts';
import { ln } from './elementary.ts';
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
  const weights = Object.entries(spec.mix);
  for (const [op, weight] of weights) {
    if (!(weight >= 0 && Number.isFinite(weight))) {
      throw new RangeError(`workload: the weight of '${op}' must be 0 or more, not ${String(weight)}`);
    }
  }
  if (!weights.some(([, weight]) => weight > 0))
    throw new RangeError('workload: the mix names no operation with a weight above 0');
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
  return { ...spec, arrivals: checkedArrivals(spec.arrivals), isWorkload: true };
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
  /** It adds its key: `acknowledge` the index when it completes. */
  readonly insert: boolean;
}

const INSERTS: readonly string[] = ['insert'];

/**
 * Prepares the draw of operations. Each takes one draw for its name and, unless it inserts, one for its key.
 * An insert takes the next key that was never issued.
 * @internal
 */
export function operationSampler(spec: WorkloadSpec): (random: () => number, keys: Keyspace) => NextOperation {
  const inserts = spec.inserts ?? INSERTS;
  const mix = Object.entries(spec.mix).filter(([, weight]) => weight > 0);
  const total = mix.reduce((sum, [, weight]) => sum + weight, 0);
  const drawKey = keySampler(spec.keys);
  return (random, keys) => {
    let left = random() * total;
    let op = '';
    for (const [name, weight] of mix) {
      op = name;
      left -= weight;
      if (left < 0) break;
    }
    const insert = inserts.includes(op);
    const index = insert ? issue(keys) : drawKey(random, keys.newest);
    return { op, index, key: `k${index}`, insert };
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

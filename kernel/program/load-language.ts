/**
 * The part of the language that is about load: distributions, workloads, clusters, stats. Types only; language.ts passes
 * them on, and is where the rest is. Loaded beside it.
 */

/**
 * Virtual time or a span of it, in milliseconds.
 * @minimum 0
 */
export type Ms = number;

// What an editor may do to a number: the tags are those of JSON Schema, and a notebook's own types can have them too.

/**
 * From 0, never, to 1, always. Also a share of a whole.
 * @minimum 0
 * @maximum 1
 */
export type Probability = number;

/**
 * How many.
 * @minimum 0
 * @multipleOf 1
 */
export type Count = number;

/**
 * How many, one at least.
 * @minimum 1
 * @multipleOf 1
 */
export type PositiveCount = number;

/** @exclusiveMinimum 0 */
export type Positive = number;

/** @minimum 0 */
export type NonNegative = number;

/**
 * The exponent of a Zipfian distribution: the larger, the hotter the hot keys.
 * @exclusiveMinimum 0
 * @exclusiveMaximum 1
 */
export type Theta = number;

// ---------------------------------------------------------------- distributions and workloads

/** A distribution of spans or values, as data. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number }
  | { readonly kind: 'pareto'; readonly scale: number; readonly shape: number };

/** A distribution of keys 0 … count−1, as data. */
export type KeyDistribution =
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'zipfian'; readonly count: number; readonly theta: number; readonly scrambled: boolean }
  | { readonly kind: 'latest'; readonly count: number; readonly theta: number; readonly counts?: 'issued' }
  | { readonly kind: 'hotspot'; readonly count: number; readonly hotKeys: number; readonly hotOperations: number };

/** When operations start. Open: whatever happens to earlier ones. Closed: `clients` at a time. */
export type Arrivals =
  | { readonly kind: 'poisson'; readonly perSecond: number }
  | { readonly kind: 'regular'; readonly everyMs: Ms }
  | { readonly kind: 'closed'; readonly clients: number; readonly thinkMs: Distribution };

/** A stretch of a workload. What is left out is as in the workload. */
export interface Phase {
  /** How long, in virtual ms. */
  readonly for: Ms;
  readonly mix?: Readonly<Record<string, NonNegative>>;
  /** Over keys that the workload has. */
  readonly keys?: KeyDistribution;
  readonly arrivals?: Arrivals;
}

export interface WorkloadSpec {
  /** Operation name → weight; weights need not sum to 1. */
  readonly mix: Readonly<Record<string, NonNegative>>;
  readonly keys: KeyDistribution;
  readonly arrivals: Arrivals;
  /** One after the other, from `from` on; the workload ends with the last. All phases share their keys. */
  readonly phases?: readonly Phase[];
  /** Names of keys. `ordered` (the default): `k0`, `k1` …; `hashed`: as YCSB names them, so that neighbours lie far apart. */
  readonly order?: 'ordered' | 'hashed';
  /** Operation names that read a range of keys (`scan` by default), and how many keys, 1 or more; uniform(1, 101) when left out. */
  readonly scans?: readonly string[];
  readonly scanLength?: Distribution;
  /** How long the values are that an operation is about. Left out: not said, 0. */
  readonly valueBytes?: Distribution;
  /** Path of a collection → weight: where operations go. Left out: not said, `''`. */
  readonly collections?: Readonly<Record<string, NonNegative>>;
  /** Operations in all; unlimited when left out. */
  readonly operations?: Count;
  /** From when to when, in virtual ms; the whole run when left out. */
  readonly from?: Ms;
  readonly until?: Ms;
  /** Operation names that add a new key when they complete (`insert` by default). */
  readonly inserts?: readonly string[];
}

export interface Workload extends WorkloadSpec {
  readonly isWorkload: true;
}

/** What a workload sends to the nodes it loads: handle it with `kind.on(Operation, …)`. */
export interface OperationBody {
  /** Give it to `ctx.complete`, `ctx.fail` or `ctx.abandon`. */
  readonly id: number;
  readonly op: string;
  readonly key: string;
  /** The key's number, from 0. */
  readonly index: number;
  /** How many keys from this one on: of a scan; otherwise 1. */
  readonly count: number;
  /** Length of the value, when the workload says; otherwise 0. */
  readonly bytes: number;
  /** Path of its collection, when the workload says; otherwise `''`. */
  readonly collection: string;
}

/** What a name of YCSB's core workloads stands for. */
export interface YcsbMix {
  readonly mix: Readonly<Record<string, number>>;
  readonly keys: KeyDistribution;
  readonly order: 'hashed';
  readonly valueBytes: Distribution;
  readonly scanLength: Distribution;
}

export type YcsbName = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

// ---------------------------------------------------------------- clusters and collections

/**
 * What a collection can do: its changes can be followed, a part of an item read or changed, items changed together in a
 * transaction, a snapshot read, an index kept of it, keys read in order, a change compared with what was read; flags and an expiry
 * kept with an item; the oldest items dropped when it is full.
 */
export type Capability =
  | 'change-stream'
  | 'sub-item'
  | 'tx'
  | 'mvcc'
  | 'indexable'
  | 'range'
  | 'cas'
  | 'flags'
  | 'expiry'
  | 'capped';

export type CollectionKind = 'primary' | 'back-index' | 'index';

export interface Collection {
  readonly kind: CollectionKind;
  readonly can: readonly Capability[];
}

/** A collection and where it is. */
export interface PlacedCollection extends Collection {
  /** `cluster/pool/bucket/name` */
  readonly path: string;
  readonly cluster: string;
  readonly pool: string;
  readonly bucket: string;
  readonly name: string;
}

/** Carries the changes of a bucket from a cluster to another: one way. */
export interface ReplicationLink {
  readonly from: string;
  readonly to: string;
  readonly bucket: string;
  readonly latency: Distribution;
}

export interface ClusterSpec {
  /** Cluster → pool → bucket → collection. */
  readonly clusters: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Collection>>>>>>>
  >;
  readonly links?: readonly {
    readonly from: string;
    readonly to: string;
    readonly bucket: string;
    /** One way. Default constant(1). */
    readonly latency?: Distribution;
    /** There is one the other way too. */
    readonly both?: boolean;
  }[];
}

export interface ClusterMap {
  readonly clusters: readonly string[];
  readonly collections: readonly PlacedCollection[];
  readonly links: readonly ReplicationLink[];
}

// ---------------------------------------------------------------- stats

/** What a stat is: told once, for everybody who reads its name. */
export interface StatSpec {
  /** A counter never falls; its name ends in `_total`. A histogram is told one value at a time. */
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Of gauges and histograms, and the end of their names: `ms`, `bytes`, `count`, `ratio` … */
  readonly unit?: string;
  /** Names of its labels; none when left out. */
  readonly labels?: readonly string[];
  /** What it tells, in a sentence. */
  readonly help: string;
}

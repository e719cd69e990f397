/**
 * The modelling language as its authors see it: types only. This file is the contract of
 * `2-language.md`; the editor and `rehearsal check` load its text as the library of every cell, with that of
 * load-language.ts, so neither imports anything else.
 */
/* oxlint-disable typescript/no-explicit-any -- where a type cannot be known (an older state, a recorded call), cells read on without casts */

import type {
  Arrivals,
  Capability,
  ClusterMap,
  ClusterSpec,
  Collection,
  CollectionKind,
  Count,
  Distribution,
  KeyDistribution,
  Ms,
  NonNegative,
  OperationBody,
  Positive,
  PositiveCount,
  Probability,
  StatSpec,
  Theta,
  Workload,
  WorkloadSpec,
  YcsbMix,
  YcsbName,
} from './load-language.ts';
import type { Views } from './view-language.ts';

export type * from './load-language.ts';
export type * from './view-language.ts';

/** The name of a node, as in `server1`. */
export type NodeId = string;

// ---------------------------------------------------------------- messages

/** A message ready to be sent: its type's name and its body. */
export interface Sent<Body = unknown> {
  readonly type: string;
  readonly body: Body;
}

/** Any message type, whatever its body. */
export interface MessageName {
  readonly messageName: string;
}

/** Constructor, pattern and schema of one message type. A timer is a message to oneself. */
export interface MessageType<Body> extends MessageName {
  (...body: Body extends void ? [] : [body: Body]): Sent<Body>;
}

// ---------------------------------------------------------------- what a rule may touch

/** Seeded random numbers: drawn per node and rule, so an edit elsewhere does not disturb them. */
export interface Random {
  /** Uniform in [0, 1). */
  (): number;
  /** Uniform integer in 0 … n−1. */
  int(n: PositiveCount): number;
  /** Uniform in [a, b). */
  between(a: number, b: number): number;
  /** One of `xs`, which may not be empty. */
  pick<T>(xs: readonly T[]): T;
  /** Exponential with the given mean. */
  exponential(mean: Positive): number;
}

export type Labels = Readonly<Record<string, string | number | boolean>>;

/** What a guard may read besides its state. */
export interface GuardContext {
  /** This node. */
  readonly self: NodeId;
  /** Virtual time in milliseconds. */
  readonly now: Ms;
  /** Other nodes of my kind. */
  readonly peers: readonly NodeId[];
  /** The names of all nodes of a kind, whether they are up or not. A kind may be given by its name. */
  nodes(kind: KindName | string): readonly NodeId[];
}

/** All that a rule may touch besides its state. */
export interface Context extends GuardContext {
  /** Seeded random numbers: drawn per node and rule, so an edit elsewhere does not disturb them. */
  readonly random: Random;
  /** Sends a copy. The receiver must exist; whether it is up is the network's business. */
  send(to: NodeId, message: Sent): void;
  /** Sends a copy to each; to my peers when `to` is left out. */
  broadcast(message: Sent, to?: readonly NodeId[]): void;
  /** One pending timer per node, type and key; setting it again replaces it. Timers die with the node. */
  setTimer(message: Sent, delay: Ms, key?: string | number): void;
  /** Takes back a pending timer; when there is none, nothing happens. */
  clearTimer(type: MessageName, key?: string | number): void;
  /** A nondeterministic choice: random when simulated, every one explored when checked. */
  choose<T>(xs: readonly T[]): T;
  /** Adds to a counter. The name is a string literal, `service.entity_measure_unit`. */
  count(name: string, n?: number, labels?: Labels): void;
  /** Sets a stat that goes up and down. The name is a string literal. */
  gauge(name: string, value: number, labels?: Labels): void;
  /** One observation of a stat that has a distribution, such as a latency. The name is a string literal. */
  observe(name: string, value: number, labels?: Labels): void;
  /** A line in the log, tied to the event. */
  note(text: string, data?: unknown): void;
  /** When the condition does not hold, the run stops at this line, and the step is undone. */
  assert(condition: unknown, text: string): void;
  /**
   * A client asks for something: writes an invocation into the history that `linearizable` and `isolated` check. Returns the
   * operation's id, for `complete`, `fail` or `abandon`. `op`: its name, as the model knows it. `value`: what it is given, plain
   * data. `key`: the object it is about.
   */
  invoke(op: string, value?: unknown, key?: string | number): number;
  /** The same for an operation that a workload started: says what it is given. Its name, key and id are those of the workload. */
  invoke(operation: OperationBody, value?: unknown): number;
  /**
   * An operation took effect, and `result` is what the client was told; leave it out when that is not known or does not matter.
   * Of a workload's operation the latency becomes a stat, and a closed client goes on. An operation ends once: again, or after
   * its client crashed, changes nothing.
   */
  complete(operation: number, result?: unknown): void;
  /** An operation did not take effect and never will. When in doubt, `abandon` it. */
  fail(operation: number): void;
  /**
   * The client stops waiting: whether the operation took effect, or will yet, nobody knows. The same becomes of all operations of
   * a client that crashes.
   */
  abandon(operation: number): void;
}

/** The context of a rule that handles a message or timer. */
export interface MessageContext extends Context {
  /** Who sent the message in hand; myself for a timer. */
  readonly from: NodeId;
  /** Sends to whom the message in hand is from. */
  reply(message: Sent): void;
}

// ---------------------------------------------------------------- nodes and rules

export interface MayOptions {
  /** Mean firings per virtual second while the guard holds, when simulated. Default 1. */
  readonly rate?: Positive;
  /** While its guard holds it acts some time: for what is to come when every interleaving is explored. Otherwise it may never act. */
  readonly fair?: boolean;
}

/** Any kind of node, whatever its state. */
export interface KindName {
  readonly kindName: string;
}

/** A kind of node. Each `on`, `when`, `may` and `start` is a rule, named `kind.name`. */
export interface NodeKind<State> extends KindName {
  /** A message or a timer arrives. */
  on<Body>(type: MessageType<Body>, rule: (state: State, message: Body, ctx: MessageContext) => void): void;
  /** Fires as soon as its guard holds, after any event of the node. */
  when(
    name: string,
    guard: (state: State, ctx: GuardContext) => boolean,
    rule: (state: State, ctx: Context) => void,
  ): void;
  /** May fire at any time its guard holds. */
  may(
    name: string,
    guard: (state: State, ctx: GuardContext) => boolean,
    rule: (state: State, ctx: Context) => void,
    options?: MayOptions,
  ): void;
  /** Boot and restart. The same as `start` in the declaration. */
  start(rule: (state: State, ctx: Context) => void): void;
  /** State of an older shape, on a swap. */
  migrate(convert: (old: Record<string, any>) => Partial<State>): void;
}

export interface NodeSpec<State> {
  /** The state of a new node: plain data (objects, arrays, Map, Set, strings, numbers, booleans, bigint, null). */
  readonly state: (self: NodeId) => State;
  /** Fields that survive a crash; the rest starts anew. */
  readonly durable?: readonly (keyof State & string)[];
  readonly start?: (state: State, ctx: Context) => void;
}

// ---------------------------------------------------------------- scenarios

export type Delivery = 'unordered' | 'ordered' | 'unordered-duplicating';

export interface LinkSpec {
  /** Default `unordered`: messages may overtake each other. `ordered`: first in, first out per link. */
  readonly delivery?: Delivery;
  /** One way. Default constant(1). */
  readonly latency?: Distribution;
  /** Probability that a message is lost. */
  readonly loss?: Probability;
  /** Probability that a delivered message arrives once more. */
  readonly duplicate?: Probability;
  /** Bytes per second, one way; messages queue for it. */
  readonly bandwidth?: Positive;
}

/** What scenarios and their timed actions can do to a world. */
export interface Actions extends World {
  /** Its pending timers are gone, and what is not durable of its state. Messages that reach it while it is down are lost. */
  crash(node: NodeId | undefined): void;
  /** It is up again with what is durable, and `start` runs. */
  restart(node: NodeId | undefined): void;
  /** Cuts every link between different groups; a node named in no group is cut off from all that are. */
  partition(...groups: readonly (readonly NodeId[])[]): void;
  /** Cuts both ways between two nodes. */
  cut(a: NodeId, b: NodeId): void;
  /** Restores a link, or all of them. */
  heal(a?: NodeId, b?: NodeId): void;
  /** Every link that has no specification of its own. What is left out is as it was. */
  network(spec: LinkSpec): void;
  /** One link, in one direction. */
  link(from: NodeId, to: NodeId, spec: LinkSpec): void;
  /** Delivers a message from outside, at once. */
  send(to: NodeId | undefined, message: Sent, from?: NodeId): void;
  /** Fires a pending timer now. */
  fireTimer(node: NodeId | undefined, type: MessageName, key?: string | number): void;
  /** Loses the first message of a type that is on its way from one node to another. When there is none, the log says so. */
  drop(type: MessageName, from: NodeId, to: NodeId): void;
  /** It arrives so many virtual ms later than it would have. */
  delay(type: MessageName, from: NodeId, to: NodeId, ms: Ms): void;
  /** It arrives once more, at the same time. */
  duplicate(type: MessageName, from: NodeId, to: NodeId): void;
  /** Sets state by hand. */
  edit<State>(kind: NodeKind<State>, node: NodeId | undefined, change: (state: State) => void): void;
  /** Fires a `may` rule now, if its guard holds. */
  fire(node: NodeId | undefined, rule: string): void;
  /** A line in the log. */
  note(text: string): void;
}

export interface WithinOptions {
  /** Deadline in virtual ms, in runs. Exploring knows no time: there it only has to come. */
  readonly within?: Ms;
}

/** The world while a scenario sets it up. */
export interface Scene extends Actions {
  /** One node, named after its kind; `kind1` … `kindN` for a count; or the names that are given. */
  add<State>(kind: NodeKind<State>): NodeId;
  add<State>(kind: NodeKind<State>, count: PositiveCount): NodeId[];
  add<State>(kind: NodeKind<State>, names: readonly NodeId[]): NodeId[];
  /** Nodes that are not alike: each name with the fields in which its state begins otherwise, also after a crash. */
  add<State>(kind: NodeKind<State>, nodes: Readonly<Record<NodeId, Partial<State>>>): NodeId[];
  /** Sends a workload's operations to the nodes of a kind. */
  load<State>(kind: NodeKind<State>, workload: Workload): void;
  /** Does something at a virtual time. Named, it stands on the timeline by its name. */
  at(time: Ms, action: (world: Actions) => void): void;
  at(time: Ms, name: string, action: (world: Actions) => void): void;
  /** Must come true in this scenario: within a time, or before its end. */
  eventually(name: string, holds: (world: World) => Verdict, options?: WithinOptions): void;
  /** Must hold throughout this scenario. */
  always(name: string, holds: (world: World) => Verdict): void;
}

export interface ScenarioOptions {
  readonly seed?: Count;
  /** Ends at this virtual time; otherwise when nothing can happen any more, or after 60,000 ms. */
  readonly until?: Ms;
}

// ---------------------------------------------------------------- histories

/** An operation of a client, as a model sees it. */
export interface ClientOperation<Value = any> {
  readonly op: string;
  /** What `ctx.invoke` was given; undefined when nothing. */
  readonly value: Value;
  readonly key: string | null;
}

export interface ModelStep<State> {
  readonly state: State | DeepReadonly<State>;
  /** What the client must have been told; when it is left out, anything will do. Compared by what it holds. */
  readonly result?: unknown;
}

/**
 * A sequential specification: what one object answers when operations come one after the other. States are plain data; `apply`
 * returns the next one and does not change the one it is given. Ready ones are in `models`.
 */
export interface Model<State, Value = any> {
  readonly init: State;
  apply(state: DeepReadonly<State>, operation: ClientOperation<Value>): ModelStep<State>;
  /** Names of operations that never change the state. To know them saves the check much work. */
  readonly observers?: readonly string[];
  /** As long as only these two operations are used, and no value is written twice, it is a plain register: checked at once. */
  readonly asRegister?: { readonly read: string; readonly write: string };
}

export interface LinearizableOptions {
  /** Names of the operations meant; all when left out. */
  readonly only?: readonly string[];
  /** The object that an operation is about: its key when left out. Null: all are about one object, whatever their keys. */
  readonly key?: ((operation: ClientOperation) => string | number | null) | null;
}

/** From the weakest to the strongest. `read-atomic`: no transaction is seen in part. `snapshot`: snapshot isolation. */
export type IsolationLevel =
  | 'read-uncommitted'
  | 'read-committed'
  | 'read-atomic'
  | 'snapshot'
  | 'serializable'
  | 'strict-serializable';

/**
 * One access of a transaction. A transaction is invoked with a list of these, and completed with the same list in which reads have
 * their value: for a key that is appended to, the list of what was appended; else what was written last, null before the first.
 */
export type Access =
  | readonly ['read', key: string | number, value?: unknown]
  | readonly ['write', key: string | number, value: unknown]
  | readonly ['append', key: string | number, value: unknown];

export interface IsolatedOptions {
  /** The operation whose value is a list of accesses; `'transaction'` when left out. */
  readonly op?: string;
  /** What a key that is overwritten holds before its first write; null when left out. */
  readonly initial?: unknown;
}

// ---------------------------------------------------------------- properties

/** True: holds. False: violated. A string: violated, and how. */
export type Verdict = boolean | string;

export type StateOf<State> = DeepReadonly<State> & { readonly id: NodeId };

export type DeepReadonly<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends Map<infer K, infer V>
    ? ReadonlyMap<DeepReadonly<K>, DeepReadonly<V>>
    : T extends Set<infer E>
      ? ReadonlySet<DeepReadonly<E>>
      : T extends readonly (infer E)[]
        ? readonly DeepReadonly<E>[]
        : T extends object
          ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
          : T;

export interface InFlight<Body = unknown> {
  readonly type: string;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly body: DeepReadonly<Body>;
  readonly sentAt: Ms;
  readonly arrivesAt: Ms;
}

/** The world as a property, plot or view sees it: read only. */
export interface World {
  /** Virtual time in milliseconds. */
  readonly now: Ms;
  /** The states of all nodes of a kind, each with its `id`, in the order in which they were added. */
  all<State>(kind: NodeKind<State>): readonly StateOf<State>[];
  /** The state of a node; the id may be left out when the kind has one node. */
  get<State>(kind: NodeKind<State>, id?: NodeId): StateOf<State>;
  /** The name of the first node for which it holds; undefined when there is none. */
  find<State>(kind: NodeKind<State>, holds: (state: StateOf<State>) => boolean): NodeId | undefined;
  /** The messages on their way, of one type or of all. */
  inFlight(): readonly InFlight[];
  inFlight<Body>(type: MessageType<Body>): readonly InFlight<Body>[];
  /** Whether a node is up. */
  alive(id: NodeId): boolean;
  /** Whether messages get from one node to the other: no partition or cut is between them. */
  linked(a: NodeId, b: NodeId): boolean;
  /**
   * A stat at this moment: the total of a counter, the last value of a gauge, how many values a histogram was told; added up over
   * all labels that agree with those given. In runs: stats are not part of what is explored.
   */
  stat(name: string, labels?: Labels): number;
}

export interface FaultBudget {
  readonly crash?: Count;
  readonly restart?: Count;
  readonly drop?: Count;
  readonly duplicate?: Count;
}

export interface ExploreOptions {
  readonly scenario: string;
  readonly faults?: FaultBudget;
  readonly symmetry?: readonly KindName[];
  /** Worlds for which it is false are looked at and not left again. */
  readonly within?: (world: World) => boolean;
  /** Compares worlds in full. Otherwise by a fingerprint of 64 bits; how often that is expected to err is reported. */
  readonly exact?: boolean;
  /** Ends at the first violation. Otherwise it goes on and keeps the shortest way to a violation of each property. */
  readonly stop?: 'first';
  /** True: a world in which nothing can happen any more, faults aside, is a violation. A function says of such a world whether it is. */
  readonly deadlock?: boolean | ((world: World) => boolean);
  /** Where it ends at the latest. `memory` in MB, `time` in ms of the wall clock. */
  readonly limits?: { readonly states?: PositiveCount; readonly memory?: Positive; readonly time?: Positive };
  /**
   * `neverFires`: rules, as `kind.name`, that are meant never to fire there. With it, even if it is empty, every other rule has to;
   * without it a `when` or `may` rule has to, and an `on` rule may wait for what nobody sends in this scenario.
   */
  readonly expect?: {
    readonly states?: Count;
    readonly violates?: string;
    readonly neverFires?: readonly string[];
  };
}

/** `clock`: a pending timer fires early. `partition`: two groups of nodes; `cut`: one link. Both heal again, and who crashed restarts. */
export type FaultKind = 'crash' | 'partition' | 'cut' | 'drop' | 'duplicate' | 'delay' | 'clock';

/**
 * A scenario is run again and again, each time with another seed and with faults that befall it. Asked are `always`, `step`,
 * `linearizable` and `isolated`; what should happen sooner or later is not, since faults may prevent it.
 */
export interface FuzzOptions {
  readonly scenario: string;
  /** How many runs; their seeds count from 1. 100 when left out. */
  readonly seeds?: PositiveCount;
  /** Each run has its own choice among the kinds of faults, and its own rates: on when left out. Otherwise all have the mean. */
  readonly swarm?: boolean;
  /** Mean number of faults in a run, by kind. 0: none. Kinds left out have 2 to 20, as many as befits them. */
  readonly faults?: { readonly [Kind in FaultKind]?: NonNegative };
  /** Nodes of these kinds crash and have clocks that run fast; all when left out. */
  readonly kinds?: readonly KindName[];
  /** So many nodes at most are down at the same time. */
  readonly down?: Count;
  /** Each run ends at this virtual time; the scenario's own when left out. */
  readonly until?: Ms;
  /** The property that is meant to be violated, in a notebook that shows what goes wrong. */
  readonly expect?: { readonly violates?: string };
}

// ---------------------------------------------------------------- plots

export interface SeriesPoint {
  readonly time: Ms;
  readonly value: number;
  readonly [label: string]: string | number | boolean;
}

/** A stretch of time, by its end. */
export interface RatePoint {
  /** Its beginning. */
  readonly from: Ms;
  readonly time: Ms;
  /** How much a counter grew, per virtual second. */
  readonly value: number;
  readonly [label: string]: string | number | boolean;
}

export interface PercentilePoint {
  /** The beginning and the end of the stretch of time. */
  readonly from: Ms;
  readonly time: Ms;
  /** As in `p99`. */
  readonly percentile: string;
  readonly value: number;
  /** Values told in that stretch. */
  readonly count: number;
  readonly [label: string]: string | number | boolean;
}

export interface EventRow {
  readonly step: number;
  readonly time: Ms;
  readonly kind: string;
  readonly node: NodeId;
  readonly rule: string;
  readonly message: string;
  readonly from: NodeId;
  /** Step that led to it; −1 for none. */
  readonly cause: number;
}

export interface EventFilter {
  readonly node?: NodeId;
  readonly rule?: string;
  readonly kind?: string;
  readonly message?: string;
}

export interface HistoryPoint {
  readonly time: Ms;
  readonly id: NodeId;
  readonly value: any;
}

/** An option of a mark, transform, scale or plot. A function is an accessor: it gives a value for each row. */
export type PlotOption<Row> =
  | ((row: Row, index: number) => unknown)
  | string
  | number
  | bigint
  | boolean
  | Date
  | null
  | undefined
  | readonly unknown[]
  | ReadonlySet<unknown>
  | PlotOptions<Row>;

export interface PlotOptions<Row> {
  readonly [option: string]: PlotOption<Row>;
}

/** A mark takes rows and options; everything else takes options. Rows type the accessors beside them. */
export interface PlotFunction {
  <Row>(data: Iterable<Row> | ArrayLike<Row>, options?: PlotOptions<Row>): any;
  (...args: readonly PlotOption<any>[]): any;
}

// ---------------------------------------------------------------- the names in scope in every cell

export interface Language {
  /** Declares a message type. The name is a literal, so it can be found with grep. */
  message<Body = void>(
    name: string,
    options?: { readonly bytes?: NonNegative | ((body: Body) => number) },
  ): MessageType<Body>;
  /** Declares a kind of node. Its rules are added to what it returns. */
  node<State extends object>(name: string, spec: NodeSpec<State>): NodeKind<State>;
  /** Declares a scenario: the nodes, the network, and what befalls them. */
  scenario(name: string, setUp: (world: Scene) => void): void;
  scenario(name: string, options: ScenarioOptions, setUp: (world: Scene) => void): void;
  /** Holds after every event. */
  always(name: string, holds: (world: World) => Verdict): void;
  /** Holds over every transition. */
  step(name: string, holds: (before: World, after: World) => Verdict): void;
  /** Some run reaches it: a witness, so that no check passes for want of cases. */
  reachable(name: string, holds: (world: World) => Verdict): void;
  /**
   * Comes some time. Exploring finds a way that never gets there, if there is one on which every message in flight arrives, every
   * timer fires that is not set again or cleared, the scenario's actions come, and `may` rules declared `fair` act.
   */
  eventually(name: string, holds: (world: World) => Verdict, options?: WithinOptions): void;
  /** Whenever the first holds, the second holds then or later. */
  leadsTo(
    name: string,
    whenever: (world: World) => boolean,
    then: (world: World) => Verdict,
    options?: WithinOptions,
  ): void;
  /**
   * What clients were told could have been told by one sequential object, each operation taking effect at some instant between
   * `ctx.invoke` and its end. Keys are checked each by itself.
   */
  linearizable<State>(name: string, model: Model<State>, options?: LinearizableOptions): void;
  /** No anomaly that the level forbids is found among the transactions of the history. Each value is to be written once. */
  isolated(name: string, level: IsolationLevel, options?: IsolatedOptions): void;
  /** Ready models for `linearizable`. */
  readonly models: {
    /** `read`, `write` with a value, `cas` with `[from, to]`, which is told whether it wrote. `initial`: null when left out. */
    register(initial?: unknown): Model<unknown>;
    /** `get`, `put` with a value, `delete`, `cas` with `[from, to]`. A key without a value holds null. */
    kv(): Model<unknown>;
    /** `enqueue` with a value, `dequeue`, which is told null when it is empty. */
    queue(): Model<unknown[]>;
    /** `add` with a number (1 when left out), which may be told the new sum; `get`. `initial`: 0 when left out. */
    counter(initial?: number): Model<number>;
  };
  /** Looks at every world that can come of a scenario's first one, within the budgets of faults. */
  explore(name: string, options: ExploreOptions): void;
  /** Runs a scenario many times, each with another seed and other faults, and makes small what fails. */
  fuzz(name: string, options: FuzzOptions): void;
  /** The message that a workload sends to the nodes it loads. */
  readonly Operation: MessageType<OperationBody>;
  /** Declares a stat, once. Its name is a literal, `service.entity_measure_unit`. A notebook that declares one declares all it tells. */
  stat(name: string, spec: StatSpec): void;
  constant(value: number): Distribution;
  uniform(low: number, high: number): { readonly kind: 'uniform'; readonly low: number; readonly high: number };
  exponential(mean: Positive): Distribution;
  normal(mean: number, deviation: NonNegative): Distribution;
  pareto(scale: Positive, shape: Positive): Distribution;
  /** Keys 0 … count−1, rank r with weight 1/r^theta. Scrambled: the ranks are scattered over the keys. */
  zipfian(count: PositiveCount, options?: { readonly theta?: Theta; readonly scrambled?: boolean }): KeyDistribution;
  /** The newest keys are the hottest. */
  latest(
    count: PositiveCount,
    options?: {
      readonly theta?: Theta;
      /** `issued` is the mistake of reading keys whose insert was sent, and not yet acknowledged. */
      readonly counts?: 'acknowledged' | 'issued';
    },
  ): KeyDistribution;
  hotspot(
    count: PositiveCount,
    options?: { readonly hotKeys?: Probability; readonly hotOperations?: Probability },
  ): KeyDistribution;
  poisson(perSecond: Positive): Arrivals;
  regular(everyMs: Ms): Arrivals;
  /** Each client waits until its operation is completed, or lost because its node crashed; then thinks; then starts the next at a node that is up. */
  closed(clients: PositiveCount, options?: { readonly think?: Distribution }): Arrivals;
  workload(spec: WorkloadSpec): Workload;
  /** One of YCSB's core workloads, for `workload({ ...ycsb('A'), arrivals })`. `records`: how many keys there are at first; 1,000 when left out. */
  ycsb(name: YcsbName, options?: { readonly records?: PositiveCount }): YcsbMix;
  /** A collection and what it can do. */
  collection(
    kind: CollectionKind,
    options?: { readonly with?: readonly Capability[]; readonly without?: readonly Capability[] },
  ): Collection;
  /** `invalid`: the operation needs a capability that the collection does not have. */
  permits(collection: Pick<Collection, 'can'>, op: string): 'ok' | 'invalid';
  /** Clusters, their pools, buckets and collections, and the links between them. */
  clusters(spec: ClusterSpec): ClusterMap;
  /** In a plot or view. A stat over time; `by` splits it by a label. */
  series(stat: string, options?: { readonly by?: string }): readonly SeriesPoint[];
  /** In a plot or view. How fast a counter grows, for each stretch of `every` ms (1,000 when left out). */
  rate(stat: string, options?: { readonly every?: Ms; readonly by?: string }): readonly RatePoint[];
  /**
   * In a plot or view. Percentiles of what a histogram was told in each stretch of `every` ms (1,000 when left out; null: in the
   * whole run), 50, 95 and 99 unless `of` says. Within 0.4 % of the value.
   */
  percentiles(
    stat: string,
    options?: { readonly of?: readonly number[]; readonly every?: Ms | null; readonly by?: string },
  ): readonly PercentilePoint[];
  /** In a plot or view. The recorded events, those that fit the filter. */
  events(filter?: EventFilter): readonly EventRow[];
  /** In a plot or view. A field of the state over time; the path is dotted. */
  history<State>(kind: NodeKind<State>, path: string): readonly HistoryPoint[];
  /** In a plot or view: the world at the playhead. */
  readonly world: World;
  /** Observable Plot. Calls are recorded as data and drawn by the page. */
  readonly Plot: { readonly [name: string]: PlotFunction };
  /**
   * Makes what a view cell shows: the last expression of the cell, at the playhead. It is shown beneath the cell, and has a tab of
   * its own in the stage. Words that name a node choose it when they are clicked.
   */
  readonly View: Views;
}

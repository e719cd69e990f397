/**
 * A world: the nodes' states, what is still to happen, the network, the clock, and the counters of random
 * streams. Everything that the next event depends on is here and nowhere else, so a copy of a world is a
 * fork of the run. Time inside is whole virtual microseconds.
 */
import type { History } from '../histories/history.ts';
import { copy } from '../plain.ts';
import type { Place, State } from '../program/declaration.ts';
import type { Arrivals, Labels, LinkSpec, NodeId } from '../program/language.ts';
import type { Program, Rule, RuleOf } from '../program/program.ts';
import type { Keyspace, NextOperation } from '../../stdlib/workload.ts';
import type { Names } from './names.ts';
import type { Effect } from './effect.ts';
import type { Plan, PlannedAction, PlannedLoad } from './plan.ts';
import { EventKind, type Pending, push } from './queue.ts';
import type { StatTotals } from './stat-totals.ts';
import { mix } from './random.ts';

/** A rule as the step function wants it: looked up by number, its random stream hashed. */
export interface RuleSlot<R extends Rule = Rule> {
  readonly rule: R;
  /** Number of the rule's id. */
  readonly number: number;
  /** Hash of the rule's id: its random streams. */
  readonly hash: number;
}

/** The rules of a kind, by message number. */
export interface KindTable {
  readonly name: string;
  readonly start: RuleSlot<RuleOf<'start'>> | null;
  readonly on: readonly (RuleSlot<RuleOf<'on'>> | undefined)[];
  readonly when: readonly RuleSlot<RuleOf<'when'>>[];
  readonly may: readonly RuleSlot<RuleOf<'may'>>[];
}

export interface NodeInWorld {
  readonly id: NodeId;
  readonly index: number;
  readonly kind: string;
  /** Hash of the id. */
  readonly hash: number;
  table: KindTable;
  state: State;
  alive: boolean;
  /** By type and key. */
  readonly timers: Map<string, Pending>;
  /** Draws made so far, by number of the use's name. Sparse. */
  readonly draws: number[];
  /** Content of the migration that its state has been through, or was made under; null for none. */
  migration: string | null;
  /** Raised at every event of the node: what a checkpoint need not copy again. */
  version: number;
}

/** Per direction of a link, kept only where order or bandwidth matter. */
export interface LinkState {
  readonly busyUntil: number;
  readonly lastArrival: number;
}

/** Immutable. `setLink` makes it anew when it or the network changes. */
export interface LinkOverride {
  readonly own: LinkSpec;
  /** The network, with what is its own. */
  readonly spec: LinkSpec;
}

export interface OpenOperation {
  /** Null: a rule began it. −1: its load is gone. */
  readonly load: number | null;
  /** Of its load. */
  readonly phase: number;
  /** Index of the node that took it. */
  readonly node: number;
  readonly startedAt: number;
  readonly insert: boolean;
  readonly index: number;
  /** It is in the history. */
  readonly isInvoked: boolean;
}

export interface LoadInWorld {
  readonly planned: PlannedLoad;
  /** Its phases, or the one that it is, in order. */
  readonly phases: readonly {
    /** Virtual µs: operations begin from then on, and before `until`. */
    readonly from: number;
    readonly until: number;
    readonly arrivals: Arrivals;
    readonly sample: (random: () => number, keys: Keyspace) => NextOperation;
  }[];
  keys: Keyspace;
  started: number;
  draws: number;
  /** Which node gets the next operation. */
  turn: number;
  /** Phases of clients that wait until operations of an earlier phase are over: there are never more at a time than clients. */
  waiting: readonly number[];
}

/** What happened last: the row that a trace records. One object, written over at every step. */
export interface LastEvent {
  kind: EventKind;
  node: number;
  /** Number of the rule's id; −1 for none. */
  rule: number;
  /** Number of the message or timer type, or of an action's title; −1 for none. */
  type: number;
  from: number;
  cause: number;
  since: number;
}

/** Receives what a step says besides its event. The default ignores it. */
export interface Sink {
  stat(kind: 'counter' | 'gauge' | 'histogram', name: string, value: number, labels: Labels | undefined): void;
  note(text: string, data: unknown): void;
  /** What a timed action is about to do. */
  acted?(action: PlannedAction, effects: readonly Effect[]): void;
  /** Something was copied on its way from one state to another. For following one object; nothing else listens. */
  copied?(original: object, made: object): void;
}

export const silentSink: Sink = { stat: () => undefined, note: () => undefined };

export interface World {
  readonly names: Names;
  readonly seed: number;
  program: Program;
  plan: Plan;
  tables: ReadonlyMap<string, KindTable>;
  sink: Sink;

  /** Virtual µs of the last event. */
  now: number;
  /** Events so far. */
  step: number;
  /** Queue records handled so far, events or not: the finest position of a run, and what a journal counts in. */
  turn: number;
  /** Next insertion number. */
  order: number;
  /** Records with a lower insertion number are in a snapshot too: what they carry may not change. */
  sharedBefore: number;
  heap: Pending[];
  /** Records in the heap that are chances of `may` rules, and timers that no longer count. */
  chances: number;
  stale: number;

  readonly nodes: NodeInWorld[];
  readonly byId: Map<NodeId, NodeInWorld>;
  network: LinkSpec;
  /** Overrides, and state, by link number. */
  readonly links: Map<number, LinkOverride>;
  readonly linkStates: Map<number, LinkState>;
  /** Link numbers, both directions. Another set at each change, so whoever keeps one keeps that moment's. */
  cuts: ReadonlySet<number>;
  loads: LoadInWorld[];
  readonly operations: Map<number, OpenOperation>;
  operationCount: number;
  /** What clients asked and were told. */
  history: History;
  readonly stats: StatTotals;
  /** Which of what it is given `choose` takes the next times, instead of drawing. Another list at each change. */
  picks: readonly number[];

  /** Nodes whose `when` rules are still to be looked at, in order. */
  unsettled: number[];
  /** `when` firings since the last other event. */
  whenRun: number;
  /** `step` when virtual time last moved. */
  instantFrom: number;
  readonly last: LastEvent;
  /** Messages that arrived since a `step` property last looked; null when there is none. Not part of a snapshot. */
  arrived: Pending[] | null;
}

/** More nodes than a world may have; a power of two. */
const linkBase = 8192;

export function linkNumber(from: number, to: number): number {
  return from * linkBase + to;
}

export function linkEnds(link: number): readonly [from: number, to: number] {
  return [Math.floor(link / linkBase), link % linkBase];
}

/** Virtual µs that no event may reach: later ones could not be told apart. */
export const horizon = Number.MAX_SAFE_INTEGER;

export function micros(ms: number): number {
  return Math.round(ms * 1000);
}

export function millis(us: number): number {
  return us / 1000;
}

/** Where the scenario stands that made this world. */
export function scenarioPlace(world: World): Place | null {
  return world.program.scenarios.find(({ name }) => name === world.plan.scenario)?.place ?? null;
}

/** The random stream of one node and use. */
export function streamOf(seed: number, node: number, use: number): number {
  return mix(mix(mix(0x52454841, seed | 0), node), use);
}

export function schedule(
  world: World,
  at: number,
  priority: number,
  kind: EventKind,
  node: number,
  from: number,
  type: number,
  body: unknown,
  key: string,
  cause: number,
  draw: number,
  copies: number,
  payload: unknown,
  since = world.now,
  isShared = false,
): Pending {
  // One literal, always the same shape: the queue is the hottest data there is.
  const record: Pending = {
    at,
    priority,
    order: world.order++,
    kind,
    node,
    from,
    type,
    body,
    isShared,
    key,
    cause,
    since,
    draw,
    copies,
    payload,
  };
  push(world.heap, record);
  return record;
}

/** What a record carries, for a rule that may keep and change it: copied only when somebody else may still look at it. */
export function handOver(world: World, record: Pending): unknown {
  const { body } = record;
  const isSeen =
    record.isShared || record.order < world.sharedBefore || world.arrived !== null || Object.isFrozen(body);
  return isSeen ? copyIn(world, body) : body;
}

/** A copy on its way from one state to another. Throws NotPlainError. */
export function copyIn<T>(world: World, value: T): T {
  const made = copy(value);
  if (world.sink.copied !== undefined && typeof value === 'object' && value !== null)
    // A copy of an object is an object.
    world.sink.copied(value, Object(made));
  return made;
}

export function isStale(world: World, record: Pending): boolean {
  return record.kind === EventKind.timer && world.nodes[record.node]?.timers.get(record.key) !== record;
}

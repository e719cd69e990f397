/**
 * The world at rest, as properties see it. A property is asked after every event and may read anything, but most events change
 * little of what it reads. So each field that some property has read is kept as a frozen copy that shares what did not change
 * (`renew`), every change leaves a stamp, and each question remembers what it read: as long as nothing of that has a newer
 * stamp than its answer, asking again would give the same answer, because a property is a function of what it reads.
 *
 * A field costs nothing before it is read. Only where transitions are looked at (`step`) all fields are kept from the beginning:
 * what they were before cannot be found out later.
 */
import type { State } from '../program/declaration.ts';
import type { NodeId, World as WorldView } from '../program/language.ts';
import { renew } from './renew.ts';
import { type Read, recordedView } from './recorded-view.ts';
import { isCut, messagesInFlight } from './step.ts';
import { statOf, type StatTotals } from './stat-totals.ts';
import { createView } from './view.ts';
import { millis, type NodeInWorld, type World } from './world.ts';

export interface Still {
  world: World;
  /** Raised whenever the world is looked at anew. */
  stamp: number;
  /** By number of what can be read: the stamp of its last change. */
  readonly changedAt: number[];
  readonly kinds: Map<string, KindStill>;
  readonly nodes: NodeStill[];
  /** Fields whose value before the last event is not that of now. */
  readonly moved: (readonly [node: NodeStill, field: Field])[];
  /** What is shown of each node, now and before the last event. */
  readonly seen: Seen[];
  readonly seenBefore: Seen[];
  readonly keepsBefore: boolean;
  cuts: World['cuts'];
  statsVersion: number;
  before: Before;
  /** Of the question that is being asked. */
  reads: Reads;
}

/** The moment before the last event. */
interface Before {
  readonly time: number;
  readonly cuts: World['cuts'];
  /** What has a lower insertion number was in the queue then: still is, or arrived since. */
  readonly order: number;
  readonly stats: Pick<StatTotals, 'slots' | 'values'>;
  /** Of the stats. */
  readonly version: number;
}

/** What a question has read, as numbers. */
interface Reads {
  readonly list: number[];
  readonly has: boolean[];
}

/** Numbers of what can be read besides fields and kinds. */
const up = 0;
const cuts = 1;
const moment = 2;
const stats = 3;

interface Field {
  readonly name: string;
  /** In the values of the nodes of its kind. */
  readonly index: number;
  /** In `changedAt`. */
  readonly number: number;
  isKept: boolean;
  /** The same function for every node, so that all facades of a kind have one hidden class. */
  readonly get: (this: Facade) => unknown;
}

interface KindStill {
  readonly fields: Map<string, Field>;
  readonly nodes: NodeStill[];
  /** In `changedAt`: which fields its nodes have. */
  readonly number: number;
}

interface NodeStill {
  node: NodeInWorld;
  readonly kind: KindStill;
  version: number;
  keys: readonly string[];
  keysBefore: readonly string[];
  /** By index of the field. */
  readonly values: unknown[];
  readonly valuesBefore: unknown[];
  readonly seen: Seen;
  readonly seenBefore: Seen;
}

/** What a view is given of a node. */
interface Seen {
  readonly id: NodeId;
  readonly kind: string;
  state: State;
  alive: boolean;
}

const held = Symbol('values');

/** Stands for a state: its fields are getters. */
type Facade = State & { readonly [held]: readonly unknown[] };

// ---------------------------------------------------------------- made, and kept up to date

export function createStill(world: World, keepsBefore: boolean): Still {
  const still: Still = {
    world,
    stamp: 0,
    changedAt: [0, 0, Number.POSITIVE_INFINITY, 0],
    kinds: new Map(),
    nodes: [],
    moved: [],
    seen: [],
    seenBefore: [],
    keepsBefore,
    cuts: world.cuts,
    statsVersion: world.stats.version,
    before: momentOf(world, keepsBefore, null),
    reads: { list: [], has: [] },
  };
  for (const node of world.nodes) addNode(still, node);
  return still;
}

/** Looks at the world again: what it was at the last look is what was before. */
export function lookAgain(still: Still, world: World): void {
  still.stamp += 1;
  forgetBefore(still);
  const isOther = still.world !== world;
  still.world = world;
  if (still.cuts !== world.cuts) {
    still.cuts = world.cuts;
    still.changedAt[cuts] = still.stamp;
  }
  if (isOther || still.statsVersion !== world.stats.version) {
    still.statsVersion = world.stats.version;
    still.changedAt[stats] = still.stamp;
  }
  for (const node of world.nodes) {
    const known = still.nodes[node.index];
    if (known === undefined) addNode(still, node);
    else if (isOther || known.version !== node.version) renewNode(still, known, node);
  }
}

/** What is now is what is before, from here on. Call it when the look is over. */
export function endLook(still: Still): void {
  still.before = momentOf(still.world, still.keepsBefore, still.before);
  if (still.world.arrived !== null) still.world.arrived.length = 0;
}

function momentOf(world: World, keepsBefore: boolean, earlier: Before | null): Before {
  const { version, slots, values } = world.stats;
  const isSame = earlier !== null && earlier.version === version && earlier.stats.slots === slots;
  const kept = isSame ? earlier.stats : { slots, values: keepsBefore ? values.slice() : values };
  return { time: millis(world.now), cuts: world.cuts, order: world.order, stats: kept, version };
}

function forgetBefore(still: Still): void {
  for (const [node, { index }] of still.moved) node.valuesBefore[index] = node.values[index];
  still.moved.length = 0;
  if (!still.keepsBefore) return;
  for (const node of still.nodes) {
    node.seenBefore.alive = node.seen.alive;
    if (node.keysBefore === node.keys) continue;
    node.keysBefore = node.keys;
    node.seenBefore.state = facadeOf(node, node.keys, node.valuesBefore);
  }
}

function addNode(still: Still, node: NodeInWorld): void {
  let kind = still.kinds.get(node.kind);
  if (kind === undefined) {
    kind = { fields: new Map(), nodes: [], number: still.changedAt.length };
    still.changedAt.push(still.stamp);
    still.kinds.set(node.kind, kind);
  }
  still.changedAt[kind.number] = still.stamp;
  still.changedAt[up] = still.stamp;
  const keys = Object.keys(node.state);
  const shown = { id: node.id, kind: node.kind, alive: node.alive };
  const added: NodeStill = {
    node,
    kind,
    version: node.version,
    keys,
    keysBefore: keys,
    values: [],
    valuesBefore: [],
    seen: { ...shown, state: {} },
    seenBefore: { ...shown, state: {} },
  };
  for (const key of keys) fieldOf(still, kind, key);
  kind.nodes.push(added);
  for (const field of kind.fields.values()) {
    if (!field.isKept) continue;
    keepField(added, field);
    added.valuesBefore[field.index] = added.values[field.index];
  }
  added.seen.state = facadeOf(added, keys, added.values);
  added.seenBefore.state = facadeOf(added, keys, added.valuesBefore);
  still.nodes[node.index] = added;
  still.seen[node.index] = added.seen;
  still.seenBefore[node.index] = added.seenBefore;
}

function renewNode(still: Still, known: NodeStill, node: NodeInWorld): void {
  const { kind, seen } = known;
  known.node = node;
  known.version = node.version;
  if (seen.alive !== node.alive) {
    seen.alive = node.alive;
    still.changedAt[up] = still.stamp;
  }
  if (!hasKeys(node.state, known.keys)) {
    known.keys = Object.keys(node.state);
    for (const key of known.keys) fieldOf(still, kind, key);
    seen.state = facadeOf(known, known.keys, known.values);
    still.changedAt[kind.number] = still.stamp;
  }
  for (const field of kind.fields.values()) {
    if (!field.isKept) continue;
    const earlier = known.values[field.index];
    const value = renew(earlier, node.state[field.name]);
    if (Object.is(value, earlier)) continue;
    known.values[field.index] = value;
    still.changedAt[field.number] = still.stamp;
    if (still.keepsBefore) still.moved.push([known, field]);
  }
}

function hasKeys(state: State, keys: readonly string[]): boolean {
  let at = 0;
  for (const key in state) if (keys[at++] !== key) return false;
  return at === keys.length;
}

function fieldOf(still: Still, kind: KindStill, name: string): Field {
  const known = kind.fields.get(name);
  if (known !== undefined) return known;
  const field: Field = {
    name,
    index: kind.fields.size,
    number: still.changedAt.length,
    isKept: still.keepsBefore,
    get() {
      if (!field.isKept) startKeeping(still, kind, field);
      note(still, field.number);
      return this[held][field.index];
    },
  };
  kind.fields.set(name, field);
  still.changedAt.push(still.stamp);
  if (field.isKept) {
    for (const node of kind.nodes) {
      keepField(node, field);
      still.moved.push([node, field]);
    }
  }
  return field;
}

/** It is read for the first time. */
function startKeeping(still: Still, kind: KindStill, field: Field): void {
  field.isKept = true;
  still.changedAt[field.number] = still.stamp;
  for (const node of kind.nodes) keepField(node, field);
}

function keepField({ node, values }: NodeStill, { name, index }: Field): void {
  values[index] = renew(undefined, node.state[name]);
}

/** The state's own fields, and its `id` hidden from copies and comparisons. */
function facadeOf({ kind, node }: NodeStill, keys: readonly string[], of: readonly unknown[]): State {
  const facade = Object.defineProperty({}, held, { value: of });
  if (!keys.includes('id')) Object.defineProperty(facade, 'id', { value: node.id });
  for (const key of keys) {
    const field = kind.fields.get(key);
    if (field !== undefined) Object.defineProperty(facade, key, { get: field.get, enumerable: true });
  }
  return Object.freeze(facade);
}

// ---------------------------------------------------------------- questions

/** The last answer to a question, and what it read. */
export interface Answer<T> {
  /** The stamp of then; −1 when it was never asked. */
  askedAt: number;
  given: T | undefined;
  readonly reads: Reads;
}

export function noAnswer<T>(): Answer<T> {
  return { askedAt: -1, given: undefined, reads: { list: [], has: [] } };
}

/**
 * Asks, unless the answer is known: nothing that it read has changed since. What is asked of a transition was answered for two
 * moments, so both must be the same: it is asked once more after a change.
 */
export function ask<T>(still: Still, answer: Answer<T>, question: () => T, isTransition: boolean): T {
  const since = isTransition ? answer.askedAt - 1 : answer.askedAt;
  if (answer.askedAt >= 0 && answer.reads.list.every((number) => (still.changedAt[number] as number) <= since))
    return answer.given as T;
  still.reads = answer.reads;
  const given = question();
  answer.given = given;
  answer.askedAt = still.stamp;
  return given;
}

function note({ reads }: Still, number: number): void {
  if (reads.has[number] === true) return;
  reads.has[number] = true;
  reads.list.push(number);
}

function numberOf(still: Still, read: Read): number | null {
  switch (read.type) {
    case 'kind':
      // A world gets no new kinds of nodes without being looked at anew.
      return still.kinds.get(read.kind)?.number ?? null;
    case 'up':
      return up;
    case 'cuts':
      return cuts;
    case 'stats':
      return stats;
    case 'moment':
      return moment;
  }
}

// ---------------------------------------------------------------- views

export interface StillViews {
  readonly now: WorldView;
  readonly before: WorldView;
}

export function viewsOf(still: Still): StillViews {
  const told = (read: Read): void => {
    const number = numberOf(still, read);
    if (number !== null) note(still, number);
  };
  const now = createView({
    get now() {
      return millis(still.world.now);
    },
    nodes: still.seen,
    messages: () => messagesInFlight(still.world),
    isCut: (a, b) => isCut(still.world, still.cuts, a, b),
    stat: (name, labels) => statOf(still.world.stats, name, labels),
  });
  const before = createView({
    get now() {
      return still.before.time;
    },
    nodes: still.seenBefore,
    messages: () => {
      const records = [...(still.world.arrived ?? []), ...still.world.heap];
      return messagesInFlight(
        still.world,
        records.filter(({ order }) => order < still.before.order),
      );
    },
    isCut: (a, b) => isCut(still.world, still.before.cuts, a, b),
    stat: (name, labels) => statOf(still.before.stats, name, labels),
  });
  return { now: recordedView(now, told), before: recordedView(before, told) };
}

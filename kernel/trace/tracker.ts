/**
 * Follows something through a run: a silent second world goes over the run's history, and every event that touches the thing is noted.
 * A bounded piece of work at a time, so that a long run is gone over while it goes on; the run itself is not touched.
 *
 * What counts as the thing is a matcher's business: what is equal to a pattern, one node, one object and its copies.
 */
import { type Touch, touchNames } from '../star.ts';
import { EventKind, type Pending } from '../world/queue.ts';
import { silentSink, type NodeInWorld, type World } from '../world/world.ts';
import { createFollower, type Follower, followOn, outsideOf } from './follow.ts';
import { type Run, worldOf } from './run.ts';

/** Events between two looks at the clock. */
const stride = 32;
/** More events than this are not noted. */
export const touchLimit = 500_000;

export interface Matcher {
  /** The world is another one: the first, or what it is after something came from outside. */
  enter(world: World, before: World | null): void;
  /** What a turn is about to take; null when a `when` rule is due. */
  before?(world: World, record: Pending | null): void;
  /** An event happened and has been written nowhere. `sent`: what it left on its way. */
  after?(world: World, record: Pending | null, sent: readonly Pending[]): void;
  /** In how many places a node's state holds it. */
  inState(node: NodeInWorld): number;
  inBody(world: World, record: Pending): boolean;
  inNote?(data: unknown): boolean;
  /** What else the event did with it, of itself. */
  deeds?(world: World): readonly Touch[];
}

export interface Tracker {
  readonly run: Run;
  readonly matcher: Matcher;
  /** Events that touch it, in order. */
  readonly steps: number[];
  /** What each did: a bit for each of `touchNames`. */
  readonly what: number[];
  /** Indices of nodes that such an event sent it to, by step. */
  readonly to: Map<number, readonly number[]>;
  /** By index of the node. */
  readonly stops: Map<number, { readonly step: number; isThere: boolean }>;
  /** Events that were gone over. */
  followed: number;
  isLimited: boolean;
  follower: Follower | null;
  /** Of the run's columns. */
  edition: number;
  /** By index of the node. */
  counts: number[];
  isNoted: boolean;
}

export function createTracker(run: Run, matcher: Matcher): Tracker {
  return {
    run,
    matcher,
    steps: [],
    what: [],
    to: new Map(),
    stops: new Map(),
    followed: 0,
    isLimited: false,
    follower: null,
    edition: run.columns.edition,
    counts: [],
    isNoted: false,
  };
}

/**
 * The same of a run that has its first `shared` events in common with one that is followed already: those are not gone over again.
 * For matchers that know the thing without having seen where it came from.
 */
export function forkTracker(tracker: Tracker, run: Run, matcher: Matcher, shared: number): Tracker {
  const forked = createTracker(run, matcher);
  const follower = createFollower(run, Math.min(shared, tracker.followed));
  const { world } = follower.machine;
  if (world.step === 0 || tracker.edition !== tracker.run.columns.edition) return forked;
  const kept = touchesBefore(tracker, world.step);
  for (let i = 0; i < kept; i++) {
    const step = tracker.steps[i] ?? 0;
    forked.steps.push(step);
    forked.what.push(tracker.what[i] ?? 0);
    const to = tracker.to.get(step);
    if (to !== undefined) forked.to.set(step, to);
  }
  for (const [index, { step }] of tracker.stops)
    if (step <= world.step) forked.stops.set(index, { step, isThere: false });
  forked.follower = follower;
  forked.followed = world.step;
  enter(forked, world, null);
  return forked;
}

/** Goes on as far as the time given allows. True when it is where the run is. */
export function goOnTracking(tracker: Tracker, isSpent: () => boolean): boolean {
  const { run } = tracker;
  if (tracker.isLimited) return true;
  if (tracker.edition !== run.columns.edition) forget(tracker);
  const follower = (tracker.follower ??= begin(tracker));
  if (follower.machine.world.turn >= worldOf(run).turn) return true;
  const outside = outsideOf(run);
  for (let done = 1; ; done++) {
    if (!goOver(tracker, follower, outside)) return true;
    if (tracker.steps.length >= touchLimit) {
      tracker.isLimited = true;
      tracker.follower = null;
      return true;
    }
    if (done % stride === 0 && isSpent()) return false;
  }
}

function begin(tracker: Tracker): Follower {
  const follower = createFollower(tracker.run);
  enter(tracker, follower.machine.world, null);
  return follower;
}

/** Events were taken back: it begins anew. */
function forget(tracker: Tracker): void {
  tracker.steps.length = 0;
  tracker.what.length = 0;
  tracker.to.clear();
  tracker.stops.clear();
  tracker.followed = 0;
  tracker.follower = null;
  tracker.edition = tracker.run.columns.edition;
}

function enter(tracker: Tracker, world: World, before: World | null): void {
  const { matcher, stops } = tracker;
  matcher.enter(world, before);
  if (matcher.inNote !== undefined) {
    world.sink = {
      ...silentSink,
      ...world.sink,
      note(_, data) {
        if (data !== undefined && matcher.inNote?.(data) === true) tracker.isNoted = true;
      },
    };
  }
  tracker.counts = world.nodes.map((node) => matcher.inState(node));
  for (const [index, count] of tracker.counts.entries()) setStop(stops, index, count > 0, world.step);
}

function setStop(stops: Tracker['stops'], index: number, isThere: boolean, step: number): void {
  const known = stops.get(index);
  if (known !== undefined) known.isThere = isThere;
  else if (isThere) stops.set(index, { step, isThere });
}

/** One turn. False when there is none. */
function goOver(tracker: Tracker, follower: Follower, outside: ReturnType<typeof outsideOf>): boolean {
  const { run, matcher, counts, stops } = tracker;
  const before = follower.machine.world;
  const record = before.unsettled.length > 0 ? null : (before.heap[0] ?? null);
  const { order } = before;
  matcher.before?.(before, record);
  tracker.isNoted = false;
  const outcome = followOn(run, follower, outside);
  const { world } = follower.machine;
  if (outcome === 'outside') enter(tracker, world, before);
  if (outcome !== 'event') return outcome !== 'there';
  const step = world.step - 1;
  tracker.followed = world.step;
  const sent =
    world.order === order ? none : world.heap.filter((one) => one.order >= order && one.kind !== EventKind.may);
  matcher.after?.(world, record, sent);
  let what = 0;
  const { last } = world;
  if (record !== null && carries(record) && matcher.inBody(world, record))
    what |= last.kind === EventKind.drop ? bit.lost : bit.received;
  const node = world.nodes[last.node];
  if (node !== undefined) {
    const [was, is] = [counts[node.index] ?? 0, matcher.inState(node)];
    if (is !== was) what |= is > was ? bit.kept : bit.gone;
    counts[node.index] = is;
    if (is > 0 !== was > 0) setStop(stops, node.index, is > 0, world.step);
  }
  const to: number[] = [];
  for (const one of sent) {
    if (!carries(one) || !matcher.inBody(world, one)) continue;
    if (one.kind === EventKind.timer) what |= bit.kept;
    else {
      what |= bit.sent;
      if (!to.includes(one.node)) to.push(one.node);
    }
  }
  // Who sends it had it, even if only in hand.
  if (node !== undefined && to.length > 0 && !stops.has(node.index))
    stops.set(node.index, { step: world.step, isThere: false });
  if (tracker.isNoted) what |= bit.noted;
  for (const deed of matcher.deeds?.(world) ?? none) what |= bit[deed];
  if (what === 0) return true;
  tracker.steps.push(step);
  tracker.what.push(what);
  if (to.length > 0) tracker.to.set(step, to);
  return true;
}

const none: readonly never[] = [];

/** What has a body that a rule made. */
function carries({ kind }: Pending): boolean {
  return kind === EventKind.deliver || kind === EventKind.drop || kind === EventKind.timer;
}

const bit = bits();

function bits(): Readonly<Record<Touch, number>> {
  const bitOf = (touch: Touch): number => 1 << touchNames.indexOf(touch);
  return {
    received: bitOf('received'),
    kept: bitOf('kept'),
    gone: bitOf('gone'),
    changed: bitOf('changed'),
    sent: bitOf('sent'),
    lost: bitOf('lost'),
    made: bitOf('made'),
    noted: bitOf('noted'),
    acted: bitOf('acted'),
  };
}

export function touchesOf(what: number): readonly Touch[] {
  return touchNames.filter((_, index) => (what & (1 << index)) !== 0);
}

/** What does more with it than to pass it on. */
const news = bit.kept | bit.gone | bit.changed | bit.lost | bit.made | bit.noted;

export function isNews(what: number): boolean {
  return (what & news) !== 0;
}

/** Where `step` belongs among the events that touch it: how many are before it. */
export function touchesBefore({ steps }: Tracker, step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Ways on which something never comes: a prefix, and a loop that is fair. A *bad* world is one in which it is not there. Of the bad
 * worlds that are reached without leaving the bad ones, a strongly connected component is fair when each duty that is possible in
 * all of its worlds is done, or put off, on an edge within it; then a loop through all of it is fair. A part of one that is not cannot
 * be. A world in which no duty is possible is one too: all may stay as it is (decision 72; Lichtenstein and Pnueli 1985).
 *
 * Under symmetry a component stands for several, all alike: whatever leads from a world back to it, with nodes exchanged, leads
 * to that world itself when it is done often enough. A duty is followed from world to world under the name that it has there
 * (Emerson and Sistla 1997).
 */
import { componentsOf } from './components.ts';
import type { Fairness } from './fairness.ts';
import { edgesFrom, edgesTo, exchangeAt, type Graph, isMove, leftIn } from './graph.ts';
import { longAt } from './ints.ts';

/** A transition: the world it leaves, and its number there. */
export interface Edge {
  readonly world: number;
  readonly number: number;
}

export interface Lasso {
  /** The world of the exploration where it begins to be bad. */
  readonly seed: number;
  /** From there into the loop. */
  readonly prefix: readonly Edge[];
  /** Empty: all may stay as it is. Under symmetry it may have to be gone round several times, until it comes back to the same world. */
  readonly loop: readonly Edge[];
}

/** What is looked for: ways that begin at a seed and stay in bad worlds. */
export interface Quest {
  readonly isSeed: (world: number) => boolean;
  readonly isBad: (world: number) => boolean;
  /** By world: steps to it from a start; they never fall from one world to the next. */
  readonly steps: Int32Array;
}

/** Worlds between two pauses. */
const stretch = 16_384;

/** Yields null now and then; returns the lasso with the shortest prefix. */
export function* findLasso(graph: Graph, fairness: Fairness, quest: Quest): Generator<null, Lasso | null> {
  const left = leftIn(graph);
  const placeOf = new Int32Array(left).fill(-1);
  const reached = yield* reach(graph, quest, placeOf);
  const judge = (graph.exchanges === null ? createFairJudge : createExchangedJudge)(graph, fairness, placeOf);
  let best: { readonly component: Int32Array; readonly entry: number; readonly steps: number } | null = null;
  for (const component of componentsOf(graph, reached.worlds, placeOf)) {
    if (component === null) {
      yield null;
      continue;
    }
    const entry = component.reduce((a, b) => ((placeOf[b] as number) < (placeOf[a] as number) ? b : a));
    const steps = reached.steps[placeOf[entry] as number] as number;
    if ((best === null || steps < best.steps) && (yield* judge(component))) best = { component, entry, steps };
  }
  if (best === null) return null;
  const { seed, prefix } = wayInto(reached, placeOf, best.entry);
  return { seed, prefix, loop: loopIn(graph, fairness, new Set(best.component), best.entry) };
}

// ---------------------------------------------------------------- reaching

interface Reached {
  /** In the order of their steps. */
  readonly worlds: Int32Array;
  /** By place. */
  readonly steps: Int32Array;
  /** By place: the place before it, and the number of the transition; −1 for a seed. */
  readonly before: Int32Array;
  readonly numbers: Int32Array;
}

/** Bad worlds, breadth first from several seeds at several depths. */
function* reach(graph: Graph, { isSeed, isBad, steps: depths }: Quest, placeOf: Int32Array): Generator<null, Reached> {
  const left = placeOf.length;
  const worlds = new Int32Array(left);
  const steps = new Int32Array(left);
  const before = new Int32Array(left).fill(-1);
  const numbers = new Int32Array(left).fill(-1);
  let count = 0;
  let next = 0;
  let level: number[] = [];
  let depth = 0;
  function put(world: number, from: number, number: number): void {
    placeOf[world] = count;
    worlds[count] = world;
    steps[count] = depth;
    before[count] = from;
    numbers[count] = number;
    level.push(count++);
  }
  for (;;) {
    for (; next < left && ((depths[next] as number) <= depth || level.length === 0); next++) {
      if (next % stretch === stretch - 1) yield null;
      if (placeOf[next] !== -1 || !isSeed(next) || !isBad(next)) continue;
      depth = Math.max(depth, depths[next] as number);
      put(next, -1, -1);
    }
    if (level.length === 0) break;
    const leaving = level;
    level = [];
    depth += 1;
    for (const [at, place] of leaving.entries()) {
      if (at % stretch === stretch - 1) yield null;
      const world = worlds[place] as number;
      const begin = edgesFrom(graph, world);
      const end = edgesTo(graph, world);
      for (let edge = begin; edge < end; edge += 2) {
        const to = longAt(graph.edges, edge);
        if (to >= 0 && to < left && placeOf[to] === -1 && isBad(to)) put(to, place, (edge - begin) / 2);
      }
    }
  }
  return { worlds: worlds.slice(0, count), steps, before, numbers };
}

function wayInto(
  { worlds, before, numbers }: Reached,
  placeOf: Int32Array,
  entry: number,
): { readonly seed: number; readonly prefix: readonly Edge[] } {
  const prefix: Edge[] = [];
  let place = placeOf[entry] as number;
  for (; before[place] !== -1; place = before[place] as number)
    prefix.push({ world: worlds[before[place] as number] as number, number: numbers[place] as number });
  return { seed: worlds[place] as number, prefix: prefix.toReversed() };
}

// ---------------------------------------------------------------- fairness

/** Tells of components; yields null now and then. */
type FairJudge = (component: Int32Array) => Generator<null, boolean>;

/**
 * Whether a loop through all of a component is fair. An edge from a world to itself does its duty by changing nothing: that duty is as
 * good as not there.
 */
function createFairJudge(graph: Graph, fairness: Fairness, placeOf: Int32Array): FairJudge {
  /** By duty: worlds of the component in which it is possible, and the last such world. */
  const worldsWith = new Map<number, { count: number; last: number }>();
  /** By place: the component that it belongs to. */
  const members = new Int32Array(placeOf.length).fill(-1);
  let number = 0;
  return function* (component) {
    number += 1;
    for (const world of component) members[world] = number;
    worldsWith.clear();
    const done = new Set<number>();
    for (const [at, world] of component.entries()) {
      if (at % stretch === stretch - 1) yield null;
      const surrounding = longAt(graph.surroundings, world);
      const end = edgesTo(graph, world);
      for (let edge = edgesFrom(graph, world); edge < end; edge += 2) {
        const to = longAt(graph.edges, edge);
        const label = longAt(graph.edges, edge + 1);
        const duty = fairness.dutyOf(label, surrounding);
        const isWithin = to >= 0 && members[to] === number;
        if (isWithin) for (const later of fairness.putOff(label)) done.add(later);
        if (duty < 0) continue;
        if (isWithin) done.add(duty);
        if (!isMove(graph, edge, world)) continue;
        const found = worldsWith.get(duty);
        if (found === undefined) worldsWith.set(duty, { count: 1, last: world });
        else if (found.last !== world) {
          found.count += 1;
          found.last = world;
        }
      }
    }
    for (const [duty, { count }] of worldsWith) if (count === component.length && !done.has(duty)) return false;
    return true;
  };
}

/** The same where worlds stand for others. What is possible in all of a component is possible in each of its worlds. */
function createExchangedJudge(graph: Graph, fairness: Fairness, placeOf: Int32Array): FairJudge {
  /** By place: the component that it belongs to. */
  const members = new Int32Array(placeOf.length).fill(-1);
  let number = 0;
  return function* (component) {
    number += 1;
    for (const world of component) members[world] = number;
    const isWithin = (to: number): boolean => to >= 0 && members[to] === number;
    const first = component[0] as number;
    for (const duty of dutiesOf(graph, fairness, first))
      if (!(yield* isMet(graph, fairness, first, duty, isWithin))) return false;
    return true;
  };
}

/** Whether a duty of a world is done, put off, or impossible somewhere on the ways that stay within. */
function* isMet(
  graph: Graph,
  fairness: Fairness,
  first: number,
  duty: number,
  isWithin: (world: number) => boolean,
): Generator<null, boolean> {
  /** By world: what the duty may be called there. */
  const names = new Map<number, Set<number>>([[first, new Set([duty])]]);
  const open: (readonly [world: number, duty: number])[] = [[first, duty]];
  for (const [at, [world, owed]] of open.entries()) {
    if (at % stretch === stretch - 1) yield null;
    const surrounding = longAt(graph.surroundings, world);
    const end = edgesTo(graph, world);
    let isPossible = false;
    for (let edge = edgesFrom(graph, world); edge < end; edge += 2) {
      const to = longAt(graph.edges, edge);
      const label = longAt(graph.edges, edge + 1);
      const isDone = fairness.dutyOf(label, surrounding) === owed;
      if (isWithin(to) && (isDone || fairness.putOff(label).includes(owed))) return true;
      if (isDone && isMove(graph, edge, world)) isPossible = true;
      if (!isWithin(to)) continue;
      const later = fairness.exchanged(owed, exchangeAt(graph, edge));
      const known = names.get(to) ?? new Set();
      if (known.has(later)) continue;
      names.set(to, known.add(later));
      open.push([to, later]);
    }
    if (!isPossible) return true;
  }
  return false;
}

// ---------------------------------------------------------------- the loop

/** Duties that are possible in a world. */
function dutiesOf(graph: Graph, fairness: Fairness, world: number): Set<number> {
  const duties = new Set<number>();
  const surrounding = longAt(graph.surroundings, world);
  const end = edgesTo(graph, world);
  for (let edge = edgesFrom(graph, world); edge < end; edge += 2) {
    const duty = fairness.dutyOf(longAt(graph.edges, edge + 1), surrounding);
    if (duty >= 0 && isMove(graph, edge, world)) duties.add(duty);
  }
  return duties;
}

/**
 * A fair loop from `entry` through a fair component: to one duty after the other by the shortest ways, then back. A duty is met
 * where it is done, put off or impossible.
 */
function loopIn(graph: Graph, fairness: Fairness, component: ReadonlySet<number>, entry: number): readonly Edge[] {
  const exchanged = (duty: number, exchange: number): number => fairness.exchanged(duty, exchange);
  let owed = dutiesOf(graph, fairness, entry);
  const loop: Edge[] = [];
  let at = entry;
  const known = new Map<number, ReadonlySet<number>>();
  const possibleIn = (world: number): ReadonlySet<number> => {
    const duties = known.get(world) ?? dutiesOf(graph, fairness, world);
    known.set(world, duties);
    return duties;
  };
  const go = (way: readonly Passed[]): void => {
    for (const passed of way) {
      loop.push(passed.edge);
      const left = [...owed].filter((duty) => !meets(passed, duty));
      owed = new Set(left.map((duty) => exchanged(duty, passed.exchange)));
      at = passed.to;
    }
  };
  const meets = (passed: Passed, duty: number): boolean => {
    if (fairness.dutyOf(passed.label, longAt(graph.surroundings, passed.from)) === duty) return true;
    if (fairness.putOff(passed.label).includes(duty)) return true;
    return !possibleIn(passed.to).has(exchanged(duty, passed.exchange));
  };
  while (owed.size > 0) go(shortest(graph, component, at, owed, exchanged, meets));
  if (loop.length > 0 && at !== entry)
    go(shortest(graph, component, at, new Set([-1]), same, ({ to }) => to === entry));
  return loop;
}

const same = (duty: number): number => duty;

interface Passed {
  readonly edge: Edge;
  readonly label: number;
  readonly from: number;
  readonly to: number;
  readonly exchange: number;
}

/** A world on the way, and what is looked for as it is called there. */
interface Halt {
  readonly world: number;
  readonly sought: number;
  readonly before: Halt | null;
  readonly passed: Passed | null;
}

/** The shortest way within a component to an edge that will do for one of what is sought. */
function shortest(
  graph: Graph,
  component: ReadonlySet<number>,
  start: number,
  sought: ReadonlySet<number>,
  exchanged: (sought: number, exchange: number) => number,
  isEnd: (passed: Passed, sought: number) => boolean,
): readonly Passed[] {
  const halts = [...sought].map((one): Halt => ({ world: start, sought: one, before: null, passed: null }));
  const known = new Map<number, Set<number>>([[start, new Set(sought)]]);
  for (const halt of halts) {
    const { world } = halt;
    const begin = edgesFrom(graph, world);
    const end = edgesTo(graph, world);
    for (let at = begin; at < end; at += 2) {
      const to = longAt(graph.edges, at);
      if (to < 0 || !component.has(to)) continue;
      const label = longAt(graph.edges, at + 1);
      const exchange = exchangeAt(graph, at);
      const passed: Passed = { edge: { world, number: (at - begin) / 2 }, label, from: world, to, exchange };
      if (isEnd(passed, halt.sought)) return wayOf(halt, passed);
      const later = exchanged(halt.sought, exchange);
      const names = known.get(to) ?? new Set();
      if (names.has(later)) continue;
      known.set(to, names.add(later));
      halts.push({ world: to, sought: later, before: halt, passed });
    }
  }
  throw new Error('a fair component has a way to everything that is owed in it');
}

function wayOf(last: Halt, passed: Passed): readonly Passed[] {
  const way = [passed];
  for (let halt: Halt | null = last; halt !== null; halt = halt.before)
    if (halt.passed !== null) way.unshift(halt.passed);
  return way;
}

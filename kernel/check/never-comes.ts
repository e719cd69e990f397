/** Looks for what was to come some time and never does, once the graph of worlds is there: a lasso for each promise that can be broken. */
import { wrongOf } from '../world/monitor.ts';
import type { Explored } from './create-space.ts';
import { createFairness } from './fairness.ts';
import { type Graph, leftIn } from './graph.ts';
import { longAt } from './ints.ts';
import { findLasso, type Lasso } from './lasso.ts';
import type { Promised } from './truths.ts';
import { unrotate } from './unrotate.ts';
import { wayAlong, numbersTo } from './way.ts';

/** Worlds between two pauses. */
const stretch = 65_536;

export interface BrokenPromise {
  readonly property: string;
  /** What the property says of the world where the loop begins. */
  readonly text: string;
  readonly path: readonly string[];
  /** Empty: all may stay as it is. */
  readonly loop: readonly string[];
  /** Both together as numbers: see `wayAlong`. */
  readonly numbers: readonly number[];
}

export interface LoopSearch {
  /** In the order of the program. */
  readonly broken: readonly BrokenPromise[];
  /** Names of those that were not looked at to the end. */
  unsearched(): readonly string[];
  /** Goes on until done or `isSpent`; whether it is done. */
  goOn(isSpent: () => boolean): boolean;
}

export function createLoopSearch(explored: Explored): LoopSearch {
  const broken: BrokenPromise[] = [];
  const open = new Set(explored.promises.map(({ name }) => name));
  const steps = search(explored, broken, open);
  return {
    broken,
    unsearched: () => [...open],
    goOn(isSpent) {
      while (steps.next().done !== true) if (isSpent()) return false;
      return true;
    },
  };
}

function* search(explored: Explored, broken: BrokenPromise[], open: Set<string>): Generator<null, void> {
  const { space, promises, base } = explored;
  const { graph } = space;
  if (graph === null) return;
  const fairness = createFairness(space, base);
  const steps = yield* stepsTo(explored, graph);
  for (const [number, promise] of promises.entries()) {
    yield null;
    const isBad = (world: number): boolean => !graph.truths.isThere(number, world);
    const isSeed = (world: number): boolean =>
      promise.form === 'eventually' ? steps[world] === 0 : graph.truths.isOwed(number, world);
    const lasso = yield* findLasso(graph, fairness, { isSeed, isBad, steps });
    if (lasso !== null) broken.push(tell(explored, promise, lasso));
    open.delete(promise.name);
  }
}

/** By world that was left: steps from a start. */
function* stepsTo({ space }: Explored, graph: Graph): Generator<null, Int32Array> {
  const depths = new Int32Array(leftIn(graph));
  for (let world = 0; world < depths.length; world++) {
    if (world % stretch === 0) yield null;
    const parent = longAt(space.parents, world * 2);
    depths[world] = parent < 0 ? 0 : (depths[parent] as number) + 1;
  }
  return depths;
}

function tell(
  { space, starts, base, show }: Explored,
  promise: Promised,
  { seed, prefix, loop }: Lasso,
): BrokenPromise {
  const before = [...numbersTo(space, seed), ...prefix.map(({ number }) => number)];
  const around = loop.map(({ number }) => number);
  const { length } = before;
  const numbers =
    space.symmetry === null ? [...before, ...around] : unrotate(space, space.symmetry, starts, before, around);
  const { steps } = wayAlong(space, starts, numbers, base);
  const texts = steps.map(({ text }) => text);
  const entry = steps[length - 1];
  if (loop.length > 0 && !isSame(entry?.words, steps.at(-1)?.words))
    throw new Error(`the loop of '${promise.name}' does not come back`);
  const text = entry === undefined ? '' : (wrongOf(promise.holds(show(entry.words)), promise) ?? '');
  return { property: promise.name, text, path: texts.slice(0, length), loop: texts.slice(length), numbers };
}

function isSame(a: Int32Array | undefined, b: Int32Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((word, at) => word === b[at]);
}

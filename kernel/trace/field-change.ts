/**
 * When a value became what it is: looked for backwards, a stretch between two checkpoints at a time, each run again silently.
 * What came from outside (an edit, an act of the reader) stands between two stretches.
 */
import { renew } from '../world/renew.ts';
import { restore } from '../world/snapshot.ts';
import { createMachine, isCut, turn } from '../world/step.ts';
import type { World } from '../world/world.ts';
import type { Run } from './run.ts';

export interface FieldChange {
  /** The moment right after it, as a number of events. */
  readonly step: number;
  /** The number of the journal's entry that did it; null when the run's own event did. */
  readonly entry: number | null;
  /** The value before; `absent` when there was none. */
  readonly before: unknown;
}

export const absent = Symbol('absent');

/** Turns between two looks at the clock. */
const stride = 64;

/** What is looked at in a world; `absent` when it is not there. Changes nothing. */
export type Reader = (world: World) => unknown;

export const readField =
  (node: string, field: string): Reader =>
  (world) => {
    const state = world.byId.get(node)?.state;
    return state === undefined || !Object.hasOwn(state, field) ? absent : state[field];
  };

/** Whether a node is up. */
export const readAlive =
  (node: string): Reader =>
  (world) =>
    world.byId.get(node)?.alive ?? absent;

/** Whether what passes between two nodes is cut, one way at least. */
export const readCut =
  (a: string, b: string): Reader =>
  (world) =>
    world.byId.has(a) && world.byId.has(b) ? isCut(world, world.cuts, a, b) || isCut(world, world.cuts, b, a) : absent;

/** An entry of a collection, by its key as text. `path`: fields that lead to it. */
export const readEntry =
  (node: string, path: readonly string[], key: string): Reader =>
  (world) => {
    let value: unknown = world.byId.get(node)?.state;
    for (const field of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, field)) return absent;
      value = Reflect.get(value, field);
    }
    if (typeof value !== 'object' || value === null) return absent;
    if (!(value instanceof Map)) return Object.hasOwn(value, key) ? Reflect.get(value, key) : absent;
    // As the table of partitions has them: of `1` and `'1'` the later one; an object is no name, and all of them would have the same.
    let found: unknown = absent;
    for (const [own, entry] of value as Map<unknown, unknown>) if (!isObject(own) && String(own) === key) found = entry;
    return found;
  };

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/**
 * Goes on looking each time it is asked; ends with the last change up to the moment after `step` events, or with null when the value is
 * what it was at the beginning.
 */
export function* lastChange(run: Run, read: Reader, step: number): Generator<void, FieldChange | null> {
  const { list } = run.checkpoints;
  const valueIn = (world: World, earlier: unknown): unknown => {
    const value = read(world);
    return value === absent ? absent : renew(earlier, value);
  };
  /** Of the stretch that was looked at last, which is the later one. */
  let later: {
    readonly turn: number;
    readonly step: number;
    readonly entries: number;
    readonly value: unknown;
  } | null = null;
  for (const { snapshot, entries } of list.toReversed()) {
    if (snapshot.step > step) continue;
    const machine = createMachine(restore(snapshot));
    const { world } = machine;
    const first = valueIn(world, undefined);
    let value = first;
    let found: FieldChange | null = null;
    for (let turns = 1; later === null ? world.step < step : world.turn < later.turn; turns++) {
      const before = world.turn;
      turn(machine, Number.POSITIVE_INFINITY);
      const now = valueIn(world, value);
      if (now !== value) found = { step: world.step, entry: null, before: value };
      value = now;
      if (world.turn === before) break;
      if (turns % stride === 0) yield;
    }
    if (later !== null && !isSame(value, later.value))
      return { step: later.step, entry: later.entries - 1, before: value };
    if (found !== null) return found;
    later = { turn: snapshot.turn, step: snapshot.step, entries, value: first };
    yield;
  }
  return null;
}

/** Two copies by `renew`: one of them is made after the other, so that equal ones are one. */
function isSame(a: unknown, b: unknown): boolean {
  return a === absent || b === absent ? a === b : renew(a, b) === a;
}

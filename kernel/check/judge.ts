/**
 * Asks what must hold in a world, what must be reached, and whether it lies within the bounds. What is said by the nodes'
 * states alone is remembered by them, so that a property is asked once for a tuple of local states, not for every world.
 */
import { callTurns, grant } from '../program/budget.ts';
import type { World as WorldView } from '../program/language.ts';
import { wrongOf } from '../world/monitor.ts';
import type { PlannedProperty } from '../world/plan.ts';
import { createNarrow } from './narrow.ts';
import { bytesOfRows, createRows, isInRow, putInRow } from './rows.ts';
import { type Tuples, tupleOf } from './tuples.ts';
import type { Viewer } from './viewer.ts';

/** A way to what was found: the world from which a transition leads there (−1: a start), and the number of that transition. */
export interface Finding {
  readonly property: string;
  /** What is wrong; empty for a witness. */
  readonly text: string;
  readonly from: number;
  readonly number: number;
}

/** Something of the author's that is asked about worlds. */
export type Asked = Pick<PlannedProperty, 'name' | 'place'>;

export interface Findings {
  /** The world being expanded. */
  current: number;
  readonly violations: Finding[];
  readonly witnesses: Finding[];
  /** The property that is being asked, or the exploration's own bounds. */
  asking: Asked | null;
  /** By name of a property: the kinds whose nodes it looked at, a bit each; −1 when it looked at more than nodes. */
  readonly looks: Map<string, number>;
}

export interface Judge {
  /** The transitions that follow begin in this world. */
  begin(words: Int32Array, at: number): void;
  /** Whether the world in which only this local state is new is known to lie beyond the bounds, and nothing is to be asked of it. */
  isSettledBeyond(next: number): boolean;
  /**
   * Looks at a world that is new. True when it lies beyond the bounds. Throws what a property throws.
   * @param next the local state that is new in it; −1 for none, −2 when several may be
   */
  look(words: Int32Array, next: number, number: number): boolean;
  /** What is remembered by single kinds takes up so much memory. */
  bytes(): number;
}

/** Marks of a tuple. */
const known = 1;
const isBeyond = 2;
/** Bounds that look at more than the nodes are asked of every world; so are properties, by the bits above. */
const askBounds = 4;
const firstBit = 3;
/** Properties from this one on share a bit. */
const lastBit = 30;

export function createJudge(
  properties: readonly PlannedProperty[],
  within: ((world: WorldView) => boolean) | undefined,
  /** What the bounds are called. */
  bounds: Asked,
  viewer: Viewer,
  tuples: Tuples,
  findings: Findings,
): Judge | null {
  const asked = properties.filter(({ form }) => form === 'always' || form === 'reachable');
  if (asked.length === 0 && within === undefined) return null;
  const isDecided = asked.map(() => false);
  const narrow = createNarrow(viewer, tuples);
  /** Those that are asked and not decided, a bit each; the last bit is for all that have none of their own. */
  let undecided = asked.reduce((bits, _, index) => bits | narrowBitOf(index), 0);
  for (const { name } of asked) findings.looks.set(name, 0);
  /** By tuple of the world in which a transition begins: local states that lead beyond the bounds, and nothing is to be asked there. */
  let beyondFrom = createRows(0);
  let from: Int32Array | null = null;
  let fromAt = 0;
  let tupleFrom = -1;

  /** The tuple in which the transitions begin, found when it is asked for. */
  function beginning(): number {
    if (tupleFrom < 0 && from !== null) tupleFrom = tupleOf(tuples, from, fromAt);
    return tupleFrom;
  }

  function bitOf(index: number): number {
    return 1 << Math.min(lastBit, firstBit + index);
  }

  function narrowBitOf(index: number): number {
    return 1 << Math.min(lastBit, index);
  }

  function settleBeyond(next: number): void {
    if (next >= 0 && from !== null && !isInRow(beyondFrom, beginning(), next + 1))
      putInRow(beyondFrom, tupleFrom, next + 1);
  }

  /** True when the answer holds for every world with the same nodes. */
  function ask(property: PlannedProperty, index: number, view: WorldView, number: number): boolean {
    if (property.form !== 'always' && property.form !== 'reachable') return true;
    findings.asking = property;
    viewer.lookedAround = false;
    const seenBefore = viewer.kindsSeen;
    viewer.kindsSeen = 0;
    grant(callTurns);
    const wrong = wrongOf(property.holds(view), property);
    findings.asking = null;
    const seenNow = viewer.kindsSeen;
    const looked = viewer.lookedAround ? -1 : seenNow;
    findings.looks.set(property.name, (findings.looks.get(property.name) ?? 0) | looked);
    if (index < lastBit) narrow.settle(narrowBitOf(index), seenNow === 0 ? 0 : viewer.firstKind, looked);
    viewer.kindsSeen = seenBefore | seenNow;
    const isFound = property.form === 'always' ? wrong !== null : wrong === null;
    if (isFound) {
      isDecided[index] = true;
      if (index < lastBit) undecided &= ~narrowBitOf(index);
      const list = property.form === 'always' ? findings.violations : findings.witnesses;
      list.push({ property: property.name, text: wrong ?? '', from: findings.current, number });
    }
    return !viewer.lookedAround;
  }

  return {
    bytes: () => narrow.bytes() + bytesOfRows(beyondFrom),
    begin(words, at) {
      from = words;
      fromAt = at;
      tupleFrom = -1;
    },
    isSettledBeyond: (next) => isInRow(beyondFrom, beginning(), next + 1),
    look(words, next, number) {
      let open = within === undefined ? narrow.open(words, undecided) : 0;
      if (within === undefined && open === 0) return false;
      const tuple = tupleOf(tuples, words, 0);
      let mark = tuples.marks.data[tuple] as number;
      if (mark === known) return false;
      if (mark === (known | isBeyond)) {
        settleBeyond(next);
        return true;
      }
      if (within !== undefined) open = narrow.open(words, undecided);
      const isNew = mark === 0;
      viewer.kindsSeen = 0;
      const view = viewer.show(words, 0);
      let beyond = (mark & isBeyond) !== 0;
      if (within !== undefined && (isNew || (mark & askBounds) !== 0)) {
        viewer.lookedAround = false;
        grant(callTurns);
        findings.asking = bounds;
        beyond = !within(view);
        findings.asking = null;
        if (viewer.lookedAround) mark |= askBounds;
        else if (beyond) mark |= isBeyond;
      }
      for (const [index, property] of asked.entries()) {
        if (isDecided[index] === true || (open & narrowBitOf(index)) === 0) continue;
        if (!isNew && (mark & bitOf(index)) === 0) continue;
        if (!ask(property, index, view, number)) mark |= bitOf(index);
      }
      if ((viewer.kindsSeen & ~tuples.kinds) !== 0) {
        viewer.widen(tuples);
        beyondFrom = createRows(0);
        tupleFrom = -1;
      } else tuples.marks.data[tuple] = mark | known;
      return beyond;
    },
  };
}

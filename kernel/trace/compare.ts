/** Two runs side by side at one virtual time: where they part, and what each has that the other has not. */
import type { BranchMoment, Comparison, EventDifference } from '../protocol.ts';
import { cutPairs } from '../world/act.ts';
import { byReader } from '../world/queue.ts';
import { millis, type World } from '../world/world.ts';
import { rowAt, rowsUpTo, valueAt } from './columns.ts';
import { createSearch, eventText, firstDifference, goOnSearching, type Search } from './divergence.ts';
import { messagesOf, nodeView, timersOf } from './frame.ts';
import { createIdentities, type Identities, identify } from './identity.ts';
import { worldAfter } from './past.ts';
import { type Run, worldOf } from './run.ts';
import { stateDifferences } from './state-differences.ts';

/** Event differences that are listed. */
const listLimit = 200;

/** Two runs that are compared again and again, as time goes on or is gone back in. */
export interface Comparer {
  readonly a: Run;
  readonly b: Run;
  /**
   * @param step events of `a` that have happened; null: all up to `time`
   * @param time virtual µs
   * @param isSpent ends the search for the place where they part, for this time
   */
  at(step: number | null, time: number, isSpent: () => boolean): Comparison;
}

/** `shared`: rows that both are known to have. */
export function createComparer(a: Run, b: Run, shared: number): Comparer {
  let same = shared;
  let identities: { readonly a: Identities; readonly b: Identities } | null = null;
  let search: Search = createSearch(b, a, shared);

  function identified(): { readonly a: Identities; readonly b: Identities } {
    if (identities !== null && identify(identities.a) && identify(identities.b)) return identities;
    // What is undone may have been what both had.
    same =
      firstDifference(a.columns, b.columns, Math.min(same, a.columns.length, b.columns.length)) ?? a.columns.length;
    identities = { a: createIdentities(a, same), b: createIdentities(b, same) };
    search = createSearch(b, a, Math.min(shared, same));
    identify(identities.a);
    identify(identities.b);
    return identities;
  }

  return {
    a,
    b,
    at(step, time, isSpent) {
      const ids = identified();
      goOnSearching(search, false, isSpent);
      const rows = { a: step ?? rowsUpTo(a.columns, time), b: rowsBeside(a, b, step, time, same) };
      const [x, y] = [worldAfter(a, rows.a).world, worldAfter(b, rows.b).world];
      const { events, count } = eventDifferences(ids.a, ids.b, rows.a, rows.b);
      return {
        time: millis(time),
        divergence: search.found,
        states: stateDifferences(x, y),
        events,
        eventCount: count,
        a: momentOf(a, x),
        b: momentOf(b, y),
      };
    },
  };
}

/**
 * How many events of `b` have happened when `step` of `a` have, at a virtual time. Right after an event that both have, the same; within
 * an instant, as many of it as of `a`; else all up to the time.
 */
function rowsBeside(a: Run, b: Run, step: number | null, time: number, same: number): number {
  const all = rowsUpTo(b.columns, time);
  if (step === null) return all;
  if (step > 0 && step <= same && valueAt(a.columns, 'time', step - 1) >= time) return step;
  if (step >= rowsUpTo(a.columns, time)) return all;
  return Math.min(all, rowAt(b.columns, time) + Math.max(0, step - rowAt(a.columns, time)));
}

function momentOf(run: Run, world: World): BranchMoment {
  const tip = worldOf(run);
  return {
    step: world.step,
    tip: { now: millis(Math.max(run.shown, tip.now)), step: tip.step },
    nodes: world.nodes.map((node) => nodeView(node, true)),
    messages: messagesOf(world),
    timers: timersOf(world),
    cuts: cutPairs(world),
  };
}

// ---------------------------------------------------------------- differences

/** Of those that have happened, the events that the other run never has. */
function eventDifferences(
  a: Identities,
  b: Identities,
  rowsA: number,
  rowsB: number,
): { readonly events: readonly EventDifference[]; readonly count: number } {
  const onlyA = onlyIn(a, b, rowsA);
  const onlyB = onlyIn(b, a, rowsB);
  const earliest = (rows: readonly number[], { run }: Identities, which: 'a' | 'b'): EventDifference[] =>
    rows.slice(0, listLimit).map((row) => differenceOf(run, which, row));
  const events = [...earliest(onlyA, a, 'a'), ...earliest(onlyB, b, 'b')].toSorted((x, y) => x.time - y.time);
  return { events: events.slice(0, listLimit), count: onlyA.length + onlyB.length };
}

function onlyIn(own: Identities, other: Identities, rows: number): readonly number[] {
  const found: number[] = [];
  for (let row = own.shared; row < rows; row++)
    if (!other.all.has(own.ids[row - own.shared] as number)) found.push(row);
  return found;
}

function differenceOf(run: Run, which: 'a' | 'b', row: number): EventDifference {
  const cause = valueAt(run.columns, 'cause', row);
  return {
    in: which,
    step: row,
    time: millis(valueAt(run.columns, 'time', row)),
    text: eventText(run, row),
    cause: causeOf(run, cause),
  };
}

function causeOf(run: Run, cause: number): EventDifference['cause'] {
  if (cause >= 0) return { step: cause, text: eventText(run, cause) };
  return cause === byReader ? { step: null, text: 'the reader' } : null;
}

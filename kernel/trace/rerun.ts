/**
 * History run again: a run that was forked from an earlier moment of another one, under other rules or without one of its
 * inputs, is brought to where the other one was. What came from outside comes again: at the same turn as long as nothing differs,
 * else at the same virtual time.
 */
import type { Ahead, JournalEntry, Mark, SwapEntry } from '../protocol.ts';
import { micros, millis } from '../world/world.ts';
import { sameRow } from './columns.ts';
import { forward, type Limits, pass } from './forward.ts';
import { applyInput } from './outside.ts';
import { type Run, worldOf } from './run.ts';

export interface Rerun {
  /** The run as it was; null when it is no longer there to compare with. */
  readonly old: Run | null;
  /** What is still to come again, oldest first. */
  readonly entries: readonly JournalEntry[];
  /** Of `entries`. */
  next: number;
  /** Virtual µs to reach, and the turn when nothing differs. */
  readonly time: number;
  readonly turn: number;
  /** Rows known to be the same in both. */
  same: number;
  /** The first row that differs. */
  divergedAt: number | null;
  /** The mark that tells of it; null when there is none. */
  readonly receipt: Mark | null;
}

/** `entries`: of the old run, those that come again. `from`: the rows before are shared. `receipt`: as in Rerun. */
export function createRerun(
  old: Run,
  entries: readonly JournalEntry[],
  from: number,
  receipt: Mark | null = null,
): Rerun {
  return { old, entries, next: 0, time: old.shown, turn: worldOf(old).turn, same: from, divergedAt: null, receipt };
}

/** What came from outside from an entry on, edits aside. */
export function inputsFrom(run: Run, entry: number): readonly JournalEntry[] {
  return run.entries.slice(entry).filter(({ type }) => type === 'input');
}

/** A newer program is in force: those that were to come again have no part in it. */
export function withoutSwaps(rerun: Rerun): Rerun {
  const entries = rerun.entries.slice(rerun.next).filter(({ type }) => type === 'input');
  return { ...rerun, entries, next: 0 };
}

/** Takes up what a journal says is still to be run again. */
export function resumeRerun({ entries, time }: Ahead): Rerun {
  return { old: null, entries, next: 0, time: micros(time), turn: 0, same: 0, divergedAt: 0, receipt: null };
}

/**
 * Runs on, as far as the time given allows. True when it has arrived, or the run cannot go on.
 * @param install puts a program that an entry names in force
 */
export function goOnAgain(
  run: Run,
  rerun: Rerun,
  install: (run: Run, entry: SwapEntry) => void,
  { isSpent, events }: Pick<Limits, 'isSpent' | 'events'>,
): boolean {
  const last = worldOf(run).step + events;
  for (;;) {
    compareRows(run, rerun);
    const entry = rerun.entries[rerun.next];
    const hasDiverged = rerun.divergedAt !== null;
    const to = Math.min(entry === undefined ? rerun.time : micros(entry.time), rerun.time);
    const turns = hasDiverged ? Number.POSITIVE_INFINITY : (entry?.turn ?? rerun.turn);
    const why = forward(run, { to, turns, events: last - worldOf(run).step, isSpent });
    compareRows(run, rerun);
    if (why === 'isSpent' || why === 'events') return false;
    if (run.end === 'stopped') return true;
    // It was stopped by the turn of the old run, and differs from it by now: only the time counts.
    if (why === 'turns' && !hasDiverged && rerun.divergedAt !== null) continue;
    if (entry === undefined) {
      pass(run, rerun.time);
      return true;
    }
    run.shown = Math.max(run.shown, micros(entry.time));
    if (entry.type === 'input') applyInput(run, entry.input);
    else install(run, entry);
    rerun.next += 1;
  }
}

function compareRows(run: Run, rerun: Rerun): void {
  if (rerun.divergedAt !== null || rerun.old === null) return;
  const [a, b] = [run.columns, rerun.old.columns];
  const both = Math.min(a.length, b.length);
  while (rerun.same < both) {
    if (!sameRow(a, b, rerun.same)) {
      rerun.divergedAt = rerun.same;
      return;
    }
    rerun.same += 1;
  }
}

/** What is still to be done, for the journal. */
export function aheadOf({ entries, next, time }: Rerun): Ahead {
  return { entries: entries.slice(next), time: millis(time) };
}

/**
 * One run of a scenario, as data: the world at its tip, the trace of how it got there, checkpoints to get anywhere
 * back, and the journal of all that came from outside. `forward.ts` runs it on, `past.ts` goes back, `fork.ts` leaves it
 * for another run, `outside.ts` lets edits and faults in.
 */
import type { Diagnostic } from '../diagnostic.ts';
import type { Explain } from '../program/explain.ts';
import type { JournalEntry, Mark } from '../protocol.ts';
import type { Monitors } from '../world/monitor.ts';
import type { Machine } from '../world/step.ts';
import { micros, millis, type World } from '../world/world.ts';
import { type Checkpoints } from './checkpoint.ts';
import { bytesOfSlot } from './chunk.ts';
import { appendNote, type Columns } from './columns.ts';
import type { Pace } from './pace.ts';
import { bytesOfStats, type Stats, tell } from './stats.ts';
import { textOf } from './shown.ts';

/** A scenario without `until` ends here, in virtual ms, if it does not come to rest before. */
export const defaultUntil = 60_000;
/** Marks kept of one run; of more, the oldest go, down to so many. */
const markLimit = 2_000;
const marksLeft = 1_500;

export type RunEnd = 'running' | 'stopped' | 'ended' | 'quiescent';

export interface Run {
  readonly seed: number;
  readonly explain: Explain;
  machine: Machine;
  readonly columns: Columns;
  readonly stats: Stats;
  readonly marks: Mark[];
  checkpoints: Checkpoints;
  readonly pace: Pace;
  monitors: Monitors;
  /** Versions of the nodes' states that were seen to be plain data, by node. */
  readonly verified: number[];
  /** Firings by number of the rule's id. */
  readonly counts: number[];
  readonly lastFired: number[];
  end: RunEnd;
  /** An event happened that the monitors have not seen: its `when` rules are not done. */
  isUnobserved: boolean;
  /** Why it is stopped. */
  fault: Diagnostic | null;
  /** Virtual µs shown: the last event's time or later. */
  shown: number;
  /** The program at step 0. */
  firstProgram: string;
  readonly entries: JournalEntry[];
  /** Bytes its history may take. */
  memoryLimit: number;
  /** Before this step points of stats were thinned. */
  thinnedStatsBefore: number;
  /** Up to this virtual ms marks were thinned. */
  thinnedMarksBefore: number;
}

export function worldOf(run: Run): World {
  return run.machine.world;
}

export function untilOf(run: Run): number {
  return micros(worldOf(run).plan.until ?? defaultUntil);
}

/** Lets what rules say (stats, notes) into the trace. Call it when the run gets another machine. */
export function listen(run: Run): void {
  const { world } = run.machine;
  world.sink = {
    stat: (kind, name, value, labels) => tell(run.stats, world.step, kind, name, value, labels),
    note: (text, data) => appendNote(run.columns, world.step, noteOf(text, data)),
  };
}

/** As it is now: what it tells of goes on changing. */
export function noteOf(text: unknown, data: unknown): string {
  const line = typeof text === 'string' ? text : textOf(text);
  return data === undefined ? line : `${line} ${textOf(data)}`;
}

export function mark(
  run: Run,
  kind: Mark['kind'],
  title: string,
  text: readonly string[],
  at?: { readonly step: number; readonly time: number },
  entry: number | null = null,
  hasLine = false,
): void {
  if (run.marks.length >= markLimit) thinMarks(run);
  run.marks.push({
    kind,
    title,
    text,
    step: at?.step ?? worldOf(run).step,
    time: at?.time ?? millis(Math.max(run.shown, worldOf(run).now)),
    entry,
    ...(hasLine ? { hasLine } : {}),
  });
}

/** Those of what happened by itself go first; those of edits, acts and what went wrong only when there are too many of them. */
function thinMarks(run: Run): void {
  const isOwn = ({ kind, entry }: Mark): boolean =>
    entry == null && (kind === 'action' || kind === 'fault' || kind === 'heal');
  for (const mayGo of [isOwn, ({ kind }: Mark): boolean => kind !== 'start']) {
    const over = run.marks.length - marksLeft;
    const gone = run.marks.filter(mayGo).slice(0, Math.max(0, over));
    run.thinnedMarksBefore = Math.max(run.thinnedMarksBefore, ...gone.map(({ time }) => time));
    const all = new Set(gone);
    run.marks.splice(0, run.marks.length, ...run.marks.filter((one) => !all.has(one)));
  }
}

/** Of an edit. One of many that `goesOn` has its mark with those before: the latest receipt, where the first stands. */
export function markSwap(run: Run, title: string, text: readonly string[], goesOn: boolean): void {
  const first = goesOn ? run.marks.findLastIndex(({ kind }) => kind === 'swap') : -1;
  const before = run.marks[first];
  if (before === undefined) return mark(run, 'swap', title, text);
  const now = millis(Math.max(run.shown, worldOf(run).now));
  run.marks[first] = {
    ...before,
    title,
    text: [...text, `One of several edits in one go, the last at ${Number(now.toFixed(3))} ms.`],
  };
}

/** Bytes its history takes: an estimate. */
export function bytesOf({ columns, checkpoints, stats }: Run): number {
  let bytes = checkpoints.bytes;
  for (const slot of columns.slots) bytes += bytesOfSlot(slot);
  return bytes + bytesOfStats(stats);
}

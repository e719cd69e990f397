/**
 * Keeps the history of a run within its limit of memory. What can be made again goes first, the oldest first, and never silently:
 *
 * 1. checkpoints, to one in 16,384 events: going to an old moment takes longer
 * 2. rows of the trace and notes: they are made again by running over them once more when somebody asks
 * 3. points of stats, every second one: curves of the old past get coarser
 * 4. the checkpoints that are left, and the newest rows
 *
 * Never: checkpoints at which something came from outside (a re-run knows nothing of that). Bodies of
 * messages are no step of this: they are not kept at all but in the checkpoints, see decisions/65.
 */
import type { MemoryView } from '../protocol.ts';
import { millis } from '../world/world.ts';
import { thinCheckpoints } from './checkpoint.ts';
import { chunkBits, outlineOf } from './chunk.ts';
import { chunkAt, type Columns, thinnedRows, timeAbout } from './columns.ts';
import { wordsAfter, wordsBefore } from './digest.ts';
import { bytesOf, type Run, worldOf } from './run.ts';
import { thinStats } from './stats.ts';

/** Thinned below this share of the limit, so that it need not be done again at once. */
const target = 0.9;
/** Events between checkpoints as long as there is something else to thin. */
const gap = 1 << 14;
/** Full chunks of the newest rows that stay as long as there is something else to thin. */
const newestChunks = 2;

/** False when the history takes more than its limit and nothing of it can be thinned any more. */
export function keepWithinLimit(run: Run): boolean {
  if (bytesOf(run) <= run.memoryLimit) return true;
  const wanted = run.memoryLimit * target;
  const over = (): number => bytesOf(run) - wanted;
  const thinned = (most: number): void =>
    thinCheckpoints(run.checkpoints, Math.max(0, run.checkpoints.bytes - over()), most);
  thinned(gap);
  while (over() > 0 && thinRows(run, newestChunks));
  while (over() > 0 && thinOldStats(run));
  if (over() > 0) thinned(Number.POSITIVE_INFINITY);
  while (over() > 0 && thinRows(run, 0));
  return bytesOf(run) <= run.memoryLimit;
}

/** Thins away the oldest full chunk that is kept. False when only the newest are left. */
function thinRows({ columns, machine }: Run, newest: number): boolean {
  const index = thinnedRows(columns) >> chunkBits;
  if (index >= (columns.length >> chunkBits) - newest) return false;
  const chunk = chunkAt(columns, index);
  const before = wordsBefore(columns, index, machine.world);
  columns.slots[index] = outlineOf(chunk, wordsAfter(before, chunk, chunk.time.length, machine.world));
  return true;
}

function thinOldStats(run: Run): boolean {
  const before = worldOf(run).step >> 1;
  if (!thinStats(run.stats, before)) return false;
  run.thinnedStatsBefore = Math.max(run.thinnedStatsBefore, before);
  return true;
}

/** What its history takes, and what was thinned. */
export function memoryOf(run: Run): MemoryView {
  const { columns, checkpoints } = run;
  const checkpointsBefore = timeBefore(columns, checkpoints.thinnedBefore);
  const eventsBefore = timeBefore(columns, thinnedRows(columns));
  const statsBefore = timeBefore(columns, run.thinnedStatsBefore);
  const marksBefore = run.thinnedMarksBefore === 0 ? null : run.thinnedMarksBefore;
  const all = [checkpointsBefore, eventsBefore, statsBefore, marksBefore].filter((time) => time !== null);
  return {
    bytes: bytesOf(run),
    limit: run.memoryLimit,
    thinnedBefore: all.length === 0 ? null : Math.max(...all),
    thinned: { checkpointsBefore, eventsBefore, statsBefore, marksBefore },
  };
}

/** Virtual ms of the last event before a step; null for the first step. */
function timeBefore(columns: Columns, step: number): number | null {
  return step === 0 || columns.length === 0 ? null : millis(timeAbout(columns, Math.min(step, columns.length) - 1));
}

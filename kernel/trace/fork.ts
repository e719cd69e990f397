/** Leaves a run for another one: a run of its own that shares the past and goes on by itself. */
import { type Checkpoint, keptCheckpoints } from './checkpoint.ts';
import { forkColumns } from './columns.ts';
import { createPace } from './pace.ts';
import type { Past } from './past.ts';
import { millis } from '../world/world.ts';
import { refill } from './refill.ts';
import { listen, type Run } from './run.ts';
import { forkStats } from './stats.ts';

/** `past`: of that run, and used up. What happened after it did not happen in the new run. */
export function forkRun(run: Run, past: Past): Run {
  const { machine, monitors, isUnobserved, entries, counts, lastFired } = past;
  const { step, now, turn } = machine.world;
  const isBefore = (checkpoint: Checkpoint): boolean =>
    checkpoint.entries <= entries && checkpoint.snapshot.turn <= turn;
  const forked: Run = {
    ...run,
    machine,
    columns: forkColumns(run.columns, step),
    stats: forkStats(run.stats, step),
    marks: run.marks.filter((mark) => (mark.entry == null ? mark.step <= step && !isEnd(mark) : mark.entry < entries)),
    checkpoints: keptCheckpoints(run.checkpoints, isBefore),
    pace: createPace(run.pace.clock),
    monitors,
    verified: [],
    counts,
    lastFired,
    end: 'running',
    isUnobserved,
    fault: null,
    shown: now,
    entries: run.entries.slice(0, entries),
    thinnedStatsBefore: Math.min(run.thinnedStatsBefore, step),
    thinnedMarksBefore: Math.min(run.thinnedMarksBefore, millis(now)),
  };
  forked.columns.refill = (index) => refill(forked, index);
  listen(forked);
  return forked;
}

function isEnd({ kind }: Run['marks'][number]): boolean {
  return kind === 'end' || kind === 'error';
}

/** The run as it was before its past was changed, shown beside the run that it became. */
import type { Machine } from '../world/step.ts';
import { millis } from '../world/world.ts';
import { valueAt } from './columns.ts';
import { createSearch, type Search } from './divergence.ts';
import { createHistorian, type Historian } from './history.ts';
import { rerun, worldAfter } from './past.ts';
import type { Rerun } from './rerun.ts';
import { type Run, worldOf } from './run.ts';

export interface Ghost {
  readonly run: Run;
  /** For its plots. */
  readonly historian: Historian;
  /** Rows that both have. */
  readonly shared: number;
  /** Where the run that took its place parts from it. */
  search: Search;
  /** How that run was made, until what came of it is told on the timeline. */
  toTell: Rerun | null;
  /** The moment that was shown last: the next one is mostly a little later. */
  cursor: Machine | null;
}

/** `fresh`: the run that takes its place. `shared`: rows that both have. */
export function createGhost(run: Run, fresh: Run, shared: number): Ghost {
  const search = createSearch(run, fresh, shared);
  return { run, historian: createHistorian(run), shared, search, toTell: null, cursor: null };
}

/** The same, of another run that takes its place. */
export function ghostOf(ghost: Ghost, fresh: Run, shared: number): Ghost {
  const least = Math.min(ghost.shared, shared);
  return { ...ghost, shared: least, search: createSearch(ghost.run, fresh, least), toTell: null };
}

/** Up to where it is known to be the same as the run that it became. */
export function partedAt({ run: { columns }, shared, search: { found } }: Ghost): {
  readonly step: number;
  readonly time: number;
} {
  if (found !== null) return { step: found.step, time: found.time };
  return { step: shared, time: shared === 0 ? 0 : millis(valueAt(columns, 'time', shared - 1)) };
}

/** Its world after `step` events. */
export function ghostAt(ghost: Ghost, step: number): Machine {
  const { run, cursor } = ghost;
  if (step >= worldOf(run).step) return run.machine;
  const near = cursor !== null && cursor.world.step <= step ? cursor.world.step : null;
  const isOpen = (from: number): boolean =>
    !run.checkpoints.list.some(({ snapshot }) => snapshot.step > from && snapshot.step <= step);
  if (cursor !== null && near !== null && isOpen(near)) rerun(cursor, (world) => world.step >= step);
  else ghost.cursor = worldAfter(run, step);
  return ghost.cursor ?? run.machine;
}

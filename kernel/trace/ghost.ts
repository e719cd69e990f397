/** The run as it was before its past was changed, shown beside the run that it became. */
import type { Divergence } from '../protocol.ts';
import type { Machine } from '../world/step.ts';
import { createHistorian, type Historian } from './history.ts';
import { rerun, worldAfter } from './past.ts';
import { type Run, worldOf } from './run.ts';

export interface Ghost {
  readonly run: Run;
  /** For its plots. */
  readonly historian: Historian;
  /** Rows that both have. */
  readonly shared: number;
  divergence: Divergence | null;
  /** The moment that was shown last: the next one is mostly a little later. */
  cursor: Machine | null;
}

export function createGhost(run: Run, shared: number): Ghost {
  return { run, historian: createHistorian(run), shared, divergence: null, cursor: null };
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

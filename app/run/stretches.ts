/** Reads the stretch of the run that the space-time diagram shows. */
import type { Kernel } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import type { OpenNotebook } from '../model/state.ts';
import { createReading, type Reading } from './reading.ts';

export function createStretches(store: PageStore, kernel: Kernel): Reading {
  return createReading(store, {
    everyMs: 80,
    version: (open) => (open.stageView === 'space-time' && open.spaceTime.wish !== null ? versionOf(open) : null),
    async ask({ id, spaceTime: { wish } }) {
      if (wish === null) return;
      const { stretch } = await kernel.request({ type: 'space-time', ...wish });
      if (store.state.open?.id === id) store.dispatch({ type: 'space-time-read', stretch });
    },
  });
}

/** Changes with whatever a reading depends on. */
function versionOf({ spaceTime: { wish }, frame, inForce }: OpenNotebook): string {
  const branch = frame?.branches.find(({ isCurrent }) => isCurrent)?.id;
  const isPast = (frame?.tip.now ?? 0) > (wish?.to ?? 0);
  // Of a stretch that is over only another past makes another one.
  const tip = isPast ? '' : `${frame?.tip.step} ${frame?.tip.now}`;
  return [
    JSON.stringify(wish),
    tip,
    branch,
    inForce,
    frame?.status,
    frame?.marksVersion,
    frame?.ghost?.tip.step,
  ].join();
}

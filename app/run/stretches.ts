/**
 * Reads the stretch of the run that the space-time diagram shows: one request at a time, the latest wish only, and none while neither
 * the wish nor the run has changed.
 */
import type { Kernel } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import type { OpenNotebook } from '../model/state.ts';

/** Between two readings while the run goes on, in ms of wall time. */
const readEveryMs = 80;

export function createStretches(store: PageStore, kernel: Kernel): { moved(): void; close(): void } {
  let closed = false;
  let reading = false;
  let read = '';

  async function look(): Promise<void> {
    reading = true;
    for (;;) {
      const open = store.state.open;
      if (closed || open === null || open.spaceTime.wish === null || !isShown(open)) break;
      const version = versionOf(open);
      if (version === read) break;
      read = version;
      const { stretch } = await kernel.request({ type: 'space-time', ...open.spaceTime.wish });
      if (!closed && store.state.open?.id === open.id) store.dispatch({ type: 'space-time-read', stretch });
      await new Promise((resolve) => setTimeout(resolve, readEveryMs));
    }
    reading = false;
  }

  return {
    moved() {
      const open = store.state.open;
      if (reading || open === null) return;
      // Shown again, it is read again.
      if (!isShown(open)) read = '';
      // A kernel that does not answer is the player's to report.
      else void look().catch(() => (reading = false));
    },
    close() {
      closed = true;
    },
  };
}

const isShown = ({ stageView }: OpenNotebook): boolean => stageView === 'space-time';

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

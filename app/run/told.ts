/** Reads the events behind the point of a stat's curve that the reader chose: again when the run or its past is another one. */
import type { Kernel } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import type { OpenNotebook } from '../model/state.ts';

export function createTold(store: PageStore, kernel: Kernel): { look(): void; close(): void } {
  let closed = false;
  let reading = false;
  let read = '';

  async function ask(): Promise<void> {
    reading = true;
    for (;;) {
      const open = store.state.open;
      if (closed || open === null || open.stat.wish === null) break;
      const version = versionOf(open);
      if (version === read) break;
      read = version;
      const { told } = await kernel.request({ type: 'stat', wish: open.stat.wish, step: null });
      if (!closed && store.state.open?.id === open.id) store.dispatch({ type: 'stat-read', told });
    }
    reading = false;
  }

  return {
    look() {
      const open = store.state.open;
      if (reading || open === null) return;
      if (open.stat.wish === null) read = '';
      // A kernel that does not answer is the player's to report.
      else void ask().catch(() => (reading = false));
    },
    close() {
      closed = true;
    },
  };
}

function versionOf({ stat: { wish }, frame, inForce }: OpenNotebook): string {
  const branch = frame?.branches.find(({ isCurrent }) => isCurrent)?.id;
  return [JSON.stringify(wish), branch, inForce, frame?.status === 'rerunning', frame?.ghost?.tip.step].join();
}

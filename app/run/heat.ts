/** Asks how often lines run, while that is shown: one request at a time and about one a second, for it is read and not watched. */
import type { Kernel } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import type { OpenNotebook } from '../model/state.ts';

const readEveryMs = 1_000;

export function createHeat(store: PageStore, kernel: Kernel): { look(): void; close(): void } {
  let closed = false;
  let reading = false;
  let read = '';

  async function ask(): Promise<void> {
    reading = true;
    for (;;) {
      const open = store.state.open;
      if (closed || open === null || open.heat === null || open.frame === null) break;
      const version = versionOf(open);
      if (version === read) break;
      read = version;
      const { heat } = await kernel.request({ type: 'heat', step: open.frame.step });
      if (!closed && store.state.open?.id === open.id) store.dispatch({ type: 'heat-read', heat });
      await new Promise((resolve) => setTimeout(resolve, readEveryMs));
    }
    reading = false;
  }

  return {
    look() {
      const open = store.state.open;
      if (reading || open === null) return;
      if (open.heat === null) read = '';
      // A kernel that does not answer is the player's to report.
      else void ask().catch(() => (reading = false));
    },
    close() {
      closed = true;
    },
  };
}

function versionOf({ frame, inForce }: OpenNotebook): string {
  const branch = frame?.branches.find(({ isCurrent }) => isCurrent)?.id;
  return [frame?.step, branch, inForce, frame?.status === 'rerunning'].join();
}

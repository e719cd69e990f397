/**
 * Reads what one view of the stage shows: one request at a time, the latest wish only, and none while neither the wish nor the run has
 * changed. The first time that the view is shown, and each time that it is shown again, it is read.
 */
import type { PageStore } from '../model/page-store.ts';
import type { OpenNotebook } from '../model/state.ts';

export interface Reading {
  /** Something that a reading may depend on has changed. */
  moved(): void;
  close(): void;
}

export interface Read {
  /** What a reading now would depend on, as text; null while the view is not shown. */
  readonly version: (open: OpenNotebook) => string | null;
  /** Asks, and tells the page. */
  readonly ask: (open: OpenNotebook) => Promise<void>;
  /** Between two readings, in ms of wall time. */
  readonly everyMs: number;
}

export function createReading(store: PageStore, { version, ask, everyMs }: Read): Reading {
  let closed = false;
  let reading = false;
  let read: string | null = null;

  async function look(): Promise<void> {
    for (;;) {
      const open = store.state.open;
      if (closed || open === null) return;
      const wanted = version(open);
      if (wanted === read) return;
      read = wanted;
      if (wanted === null) return;
      await ask(open);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }

  return {
    moved() {
      if (reading) return;
      reading = true;
      // A kernel that does not answer is the player's to report.
      void look()
        .catch(() => undefined)
        .finally(() => (reading = false));
    },
    close() {
      closed = true;
    },
  };
}

/** Changes with the run, and with the moment that is shown. */
export function momentOf({ frame, inForce }: OpenNotebook): string {
  const branch = frame?.branches.find(({ isCurrent }) => isCurrent)?.id;
  return [frame?.step, frame?.tip.step, branch, inForce, frame?.status, frame?.marksVersion].join();
}

/**
 * Plots follow the run at a few pictures a second, the latest value only: one request at a time, each plot cell in
 * turn, and none while neither the run nor the cells have changed.
 */
import type { Kernel } from '../../kernel/protocol.ts';
import { cellsOf } from '../../kernel/notebook/notebook.ts';
import type { PageStore } from '../model/page-store.ts';

/** A round over all plots takes at least so long. */
const roundMs = 150;

export function createPlotting(store: PageStore, kernel: Kernel): { close(): void } {
  let closed = false;
  let drawn = '';

  async function round(): Promise<void> {
    const open = store.state.open;
    if (open === null || open.frame === null || document.hidden) return;
    const keys = cellsOf(open.notebook).flatMap((cell) =>
      cell.kind === 'plot' || cell.kind === 'view' ? [cell.key] : [],
    );
    const state = `${open.frame.step} ${open.frame.now} ${open.frame.ghost?.tip.step} ${open.inForce} ${keys.map((key) => open.compiled[key]?.hash).join()}`;
    if (state === drawn) return;
    drawn = state;
    const step = open.playback.playhead === 'live' ? null : open.playback.playhead;
    for (const cell of keys) {
      const result = await kernel.request({ type: 'plot', cell, step });
      if (closed) return;
      store.dispatch({ type: 'plotted', cell, result });
    }
  }

  let timer: ReturnType<typeof setTimeout> | undefined;

  async function next(): Promise<void> {
    // A plot that cannot be made says so in its result; a kernel that does not answer is the player's to report.
    await round().catch(() => undefined);
    if (!closed) timer = setTimeout(() => void next(), roundMs);
  }

  void next();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Reads which node holds what of which partition, while that is shown. */
import type { Kernel } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import { createReading, momentOf, type Reading } from './reading.ts';

export function createPartitioning(store: PageStore, kernel: Kernel): Reading {
  return createReading(store, {
    everyMs: 100,
    version: (open) =>
      open.stageView === 'partitions' && open.frame !== null
        ? JSON.stringify([open.partitions.table, open.partitions.holder, momentOf(open)])
        : null,
    async ask({ id, partitions: { table, holder }, playback }) {
      const step = playback.playhead === 'live' ? null : playback.playhead;
      const { partitions } = await kernel.request({ type: 'partitions', step, table, holder });
      if (store.state.open?.id === id) store.dispatch({ type: 'partitions-read', partitions });
    },
  });
}

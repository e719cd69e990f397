/** Reads the stretch of a collection that is open in the tables of states, while they are shown. */
import { literal } from '../../kernel/plain.ts';
import type { Kernel } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import { createReading, momentOf, type Reading } from './reading.ts';

export function createSheets(store: PageStore, kernel: Kernel): Reading {
  return createReading(store, {
    everyMs: 60,
    version: (open) =>
      open.stageView === 'state' && open.sheet.wish !== null && open.frame !== null
        ? `${literal(open.sheet.wish)} ${momentOf(open)}`
        : null,
    async ask({ id, sheet: { wish }, playback }) {
      if (wish === null) return;
      const step = playback.playhead === 'live' ? null : playback.playhead;
      const members = await kernel.request({ type: 'members', step, ...wish });
      const open = store.state.open;
      // Another one may be wanted by now.
      const isWanted =
        open?.id === id && open.sheet.wish?.node === wish.node && literal(open.sheet.wish.path) === literal(wish.path);
      if (isWanted) store.dispatch({ type: 'sheet-read', of: wish, members });
    },
  });
}

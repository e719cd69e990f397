/**
 * Asks the kernel why something is as it is, while the reader wants to know: in pieces, and again when it is not so any more. What the
 * pointer rests on goes first, and is asked once: it is short, and the pointer goes on.
 */
import type { Exchanges, Kernel } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import type { OpenNotebook } from '../model/state.ts';

/** Wall time of a piece: the run goes on between two of them. */
const budgetMs = 10;

export function createExplaining(store: PageStore, kernel: Kernel): { look(): void; close(): void } {
  let closed = false;
  let asking = false;
  /** What was asked last. */
  let asked = '';

  function look(): void {
    const { open } = store.state;
    if (closed || asking) return;
    if (open?.hint != null && open.hint.answer === null) return void ask(open, 'hint', open.hint);
    const wanted = wantedOf(open);
    if (wanted === asked) return;
    asked = wanted;
    if (open?.why != null) void ask(open, 'why', open.why);
  }

  async function ask(
    open: OpenNotebook,
    slot: 'why' | 'hint',
    { of }: NonNullable<OpenNotebook['why']>,
  ): Promise<void> {
    asking = true;
    const { playhead } = open.playback;
    const step = playhead === 'live' ? (open.frame?.step ?? null) : playhead;
    const isWanted = (): boolean => !closed && store.state.open?.[slot]?.of === of;
    const tell = (answer: Exchanges['explain']['reply']): void => {
      if (isWanted()) store.dispatch({ type: slot === 'hint' ? 'hinted' : 'explained', answer });
    };
    try {
      while (isWanted()) {
        const answer = await kernel.request({ type: 'explain', of, step, budgetMs });
        if (answer.explanation === null && answer.text === '') continue;
        tell(answer);
        break;
      }
    } catch {
      tell({ explanation: null, text: 'The kernel was restarted.' });
    } finally {
      asking = false;
    }
    look();
  }

  return {
    look,
    close() {
      closed = true;
    },
  };
}

/** Names the question, and what its answer depends on. */
function wantedOf(open: OpenNotebook | null): string {
  if (open?.why == null || open.frame === null) return '';
  const { of } = open.why;
  const { frame } = open;
  const branch = frame.branches.find(({ isCurrent }) => isCurrent)?.id ?? 0;
  const about = ((): unknown => {
    switch (of.type) {
      case 'message':
        return null;
      case 'timer':
        return frame.timers.find(({ node, pending }) => node === of.node && pending.key === of.key)?.setAt;
      case 'field':
        return frame.step;
      case 'property': {
        const property = frame.properties.find(({ name }) => name === of.name);
        // What is not decided is explained by what it reads now; while the run goes on there is no now to read.
        const step = property?.at === null && !open.playback.playing ? frame.step : null;
        return [property?.verdict, property?.at?.step, step];
      }
    }
  })();
  return JSON.stringify([of, branch, about]);
}

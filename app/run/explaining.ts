/**
 * Asks the kernel why something is as it is, while the reader wants to know: in pieces, and again when it is not so any more. What has a
 * hint goes first: the pointer goes on soon.
 */
import type { Subject } from '../../kernel/explanation.ts';
import type { Exchanges, Frame, Kernel } from '../../kernel/protocol.ts';
import { isCut } from '../menu/targets.ts';
import type { PageStore } from '../model/page-store.ts';
import type { OpenNotebook } from '../model/state.ts';

/** Wall time of a piece: the run goes on between two of them. */
const budgetMs = 10;

export function createExplaining(store: PageStore, kernel: Kernel): { look(): void; close(): void } {
  let closed = false;
  let asking = false;
  /** What was asked last. */
  const asked = { hint: '', why: '' };

  function look(): void {
    const { open } = store.state;
    if (closed || asking) return;
    for (const slot of ['hint', 'why'] as const) {
      const wanted = wantedOf(open, slot);
      const isNew = open?.[slot]?.answer === null;
      if (wanted === asked[slot] && !isNew) continue;
      asked[slot] = wanted;
      const question = open?.[slot];
      if (open !== null && question != null) return void ask(open, slot, question);
    }
  }

  async function ask(
    open: OpenNotebook,
    slot: 'why' | 'hint',
    { of }: NonNullable<OpenNotebook['hint']>,
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
function wantedOf(open: OpenNotebook | null, slot: 'why' | 'hint'): string {
  const of = open?.[slot]?.of;
  if (open == null || of === undefined || open.frame === null) return '';
  const { frame } = open;
  const branch = frame.branches.find(({ isCurrent }) => isCurrent)?.id ?? 0;
  const about = ((): unknown => {
    switch (of.type) {
      case 'message':
        return null;
      case 'timer':
        return frame.timers.find(({ node, pending }) => node === of.node && pending.key === of.key)?.setAt;
      case 'event':
        return null;
      case 'field':
        return slot === 'why' ? frame.step : valueIn(frame, of);
      case 'node':
        return frame.nodes.find(({ id }) => id === of.node)?.alive;
      case 'link':
        return isCut(frame, of.a, of.b);
      case 'entry':
        // While the run goes on there is no end to asking.
        return open.playback.playing ? null : frame.step;
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

/** What is seen of a field; where no states are read, what role it gives, or when it is looked at. */
function valueIn(frame: Frame, { node, field }: Extract<Subject, { type: 'field' }>): unknown {
  const view = frame.nodes.find(({ id }) => id === node);
  return view?.state.find(([name]) => name === field)?.[1] ?? (view?.roleField === field ? view.role : null);
}

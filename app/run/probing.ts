/**
 * Asks what the lines of a rule held, for the event that led to the moment shown while the run stands still; and what pinned places held
 * along the run. One question at a time, the latest wish only.
 */
import type { Kernel } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import { eventShown } from '../model/probing.ts';
import type { OpenNotebook } from '../model/state.ts';

/** Wall time of a pinned place's piece, and between two of them while the run is played. */
const watchMs = 10;
const watchEveryMs = 300;

export interface ProbeAsking {
  /** Another moment may be shown, or something else is wanted of it. */
  look(): void;
  close(): void;
}

export function createProbeAsking(store: PageStore, kernel: Kernel): ProbeAsking {
  let closed = false;
  let asking = false;
  /** What the answer on the page is of. */
  let answered = '';
  /** What each pin was told of last. */
  let watched = new Map<string, string>();
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    if (closed || asking || store.state.open === null) return;
    asking = true;
    void ask()
      .catch(() => undefined)
      .finally(() => {
        asking = false;
      });
  }

  async function ask(): Promise<void> {
    for (;;) {
      const open = store.state.open;
      if (closed || open === null) return;
      const { isOn } = open.probing;
      const step = isOn ? eventShown(open.frame, open.playback) : null;
      const wanted = step === null ? '' : `${step} ${runOf(open)}`;
      if (wanted !== answered) {
        answered = wanted;
        if (step === null) store.dispatch({ type: 'probed', probe: null });
        else {
          const { probe } = await kernel.request({ type: 'probe', step });
          if (!closed && answered === wanted) store.dispatch({ type: 'probed', probe });
        }
        continue;
      }
      const pin = open.probing.pins.find(({ place }) => watched.get(JSON.stringify(place)) !== tipOf(open));
      if (pin === undefined) return forget(open);
      if (open.playback.playing && waiting !== undefined) return;
      const name = JSON.stringify(pin.place);
      const tip = tipOf(open);
      const reply = await kernel.request({ type: 'watch', place: pin.place, budgetMs: watchMs });
      if (closed) return;
      if (reply.status !== 'running') watched.set(name, tip);
      store.dispatch({ type: 'watched', place: pin.place, watched: reply });
      if (!open.playback.playing || reply.status === 'running') continue;
      waiting = setTimeout(() => {
        waiting = undefined;
        look();
      }, watchEveryMs);
    }
  }

  function forget({ probing: { pins } }: OpenNotebook): void {
    const names = new Set(pins.map(({ place }) => JSON.stringify(place)));
    watched = new Map([...watched].filter(([name]) => names.has(name)));
  }

  return {
    look,
    close() {
      closed = true;
      clearTimeout(waiting);
    },
  };
}

/** A step of another run, or under another text, is another event. */
function runOf({ journal, inForce, frame }: OpenNotebook): string {
  return `${journal?.id} ${journal?.entries.length} ${inForce} ${frame?.ghost === null} ${frame?.seed} ${frame?.scenario}`;
}

const tipOf = (open: OpenNotebook): string => `${open.frame?.tip.step} ${runOf(open)}`;

/**
 * The pacing loop: the page sets the pace, the kernel answers. Each animation frame, when no request is outstanding,
 * it asks for what the reader should see next: the run a little further, an earlier moment, or nothing. While the
 * playhead is in the past, playing walks through the recorded events until it reaches the present.
 */
import type { Frame, Journal, Kernel, Mark, RunStatus, Want, SwapReply } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';
import type { OpenNotebook } from '../model/state.ts';

/** Wall time the kernel may spend on one request, so that a frame still fits. */
const budgetMs = 12;
/** A longer pause (a hidden tab, a slow frame) is not made up for. */
const maxGapMs = 100;
/** How often a finished or stopped run is asked again: an edit may have set it going. */
const idleMs = 250;

export interface Clock {
  /** Calls once, at the next frame, with the wall time in ms. */
  next(callback: (now: number) => void): void;
}

export const animationClock: Clock = { next: (callback) => void requestAnimationFrame(callback) };

export interface Player {
  /** Something the picture depends on changed while the run stands still: ask for a new one. */
  refresh(): void;
  /** One event (or several) forward at the tip, or the playhead moved by so many. */
  step(by: number): void;
  seekTime(time: number): void;
  /** The playhead was put somewhere: wishes from before it no longer count. */
  seek(): void;
  /**
   * Another run takes the place of the one that is played. Nothing is asked meanwhile, and afterwards the new run is asked first
   * where it is: the moment that the old one had come to says nothing of it.
   */
  during<T>(change: Promise<T>): Promise<T>;
  close(): void;
}

export function createPlayer(store: PageStore, kernel: Kernel, clock: Clock = animationClock): Player {
  let closed = false;
  let outstanding = false;
  let stale = true;
  let last: number | null = null;
  let idleSince = 0;
  /** Changes of the run that are under way, and whether one is done that no picture is of yet. */
  let changes = 0;
  let isOther = false;
  /** Wishes that came while a request was outstanding; the newest moment wins, steps add up. */
  let steps = 0;
  let time: number | null = null;
  /** The time shown between the playhead's event and the next; a new picture is of the same time. */
  let between: { readonly step: number; readonly time: number } | null = null;
  /** The marks that came last: the kernel sends them only when they are others. */
  let marks: { readonly version: string; readonly list: readonly Mark[] } = { version: '', list: [] };

  function tick(now: number): void {
    if (closed) return;
    clock.next(tick);
    const open = store.state.open;
    if (open === null || outstanding || changes > 0 || open.program === null) return;
    const gap = last === null ? 0 : Math.min(maxGapMs, now - last);
    last = now;
    void turn(open, gap, now);
  }

  async function turn(open: OpenNotebook, gap: number, now: number): Promise<void> {
    outstanding = true;
    try {
      await ask(open, gap, now);
    } catch (error) {
      if (!closed)
        store.dispatch({
          type: 'notice',
          notice: { text: `The kernel did not answer: ${String(error)}`, actions: [] },
        });
    } finally {
      outstanding = false;
    }
  }

  async function ask(open: OpenNotebook, gap: number, now: number): Promise<void> {
    const { playing, speed, playhead } = open.playback;
    const { frame } = open;
    const want = { ...wantOf(open), marksVersion: marks.version };
    if (isOther && playhead === 'live') {
      isOther = false;
      return advance(0, playing ? null : 0, want);
    }
    if (time !== null) {
      const at = { time };
      time = null;
      return look(at, want, playhead);
    }
    if (steps !== 0) {
      const by = steps;
      steps = 0;
      return stepped(by, frame, playhead, want);
    }
    if (playhead !== 'live') {
      if (frame === null) return advance(0, null, want);
      const isBehind = isCatchingUp(frame.status);
      if (playing && !isBehind && frame.now < frame.tip.now) {
        return look({ time: frame.now + gap * speed }, want, playhead);
      }
      if (playing && !isBehind) return store.dispatch({ type: 'seek', to: 'live' });
      if (!stale && !isBehind && frame.step === playhead) return;
      stale = false;
      const at = between?.step === playhead ? { time: between.time } : { step: playhead };
      return look(at, want, playhead, frame.step === playhead ? frame.now : null);
    }
    const goesOn = isCatchingUp(frame?.status) || (playing && frame?.status === 'running');
    const resting = frame !== null && !goesOn && frame.step === frame.tip.step;
    if (resting && !stale && (!playing || now - idleSince < idleMs)) return;
    stale = false;
    idleSince = now;
    const tip = frame?.tip.now ?? 0;
    // Standing still, not even what is due at this moment happens: it may be the next to be chosen by hand.
    const standsStill = frame !== null && !playing && !isCatchingUp(frame.status);
    return advance(playing ? tip + gap * speed : tip, standsStill ? 0 : null, want);
  }

  async function advance(to: number, count: number | null, want: Want): Promise<void> {
    const { frame, journal, swapped } = await kernel.request({ type: 'advance', to, steps: count, budgetMs, want });
    takeSwapped(swapped);
    if (!closed) store.dispatch({ type: 'framed', frame: withMarks(frame), journal });
  }

  /** Lets the kernel go on with what it has to do before the run can go on. */
  async function catchUp(): Promise<Journal> {
    const want: Want = { state: false, stats: false, log: 0, density: null, marksVersion: marks.version };
    const { frame, journal, swapped } = await kernel.request({ type: 'advance', to: 0, steps: null, budgetMs, want });
    takeSwapped(swapped);
    withMarks(frame);
    return journal;
  }

  /** A run came to the end of its journal: only now does the kernel know what becomes of the latest cells in it. */
  function takeSwapped(reply: SwapReply | null | undefined): void {
    if (reply != null && !closed) store.dispatch({ type: 'swapped', cells: store.state.open?.answered ?? [], reply });
  }

  function withMarks(frame: Frame): Frame {
    if (frame.marksVersion !== marks.version) marks = { version: frame.marksVersion, list: frame.marks };
    return { ...frame, marks: marks.list };
  }

  async function stepped(by: number, frame: Frame | null, playhead: 'live' | number, want: Want): Promise<void> {
    const tip = frame?.tip.step ?? 0;
    const from = playhead === 'live' ? tip : playhead;
    if (from + by > tip) {
      await advance(Number.MAX_VALUE, from + by - tip, want);
      const still = store.state.open?.playback.playhead === playhead;
      if (!closed && still && playhead !== 'live') store.dispatch({ type: 'playhead', playhead: 'live' });
      return;
    }
    const step = Math.max(0, from + by);
    if (from + by === tip) return store.dispatch({ type: 'seek', to: 'live' });
    return look({ step }, want, playhead);
  }

  /**
   * `asked` is where the playhead is: when the reader has put it elsewhere by the answer, it stays there. `shown` is the time shown
   * there: when an edit has changed the past meanwhile, a step is another event by now, and the time is what is kept.
   */
  async function look(
    at: { readonly step: number } | { readonly time: number },
    want: Want,
    asked: 'live' | number,
    shown: number | null = null,
    isBehind = isCatchingUp(store.state.open?.frame?.status),
  ): Promise<void> {
    const isOver = (): boolean => closed || store.state.open?.playback.playhead !== asked;
    const journal = isBehind ? await catchUp() : null;
    if (isOver()) return;
    const frame = withMarks((await kernel.request({ type: 'look', at, want })).frame);
    if (isOver()) return;
    const catchesUp = isCatchingUp(frame.status);
    if (catchesUp && 'step' in at && shown !== null) return look({ time: shown }, want, asked, null, true);
    const atTip = frame.step >= frame.tip.step;
    if (catchesUp && atTip && 'time' in at) {
      // It is not there yet: what there is so far is shown, and the wish stays.
      if (asked === 'live') time ??= at.time;
      else between = { step: asked, time: at.time };
      return store.dispatch({ type: 'framed', frame, journal });
    }
    between = 'time' in at ? { step: frame.step, time: frame.now } : null;
    store.dispatch({ type: 'framed', frame, journal });
    store.dispatch({ type: 'playhead', playhead: atTip ? 'live' : frame.step });
  }

  clock.next(tick);
  return {
    refresh() {
      stale = true;
    },
    step(by) {
      steps += by;
    },
    seekTime(moment) {
      time = moment;
    },
    seek() {
      time = null;
      steps = 0;
      between = null;
      stale = true;
    },
    async during(change) {
      changes += 1;
      try {
        return await change;
      } finally {
        changes -= 1;
        isOther = true;
      }
    },
    close() {
      closed = true;
    },
  };
}

/** It is rebuilt or run again: it goes on with that, whether the run is played or not and whatever moment is looked at. */
const isCatchingUp = (status: RunStatus | undefined): boolean => status === 'restoring' || status === 'rerunning';

/** What the page shows of a frame, so that nothing else is made and copied. */
export function wantOf(open: OpenNotebook): Want {
  return {
    state: open.stageView === 'state' || open.selectedNode !== null,
    stats: open.stageView === 'stats',
    log: open.stageView === 'log' ? 200 : 0,
    density: open.density,
  };
}

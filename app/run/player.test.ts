import { describe, expect, it } from 'vitest';
import { compiledCell, frame, handKernel, journal, opened, runningPage, settled, swapReply } from '../testing.ts';
import { type Clock, createPlayer } from './player.ts';

function bench() {
  const page = runningPage();
  const kernel = handKernel();
  let callback: ((now: number) => void) | null = null;
  const clock: Clock = {
    next: (next) => {
      callback = next;
    },
  };
  const player = createPlayer(page, kernel, clock);
  let now = 1_000;
  return {
    page,
    kernel,
    player,
    async tick(ms = 16) {
      now += ms;
      callback?.(now);
      await settled();
    },
    async frame(details: Parameters<typeof frame>[0]) {
      kernel.answer({ frame: frame(details), journal: journal() });
      await settled();
    },
  };
}

describe('the player', () => {
  it('asks for one frame at a time, further by the wall time since the last times the speed', async () => {
    const b = bench();
    await b.tick();
    await b.tick();
    expect(b.kernel.asked).toHaveLength(1);
    await b.frame({ now: 40, step: 3 });
    await b.tick(20);
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'advance', steps: null });
    const asked = b.kernel.asked.at(-1);
    expect(asked?.type === 'advance' && asked.to).toBeGreaterThan(40);
    expect(asked?.type === 'advance' && asked.to).toBeLessThan(45);
  });

  it('asks another run where it is before it plays it on: the moment of the old one says nothing of it', async () => {
    const b = bench();
    await b.tick();
    await b.frame({ now: 900, step: 30 });
    await b.tick();
    const asked = b.kernel.asked.length;
    let done: (() => void) | undefined;
    const change = b.player.during(
      new Promise<void>((resolve) => {
        done = resolve;
      }),
    );
    // The answer to what was asked before is of the old run.
    await b.frame({ now: 916, step: 31 });
    await b.tick();
    expect(b.kernel.asked).toHaveLength(asked);
    done?.();
    await change;
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'advance', to: 0 });
    await b.frame({ now: 0, step: 0 });
    await b.tick();
    const next = b.kernel.asked.at(-1);
    expect(next?.type === 'advance' && next.to).toBeLessThan(100);
  });

  it('does not make up for a long pause', async () => {
    const b = bench();
    await b.tick();
    await b.frame({ now: 0 });
    await b.tick(60_000);
    const asked = b.kernel.asked.at(-1);
    expect(asked?.type === 'advance' && asked.to).toBeLessThanOrEqual(10);
  });

  it('asks nothing while paused, once the picture is there', async () => {
    const b = bench();
    await b.tick();
    await b.frame({ now: 5, step: 1 });
    b.page.dispatch({ type: 'pause' });
    await b.tick();
    await b.tick();
    expect(b.kernel.asked).toHaveLength(1);
    b.player.refresh();
    await b.tick();
    // Not even what is due at this moment: it may be chosen by hand.
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'advance', to: 5, steps: 0 });
  });

  it('steps one event at the tip, and looks back from it without touching the run', async () => {
    const b = bench();
    await b.tick();
    await b.frame({ now: 5, step: 7 });
    b.page.dispatch({ type: 'pause' });
    b.player.step(1);
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'advance', steps: 1 });
    await b.frame({ now: 6, step: 8 });
    b.player.step(-1);
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'look', at: { step: 7 } });
    await b.frame({ now: 5, step: 7, tip: { now: 6, step: 8 } });
    expect(opened(b.page).playback).toMatchObject({ playhead: 7 });
  });

  it('adds up steps that were asked for while it waited', async () => {
    const b = bench();
    await b.tick();
    await b.frame({ now: 50, step: 20 });
    b.page.dispatch({ type: 'pause' });
    b.player.step(-1);
    b.player.step(-1);
    b.player.step(-10);
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'look', at: { step: 8 } });
  });

  it('plays from the past through what was recorded, up to the present, and on from there', async () => {
    const b = bench();
    await b.tick();
    await b.frame({ now: 50, step: 20 });
    b.page.dispatch({ type: 'seek', to: 4 });
    await b.tick();
    await b.frame({ now: 10, step: 4, tip: { now: 50, step: 20 } });
    b.page.dispatch({ type: 'play' });
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'look' });
    await b.frame({ now: 50, step: 20 });
    expect(opened(b.page).playback.playhead).toBe('live');
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'advance' });
  });

  it('goes on rebuilding a run at every frame, though paused', async () => {
    const b = bench();
    b.page.dispatch({ type: 'pause' });
    await b.tick();
    await b.frame({ now: 5, step: 2, status: 'restoring' });
    await b.tick();
    await b.frame({ now: 9, step: 4, status: 'restoring' });
    await b.tick();
    await b.frame({ now: 12, step: 5 });
    await b.tick();
    expect(b.kernel.asked).toHaveLength(3);
  });

  it('goes on running the past again at every frame, though paused', async () => {
    const b = bench();
    b.page.dispatch({ type: 'pause' });
    await b.tick();
    await b.frame({ now: 5, step: 2, status: 'rerunning' });
    await b.tick();
    await b.frame({ now: 9, step: 4, status: 'rerunning' });
    expect(b.kernel.asked.map(({ type }) => type)).toEqual(['advance', 'advance']);
  });

  it('keeps the moment shown by its time when the past is run again under it', async () => {
    const b = bench();
    await b.tick();
    await b.frame({ now: 50, step: 20 });
    b.page.dispatch({ type: 'seek', to: 8 });
    b.player.seek();
    await b.tick();
    await b.frame({ now: 20, step: 8, tip: { now: 50, step: 20 } });

    // An edit from the start: the run is at its beginning again.
    b.player.refresh();
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'look', at: { step: 8 } });
    await b.frame({ now: 0, step: 0, status: 'rerunning' });
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'advance' });
    await b.frame({ now: 12, step: 5, status: 'rerunning' });
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'look', at: { time: 20 } });
    await b.frame({ now: 12, step: 5, status: 'rerunning' });
    expect(opened(b.page)).toMatchObject({ frame: { now: 12 }, playback: { playhead: 8 } });

    await b.tick();
    await b.frame({ now: 31, step: 14, status: 'rerunning' });
    await b.frame({ now: 20, step: 11, tip: { now: 31, step: 14 }, status: 'rerunning' });
    expect(opened(b.page)).toMatchObject({ frame: { now: 20 }, playback: { playhead: 11 } });

    await b.tick();
    await b.frame({ now: 50, step: 23 });
    await b.frame({ now: 20, step: 11, tip: { now: 50, step: 23 } });
    const { length } = b.kernel.asked;
    await b.tick();
    expect(b.kernel.asked).toHaveLength(length);
  });

  it('has the marks sent only when they are others', async () => {
    const b = bench();
    const mark = { kind: 'fault', time: 1, step: 1, title: 'a crashed', text: [] } as const;
    await b.tick();
    await b.frame({ now: 1, marksVersion: 'one', marks: [mark] });
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ want: { marksVersion: 'one' } });
    await b.frame({ now: 2, marksVersion: 'one', marks: [] });
    expect(opened(b.page).frame?.marks).toEqual([mark]);
    await b.tick();
    await b.frame({ now: 3, marksVersion: 'two', marks: [] });
    expect(opened(b.page).frame?.marks).toEqual([]);
  });

  it('asks a finished run only now and then', async () => {
    const b = bench();
    await b.tick();
    await b.frame({ now: 50, step: 20, status: 'ended' });
    for (let i = 0; i < 10; i += 1) await b.tick(16);
    expect(b.kernel.asked).toHaveLength(1);
    await b.tick(300);
    expect(b.kernel.asked).toHaveLength(2);
  });

  it('says so when the kernel fails, and asks again', async () => {
    const b = bench();
    await b.tick();
    b.kernel.fail(new Error('gone'));
    await settled();
    expect(b.page.state.notice?.text).toContain('gone');
    await b.tick();
    expect(b.kernel.asked).toHaveLength(2);
  });

  it('shows nothing of an answer that came after it was closed', async () => {
    const b = bench();
    await b.tick();
    b.player.close();
    await b.frame({ now: 99 });
    expect(opened(b.page).frame).toBeNull();
  });

  it('asks only for the parts of a frame that are shown', async () => {
    const b = bench();
    b.page.dispatch({ type: 'stage-view', view: 'log' });
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ want: { state: false, stats: false, log: 200 } });
  });

  it('leaves the playhead where the reader put it while an answer was on its way', async () => {
    const b = bench();
    await b.tick();
    await b.frame({ now: 40, step: 30, tip: { now: 40, step: 30 } });
    b.player.step(-10);
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'look', at: { step: 20 } });
    b.page.dispatch({ type: 'seek', to: 0 });
    b.player.seek();
    await b.frame({ now: 30, step: 20, tip: { now: 40, step: 30 } });
    expect(b.page.state.open?.playback.playhead).toBe(0);
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'look', at: { step: 0 } });
  });

  it('asks for the same time again when something else of the moment is to be shown', async () => {
    const b = bench();
    await b.tick();
    await b.frame({ now: 40, step: 30, tip: { now: 40, step: 30 } });
    b.page.dispatch({ type: 'seek-time', time: 12 });
    b.player.seekTime(12);
    await b.tick();
    await b.frame({ now: 12, step: 7, tip: { now: 40, step: 30 } });
    b.player.refresh();
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'look', at: { time: 12 } });
  });

  it('forgets steps and times wished for before the playhead was put elsewhere', async () => {
    const b = bench();
    await b.tick();
    b.player.step(-1);
    b.player.seekTime(12);
    b.page.dispatch({ type: 'seek', to: 3 });
    b.player.seek();
    await b.frame({ now: 40, step: 30, tip: { now: 40, step: 30 } });
    await b.tick();
    expect(b.kernel.asked.at(-1)).toMatchObject({ type: 'look', at: { step: 3 } });
  });
});

it('a page without a program asks for nothing', async () => {
  const b = bench();
  const cells = [compiledCell({ key: 'x', kind: 'rules', slug: null, code: '' })];
  b.page.dispatch({ type: 'go', route: { type: 'gallery' } });
  b.page.dispatch({ type: 'swapped', cells, reply: swapReply(cells) });
  await b.tick();
  expect(b.kernel.asked).toEqual([]);
});

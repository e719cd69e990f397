/** Recovery with the real session: what a new kernel is given rebuilds the run byte for byte. */
import { expect, test } from 'vitest';
import { compile } from '../../compile/testing.ts';
import type { Frame } from '../../protocol.ts';
import { createSession } from '../../session.ts';
import type { Clock, Down, Link } from './link.ts';
import { supervise } from './recovery.ts';

const clock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** A kernel in this thread that can be ended from outside. */
function startLink(): Link & { end(reason: Down): void } {
  const session = createSession({ wallClock: () => performance.now() });
  const listeners = new Set<(reason: Down) => void>();
  return {
    request: async (request) => session.handle(request),
    onDown(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    doing: () => null,
    kill: () => undefined,
    end: (reason) => listeners.forEach((listener) => listener(reason)),
  };
}

const rules = (step: number): string => `const Tick = message('Tick')
const Ping = message<{ n: number }>('Ping')
const peer = node('peer', {
  state: () => ({ n: 0, heard: [] as number[] }),
  start(s, ctx) { ctx.setTimer(Tick(), ctx.random.between(5, 15)) },
})
peer.on(Tick, (s, m, ctx) => {
  s.n += ${step}
  ctx.broadcast(Ping({ n: s.n }))
  ctx.setTimer(Tick(), ctx.random.between(5, 15))
})
peer.on(Ping, (s, m, ctx) => {
  s.heard = [...s.heard.slice(-3), m.n]
  ctx.count('peer.pings_total')
})
`;
const scenario = `scenario('three', (world) => {
  world.add(peer, 3)
  world.network({ latency: exponential(10), loss: 0.05, duplicate: 0.05 })
})
`;
const want = { state: true, stats: true, log: 5, density: null };

test('after swaps, faults and the loss of two kernels the run has the digest it would have had', async () => {
  const first = await compile(rules(1), 'rules', 'a');
  const second = await compile(rules(7), 'rules', 'a');
  const runs = await compile(scenario, 'scenario', 'b');

  async function play(losses: boolean): Promise<string> {
    let link = startLink();
    const supervisor = supervise({
      clock,
      start: () => {
        link = startLink();
        return Promise.resolve(link);
      },
    });
    let shown = { now: 0, step: 0 };
    const to = async (time: number): Promise<Frame> => {
      for (;;) {
        const { frame } = await supervisor.request({ type: 'advance', to: time, steps: null, budgetMs: 100, want });
        shown = frame.tip;
        if (frame.tip.now >= time) return frame;
      }
    };
    const lose = async (): Promise<void> => {
      if (!losses) return;
      const recovered = new Promise((resolve) => supervisor.onRecovery(resolve));
      link.end('crashed');
      await recovered;
      // Nothing went back, not even the time after the last event.
      const { frame } = await supervisor.request({ type: 'advance', to: 0, steps: 0, budgetMs: 10, want });
      expect(frame.tip).toEqual(shown);
    };
    await supervisor.request({
      type: 'open',
      cells: [first, runs],
      seed: null,
      defaultSeed: 11,
      scenario: null,
      restore: null,
    });
    await to(300);
    await lose();
    expect((await supervisor.request({ type: 'swap', cells: [second, runs] })).accepted).toBe(true);
    await to(450);
    await supervisor.request({ type: 'input', input: { type: 'crash', node: 'peer2' } });
    await to(700);
    await lose();
    await supervisor.request({ type: 'input', input: { type: 'restart', node: 'peer2' } });
    const frame = await to(1_000);
    expect(frame).toMatchObject({ status: 'running', seed: 11 });
    expect(frame.tip.step).toBeGreaterThan(200);
    const { digest } = await supervisor.request({ type: 'digest' });
    supervisor.close();
    return digest;
  }

  expect(await play(true)).toBe(await play(false));
});

/** What it costs to keep every moment, to go to one, to leave the run there, and to run history again. */
import type { Benchmark } from '../bench.ts';
import type { ProbePlace } from '../protocol.ts';
import { everything, type Opened } from '../session.fixture.ts';
import raft from '../../notebooks/02-raft.sim.md?raw';
import { openRaft, withTimeout } from './raft.fixture.ts';

/** Positions that come up in no order, each once. */
const stride = 611_953;
/** Wall time that the page gives a request. */
const budgetMs = 12;

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'a look at any of the events, Raft with 5 nodes',
    unit: 'ms',
    better: 'lower',
    budget: null,
    budgetP95: 16,
    rounds: 200,
    async prepare({ small, now }) {
      const run = await openRaft(raft, { withProperties: false, wallClock: now });
      const events = small ? 5_000 : 1_000_000;
      run.steps(events);
      let at = 0;
      return () => {
        at = (at + stride) % events;
        const started = now();
        const frame = run.session.handle({
          type: 'look',
          at: { step: at },
          want: { state: true, stats: false, log: 0, density: null },
        }).frame;
        if (frame.step !== at) throw new Error(`asked for ${at}, saw ${frame.step}`);
        return now() - started;
      };
    },
  },
  {
    name: 'a fork at any of the events, Raft with 5 nodes',
    unit: 'ms',
    better: 'lower',
    budget: 5,
    rounds: 100,
    async prepare({ small, now }) {
      const run = await openRaft(raft, { withProperties: false, wallClock: now });
      const events = small ? 5_000 : 1_000_000;
      run.steps(events);
      const main = run.journal().id;
      let at = 0;
      return () => {
        at = (at + stride) % events;
        const started = now();
        run.branch({ type: 'fork', step: at });
        const took = now() - started;
        const { id, steps } = run.journal();
        if (id === main || steps !== at) throw new Error(`forked at ${at}, stands at ${steps}`);
        run.branch({ type: 'switch', id: main });
        run.branch({ type: 'delete', id });
        return took;
      };
    },
  },
  {
    name: 'a probe on any of 100,000 events, Raft with 5 nodes: the event again, the values of its lines',
    unit: 'ms',
    better: 'lower',
    budget: null,
    budgetP95: 50,
    rounds: 200,
    async prepare({ small, now }) {
      const run = await openRaft(raft, { withProperties: false, wallClock: now });
      const events = small ? 5_000 : 100_000;
      run.steps(events);
      let at = 0;
      const probe = (): boolean => {
        at = (at + stride) % events;
        return run.session.handle({ type: 'probe', step: at }).probe !== null;
      };
      // The first makes the probed program; messages that are lost run no code.
      while (!probe());
      return () => {
        for (;;) {
          const started = now();
          if (probe()) return now() - started;
        }
      };
    },
  },
  {
    name: 'a pinned line over 100,000 events, Raft with 5 nodes, until all values are there',
    unit: 'ms',
    better: 'lower',
    budget: null,
    rounds: 13,
    async prepare({ small, now }) {
      const run = await openRaft(raft, { withProperties: false, wallClock: now });
      const events = small ? 5_000 : 100_000;
      run.steps(events);
      // One more than are remembered: each begins anew.
      const places = new Map<string, ProbePlace>();
      for (let step = 0; places.size < 13; step++)
        for (const { cell, kind, label, nth } of run.session.handle({ type: 'probe', step }).probe?.seen ?? [])
          if (places.size < 13) places.set(JSON.stringify([cell, kind, label, nth]), { cell, kind, label, nth });
      const inTurn = [...places.values()];
      let next = 0;
      return () => {
        const place = inTurn[next++ % inTurn.length];
        if (place === undefined) throw new Error('nothing was seen');
        const started = now();
        while (run.session.handle({ type: 'watch', place, budgetMs: 12 }).status === 'running');
        return now() - started;
      };
    },
  },
  again('an edit from the start of a history of 100,000 events, first picture', 100, (run) => void picture(run)),
  again('the same, until all of it was run again', null, (run) => {
    while (picture(run) === 'rerunning');
  }),
  {
    name: 'history, Raft with 5 nodes, 1,000,000 events (as the run counts it)',
    unit: 'bytes/event',
    better: 'lower',
    budget: 100,
    rounds: 3,
    async prepare({ small, now }) {
      const events = small ? 5_000 : 1_000_000;
      return async () => {
        const run = await openRaft(raft, { withProperties: false, wallClock: now });
        return run.steps(events).memory.bytes / events;
      };
    },
  },
  ...(['equality', 'identity'] as const).map(
    (how): Benchmark => ({
      name: `a star followed by ${how} over 100,000 events, Raft with 5 nodes`,
      unit: 'ms',
      better: 'lower',
      budget: null,
      rounds: 3,
      async prepare({ small, now }) {
        const run = await openRaft(raft, { withProperties: false, wallClock: now });
        const { nodes } = run.steps(small ? 3_000 : 100_000);
        const length = (node: (typeof nodes)[number]): number =>
          node.state.reduce(
            (most, [field, value]) => (field === 'log' && value.t === 'list' ? value.items.length : most),
            0,
          );
        const holder = nodes.toSorted((a, b) => length(b) - length(a))[0];
        if (holder === undefined || length(holder) === 0) throw new Error('nothing is in the log');
        let round = 0;
        return () => {
          // Another entry each time, so that nothing is known of it.
          const place = { type: 'state', node: holder.id, field: 'log', at: [round % length(holder)] } as const;
          round += 1;
          const { starred } = run.session.handle({ type: 'star', place, step: null });
          if (starred === null) throw new Error('it is not in the log');
          const star = { id: String(round), how, pattern: starred.pattern, origin: starred.origin };
          const wish = {
            ...{ stars: [star], branch: null, step: null, window: null, rows: null },
            ...{ branches: false, journey: null },
          };
          const started = now();
          const [view] = run.session.handle({ type: 'stars', wish, budgetMs: Number.POSITIVE_INFINITY }).stars;
          if (view?.status !== 'done') throw new Error('it was not followed to the end');
          return now() - started;
        };
      },
    }),
  ),
];

function again(name: string, budget: number | null, until: (run: Opened) => void): Benchmark {
  return {
    name,
    unit: 'ms',
    better: 'lower',
    budget,
    rounds: 9,
    async prepare({ small, now }) {
      const run = await openRaft(raft, { withProperties: false, wallClock: now });
      run.steps(small ? 2_000 : 100_000);
      let low = 150;
      return async () => {
        low = low === 150 ? 151 : 150;
        const edited = withTimeout(run, low);
        // Compiling is not what is measured.
        const before = run.compiled();
        await run.edit(edited);
        const after = run.compiled();
        run.session.handle({ type: 'swap', cells: before });
        const started = now();
        const reply = run.session.handle({ type: 'swap', cells: after, from: 'start' });
        if (!reply.accepted) throw new Error(reply.program.diagnostics[0]?.text ?? 'refused');
        until(run);
        const took = now() - started;
        while (picture(run) === 'rerunning');
        return took;
      };
    },
  };
}

/** What the page asks for while the past is run again. */
function picture(run: Opened): string {
  return run.session.handle({ type: 'advance', to: 0, steps: null, budgetMs, want: everything }).frame.status;
}

/** How fast a recorded simulation runs, and how fast an edit takes effect in the kernel. */
import type { Benchmark } from '../bench.ts';
import raft from '../../notebooks/02-raft.sim.md?raw';
import { openRaft } from './raft.fixture.ts';

function simulation(name: string, withProperties: boolean, budget: number | null): Benchmark {
  return {
    name,
    unit: 'events/s',
    better: 'higher',
    budget,
    rounds: 15,
    async prepare({ small, now }) {
      const run = await openRaft(raft, { withProperties, wallClock: now });
      const events = small ? 2_000 : withProperties ? 20_000 : 200_000;
      if (!small) run.steps(events);
      return () => {
        const started = now();
        const frame = run.steps(events);
        if (frame.status !== 'running')
          throw new Error(`the run is ${frame.status}: ${frame.diagnostics[0]?.text ?? ''}`);
        return (events / (now() - started)) * 1000;
      };
    },
  };
}

export const benchmarks: readonly Benchmark[] = [
  simulation('simulation, recorded, Raft with 5 nodes', false, 1_000_000),
  simulation('the same with its properties as monitors', true, null),
  {
    name: 'an edited rule put in force in the kernel, rehearsal included',
    unit: 'ms',
    better: 'lower',
    budget: null,
    rounds: 40,
    async prepare({ small, now }) {
      const run = await openRaft(raft, { withProperties: true, wallClock: now });
      run.steps(small ? 1_000 : 20_000);
      const cell = run.compiled().find(({ source }) => source.includes('between(150, 300)'));
      if (cell === undefined) throw new Error('the notebook has no election timeout');
      let low = 150;
      return async () => {
        low = low === 150 ? 151 : 150;
        const text = cell.source.replace('between(150', `between(${low}`);
        const compiledBefore = run.compiled();
        await run.edit({ [cell.key]: text });
        const compiled = run.compiled();
        run.session.handle({ type: 'swap', cells: compiledBefore });
        const started = now();
        const reply = run.session.handle({ type: 'swap', cells: compiled });
        if (!reply.accepted) throw new Error(reply.program.diagnostics[0]?.text ?? 'refused');
        return now() - started;
      };
    },
  },
];

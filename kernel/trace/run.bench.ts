/** How fast a recorded simulation runs, how fast an edit takes effect in the kernel, and what history costs. */
import type { Benchmark } from '../bench.ts';
import { openCells, type Opened } from '../session.fixture.ts';
import { cellsOf } from '../notebook/notebook.ts';
import { parse } from '../notebook/parse.ts';
import raft from '../../notebooks/02-raft.sim.md?raw';

/** The Raft notebook: its rules and its first scenario (five servers and a client that writes), without an end. */
async function openRaft(withProperties: boolean): Promise<Opened> {
  const cells = cellsOf(parse(raft));
  const wanted = cells.filter(
    ({ kind }) => kind === 'rules' || kind === 'scenario' || (withProperties && kind === 'check'),
  );
  const endless = (code: string): string => code.replace(/until: [\d_]+/, 'until: 1e12');
  return openCells(
    Object.fromEntries(wanted.map(({ kind, slug, code }, index) => [`${kind} ${slug ?? ''} ${index}`, endless(code)])),
    {
      seed: 7,
      scenario: 'five servers',
    },
  );
}

function simulation(name: string, withProperties: boolean, budget: number | null): Benchmark {
  return {
    name,
    unit: 'events/s',
    better: 'higher',
    budget,
    rounds: 15,
    async prepare({ small, now }) {
      const run = await openRaft(withProperties);
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
    name: 'a look at any of the events, Raft with 5 nodes',
    unit: 'ms',
    better: 'lower',
    budget: null,
    budgetP95: 16,
    rounds: 200,
    async prepare({ small, now }) {
      const run = await openRaft(false);
      const events = small ? 5_000 : 1_000_000;
      run.steps(events);
      let at = 0;
      return () => {
        at = (at + 611_953) % events;
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
    name: 'an edited rule put in force in the kernel, rehearsal included',
    unit: 'ms',
    better: 'lower',
    budget: null,
    rounds: 40,
    async prepare({ small, now }) {
      const run = await openRaft(true);
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

/** How fast every interleaving is explored, on one thread, and what a world costs. Properties are asked in every world. */
import twoPhaseCommit from '../../notebooks/01-two-phase-commit.sim.md?raw';
import type { Benchmark } from '../bench.ts';
import { openText } from '../session.fixture.ts';

/** Two-phase commit with so many resource managers: the notebook, its properties included. */
function twoPhase(resourceManagers: number, budget: number | null, rounds: number): Benchmark {
  return {
    name: `explore two-phase commit with ${resourceManagers} resource managers, one thread`,
    unit: 'transitions/s',
    better: 'higher',
    budget,
    rounds,
    async prepare({ small, now }) {
      const text = twoPhaseCommit
        .replace('world.add(rm, 3)', `world.add(rm, ${small ? 3 : resourceManagers})`)
        .replace(/expect: \{ states: 288 \},/, '');
      // The engine has seen the loops before.
      if (!small) await exploreOnce(text, now);
      return () => exploreOnce(text, now);
    },
  };
}

async function exploreOnce(text: string, now: () => number): Promise<number> {
  const { session, reply } = await openText(text);
  const name = reply.program.explorations[0]?.name ?? '';
  const started = now();
  const found = session.handle({ type: 'explore', name, budgetMs: Number.POSITIVE_INFINITY });
  const taken = now() - started;
  if (found.verdict !== 'holds') throw new Error(`the exploration ended as ${found.verdict}`);
  return (found.transitions / taken) * 1000;
}

export const benchmarks: readonly Benchmark[] = [twoPhase(7, 5_000_000, 9), twoPhase(8, 5_000_000, 5)];

/** How fast every interleaving is explored, on one thread, and what a world costs. Properties are asked in every world. */
import twoPhaseCommit from '../../notebooks/01-two-phase-commit.sim.md?raw';
import type { Benchmark } from '../bench.ts';
import { openText } from '../session.fixture.ts';

/** Public knowledge (TLA+'s TwoPhase), by resource managers. */
const states: Readonly<Record<number, number>> = { 3: 288, 7: 296_448, 8: 1_745_408 };

interface Row {
  readonly resourceManagers: number;
  readonly budget: number | null;
  readonly rounds: number;
  /** What is special, in words; empty for the notebook as it is, its properties included. */
  readonly with: string;
  readonly edit: (text: string) => string;
}

function twoPhase({ resourceManagers, budget, rounds, with: what, edit }: Row): Benchmark {
  return {
    name: `explore two-phase commit with ${resourceManagers} resource managers${what}, one thread`,
    unit: what === underSymmetry ? 'ms' : 'transitions/s',
    better: what === underSymmetry ? 'lower' : 'higher',
    budget,
    rounds,
    async prepare({ small, now }) {
      const count = small ? 3 : resourceManagers;
      const text = edit(
        twoPhaseCommit
          .replace('world.add(rm, 3)', `world.add(rm, ${count})`)
          .replace('states: 288', `states: ${states[count]}`),
      );
      const sample = async (): Promise<number> => {
        const { transitions, taken } = await exploreOnce(text, now);
        return what === underSymmetry ? taken : (transitions / taken) * 1000;
      };
      // The engine has seen the loops before.
      if (!small) await sample();
      return sample;
    },
  };
}

async function exploreOnce(text: string, now: () => number): Promise<{ transitions: number; taken: number }> {
  const { session, reply } = await openText(text);
  const name = reply.program.explorations[0]?.name ?? '';
  const started = now();
  const { verdict, transitions, diagnostics } = session.handle({
    type: 'explore',
    name,
    budgetMs: Number.POSITIVE_INFINITY,
  });
  const taken = now() - started;
  const wrong = diagnostics.find(({ severity }) => severity === 'error');
  if (verdict !== 'holds' || wrong !== undefined)
    throw new Error(`the exploration ended as ${verdict}: ${wrong?.text ?? ''}`);
  return { transitions, taken };
}

const underSymmetry = ' under symmetry';
const asItIs = { with: '', edit: (text: string): string => text };

/** A promise that is kept: what is decided is known to all. */
const promise = `
\`\`\`ts check
leadsTo('what is decided is known', (world) => world.get(tm).status === 'committed',
  (world) => world.all(rm).every((r) => r.status === 'committed'))
\`\`\`
`;

export const benchmarks: readonly Benchmark[] = [
  twoPhase({ ...asItIs, resourceManagers: 7, budget: 5_000_000, rounds: 9 }),
  twoPhase({ ...asItIs, resourceManagers: 8, budget: 5_000_000, rounds: 5 }),
  twoPhase({
    resourceManagers: 7,
    budget: null,
    rounds: 5,
    with: ' and a promise',
    edit: (text) => `${text}${promise}`,
  }),
  twoPhase({
    resourceManagers: 7,
    budget: null,
    rounds: 5,
    with: underSymmetry,
    edit: (text) => text.replace(/expect: \{ states: \d+ \},/, 'symmetry: [rm],'),
  }),
];

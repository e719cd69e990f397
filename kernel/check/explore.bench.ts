/** How fast every interleaving is explored, on one thread, and what a world costs. Properties are asked in every world. */
import raft from '../../notebooks/02-raft.sim.md?raw';
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

/** Somebody may crash at any moment, by an action of the scenario: twice as many worlds. */
const withAction = (text: string): string =>
  text
    .replace(/^scenario\([^\n]*\n/m, "$&  world.at(1_000, (w) => w.crash('rm1'))\n")
    .replace(/expect: \{ states: \d+ \},/, '');

const underSymmetry = ' under symmetry';
const asItIs = { with: '', edit: (text: string): string => text };

/** A promise that is kept: what is decided is known to all. */
const promise = `
\`\`\`ts check
leadsTo('what is decided is known', (world) => world.get(tm).status === 'committed',
  (world) => world.all(rm).every((r) => r.status === 'committed'))
\`\`\`
`;

// ---------------------------------------------------------------- Raft

/** What never comes is a matter of ways, whose graph is another matter: see the row "with a promise". */
const withoutPromises = (text: string): string => text.replace(/^leadsTo\(\n[\s\S]*?^\)\n/gm, '');

/** Three servers, two terms, one entry, messages in any order and any number of times. Somebody asks whom he likes to write. */
const twoTerms = (states: number): string => `
\`\`\`ts rules asker
const asker = node('asker', { state: () => ({ hasAsked: false }) })
asker.may('ask', (s) => !s.hasAsked, (s, ctx) => {
  s.hasAsked = true
  ctx.send(ctx.choose(ctx.nodes(server)), Write({ request: 1, op: 'SET', value: 5 }))
})
\`\`\`

\`\`\`ts scenario two-terms
scenario('two terms', { until: 1_000 }, (world) => {
  world.add(server, ['A', 'B', 'C'])
  world.add(asker)
  world.network(anyNetwork)
})
\`\`\`

\`\`\`ts check explore-two-terms
explore('two terms', {
  scenario: 'two terms',
  within: (w) => w.all(server).every((s) => s.term <= 2 && s.log.length <= 1),
  limits: { states: ${states}, memory: 8_000 },
})
\`\`\`
`;

const raftStates = 10_000_000;

/** Transitions a second. Explores so many worlds of Raft, all properties asked that are not promises. */
async function exploreRaft(states: number, now: () => number): Promise<number> {
  const { session } = await openText(`${withoutPromises(raft)}${twoTerms(states)}`);
  const explorer = session.explorer('two terms', {});
  const started = now();
  const found = explorer.advance(() => false);
  const seconds = (now() - started) / 1000;
  if (found.limitedBy !== 'states') throw new Error(`it ended with ${found.states} worlds: ${found.verdict}`);
  if (found.violated !== null) throw new Error(`${found.violated.property} is violated`);
  bytesKnown.set(states, explorer.bytes() / found.states);
  return found.transitions / seconds;
}

/** By number of worlds: what one took up when they were explored last. Ten million are not explored again for it. */
const bytesKnown = new Map<number, number>();

const raftRows: readonly Benchmark[] = [
  {
    name: 'explore 10,000,000 worlds of Raft, 3 servers, 2 terms, 1 entry, one thread',
    unit: 'transitions/s',
    better: 'higher',
    budget: 5_000_000,
    rounds: 3,
    prepare:
      ({ small, now }) =>
      () =>
        exploreRaft(small ? 2_000 : raftStates, now),
  },
  {
    name: 'the same, memory: fingerprints, ways, worlds to be left, what properties said',
    unit: 'bytes/world',
    better: 'lower',
    budget: 120,
    rounds: 1,
    async prepare({ small, now }) {
      const states = small ? 2_000 : raftStates;
      if (!bytesKnown.has(states)) await exploreRaft(states, now);
      return () => bytesKnown.get(states) ?? 0;
    },
  },
];

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
  twoPhase({
    resourceManagers: 7,
    budget: null,
    rounds: 5,
    with: ' and an action to come',
    edit: withAction,
  }),
  ...raftRows,
];

/** Models that a stranger brings: nothing in them is left without an answer, and what is wrong is told with its place. */
import { describe, expect, it } from 'vitest';
import type { DiagnosticCode } from '../diagnostic.ts';
import type { Exploration } from '../exploration.ts';
import { openCells } from '../session.fixture.ts';

const kind = `const n = node('n', { state: () => ({ x: 0 }) })`;
const rises = `${kind}\nn.may('a', (s) => s.x < 2, (s) => { s.x += 1 })`;
const one = 'world.add(n)';

async function explore(model: string, setUp: string, options: string, check = ''): Promise<Exploration> {
  const { session } = await openCells({
    model,
    'scenario s': `scenario('s', (world) => { ${setUp} })`,
    'check c': `${check}\nexplore('all', { scenario: 's'${options} })`,
  });
  return session.handle({ type: 'explore', name: 'all', budgetMs: Number.POSITIVE_INFINITY });
}

interface Odd {
  readonly title: string;
  readonly model: string;
  readonly setUp?: string;
  readonly options?: string;
  readonly check?: string;
}

const answered: readonly (Odd & { readonly found: Partial<Exploration> })[] = [
  { title: 'a node without rules', model: kind, found: { verdict: 'holds', states: 1, transitions: 0 } },
  {
    title: 'numbers that are not equal to themselves',
    model: `${kind}\nn.may('nan', (s) => s.x === 0, (s) => { s.x = NaN })\nn.may('zero', (s) => s.x === 0, (s) => { s.x = -0 })`,
    found: { verdict: 'holds', states: 3 },
  },
  {
    title: 'messages without end, up to a limit',
    model: `const P = message('P')\n${kind}\nn.start((s, ctx) => ctx.send(ctx.self, P()))\nn.on(P, (s, _, ctx) => { ctx.send(ctx.self, P()); ctx.send(ctx.self, P()) })`,
    options: ', limits: { states: 100 }',
    found: { verdict: 'limited', limitedBy: 'states' },
  },
  {
    title: 'ids in keys of Maps and in Sets inside of them, under symmetry',
    model: `const M = message<{ who: NodeId }>('M')
const n = node('n', { state: () => ({ m: new Map<NodeId, Set<NodeId>>(), sent: false }) })
n.may('go', (s) => !s.sent, (s, ctx) => { s.sent = true; for (const p of ctx.peers) ctx.send(p, M({ who: ctx.self })) })
n.on(M, (s, m, ctx) => { s.m.set(m.who, new Set([ctx.from, ...(s.m.get(m.who) ?? [])])) })`,
    setUp: 'world.add(n, 3)',
    options: ', symmetry: [n]',
    found: { verdict: 'holds', states: 30 },
  },
  {
    title: 'nine nodes that are alike',
    model: rises,
    setUp: 'world.add(n, 9)',
    options: ', symmetry: [n, n]',
    // As many as there are sorts of nine numbers of three.
    found: { verdict: 'holds', states: 55 },
  },
  {
    title: 'an action in thousands of worlds, which is run once for what it depends on',
    model: rises,
    setUp: `const runs = []
const count = (all) => all.push(1)
world.add(n, 6)
world.at(10, (w) => { if (count(runs) > 3) throw new Error('run too often'); w.crash('n1') })`,
    found: { verdict: 'holds', states: 3 ** 6 + 3 ** 5 },
  },
  {
    title: 'timed actions, taken in their order',
    model: rises,
    setUp: `world.add(n, 2); world.at(10, (w) => w.crash('n1')); world.at(5, (w) => w.partition(['n1'], ['n2'])); world.at(20, (w) => w.restart('n1'))`,
    found: { verdict: 'holds' },
  },
  {
    title: 'states of twenty thousand numbers',
    model: `const n = node('n', { state: () => ({ x: 0, big: Array.from({ length: 20_000 }, (_, i) => i) }) })\nn.may('a', (s) => s.x < 5, (s) => { s.x += 1; s.big[s.x] = -1 })`,
    found: { verdict: 'holds', states: 6 },
  },
];

const refused: readonly (Odd & {
  readonly code: DiagnosticCode;
  readonly says: string;
  readonly at: readonly [cell: string, line: number];
})[] = [
  {
    title: 'a scenario without nodes',
    model: kind,
    setUp: '',
    code: 'scenario/no-nodes',
    says: 'adds no nodes',
    at: ['scenario s', 1],
  },
  {
    title: 'bounds that nothing lies within',
    model: rises,
    options: ', within: () => false',
    code: 'check/never-tried',
    says: 'begins beyond its bounds',
    at: ['check c', 2],
  },
  {
    title: 'bounds that throw',
    model: rises,
    options: `, within: () => { throw new Error('boom') }`,
    code: 'property/threw',
    says: "'all: within' threw: boom",
    at: ['check c', 2],
  },
  {
    title: 'bounds that change the world',
    model: rises,
    options: `, within: (w) => { w.get(n).x = 7; return true }`,
    code: 'property/effect',
    says: "'all: within' changes the world",
    at: ['check c', 2],
  },
  {
    title: 'a question for deadlocks that throws',
    model: rises,
    options: `, deadlock: () => { throw new Error('boom') }`,
    code: 'property/threw',
    says: "'all: deadlock' threw: boom",
    at: ['check c', 2],
  },
  ...(['always', 'eventually', 'reachable'] as const).map((form) => ({
    title: `a property (${form}) that throws in some world`,
    model: rises,
    check: `${form}('p', (w) => { if (w.get(n).x === 1) throw new Error('boom'); return ${form === 'always'} })`,
    code: 'property/threw' as const,
    says: "'p' threw: boom",
    at: ['check c', 1] as const,
  })),
  {
    title: 'a choice of nothing',
    model: `${kind}\nn.may('a', (s) => s.x < 2, (s, ctx) => { s.x += 1; ctx.choose([]) })`,
    code: 'rule/bad-argument',
    says: 'nothing to choose from',
    at: ['model', 2],
  },
  {
    title: 'an action that throws',
    model: rises,
    setUp: `world.add(n); world.at(10, 'kill', () => { throw new Error('boom') })`,
    code: 'rule/threw',
    says: "the action 'kill' threw: boom",
    at: ['scenario s', 1],
  },
  {
    title: 'an action that remembers how often it was taken',
    model: rises,
    setUp: `const runs = []; const count = (all) => all.push(1)
world.add(n, 8); world.at(10, 'kill', (w) => { if (count(runs) < 4) w.crash('n1') })`,
    code: 'check/not-deterministic',
    says: 'action kill did something else when it was run again',
    at: ['scenario s', 1],
  },
  {
    title: 'an action on nobody',
    model: rises,
    setUp: `world.add(n); world.at(10, (w) => w.crash('nobody'))`,
    code: 'scenario/unknown-node',
    says: "There is no node 'nobody'",
    at: ['scenario s', 1],
  },
];

describe('exploring a model that a stranger brings', () => {
  for (const { title, model, setUp = one, options = '', check = '', found } of answered) {
    it(`comes to an end for ${title}`, async () => {
      expect(await explore(model, setUp, options, check)).toMatchObject({ ...found, diagnostics: [] });
    });
  }

  for (const { title, model, setUp = one, options = '', check = '', code, says, at } of refused) {
    it(`says what is wrong with ${title}`, async () => {
      const { diagnostics } = await explore(model, setUp, options, check);
      const [cell, line] = at;
      expect(diagnostics).toMatchObject([
        { severity: 'error', code, text: expect.stringContaining(says), cell, range: { line } },
      ]);
    });
  }
});

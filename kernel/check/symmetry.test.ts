import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import twoPhaseCommit from '../../notebooks/01-two-phase-commit.sim.md?raw';
import type { Exploration } from '../exploration.ts';
import { type Cells, openCells, openText } from '../session.fixture.ts';
import { exploreFast, models, optionsOf, programOf, symmetric } from './models.fixture.ts';
import { exploreNaively } from './naive.fixture.ts';
import { expectLassos } from './naive-fair.fixture.ts';
import { countOrbits } from './orbits.fixture.ts';
import { arrangements } from './permutations.ts';

async function explore(cells: Cells): Promise<Exploration> {
  const { session } = await openCells(cells);
  return session.handle({ type: 'explore', name: 'all', budgetMs: Number.POSITIVE_INFINITY });
}

async function twoPhase(resourceManagers: number): Promise<Exploration> {
  const { session, reply } = await openText(
    twoPhaseCommit
      .replace('world.add(rm, 3)', `world.add(rm, ${resourceManagers})`)
      .replace('expect: { states: 288 },', 'symmetry: [rm],'),
  );
  const name = reply.program.explorations[0]?.name ?? '';
  return session.handle({ type: 'explore', name, budgetMs: Number.POSITIVE_INFINITY });
}

const verdicts = ({ violations, witnessed }: Exploration): object => ({
  violated: violations.map(({ property, path, loop }) => [property, path.length, loop !== null]).toSorted(),
  witnessed: witnessed.toSorted(),
});

describe('symmetry', () => {
  it('finds one world of each orbit and the same verdicts, in random models of nodes that are alike', () => {
    const most = 400;
    let compared = 0;
    let fewer = 0;
    let never = 0;
    let round = 0;
    fc.assert(
      fc.property(models(true), (asymmetric) => {
        const model = symmetric(asymmetric);
        if (compared >= 30 || Math.max(...model.counts) < 2) return;
        const program = programOf(model, true);
        const options = optionsOf(model);
        const whole = exploreFast(program, { ...options, limits: { states: most } });
        if (whole.verdict === 'limited' || whole.states < 4) return;
        const plain = exploreNaively(program, options, true, most);
        const groups = [
          ['a', model.counts[0]],
          ['b', model.counts[1]],
        ].map(([kind, count]) => Array.from({ length: Number(count) }, (_, i) => `${kind}${i + 1}`));
        const orbits = countOrbits(plain, groups);
        for (const exact of [false, true]) {
          const symmetry = [{ kindName: 'a' }, { kindName: 'b' }];
          const found = exploreFast(program, { ...options, symmetry, exact });
          expect(found.diagnostics.filter(({ code }) => code === 'check/not-symmetric')).toEqual([]);
          expect({ states: found.states, ...verdicts(found) }).toEqual({ states: orbits, ...verdicts(whole) });
          expectLassos(program, plain, found);
          never += found.violations.filter(({ loop }) => loop !== null).length;
          round += found.violations.filter(({ loop }) => loop !== null && loop.length > 1).length;
        }
        compared += 1;
        if (orbits < whole.states) fewer += 1;
      }),
      { numRuns: 110, seed: 9 },
    );
    expect(compared).toBe(30);
    expect(fewer).toBeGreaterThan(15);
  }, 120_000);

  it('leaves a small share of two-phase commit', async () => {
    const found = await Promise.all([3, 5, 7].map(twoPhase));
    // Of 288, 8,832 and 296,448.
    expect(found.map(({ states }) => states)).toEqual([80, 314, 920]);
    for (const { diagnostics, witnessed } of found) {
      expect(diagnostics).toEqual([]);
      expect(witnessed).toHaveLength(2);
    }
  });

  it('tells apart what is the same from each node, and differs as a whole', async () => {
    // Each points to another, once: two pairs and a ring of four look alike from every node of theirs.
    const found = await explore({
      model: `
const n = node('n', { state: () => ({ to: null as NodeId | null }) })
n.may('point', (s) => s.to === null, (s, ctx) => { s.to = ctx.choose(ctx.peers) })`,
      'scenario s': `scenario('s', (world) => { world.add(n, 4) })`,
      'check c': `explore('all', { scenario: 's', symmetry: [n] })`,
    });
    const orders = arrangements([1, 1, 1, 1]);
    const pointings = [0, 1, 2, 3].reduce<readonly (readonly number[])[]>(
      (made, node) =>
        made.flatMap((before) => [-1, 0, 1, 2, 3].filter((to) => to !== node).map((to) => [...before, to])),
      [[]],
    );
    const exchanged = (pointing: readonly number[], order: readonly number[]): string =>
      order.map((node) => order.indexOf(pointing[node] ?? -1)).join();
    const orbits = new Set(
      pointings.map((pointing) => orders.map((order) => exchanged(pointing, order)).toSorted()[0]),
    );
    expect(pointings).toHaveLength(256);
    expect(found).toMatchObject({ verdict: 'holds', states: orbits.size });
  });

  /** Nodes that vote for each other: ids in states, messages, keys of timers, sets, maps and keys of objects. */
  const voters = (rule: string, options = '', check = ''): Cells => ({
    model: `
const Vote = message<{ whom: NodeId }>('Vote')
const Late = message<{ whom: NodeId }>('Late')
const voter = node('voter', { state: () => ({ votes: new Set<NodeId>(), by: new Map<NodeId, number>(), seen: {} as Record<string, boolean>, first: '', voted: false }) })
voter.may('vote', (s) => !s.voted, (s, ctx) => { s.voted = true; for (const id of ctx.peers) { ctx.send(id, Vote({ whom: ctx.self })); ctx.setTimer(Late({ whom: id }), 10, id + ' is late') } })
voter.on(Vote, (s, m, ctx) => { s.votes.add(m.whom); s.by.set(m.whom, s.votes.size); s.seen[m.whom] = true; if (s.first === '') s.first = 'to ' + m.whom; ctx.clearTimer(Late, m.whom + ' is late') })
voter.on(Late, (s, m) => { ${rule} })`,
    'scenario s': `scenario('s', (world) => { world.add(voter, 3) })`,
    'check c': `${check}\nexplore('all', { scenario: 's'${options} })`,
  });

  it('knows ids wherever they stand', async () => {
    const rule = `s.seen[m.whom] = false`;
    const whole = await explore(voters(rule));
    const found = await explore(voters(rule, ', symmetry: [voter]'));
    expect(found).toMatchObject({ verdict: 'holds', diagnostics: [] });
    expect(found.states).toBeLessThan(whole.states / 5);
    expect(found.states * 6).toBeGreaterThanOrEqual(whole.states);
  });

  it('shows a way that exists, with the ids of its own nodes', async () => {
    const check = `always('nobody hears two', (world) => { const heard = world.all(voter).find((v) => v.votes.size > 1); return !heard || heard.id + ' heard ' + [...heard.votes].join(' and ') })`;
    const found = await explore(voters('', ', symmetry: [voter]', check));
    expect(found.path).toHaveLength(5);
    const [violation] = found.violations;
    const [hearer = '', ...heard] = violation?.text.match(/voter\d/g) ?? [];
    expect(
      found.path
        .slice(1)
        .filter((step) => step.startsWith('vote on'))
        .toSorted(),
    ).toEqual(heard.toSorted().map((id) => `vote on ${id}`));
    expect(found.path.filter((step) => step.startsWith('Vote')).toSorted()).toEqual(
      heard.toSorted().map((id) => `Vote ${id} → ${hearer}`),
    );
  });

  const broken: readonly (readonly [string, string, Cells, object])[] = [
    [
      'a rule that takes the least id',
      'voter.Late',
      voters(`if (m.whom < 'voter2') s.first = 'least'`, ', symmetry: [voter]'),
      { cell: 'model', range: { line: 7 } },
    ],
    [
      'a rule that sends to the first of a kind',
      'n.go',
      {
        model: `
const Hi = message('Hi')
const n = node('n', { state: () => ({ sent: false, got: 0 }) })
n.may('go', (s) => !s.sent, (s, ctx) => { s.sent = true; ctx.send(ctx.nodes(n)[0]!, Hi()) })
n.on(Hi, (s) => { s.got += 1 })`,
        'scenario s': `scenario('s', (world) => { world.add(n, 3) })`,
        'check c': `explore('all', { scenario: 's', symmetry: [n] })`,
      },
      { cell: 'model', range: { line: 4 } },
    ],
    [
      'a start that is not alike',
      'do not begin alike',
      {
        model: `const n = node('n', { state: (self) => ({ x: self === 'n1' ? 1 : 0 }) })\nn.may('go', (s) => s.x < 2, (s) => { s.x += 1 })`,
        'scenario s': `scenario('s', (world) => { world.add(n, 2) })`,
        'check c': `explore('all', { scenario: 's', symmetry: [n] })`,
      },
      { cell: 'check c' },
    ],
    [
      'an action that names one',
      'An action of the scenario',
      {
        model: `const n = node('n', { state: () => ({ x: 0 }) })\nn.may('go', (s) => s.x < 2, (s) => { s.x += 1 })`,
        'scenario s': `scenario('s', (world) => { world.add(n, 2); world.at(10, (w) => w.crash('n1')) })`,
        'check c': `explore('all', { scenario: 's', symmetry: [n] })`,
      },
      { cell: 'check c' },
    ],
    [
      'a property that names one',
      "'only the second'",
      voters('', ', symmetry: [voter]', `always('only the second', (world) => !world.get(voter, 'voter1').voted)`),
      { cell: 'check c', range: { line: 1 } },
    ],
    [
      'bounds that name one',
      'The bounds',
      voters('', `, symmetry: [voter], within: (w) => !w.get(voter, 'voter1').voted`),
      { cell: 'check c' },
    ],
  ];
  for (const [title, text, cells, where] of broken) {
    it(`is refused for ${title}`, async () => {
      expect(await explore(cells)).toMatchObject({
        verdict: 'error',
        diagnostics: [
          { code: 'check/not-symmetric', severity: 'error', text: expect.stringContaining(text), ...where },
        ],
      });
    });
  }

  /** A token goes from one to another; whoever waits for it waits no longer when it comes. */
  const token = (to: string, options = ''): Cells => ({
    model: `
const Token = message('Token')
const n = node('n', { state: () => ({ has: false, waits: false, begun: false }) })
n.may('begin', (s) => !s.begun, (s) => { s.begun = true; s.has = true })
n.may('wait', (s) => !s.waits && !s.has, (s) => { s.waits = true })
n.may('pass', (s) => s.has, (s, ctx) => { s.has = false; ctx.send(${to}, Token()) }, { fair: true })
n.on(Token, (s) => { s.has = true; s.waits = false })`,
    'scenario s': `scenario('s', (world) => { world.add(n, 3) })`,
    'check c': `leadsTo('whoever waits gets it', (world) => world.all(n).some((v) => v.waits) && world.all(n).some((v) => v.begun), (world) => world.all(n).every((v) => !v.waits))

explore('all', { scenario: 's'${options}, within: (w) => w.inFlight().length + w.all(n).filter((v) => v.has).length < 2 && w.all(n).filter((v) => v.begun).length < 2 && w.all(n).filter((v) => v.waits).length < 2 })`,
  });

  it('finds what never comes, on a loop that comes back to the same world and not only to one like it', async () => {
    const whole = await explore(token('ctx.choose(ctx.peers)'));
    const found = await explore(token('ctx.choose(ctx.peers)', ', symmetry: [n]'));
    for (const { violations } of [whole, found])
      expect(violations).toMatchObject([{ property: 'whoever waits gets it', path: { length: whole.path.length } }]);
    expect(found.states).toBeLessThan(whole.states / 2);
    const [waiting = ''] = /n\d/.exec(found.path.find((step) => step.startsWith('wait')) ?? '') ?? [];
    // Two hand it to each other for ever.
    const [one = '', other = ''] = ['n1', 'n2', 'n3'].filter((id) => id !== waiting);
    expect(found.loop).toHaveLength(4);
    expect(found.loop?.map((step) => step.replace(/ \(choice.*/, '')).toSorted()).toEqual([
      `Token ${one} → ${other}`,
      `Token ${other} → ${one}`,
      `pass on ${one}`,
      `pass on ${other}`,
    ]);
  });

  it('is refused for a promise that names one', async () => {
    for (const check of [
      `eventually('p', (world) => world.get(voter, 'voter1').voted)`,
      `leadsTo('p', (world) => world.get(voter, 'voter1').voted, (world) => false)`,
    ])
      expect(await explore(voters('', ', symmetry: [voter]', check))).toMatchObject({
        verdict: 'error',
        diagnostics: [{ code: 'check/not-symmetric', text: expect.stringContaining("'p'"), cell: 'check c' }],
      });
  });

  it('counts all the fingerprints that it told apart among those that could be taken for another', async () => {
    const found = await explore(voters('', ', symmetry: [voter]'));
    expect(found.collisions).toBeGreaterThan((2 * found.states ** 2) / 2 ** 65);
  });
});

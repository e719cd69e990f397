import { describe, expect, it } from 'vitest';
import type { Exploration } from '../exploration.ts';
import { type Cells, codesOf, openCells } from '../session.fixture.ts';

async function explore(cells: Cells): Promise<Exploration> {
  const { session } = await openCells(cells);
  return session.handle({ type: 'explore', name: 'all', budgetMs: Number.POSITIVE_INFINITY });
}

const model = (quorum: number): string => `
const Yes = message('Yes')
const Done = message('Done')
const Nudge = message('Nudge')
const voter = node('voter', { state: () => ({ voted: false, told: false }) })
voter.may('vote', (s) => !s.voted, (s, ctx) => { s.voted = true; ctx.send('teller', Yes()) })
voter.on(Done, (s) => { s.told = true })
voter.on(Nudge, (s) => { s.voted = true })
const teller = node('teller', { state: () => ({ votes: 0, done: false }) })
teller.on(Yes, (s) => { s.votes += 1 })
teller.when('announce', (s) => s.votes >= ${quorum} && !s.done, (s, ctx) => { s.done = true; ctx.broadcast(Done(), ctx.nodes(voter)) })
const audit = node('audit', { state: () => ({}) })
audit.may('look', () => false, () => {})`;

const cells = (quorum: number, check: string, options = ''): Cells => ({
  model: model(quorum),
  'scenario s': `scenario('s', (world) => { world.add(voter, 2); world.add(teller) })`,
  'check c': `${check}\nexplore('all', { scenario: 's'${options} })`,
});

const times = ({ exercise }: Exploration): object =>
  Object.fromEntries(exercise.rules.map(({ rule, times }) => [rule, times]));

describe('what an exploration has tried', () => {
  it('counts the transitions on which each rule fired, of kinds that have a node there', async () => {
    const found = await explore(cells(2, ''));
    expect(found.diagnostics).toEqual([]);
    // Two independent voters, each: not voted, on its way, counted. The last count announces; then two deliveries in either order.
    expect(times(found)).toEqual({
      'voter.vote': 6,
      'voter.Done': 4,
      'voter.Nudge': 0,
      'teller.Yes': 6,
      'teller.announce': 2,
    });
  });

  it('warns of a rule whose guard is never true, where it stands, and names what was not tried against it', async () => {
    const found = await explore(
      cells(3, `always('told by all', (world) => !world.get(teller).done || world.all(voter).every((v) => v.voted))`),
    );
    expect(found.verdict).toBe('holds');
    expect(found.diagnostics).toMatchObject([
      {
        code: 'check/never-fired',
        severity: 'warning',
        cell: 'model',
        range: { line: 11 },
        text: expect.stringContaining('teller.announce never fired'),
        help: expect.stringContaining("neverFires: ['teller.announce']"),
        notes: [{ text: "Not tried against it: 'told by all'.", cell: 'check c' }],
      },
    ]);
  });

  it('is content with a rule that is meant never to fire, and then asks for all the others', async () => {
    const found = await explore(cells(3, '', `, expect: { neverFires: ['teller.announce', 'voter.Done'] }`));
    expect(found.diagnostics).toMatchObject([
      { code: 'check/never-fired', severity: 'warning', text: expect.stringContaining('voter.Nudge never fired') },
    ]);
  });

  it('says so when a rule fires that was meant never to, or is none', async () => {
    const found = await explore(cells(2, '', `, expect: { neverFires: ['teller.announce', 'voter.Nudge', 'x.y'] }`));
    expect(found.diagnostics).toMatchObject([
      { code: 'check/never-fired', severity: 'error', text: expect.stringContaining('it fired on 2 transitions') },
      { code: 'check/never-fired', severity: 'error', text: expect.stringContaining('no rule of a node') },
    ]);
  });

  it('warns of a budget for faults of which nothing is ever used', async () => {
    const some = await explore(cells(2, '', `, faults: { drop: 1, restart: 1 }`));
    expect(some.exercise.faults).toMatchObject({ crash: 0, restart: 0, duplicate: 0 });
    expect(some.exercise.faults.drop).toBeGreaterThan(0);
    expect(some.diagnostics).toMatchObject([
      { code: 'check/never-tried', severity: 'warning', text: expect.stringContaining("'restart'") },
    ]);
    const both = await explore(cells(2, '', `, faults: { crash: 1, restart: 1 }`));
    expect(codesOf(both.diagnostics)).toEqual([]);
    expect(both.exercise.faults.restart).toBeGreaterThan(0);
  });

  it('warns of a property that looks only at nodes that never change', async () => {
    const found = await explore({
      ...cells(
        2,
        `always('calm', (world) => world.all(audit).length < 2)\nstep('calm too', (a, b) => a.all(audit).length === b.all(audit).length)\nalways('around', (world) => world.inFlight().length < 9 && world.all(audit).length < 2)`,
        `, expect: { neverFires: ['audit.look', 'voter.Nudge'] }`,
      ),
      'scenario s': `scenario('s', (world) => { world.add(voter, 2); world.add(teller); world.add(audit) })`,
    });
    expect(found.diagnostics).toMatchObject([
      {
        code: 'check/never-tried',
        severity: 'warning',
        cell: 'check c',
        text: expect.stringContaining("'calm' was not tried"),
      },
      { code: 'check/never-tried', severity: 'warning', text: expect.stringContaining("'calm too' was not tried") },
    ]);
  });

  it('counts starts, actions of the scenario and what they set off, and the ways through choose', async () => {
    const found = await explore({
      model: `
const Go = message('Go')
const n = node('n', { state: () => ({ x: 0, up: false }) })
n.start((s) => { s.up = true })
n.on(Go, (s, _, ctx) => { s.x = ctx.choose([1, 2, 3]) })
n.when('again', (s) => s.x === 9, (s) => { s.x = 0 })
n.may('pick', (s) => s.x === 0, (s, ctx) => { s.x = ctx.choose([4, 5]) })`,
      'scenario s': `scenario('s', (world) => { world.add(n); world.at(10, 'edit', (w) => w.edit(n, 'n', (s) => { s.x = 9 })); world.at(20, (w) => w.send('n', Go())) })`,
      'check c': `explore('all', { scenario: 's' })`,
    });
    expect(found.diagnostics).toEqual([]);
    expect(found.exercise.actions).toEqual([
      { name: 'edit', times: 3 },
      { name: 'at 20 ms', times: 9 },
    ]);
    expect(found.exercise.rules.map(({ rule, times, ways }) => [rule, times, ways])).toEqual([
      ['n.start', 1, 1],
      // From each of three worlds, three ways.
      ['n.Go', 9, 1],
      ['n.again', 3, 1],
      ['n.pick', 4, 2],
    ]);
  });

  it('keeps silent where it did not come to its end', async () => {
    const found = await explore(cells(3, '', `, limits: { states: 3 }`));
    expect(found.verdict).toBe('limited');
    expect(found.diagnostics).toEqual([]);
    expect(times(found)).toMatchObject({ 'teller.announce': 0 });
  });
});

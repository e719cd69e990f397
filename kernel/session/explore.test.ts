import { describe, expect, it } from 'vitest';
import type { Exploration } from '../exploration.ts';
import type { Doing } from '../world/step.ts';
import { createSession } from '../session.ts';
import { type Opened, openCells } from '../session.fixture.ts';

/** Two takers of one thing; each asks when it likes, and the first one asked for the second time is given it again. */
const cells = {
  model: `const Ask = message('Ask')
const Take = message('Take')
const giver = node('giver', { state: () => ({ given: 0 }) })
const taker = node('taker', { state: () => ({ has: 0, asked: false }) })
giver.on(Ask, (s, _, ctx) => { if (s.given < 1) { s.given += 1; ctx.reply(Take()) } })
taker.may('ask', (s) => !s.asked, (s, ctx) => { s.asked = true; ctx.send('giver', Ask()) }, { every: 1000 })
taker.on(Take, (s) => { s.has += 1 })`,
  'scenario s': `scenario('s', { until: 5_000 }, (world) => {
  world.add(giver, ['giver'])
  world.add(taker, ['a', 'b'])
})
always('only one', (world) => world.all(taker).filter((t) => t.has > 0).length < 2)
explore('all', { scenario: 's' })`,
};

const explore = ({ session }: Opened, more: { readonly from?: number; readonly name?: string } = {}): Exploration =>
  session.handle({ type: 'explore', name: 'all', budgetMs: Number.POSITIVE_INFINITY, ...more });

describe('exploring from a moment of the run', () => {
  it('finds only what can still happen from there', async () => {
    const run = await openCells(cells);
    run.to(5_000);
    const { step } = run.to(5_000).tip;
    const whole = explore(run);
    expect(whole).toMatchObject({ verdict: 'holds' });
    const begun = explore(run, { from: 0 });
    expect(begun.states).toBe(whole.states);
    const late = explore(run, { from: step });
    expect(late.verdict).toBe('holds');
    expect(late.states).toBeLessThan(whole.states);
    expect(late.states).toBeGreaterThan(0);
  });

  it('finds the violation that an act of the reader made possible', async () => {
    const run = await openCells(cells);
    run.to(5_000);
    expect(explore(run).violated).toBeNull();
    expect(run.input({ type: 'set', node: 'giver', path: ['given'], value: -5 }, 3)).toEqual([]);
    const { step } = run.to(0).tip;
    expect(explore(run, { from: step })).toMatchObject({ verdict: 'violated', violated: { property: 'only one' } });
    expect(explore(run).violated).toBeNull();
  });

  it('does not miss what has come before that moment, and asks what is owed from there', async () => {
    const check = `eventually('it was there', (world) => world.get(giver).given === 0)
leadsTo('it is given back', (world) => world.get(giver).given === 1, (world) => world.get(giver).given === 0)
explore('all', { scenario: 's' })`;
    const run = await openCells({
      model: cells.model,
      'scenario s': cells['scenario s'].split('always')[0] ?? '',
      check,
    });
    const { step } = run.to(5_000).tip;
    const late = explore(run, { from: step });
    expect(late.violations.map(({ property, loop }) => [property, loop])).toEqual([['it is given back', []]]);
  });

  it('needs no exploration of that scenario, and leaves the run alone', async () => {
    const run = await openCells(cells);
    run.to(1_000);
    const before = run.digest();
    expect(explore(run, { from: 0, name: 's' }).states).toBe(explore(run).states);
    expect(run.digest()).toBe(before);
  });
});

describe('a check that is watched', () => {
  it('tells of each rule and property before it runs, and that it came back', async () => {
    const told: (Doing | null)[] = [];
    const run = await openCells(cells);
    const session = createSession({ wallClock: () => 0, tell: (doing) => void told.push(doing) });
    const seeds = { seed: null, scenario: null, restore: null } as const;
    session.handle({ type: 'open', cells: run.compiled(), ...seeds });
    session.handle({ type: 'explore', name: 'all', budgetMs: Number.POSITIVE_INFINITY, watch: true });
    const names = new Set(told.flatMap((doing) => doing?.rule ?? []));
    expect([...names]).toEqual(expect.arrayContaining(['taker.ask', 'giver.Ask', 'taker.Take', 'only one']));
    expect(told.at(-1)).toBeNull();
    expect(told.find((doing) => doing?.rule === 'giver.Ask')).toMatchObject({ node: 'giver', cell: 'model' });
  });
});

describe('a run from elsewhere', () => {
  it('becomes a branch and is made again to the byte; the run that was there is untouched', async () => {
    const elsewhere = await openCells(cells, { seed: 77 });
    elsewhere.to(2_000);
    elsewhere.input({ type: 'crash', node: 'a' });
    elsewhere.to(3_000);
    const run = await openCells(cells);
    run.to(1_500);
    const before = run.digest();
    run.branch({ type: 'graft', name: 'found', journal: elsewhere.journal() });
    const { branches, status } = run.to(0);
    expect(status).toBe('running');
    expect(branches.map(({ name, isCurrent }) => [name, isCurrent])).toEqual([
      ['main', false],
      ['found', true],
    ]);
    expect(run.digest()).toBe(elsewhere.digest());
    run.branch({ type: 'switch', id: 1 });
    expect(run.digest()).toBe(before);
  });

  it('is refused when it names a program that is not known here, and no branch is left of it', async () => {
    const run = await openCells(cells);
    const journal = { ...run.journal(), program: 'another' };
    const { program } = run.branch({ type: 'graft', name: 'found', journal });
    expect(program.diagnostics.map(({ code }) => code)).toContain('journal/broken');
    expect(run.to(0).branches.map(({ name }) => name)).toEqual(['main']);
  });
});

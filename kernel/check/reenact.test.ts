import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import twoPhaseCommit from '../../notebooks/01-two-phase-commit.sim.md?raw';
import { type Cells, codesOf, openCells, openText, type Opened } from '../session.fixture.ts';
import { startRun } from '../trace/forward.ts';
import { worldOf } from '../trace/run.ts';
import { makePlan } from '../world/plan.ts';
import { explain, explorerFor, models, optionsOf, programOf } from './models.fixture.ts';
import { reenact } from './reenact.ts';

/** Explores, opens the counterexample, and returns the journal's acts in words. */
function opened(run: Opened, explore: string, property: string): readonly string[] {
  const found = run.session.handle({ type: 'explore', name: explore, budgetMs: Number.POSITIVE_INFINITY });
  expect(found.violations.map((violation) => violation.property)).toContain(property);
  const { program } = run.branch({ type: 'open-counterexample', explore, property });
  expect(codesOf(program.diagnostics)).toEqual([]);
  return run.journal().entries.map((entry) => (entry.type === 'input' ? entry.input.type : 'swap'));
}

const verdicts = (run: Opened): Readonly<Record<string, string>> =>
  Object.fromEntries(run.to(0).properties.map(({ name, verdict }) => [name, verdict]));

describe('a counterexample as a branch', () => {
  it('violates the same property at its end, is the current branch, and can be made again from the journal', async () => {
    const wrong = twoPhaseCommit.replace(
      '&&\n    s.prepared.size === ctx.nodes(rm).length',
      '&&\n    s.prepared.size >= 2',
    );
    const run = await openText(wrong);
    opened(run, 'every interleaving', 'nobody disagrees');
    const { branches } = run.to(0);
    expect(branches.find(({ isCurrent }) => isCurrent)).toMatchObject({
      name: 'every interleaving: nobody disagrees',
      violated: 2,
    });
    expect(verdicts(run)['nobody disagrees']).toBe('violated');
    const frame = run.to(0);
    expect(frame.marks.filter(({ kind }) => kind === 'violation').at(-1)).toMatchObject({ step: frame.tip.step });
    const again = await openText(wrong, { restore: { journal: run.journal(), sources: [...run.sources.values()] } });
    while (again.to(0).status === 'restoring');
    expect(again.digest()).toBe(run.digest());
    expect(verdicts(again)).toEqual(verdicts(run));
  });

  const model = (rules: string, scenario: string, options: string): Cells => ({
    model: rules,
    'scenario s': `scenario('s', { until: 1_000 }, (world) => { ${scenario} })`,
    'check c': `always('fine', (world) => !world.all(n).some((s) => s.bad))
explore('all', { scenario: 's'${options} })`,
  });

  for (const [what, cells, acts] of [
    [
      'what was chosen',
      model(
        `const n = node('n', { state: () => ({ bad: false, sum: 0 }) })
n.may('go', (s) => s.sum === 0, (s, ctx) => { s.sum = ctx.choose([1, 2, 3]) + 10 * ctx.choose([1, 2]); s.bad = s.sum === 23 })`,
        'world.add(n)',
        '',
      ),
      ['choose', 'fire'],
    ],
    [
      'what was chosen as a timer fired',
      model(
        `const Tick = message('Tick')
const n = node('n', { state: () => ({ bad: false }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
n.on(Tick, (s, _, ctx) => { s.bad = ctx.choose([1, 2, 3]) === 2 })`,
        'world.add(n)',
        '',
      ),
      ['choose'],
    ],
    [
      'what was chosen at the start',
      model(
        `const n = node('n', { state: () => ({ bad: false }), start(s, ctx) { s.bad = ctx.choose([1, 2, 3]) === 2 } })`,
        'world.add(n, 2)',
        '',
      ),
      ['choose'],
    ],
    [
      'crashes, restarts, messages lost and doubled',
      model(
        `const Hi = message<{ n: number }>('Hi')
const n = node('n', { state: () => ({ bad: false, got: [] as number[], up: false }), durable: ['got'] })
n.start((s, ctx) => { s.up = true; if (ctx.self === 'n1') for (const k of [1, 2]) ctx.send('n2', Hi({ n: k })) })
n.on(Hi, (s, m, ctx) => { s.got.push(m.n); if (s.got.length > 1) ctx.assert(true, '') })
n.may('fail', (s, ctx) => s.got.join() === '2,2' && ctx.self === 'n2', (s, ctx) => { s.bad = true })`,
        'world.add(n, 2)',
        `, faults: { crash: 1, restart: 1, drop: 1, duplicate: 1 }, within: (w) => w.all(n).every((s) => s.got.length < 3)`,
      ),
      ['duplicate', 'take', 'take', 'fire'],
    ],
    [
      'the scenario’s actions before their time, and timers in any order',
      model(
        `const Tick = message('Tick')
const Tock = message('Tock')
const n = node('n', { state: () => ({ bad: false, told: '' }) })
n.start((s, ctx) => { ctx.setTimer(Tick(), 10); ctx.setTimer(Tock(), 20) })
n.on(Tock, (s) => { s.told += 'tock ' })
n.on(Tick, (s) => { s.told += 'tick '; s.bad = s.told === 'tock edit tick ' })`,
        `world.add(n); world.at(500, 'edit it', (w) => w.edit(n, 'n', (s) => { s.told += 'edit ' }))`,
        '',
      ),
      ['take', 'take'],
    ],
    [
      'a message that arrives any number of times',
      model(
        `const Hi = message('Hi')
const n = node('n', { state: () => ({ bad: false, got: 0 }) })
n.start((s, ctx) => { if (ctx.self === 'n1') ctx.send('n2', Hi()) })
n.on(Hi, (s) => { s.got += 1; s.bad = s.got === 4 })`,
        `world.add(n, 2); world.network({ delivery: 'unordered-duplicating' })`,
        `, stop: 'first'`,
      ),
      ['duplicate', 'duplicate', 'duplicate'],
    ],
  ] as const) {
    it(`tells ${what}`, async () => {
      const run = await openCells(cells);
      expect(opened(run, 'all', 'fine')).toEqual(acts);
      expect(verdicts(run)['fine']).toBe('violated');
    });
  }

  it('says where it begins to go round, and where it has come round', async () => {
    const rules = `const Ping = message('Ping')
const n = node('n', { state: () => ({ turn: 0 }), start(s, ctx) { ctx.send(ctx.self, Ping()) } })
n.on(Ping, (s, m, ctx) => { s.turn = s.turn === 4 ? 2 : s.turn + 1; ctx.send(ctx.self, Ping()) })`;
    const cells = model(rules, 'world.add(n)', '');
    const run = await openCells({
      ...cells,
      'check c': `eventually('stops', (world) => world.all(n).some(({ turn }) => turn > 4))
explore('all', { scenario: 's' })`,
    });
    opened(run, 'all', 'stops');
    const { marks, tip } = run.to(0);
    const notes = marks.flatMap(({ kind, title, step }) => (kind === 'note' ? [[title, step]] : []));
    expect(notes).toEqual([
      ['From here on the same goes round and round, for ever', 3],
      ['Here all is as it was where it began to go round', tip.step],
    ]);
    expect(tip.step).toBe(6);
  });

  it('says where all may stay as it is', async () => {
    const rules = `const n = node('n', { state: () => ({ turn: 0 }) })`;
    const run = await openCells({
      ...model(rules, 'world.add(n)', ''),
      'check c': `eventually('turns', (world) => world.all(n).some(({ turn }) => turn > 0))
explore('all', { scenario: 's' })`,
    });
    opened(run, 'all', 'turns');
    const titles = run.to(0).marks.flatMap(({ kind, title }) => (kind === 'note' ? [title] : []));
    expect(titles).toEqual(['Here all may stay as it is, for ever']);
  });

  it('shows a witness as well', async () => {
    const run = await openText(twoPhaseCommit);
    run.session.handle({ type: 'explore', name: 'every interleaving', budgetMs: Number.POSITIVE_INFINITY });
    run.branch({ type: 'open-counterexample', explore: 'every interleaving', property: 'everyone aborts' });
    expect(run.property('everyone aborts').verdict).toBe('witnessed');
  });

  it('goes on from the moment from which it was explored', async () => {
    const run = await openText(
      twoPhaseCommit.replace('&&\n    s.prepared.size === ctx.nodes(rm).length', '&&\n    s.prepared.size >= 2'),
    );
    run.to(4);
    const from = run.to(0).tip.step;
    expect(from).toBeGreaterThan(3);
    const name = 'every interleaving';
    run.session.handle({ type: 'explore', name, from, budgetMs: Number.POSITIVE_INFINITY });
    run.branch({ type: 'open-counterexample', explore: name, property: 'nobody disagrees', from });
    expect(verdicts(run)['nobody disagrees']).toBe('violated');
    const { branches } = run.to(0);
    expect(branches.at(-1)).toMatchObject({ parent: 1, forkedAt: { step: from }, isCurrent: true });
  });

  it('is refused when there is none', async () => {
    const run = await openText(twoPhaseCommit);
    const { program } = run.branch({ type: 'open-counterexample', explore: 'every interleaving', property: 'x' });
    expect(codesOf(program.diagnostics)).toEqual(['input/refused']);
  });

  it('comes to the very world that the way leads to, in random models', () => {
    let compared = 0;
    fc.assert(
      fc.property(models(true), (model) => {
        // Copies of what was sent twice are one, until the link no longer is of that mode: a run has them both, and an action counts them.
        if ([...model.actions, ...model.setUp].some((one) => one === 'network' || one === 'listen')) return;
        const program = programOf(model);
        const explorer = explorerFor(program, { ...optionsOf(model), limits: { states: 150 } });
        for (const { property } of explorer.advance(() => false).violations) {
          const way = explorer.wayTo(property);
          if (way === null) throw new Error(`no way to ${property}`);
          const run = startRun(program, makePlan(program, 's'), 5, 'p', { explain, clock: () => 0, memoryLimit: 1e9 });
          reenact(run, way, true);
          expect(run.fault).toBeNull();
          expect(way.isAt(worldOf(run), way.steps.length - 1)).toBe(true);
          compared += 1;
        }
      }),
      { numRuns: 70, seed: 11 },
    );
    expect(compared).toBeGreaterThan(50);
  }, 60_000);
});

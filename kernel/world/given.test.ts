/** Nodes of one kind that are not alike from the beginning: `world.add(kind, { name: { field: value } })`. */
import { describe, expect, it } from 'vitest';
import { scenarioText } from '../check/scenario-text.ts';
import { type Cells, openCells } from '../session.fixture.ts';

const model = `const Tick = message('Tick')
const n = node('n', {
  state: () => ({ weight: 1, peer: null as NodeId | null, count: 0 }),
  start(s, ctx) { ctx.setTimer(Tick(), 10) },
})
n.on(Tick, (s, _, ctx) => { s.count += s.weight; ctx.setTimer(Tick(), 10) })`;

const scenario = (nodes: string, more = ''): Cells => ({
  model,
  'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(n, ${nodes}); ${more} })`,
});

describe('A node that is given some of its state by the scenario', () => {
  it('begins with it, and with what its kind says for all else', async () => {
    const run = await openCells(scenario(`{ a: { weight: 3, peer: 'b' }, b: {} }`));
    expect(run.reply.program.diagnostics).toEqual([]);
    run.to(25);
    expect(['weight', 'peer', 'count'].map((field) => run.field('a', field))).toEqual(['"3"', '"b"', '"6"']);
    expect(['weight', 'peer', 'count'].map((field) => run.field('b', field))).toEqual(['"1"', '"null"', '"2"']);
  });

  it('has it again after a crash', async () => {
    const crash = `world.at(100, (w) => { w.crash('a'); w.restart('a') })`;
    const run = await openCells(scenario(`{ a: { weight: 3 } }`, crash));
    run.to(101);
    expect(['weight', 'count'].map((field) => run.field('a', field))).toEqual(['"3"', '"0"']);
  });

  it('has it from now on when the scenario is edited, and keeps the rest', async () => {
    const run = await openCells(scenario(`{ a: { weight: 3 }, b: {} }`));
    run.to(15);
    await run.edit(scenario(`{ a: { weight: 5 }, b: {} }`));
    expect(run.reply.accepted).toBe(true);
    run.to(25);
    expect(['a', 'b'].map((id) => run.field(id, 'count'))).toEqual(['"8"', '"2"']);
    await run.edit(scenario(`['a', 'b']`));
    run.to(35);
    expect(['a', 'b'].map((id) => run.field(id, 'count'))).toEqual(['"9"', '"3"']);
  });

  it('is given a field that an edit of its kind has added', async () => {
    const run = await openCells(scenario(`{ a: {} }`));
    run.to(15);
    const { 'scenario s': text = '' } = scenario(`{ a: { rack: 'east' } }`);
    await run.edit({ model: model.replace('count: 0', "count: 0, rack: 'west'"), 'scenario s': text });
    expect(run.reply.program.diagnostics).toEqual([]);
    expect([run.field('a', 'rack'), run.field('a', 'count')]).toEqual(['"east"', '"1"']);
  });

  it('is the same in a run that is made again from its journal', async () => {
    const run = await openCells(scenario(`{ a: { weight: 3 } }`));
    run.to(15);
    await run.edit(scenario(`{ a: { weight: 5 } }`));
    run.to(500);
    const again = await openCells(Object.fromEntries(run.compiled().map(({ key, source }) => [key, source])), {
      restore: { journal: run.journal(), sources: [...run.sources.values()] },
    });
    again.to(0);
    expect(again.digest()).toBe(run.digest());
  });

  it.each([
    [`{ a: { wieght: 3 } }`, 'rule/unknown-field', "gives 'a' a field 'wieght'", 'weight, peer, count'],
    [`{ a: 3 }`, 'program/bad-argument', "gives 'a' something that is not an object of fields", 'field: value'],
    [`{ a: { peer: () => 1 } }`, 'rule/function-in-state', "gives 'a' holds a function at peer", 'Only plain data'],
    [`'a'`, 'program/bad-argument', 'was given a string', 'a list of names'],
  ])('world.add(n, %s) is refused: %s', async (nodes, code, text, help) => {
    const run = await openCells(scenario(nodes));
    expect(run.reply.program.diagnostics).toMatchObject([
      { code, cell: 'scenario s', text: expect.stringContaining(text), help: expect.stringContaining(help) },
    ]);
  });

  it('is not alike another one when symmetry is claimed', async () => {
    const run = await openCells({
      model: `const Go = message('Go')
const n = node('n', { state: () => ({ weight: 1, on: false }) })
n.may('go', (s) => !s.on, (s) => { s.on = true })`,
      'scenario s': `scenario('s', (world) => { world.add(n, { a: { weight: 2 }, b: {} }) })`,
      'check c': `explore('all', { scenario: 's', faults: { crash: 1, restart: 1 }, symmetry: [n] })`,
    });
    const found = run.session.handle({ type: 'explore', name: 'all', budgetMs: Number.POSITIVE_INFINITY });
    expect(found.diagnostics).toMatchObject([{ code: 'check/not-symmetric', severity: 'error' }]);
  });

  it('stands with what is given in the text of a scenario that a failed fuzz prints', () => {
    const text = scenarioText(
      'shrunk',
      {
        seed: 1,
        until: 100,
        nodes: [
          { id: 'a', kind: 'n', state: {}, given: { weight: 3 } },
          { id: 'b', kind: 'n', state: {}, given: {} },
        ],
        start: [],
        loads: [],
        deeds: [],
      },
      { kind: (name) => name, message: (name) => name },
    );
    expect(text).toContain(`world.add(n, { a: { weight: 3 }, b: {} })`);
  });
});

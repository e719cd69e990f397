import { describe, expect, it } from 'vitest';
import { codesOf, openCells } from '../session.fixture.ts';

const tick = `const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0, list: [] as any, other: [] as any }) })
n.start((s, ctx) => { ctx.setTimer(Tick(), 10) })
`;
const counting = `${tick}n.on(Tick, (s, _, ctx) => { s.count += 1; ctx.setTimer(Tick(), 10) })`;

const scenario = (setUp: string): string => `scenario('s', { until: 1_000 }, (world) => { ${setUp} })`;

describe('what only looks', () => {
  it('cannot reorder what others see: a plot that sorts in place is told so, and the run goes on as without it', async () => {
    const run = await openCells({
      model: `${tick}n.on(Tick, (s, _, ctx) => { s.count += ctx.self === 'n2' ? 5 : 1; ctx.setTimer(Tick(), 10) })`,
      'scenario s': scenario(`world.add(n, 3); world.at(500, (w) => w.crash(w.find(n, () => true)))`),
      'plot p': `(world.all(n) as any).sort((a, b) => b.count - a.count).length`,
      'plot q': `(world.all(n)[0] as any).count = 99`,
    });
    run.to(400);
    expect(run.plot('plot p')).toMatchObject({ type: 'error', diagnostic: { cell: 'plot p' } });
    expect(run.plot('plot q')).toMatchObject({ type: 'error', diagnostic: { cell: 'plot q' } });
    expect(run.to(600).nodes.map(({ alive }) => alive)).toEqual([false, true, true]);
    expect(run.field('n1', 'count')).toBe('"49"');
  });

  it('stops the run where an action writes to a state by other means than edit', async () => {
    const run = await openCells({
      model: counting,
      'scenario s': scenario(`world.add(n); world.at(500, (w) => { w.get(n).count = 7 })`),
    });
    expect(run.to(600)).toMatchObject({ status: 'stopped-by-error', diagnostics: [{ cell: 'scenario s' }] });
  });

  it('stops the run where a guard changes the state', async () => {
    const run = await openCells({
      model: `${counting}\nn.when('g', (s) => { s.count += 1; return false }, () => {})`,
      'scenario s': scenario('world.add(n)'),
    });
    expect(run.to(100).diagnostics).toMatchObject([{ code: 'rule/guard-effect', cell: 'model', range: { line: 5 } }]);
  });

  it('gives a node what an edit took from another as its own', async () => {
    const run = await openCells({
      model: `${tick}n.on(Tick, (s, _, ctx) => { if (ctx.self === 'n1') s.list.push(1); ctx.setTimer(Tick(), 10) })`,
      'scenario s': scenario(
        `world.add(n, 2); world.at(15, (w) => w.edit(n, 'n2', (s) => { s.list = w.get(n, 'n1').list }))`,
      ),
    });
    const [one, two] = run.to(55).nodes.map(({ state }) => state.find(([name]) => name === 'list')?.[1]);
    expect(one).toMatchObject({ items: { length: 5 } });
    expect(two).toMatchObject({ items: { length: 1 } });
  });

  it('does not keep an edit out for what an edit of the scenario does wrong later', async () => {
    const run = await openCells({
      model: counting,
      'scenario s': scenario(`world.add(n); world.at(500, (w) => w.edit(n, 'n', (s) => { s.missing.field = 1 }))`),
    });
    run.to(480);
    expect((await run.edit({ model: counting.replace('+= 1', '+= 2') })).accepted).toBe(true);
    const frame = run.to(600);
    expect(codesOf(frame.diagnostics)).toEqual(['rule/threw']);
    expect(frame.diagnostics).toMatchObject([{ cell: 'scenario s', text: expect.stringContaining('the edit of n') }]);
  });
});

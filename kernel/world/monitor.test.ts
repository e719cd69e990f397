import { describe, expect, it } from 'vitest';
import { codesOf, openCells } from '../session.fixture.ts';

/** A counter that rises every 10 ms; properties are asked about it. */
async function watch(check: string, until = 1_000): Promise<Awaited<ReturnType<typeof openCells>>> {
  const run = await openCells({
    model: `
const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
n.on(Tick, (s, _, ctx) => { s.count += 1; ctx.setTimer(Tick(), 10) })`,
    'scenario s': `scenario('s', { until: ${until} }, (world) => { world.add(n) })`,
    'check c': check,
  });
  run.to(until);
  return run;
}

describe('properties as monitors', () => {
  it('report an always that fails, with its words and the moment', async () => {
    const run = await watch(`always('small', (world) => world.get(n).count < 5 || 'it is ' + world.get(n).count)`);
    expect(run.property('small')).toMatchObject({ verdict: 'violated', text: 'it is 5', at: { time: 50 } });
  });

  it('look at transitions with step', async () => {
    const run = await watch(`step('by one', (before, after) => after.get(n).count - before.get(n).count <= 1)
step('never to seven', (before, after) => !(before.get(n).count === 6 && after.get(n).count === 7))`);
    expect(run.property('by one').verdict).toBe('holds');
    expect(run.property('never to seven')).toMatchObject({ verdict: 'violated', at: { time: 70 } });
  });

  it('want a witness for reachable', async () => {
    const run = await watch(`reachable('seven', (world) => world.get(n).count === 7)
reachable('never', (world) => world.get(n).count < 0)`);
    expect(run.property('seven')).toMatchObject({ verdict: 'witnessed', at: { time: 70 } });
    expect(run.property('never').verdict).toBe('pending');
  });

  it('give eventually its deadline, and the end of the scenario', async () => {
    const run = await watch(`eventually('in time', (world) => world.get(n).count === 7, { within: 100 })
eventually('late', (world) => world.get(n).count === 50, { within: 100 })
eventually('never', (world) => world.get(n).count < 0 || 'still up')`);
    expect(run.property('in time')).toMatchObject({ verdict: 'holds', at: { time: 70 } });
    expect(run.property('late')).toMatchObject({ verdict: 'violated', at: { time: 110 } });
    expect(run.property('never')).toMatchObject({ verdict: 'violated', text: expect.stringContaining('still up') });
  });

  it('follow each obligation of leadsTo', async () => {
    const run =
      await watch(`leadsTo('five to seven', (world) => world.get(n).count === 5, (world) => world.get(n).count === 7, { within: 20 })
leadsTo('five to nine', (world) => world.get(n).count === 5, (world) => world.get(n).count === 9, { within: 20 })
leadsTo('open at the end', (world) => world.get(n).count === 99, (world) => world.get(n).count === 200)`);
    expect(run.property('five to seven').verdict).toBe('holds');
    expect(run.property('five to nine')).toMatchObject({ verdict: 'violated', at: { time: 80 } });
    expect(run.property('open at the end').verdict).toBe('pending');
  });

  it('notice a deadline that passes while nothing happens', async () => {
    const run = await openCells({
      model: `const n = node('n', { state: () => ({ up: false }) })`,
      'scenario s': `scenario('s', (world) => { world.add(n); world.eventually('up', (w) => w.get(n).up, { within: 500 }) })`,
    });
    run.to(600);
    expect(run.property('s: up').verdict).toBe('violated');
  });

  it('are in error, on their line, when they throw or return neither a boolean nor words', async () => {
    const run = await watch(`always('throws', (world) => {
  return world.get(n).missing.field > 1
})
always('nothing', (world) => { world.get(n).count < 5 })`);
    expect(codesOf(run.to(1_000).diagnostics)).toEqual(['property/threw', 'property/bad-result']);
    expect(run.to(1_000).diagnostics[0]).toMatchObject({ cell: 'check c', range: { line: 2 } });
    expect(run.property('throws').verdict).toBe('error');
  });

  it('cannot change the world they look at', async () => {
    const run = await watch(`always('meddles', (world) => { world.get(n).count = 0; return true })`);
    expect(codesOf(run.to(1_000).diagnostics)).toEqual(['property/effect']);
    expect(run.field('n', 'count')).toBe('"100"');
  });
});

import { describe, expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

const model = `
const Done = message<{ id: number }>('Done')
const n = node('n', { state: () => ({ open: [] as number[], ended: 0, newest: 0 }), durable: ['open', 'ended'] })
n.on(Operation, (s, m, ctx) => { s.open.push(m.id); s.newest = Math.max(s.newest, m.index); ctx.setTimer(Done({ id: m.id }), 10, m.id) })
n.on(Done, (s, m, ctx) => { s.ended += 1; s.open = s.open.filter((id) => id !== m.id); ctx.complete(m.id) })`;

const story = (count: number, acts: string, arrivals = 'closed(1)'): Record<string, string> => ({
  model,
  'scenario s': `scenario('s', { until: 10_000 }, (world) => { world.add(n, ${count}); world.load(n, workload({ mix: { read: 1 }, keys: uniform(0, 9), arrivals: ${arrivals} })); ${acts} })`,
});

describe('a client whose node crashes while its operation is open', () => {
  it('loses it and goes on at another node', async () => {
    const run = await openCells(story(2, `world.at(5, (w) => w.crash('n1'))`));
    const frame = run.to(1_000);
    expect([run.field('n1', 'ended'), run.field('n2', 'ended')]).toEqual(['"0"', '"99"']);
    expect(frame.stats.find(({ name }) => name === 'load.operations_lost_total')?.value).toBe(1);
  });

  it('goes on after the restart when there is no other', async () => {
    const run = await openCells(story(1, `world.at(25, (w) => w.crash('n1')); world.at(500, (w) => w.restart('n1'))`));
    run.to(1_000);
    expect(run.field('n1', 'ended')).toBe('"2"');
    run.to(2_000);
    expect(Number(JSON.parse(run.field('n1', 'ended')))).toBeGreaterThan(90);
  });

  it('is one client still, after any number of crashes', async () => {
    const run = await openCells(
      story(
        2,
        `for (let t = 105; t < 1_000; t += 100) { world.at(t, (w) => w.crash('n1')); world.at(t + 50, (w) => w.restart('n1')) }`,
      ),
    );
    const stats = run.to(2_000).stats;
    const total = (name: string): number =>
      stats.find((stat) => stat.name === `load.operations_${name}_total`)?.value ?? 0;
    expect(total('lost')).toBeGreaterThan(0);
    expect(total('started')).toBe(total('completed') + total('lost') + 1);
  });
});

describe('a workload with phases', () => {
  const phased = (phases: string, arrivals = 'regular(10)', mix = '{ read: 1 }'): Record<string, string> => ({
    model,
    'scenario s': `scenario('s', { until: 10_000 }, (world) => { world.add(n); world.load(n, workload({ mix: ${mix}, keys: latest(10), arrivals: ${arrivals}, from: 1_000, phases: ${phases} })) })`,
    'plot starts': `rate('load.operations_started_total', { every: 500 })`,
  });
  const startsOf = (run: Awaited<ReturnType<typeof openCells>>): readonly number[] =>
    [
      ...JSON.stringify(run.plot('plot starts')).matchAll(/"value",\{"t":"atom","kind":"number","text":"([\d.]+)"/g),
    ].map(([, rate]) => Number(rate));

  it('begins each when the one before is over, and ends with the last', async () => {
    const run = await openCells(phased('[{ for: 1_000 }, { for: 500, arrivals: regular(2) }, { for: 1_000 }]'));
    run.to(5_000);
    expect(startsOf(run)).toEqual([0, 0, 100, 100, 500, 100, 100]);
    expect(run.to(10_000)).toMatchObject({ status: 'quiescent', now: 3_500 });
  });

  it('has one keyspace: what one phase inserts, the next may read', async () => {
    const run = await openCells(phased('[{ for: 500, mix: { insert: 1 } }, { for: 500 }]'));
    run.to(5_000);
    const { stats } = run.to(5_000);
    expect(stats.find(({ name }) => name === 'load.operations_completed_total')?.value).toBe(100);
    const seen = JSON.parse(run.field('n', 'newest')) as string;
    expect(Number(seen)).toBeGreaterThan(50);
  });

  it('has as many clients as the phase says, no more', async () => {
    const run = await openCells({
      ...phased('[{ for: 995 }, { for: 505, arrivals: closed(5) }, { for: 500, arrivals: closed(1) }]', 'closed(2)'),
      'check c': `always('as many as there are clients', (w) => w.get(n).open.length <= (w.now < 1_995 ? 2 : w.now < 2_510 ? 5 : 1))`,
    });
    run.to(4_000);
    expect(run.property('as many as there are clients').verdict).toBe('holds');
    // 2 clients, then 5, then 1, each with an operation of 10 ms. An operation of the phase before takes one's place, no longer.
    expect(startsOf(run)).toEqual([0, 0, 200, 206, 500, 100]);
  });

  it('goes on in the phase of the moment when the scenario is edited', async () => {
    const cells = phased('[{ for: 1_000 }, { for: 1_000, arrivals: regular(5) }]');
    const run = await openCells(cells);
    run.to(2_250);
    await run.edit({ 'scenario s': (cells['scenario s'] ?? '').replace('regular(5)', 'regular(2)') });
    run.to(4_000);
    expect(startsOf(run)).toEqual([0, 0, 100, 100, 352, 500]);
  });
});

import { describe, expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

const model = `
const Done = message<{ id: number }>('Done')
const n = node('n', { state: () => ({ open: [] as number[], ended: 0 }), durable: ['open', 'ended'] })
n.on(Operation, (s, m, ctx) => { s.open.push(m.id); ctx.setTimer(Done({ id: m.id }), 10, m.id) })
n.on(Done, (s, m, ctx) => { s.ended += 1; s.open = []; ctx.complete(m.id) })`;

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

import { describe, expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

const model = `
const Put = message<{ size: number }>('Put')
const Forget = message('Forget')
const store = node('store', { state: () => ({ items: 0, refused: 0 }) })
store.on(Put, (s, m, ctx) => {
  ctx.count('store.puts_total', 1, { size: m.size > 9 ? 'large' : 'small' })
  if (m.size > 99) { s.refused += 1; ctx.count('store.refused_total'); return }
  s.items += 1
  ctx.gauge('store.items_count', s.items)
  ctx.observe('store.put_size_bytes', m.size)
})
store.on(Forget, (s, _, ctx) => { s.items = 0; ctx.gauge('store.items_count', 0) })`;

const puts = (...sizes: readonly number[]): string =>
  sizes.map((size, i) => `world.at(${(i + 1) * 10}, (w) => w.send('store', Put({ size: ${size} })))`).join('\n');
const scenario = (text: string): string => `scenario('s', { until: 1_000 }, (world) => { world.add(store)\n${text} })`;

describe('world.stat', () => {
  it('is the total of a counter, the last value of a gauge, and how much a histogram was told', async () => {
    const run = await openCells({
      model,
      'scenario s': scenario(puts(1, 2, 30, 400)),
      'check c': `
        eventually('all puts', (w) => w.stat('store.puts_total') === 4)
        eventually('small ones', (w) => w.stat('store.puts_total', { size: 'small' }) === 2)
        eventually('large ones', (w) => w.stat('store.puts_total', { size: 'large' }) === 2)
        eventually('three items', (w) => w.stat('store.items_count') === 3)
        eventually('three sizes', (w) => w.stat('store.put_size_bytes') === 3)
        always('nobody tells of loss', (w) => w.stat('store.lost_total') === 0)`,
    });
    const { properties } = run.to(1_000);
    expect(properties.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([
      'all puts: holds',
      'small ones: holds',
      'large ones: holds',
      'three items: holds',
      'three sizes: holds',
      'nobody tells of loss: holds',
    ]);
  });

  it('makes a conservation law a property, at every instant, and says at which one it broke', async () => {
    const run = await openCells({
      model,
      'scenario s': scenario(`${puts(1, 2, 3)}\nworld.at(25, (w) => w.send('store', Forget()))`),
      'check c': `always('in = kept + refused', (w) => w.stat('store.puts_total') === w.stat('store.items_count') + w.stat('store.refused_total'))`,
    });
    run.to(1_000);
    expect(run.property('in = kept + refused')).toMatchObject({ verdict: 'violated', at: { time: 25 } });
  });

  it('is what it was before, in a transition', async () => {
    const run = await openCells({
      model,
      'scenario s': scenario(puts(1, 2, 300)),
      'check c': `
        step('a counter never falls', (before, after) => before.stat('store.puts_total') <= after.stat('store.puts_total'))
        step('it grows by one at most', (before, after) => after.stat('store.puts_total') - before.stat('store.puts_total') <= 1)
        step('and never grows', (before, after) => after.stat('store.refused_total') === before.stat('store.refused_total'))`,
    });
    run.to(1_000);
    expect(run.property('a counter never falls').verdict).toBe('holds');
    expect(run.property('it grows by one at most').verdict).toBe('holds');
    expect(run.property('and never grows')).toMatchObject({ verdict: 'violated', at: { time: 30 } });
  });

  it('belongs to the moment: an edit of the past, a look back and a branch have their own', async () => {
    const cells = {
      model,
      'scenario s': scenario(puts(1, 2, 300, 4)),
      'check c': `always('nothing is refused', (w) => w.stat('store.refused_total') === 0)`,
      'plot p': `[world.stat('store.puts_total'), world.stat('store.items_count')]`,
    };
    const run = await openCells(cells);
    run.to(1_000);
    expect(run.property('nothing is refused').verdict).toBe('violated');
    expect(JSON.stringify(run.plot('plot p'))).toMatch(/"4".*"3"/);
    // From the start again, with a store that takes everything.
    await run.edit({ model: model.replace('m.size > 99', 'm.size > 999') }, { from: 'start' });
    run.to(1_000);
    expect(run.property('nothing is refused').verdict).toBe('holds');
    expect(JSON.stringify(run.plot('plot p'))).toMatch(/"4".*"4"/);
  });

  it('is left out of what is explored, and said so where it comes as a surprise', async () => {
    const run = await openCells({
      model,
      'scenario s': `scenario('s', (world) => { world.add(store); world.send('store', Put({ size: 1 })); world.send('store', Put({ size: 200 })) })`,
      'check c': `
        always('in = kept + refused', (w) => w.stat('store.puts_total') === w.stat('store.items_count') + w.stat('store.refused_total'))
        always('two at most', (w) => w.get(store).items + w.get(store).refused <= 2)
        explore('all', { scenario: 's' })`,
    });
    const explored = run.session.handle({ type: 'explore', name: 'all', budgetMs: 10_000 });
    expect(explored).toMatchObject({ verdict: 'holds', violations: [] });
    await run.edit({
      'check c': `
        always('late', (w) => w.get(store).items < 1 || w.stat('store.puts_total') > 0)
        explore('all', { scenario: 's' })`,
    });
    const surprised = run.session.handle({ type: 'explore', name: 'all', budgetMs: 10_000 });
    expect(surprised.diagnostics.map(({ code }) => code)).toContain('check/reads-stat');
  });
});

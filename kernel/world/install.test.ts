import { describe, expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

const tick = `const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0, list: [] as any, other: [] as any }) })
n.start((s, ctx) => { ctx.setTimer(Tick(), 10) })
`;
const counting = `${tick}n.on(Tick, (s, _, ctx) => { s.count += 1; ctx.setTimer(Tick(), 10) })`;

describe('a program put in force in a running world', () => {
  it('lets a may rule come at its new rate at once', async () => {
    const model = (rate: string): string =>
      `${counting}\nn.may('m', () => true, (s) => { s.list.push(1) }, { rate: ${rate} })`;
    const run = await openCells({
      model: model('0.0001'),
      'scenario s': `scenario('s', { until: 5_000 }, (world) => { world.add(n) })`,
      'check c': `eventually('a hundred', (world) => world.get(n).list.length > 100)`,
    });
    run.to(100);
    await run.edit({ model: model('1_000') });
    run.to(1_000);
    expect(run.property('a hundred').verdict).toBe('holds');
  });

  it('takes another order of when rules for a change, in the journal too', async () => {
    const rule = (name: string): string =>
      `n.when('${name}', (s) => s.other.length === 0, (s) => { s.other.push('${name}'); s.list.push('${name}') })`;
    const cells = {
      model: `${tick}n.on(Tick, (s, _, ctx) => { s.other = []; ctx.setTimer(Tick(), 10) })`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(n) })`,
    };
    const run = await openCells({ ...cells, more: `${rule('a')}\n${rule('b')}` });
    run.to(55);
    await run.edit({ more: `${rule('b')}\n${rule('a')}` });
    const frame = run.to(75);
    expect(frame.marks.at(-1)).toMatchObject({ kind: 'swap', time: 55 });
    expect(run.field('n', 'list')).toContain('"text":"b"');
    const again = await openCells(Object.fromEntries(run.compiled().map(({ key, source }) => [key, source])), {
      restore: { journal: run.journal(), sources: [...run.sources.values()] },
    });
    again.to(0);
    expect(again.digest()).toBe(run.digest());
  });

  it('gets no more nodes by edits than a world may have', async () => {
    const scenario = (names: string): string =>
      `scenario('s', { until: 1_000 }, (world) => { world.add(n, Array.from({ length: 3_000 }, (_, i) => '${names}' + i)) })`;
    const run = await openCells({ model: `const n = node('n', { state: () => ({}) })`, 'scenario s': scenario('a') });
    run.steps(10);
    const reply = await run.edit({ 'scenario s': scenario('b') });
    expect(reply.program.diagnostics).toMatchObject([
      { code: 'program/bad-argument', cell: 'scenario s', text: expect.stringContaining('at most 5000 nodes') },
    ]);
    expect(run.to(10).nodes).toHaveLength(3_000);
  });

  it('runs a migration when it is new or the shape changes, and for no other edit', async () => {
    const node = (state: string, start = ''): string =>
      `const n = node('n', { state: () => ({ ${state} }), start(s, ctx) { ${start} } })`;
    const double = `n.migrate((old) => ({ count: (old as any).count * 2 }))`;
    const run = await openCells({
      node: node('count: 1'),
      rules: '',
      'scenario s': `scenario('s', { until: 10_000 }, (world) => { world.add(n) })`,
    });
    const after = async (changes: Record<string, string>): Promise<string> => {
      expect((await run.edit(changes)).program.diagnostics).toEqual([]);
      return run.field('n', 'count');
    };
    run.to(1);
    expect(await after({ rules: double })).toBe('"2"');
    expect(await after({ node: node('count: 1', 'ctx.note("another start")') })).toBe('"2"');
    expect(await after({ node: node('count: 7') })).toBe('"2"');
    expect(await after({ node: node('count: 7, other: 0') })).toBe('"4"');
    expect(await after({ rules: '' })).toBe('"4"');
    expect(await after({ rules: double })).toBe('"4"');
    expect(await after({ rules: double.replace('* 2', '* 3') })).toBe('"12"');
    expect(
      await after({
        node: node('count: 7, other: { deep: 1 }'),
        rules: double.replace('* 2', '* 3 , other: { deep: 0 }'),
      }),
    ).toBe('"36"');
  });

  it('still does the actions of this instant that were not done when their scenario is edited', async () => {
    const scenario = (name: string): string =>
      `scenario('s', { until: 1_000 }, (world) => { world.add(n, 2); for (const k of [1, 2, 3]) world.at(0, 'act', (w) => w.edit(n, 'n1', (s) => { s.list.push(k) })); world.at(500, '${name}', () => {}) })`;
    const run = await openCells({ model: counting, 'scenario s': scenario('a') });
    await run.edit({ 'scenario s': scenario('b') });
    run.steps(4);
    await run.edit({ 'scenario s': scenario('c') });
    const field = run.to(100).nodes[0]?.state.find(([name]) => name === 'list')?.[1];
    expect(field).toMatchObject({ items: [{ text: '1' }, { text: '2' }, { text: '3' }] });
  });

  it('keeps the number of clients of a closed workload when its scenario is edited', async () => {
    const scenario = (load: string, name: string): string =>
      `scenario('s', { until: 10_000 }, (world) => { world.add(n); world.load(n, workload({ mix: { ${load}: 1 }, keys: uniform(0, 9), arrivals: closed(1) })); world.at(5_000, '${name}', () => {}) })`;
    const run = await openCells({
      model: `const Done = message<{ id: number }>('Done')
const n = node('n', { state: () => ({ open: 0, ended: 0, most: 0 }) })
n.on(Operation, (s, m, ctx) => { s.open += 1; s.most = Math.max(s.most, s.open); ctx.setTimer(Done({ id: m.id }), 10, m.id) })
n.on(Done, (s, m, ctx) => { s.open -= 1; s.ended += 1; if (s.open === 0) s.most = 1; ctx.complete(m.id) })`,
      'scenario s': scenario('read', 'a'),
    });
    run.to(105);
    await run.edit({ 'scenario s': scenario('read', 'b') });
    run.to(505);
    expect([run.field('n', 'most'), run.field('n', 'ended')]).toEqual(['"1"', '"50"']);
    await run.edit({ 'scenario s': scenario('update', 'b') });
    run.to(1_005);
    expect([run.field('n', 'most'), run.field('n', 'open')]).toEqual(['"1"', '"1"']);
  });
});

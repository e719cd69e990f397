import { describe, expect, it } from 'vitest';
import { chartText } from '../histories/chart-text.ts';
import { codesOf, openCells } from '../session.fixture.ts';

/** Two clients, one primary, and a backup that is told 50 ms later; clients read where `where` says. */
const store = (where: string): string => `
const Put = message<{ id: number; key: string; value: number }>('Put')
const Get = message<{ id: number; key: string }>('Get')
const Copy = message<{ key: string; value: number }>('Copy')
const Done = message<{ id: number; value: number | null }>('Done')
const server = node('server', { state: () => ({ held: new Map<string, number>() }) })
server.on(Put, (s, m, ctx) => {
  s.held.set(m.key, m.value)
  for (const peer of ctx.peers) ctx.send(peer, Copy(m))
  ctx.reply(Done({ id: m.id, value: null }))
})
server.on(Copy, (s, m) => { s.held.set(m.key, m.value) })
server.on(Get, (s, m, ctx) => { ctx.reply(Done({ id: m.id, value: s.held.get(m.key) ?? null })) })
const client = node('client', { state: () => ({ sent: 0 }) })
client.on(Operation, (s, m, ctx) => {
  s.sent += 1
  if (m.op === 'write') ctx.send('primary', Put({ id: ctx.invoke(m, m.id), key: m.key, value: m.id }))
  else ctx.send(${where}, Get({ id: ctx.invoke(m), key: m.key }))
})
client.on(Done, (s, m, ctx) => { ctx.complete(m.id, m.value) })`;

const scenario = (more = '') => `scenario('s', { until: 4_000 }, (world) => {
  world.add(server, ['primary', 'backup'])
  world.add(client, 2)
  world.network({ latency: uniform(1, 5) })
  world.link('primary', 'backup', { latency: constant(50) })
  world.load(client, workload({ mix: { read: 1, write: 1 }, keys: uniform(0, 2), arrivals: closed(2, { think: constant(5) }) }))
  ${more}
})`;

const open = (where: string, check: string, more = '') =>
  openCells({ model: store(where), 'scenario s': scenario(more), 'check c': check }, { seed: 3 });

describe('linearizable', () => {
  const registers = `linearizable('registers', models.register())`;

  it('holds where all read at the primary', async () => {
    const run = await open(`'primary'`, registers);
    expect(run.property('registers').verdict).toBe('pending');
    run.to(4_000);
    expect(run.property('registers')).toMatchObject({ verdict: 'holds', text: '', at: null });
  });

  it('is violated by a read at the backup, at the moment at which the client was told, and the operations are charted', async () => {
    const run = await open(`ctx.random.pick(['primary', 'backup'])`, registers);
    run.to(4_000);
    const { verdict, at, text } = run.property('registers');
    expect(verdict).toBe('violated');
    expect(text).toMatch(/^read \S+ → (\d+|null) by client\d fits no order of the operations\.$/);
    const { chart } = run.session.handle({ type: 'history', property: 'registers' });
    const culprit = chart?.operations.find(({ isCulprit }) => isCulprit);
    expect(culprit?.ended).toEqual(at);
    expect(text).toContain(culprit?.text);
    const offending = chart?.operations.filter(({ isOffending }) => isOffending) ?? [];
    expect(offending.length).toBeGreaterThan(1);
    expect(new Set(offending.map((one) => one.text.split(' ')[1]))).toEqual(new Set([chart?.key]));
    const rows = chart === null ? [] : chartText(chart);
    expect(rows.filter((row) => row.startsWith('✗'))).toHaveLength(1);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThan(100);
    // The verdict of a moment: before the culprit was told, nothing was wrong.
    const before = await open(`ctx.random.pick(['primary', 'backup'])`, registers);
    before.to((at?.time ?? 0) - 0.001);
    expect(before.property('registers').verdict).toBe('holds');
  });

  it('takes a model of the notebook’s own, and one object for all keys', async () => {
    const own = `linearizable('sum', {
  init: { writes: 0 },
  apply: (state, { op }) => op === 'write' ? { state: { writes: state.writes + 1 } } : { state },
}, { key: null })
linearizable('no reads', models.kv(), { only: ['get'] })
linearizable('wrong', models.queue())
linearizable('writes to its state', { init: { n: 0 }, apply(state) { (state as { n: number }).n += 1; return { state } } })
linearizable('nothing', { init: 0, apply: () => 5 as never })`;
    const run = await open(`'primary'`, own);
    run.to(4_000);
    expect(run.property('sum').verdict).toBe('holds');
    expect(run.property('no reads').verdict).toBe('pending');
    expect(run.property('wrong')).toMatchObject({
      verdict: 'error',
      text: expect.stringContaining('it knows enqueue, dequeue'),
    });
    const frame = run.to(4_000);
    expect(codesOf(frame.diagnostics)).toEqual(['property/threw', 'property/effect', 'property/bad-result']);
  });

  it('says nothing more than it knows when the search is too long', async () => {
    const run = await openCells(
      {
        model: `const Start = message('Start')
const c = node('c', { state: () => ({}), start(s, ctx) { ctx.setTimer(Start(), 1) } })
c.on(Start, (s, _, ctx) => {
  const ids = Array.from({ length: 24 }, (_, i) => ctx.invoke('enqueue', i))
  for (const id of ids.reverse()) ctx.complete(id)
  const last = ctx.invoke('dequeue')
  ctx.complete(last, 99)
})`,
        'scenario s': `scenario('s', { until: 100 }, (world) => { world.add(c) })`,
        'check c': `linearizable('q', models.queue())`,
      },
      { seed: 1 },
    );
    run.to(100);
    expect(run.property('q')).toMatchObject({
      verdict: 'pending',
      text: expect.stringMatching(/^Undecided: \d+ steps/),
    });
  });

  it('counts what a crashed client asked as something that may have happened', async () => {
    const run = await open(
      `'primary'`,
      registers,
      `world.at(500, (w) => w.crash('client1')); world.at(900, (w) => w.restart('client1'))`,
    );
    run.to(4_000);
    expect(run.property('registers').verdict).toBe('holds');
  });

  it('is the same after a fork, a look back and a restoration', async () => {
    const where = `ctx.random.pick(['primary', 'backup'])`;
    const run = await open(where, registers);
    run.to(4_000);
    const found = run.property('registers');
    const chart = run.session.handle({ type: 'history', property: 'registers' });
    run.branch({ type: 'fork', step: (found.at?.step ?? 0) - 2 });
    expect(run.property('registers').at).toBe(null);
    run.to(4_000);
    expect(run.property('registers')).toEqual(found);
    expect(run.session.handle({ type: 'history', property: 'registers' })).toEqual(chart);
    const again = await openCells(
      { model: store(where), 'scenario s': scenario(), 'check c': registers },
      { seed: 3, restore: { journal: run.journal(), sources: [...run.sources.values()] } },
    );
    again.to(4_000);
    expect(again.property('registers')).toEqual(found);
  });

  it('is asked over the history at once when it is declared late', async () => {
    const run = await open(`ctx.random.pick(['primary', 'backup'])`, `always('a', () => true)`);
    run.to(2_000);
    await run.edit({ 'check c': registers });
    run.to(2_000);
    const late = run.property('registers');
    const early = await open(`ctx.random.pick(['primary', 'backup'])`, registers);
    early.to(2_000);
    expect(late).toMatchObject({ verdict: 'violated', at: early.property('registers').at });
  });
});

describe('isolated', () => {
  /** Transactions that read both keys, then append to one of them if `if` still holds, without a lock. */
  const bank = `
const Go = message('Go')
const Answer = message<{ id: number; x: number[]; y: number[] }>('Answer')
const Ask = message<{ id: number }>('Ask')
const Add = message<{ id: number; key: 'x' | 'y' }>('Add')
const Added = message<{ id: number }>('Added')
const db = node('db', { state: () => ({ x: [] as number[], y: [] as number[] }) })
db.on(Ask, (s, m, ctx) => { ctx.reply(Answer({ id: m.id, x: s.x, y: s.y })) })
db.on(Add, (s, m, ctx) => { s[m.key].push(m.id); ctx.reply(Added({ id: m.id })) })
const c = node('c', { state: (self) => ({ key: self === 'c1' ? 'x' as const : 'y' as const, read: null as { x: number[]; y: number[] } | null }), start(s, ctx) { ctx.setTimer(Go(), 5) } })
c.on(Go, (s, _, ctx) => {
  const id = ctx.invoke('transaction', [['read', 'x'], ['read', 'y'], ['append', s.key, 'from ' + ctx.self]])
  ctx.send('db', Ask({ id }))
})
c.on(Answer, (s, m, ctx) => { s.read = { x: m.x, y: m.y }; ctx.send('db', Add({ id: m.id, key: s.key })) })
c.on(Added, (s, m, ctx) => {
  ctx.complete(m.id, [['read', 'x', s.read!.x], ['read', 'y', s.read!.y], ['append', s.key, 'from ' + ctx.self]])
})`;

  it('names the anomaly and the transactions of its cycle', async () => {
    const run = await openCells({
      bank,
      'scenario s': `scenario('s', { until: 200 }, (world) => { world.add(db); world.add(c, 2); world.network({ latency: constant(10) }) })`,
      'check c': `isolated('skew is allowed', 'snapshot')
isolated('skew is not', 'serializable')`,
    });
    run.to(200);
    expect(run.property('skew is allowed').verdict).toBe('holds');
    const { verdict, text, at } = run.property('skew is not');
    expect(verdict).toBe('violated');
    expect(text).toBe(
      'write skew: T1 read y without what T2 wrote ("from c2"); T2 read x without what T1 wrote ("from c1").',
    );
    expect(at?.time).toBe(45);
    const { chart } = run.session.handle({ type: 'history', property: 'skew is not' });
    expect(chart?.operations.map(({ id, isOffending }) => [id, isOffending])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(chart?.links).toEqual([
      { from: 1, to: 2, text: 'did not see (y)' },
      { from: 2, to: 1, text: 'did not see (x)' },
    ]);
  });
});

describe('what a history refuses', () => {
  it.each([
    ['a level that does not exist', `isolated('x', 'high' as never)`, 'program/bad-argument'],
    ['a model without apply', `linearizable('x', { init: 0 } as never)`, 'program/bad-argument'],
    [
      'a model whose init is a function',
      `linearizable('x', { init: () => 0, apply: (state) => ({ state }) })`,
      'program/bad-argument',
    ],
    [
      'operations that are no list',
      `linearizable('x', models.register(), { only: 'read' as never })`,
      'program/bad-argument',
    ],
  ])('%s', async (_, check, code) => {
    const run = await open(`'primary'`, check);
    expect(codesOf(run.reply.program.diagnostics)).toContain(code);
  });
});

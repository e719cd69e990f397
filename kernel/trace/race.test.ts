/** Forking a race, on a store of items as in topic 11 of the domain: what each order of the rivals leads to. */
import { describe, expect, it } from 'vitest';
import type { Race } from '../protocol.ts';
import { type Cells, codesOf, openCells, type Opened } from '../session.fixture.ts';

/** A store of items with a version each, and clients that send what a test wants. */
const store = `
const Get = message<{ key: string }>('Get')
const Value = message<{ key: string; value: number; cas: number }>('Value')
const Write = message<{ key: string; value: number; cas: number | null }>('Set')
const Incr = message<{ key: string }>('Incr')
const Done = message<{ ok: boolean }>('Done')
const store = node('store', { state: () => ({ items: new Map<string, { value: number; cas: number }>() }) })
const itemOf = (s: { items: Map<string, { value: number; cas: number }> }, key: string) => s.items.get(key) ?? { value: 0, cas: 0 }
store.on(Get, (s, m, ctx) => { ctx.reply(Value({ key: m.key, ...itemOf(s, m.key) })) })
store.on(Write, (s, m, ctx) => {
  const { cas } = itemOf(s, m.key)
  const ok = m.cas === null || m.cas === cas
  if (ok) s.items.set(m.key, { value: m.value, cas: cas + 1 })
  ctx.reply(Done({ ok }))
})
store.on(Incr, (s, m, ctx) => {
  const { value, cas } = itemOf(s, m.key)
  s.items.set(m.key, { value: value + 1, cas: cas + 1 })
  ctx.reply(Done({ ok: true }))
})`;

/** One message from each client, as an expression over its id. */
const plain = (sent: string): Cells => ({
  store,
  clients: `
const client = node('client', { state: () => ({ done: 0 }), start(s, ctx) { ctx.send('store', ${sent}) } })
client.on(Done, (s) => { s.done += 1 })`,
  'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(store); world.add(client, ['c1', 'c2']); world.network({ latency: constant(10) }) })`,
});

/** Clients that read, then write one more than they read; `react` says what they do on a value and on an answer. */
const readThenWrite = (react: string, clients = ['c1', 'c2'], network = 'latency: constant(10)'): Cells => ({
  store,
  clients: `
const Think = message<{ value: number; cas: number }>('Think')
const Again = message('Again')
const client = node('client', { state: () => ({ done: 0, refused: 0 }), start(s, ctx) { ctx.send('store', Get({ key: 'k' })) } })
${react}`,
  'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(store); world.add(client, ${JSON.stringify(clients)}); world.network({ ${network} }) })`,
  check: `always('no update is lost', (w) => w.all(client).some((c) => c.done === 0) || (w.get(store).items.get('k')?.value ?? 0) >= w.all(client).length)`,
});

const blind = `
client.on(Value, (s, m, ctx) => { ctx.reply(Write({ key: 'k', value: m.value + 1, cas: null })) })
client.on(Done, (s) => { s.done += 1 })`;
const withCas = `
client.on(Value, (s, m, ctx) => { ctx.reply(Write({ key: 'k', value: m.value + 1, cas: m.cas })) })
client.on(Done, (s, m, ctx) => {
  if (m.ok) s.done += 1
  else { s.refused += 1; ctx.reply(Get({ key: 'k' })) }
})`;
const withBackoff = `
client.on(Value, (s, m, ctx) => { ctx.reply(Write({ key: 'k', value: m.value + 1, cas: m.cas })) })
client.on(Done, (s, m, ctx) => {
  if (m.ok) s.done += 1
  else { s.refused += 1; ctx.setTimer(Again(), ctx.random.between(5, 20)) }
})
client.on(Again, (s, m, ctx) => { ctx.send('store', Get({ key: 'k' })) })`;
const thinking = `
client.on(Value, (s, m, ctx) => { ctx.setTimer(Think({ value: m.value, cas: m.cas }), 50) })
client.on(Think, (s, m, ctx) => { ctx.send('store', Write({ key: 'k', value: m.value + 1, cas: null })) })
client.on(Done, (s) => { s.done += 1 })`;

/** The step of the first event of a rule. */
function firstOf(run: Opened, rule: string): number {
  const row = run.look({ step: run.to(0).tip.step }).log.find((one) => one.rule === rule);
  if (row === undefined) throw new Error(`no event of ${rule}`);
  return row.step;
}

async function forked(cells: Cells, rule: string): Promise<{ readonly run: Opened; readonly race: Race }> {
  const run = await openCells(cells);
  run.to(1_000);
  const { race, diagnostics } = run.session.handle({ type: 'race', step: firstOf(run, rule), budgetMs: 1e9 });
  expect(diagnostics).toEqual([]);
  if (race === null) throw new Error('no race');
  return { run, race };
}

const countsOf = ({ outcomes }: Race): readonly number[] => outcomes.map(({ count }) => count);
const valueOf = (run: Opened): number => Number(/"value",\{[^}]*"text":"(\d+)"/.exec(run.field('store', 'items'))?.[1]);

describe('a race of two messages on their way', () => {
  it('has two outcomes when both set one key', async () => {
    const { race } = await forked(
      plain(`Write({ key: 'k', value: ctx.self === 'c1' ? 1 : 2, cas: null })`),
      'store.Set',
    );
    expect(race).toMatchObject({ status: 'done', orders: 2, atRest: true, notes: [], node: 'store', time: 10 });
    expect(countsOf(race)).toEqual([1, 1]);
    expect(race.outcomes.map(({ values }) => values.map(({ node, field }) => `${node}.${field}`))).toEqual([
      ['store.items'],
      ['store.items'],
    ]);
  });

  it('has one outcome when both increment', async () => {
    const { race } = await forked(plain(`Incr({ key: 'k' })`), 'store.Incr');
    expect(countsOf(race)).toEqual([2]);
    expect(race.outcomes[0]?.values.map(({ field }) => field)).toEqual(['items']);
  });

  it('has one outcome when they set different keys', async () => {
    const { race } = await forked(plain(`Write({ key: ctx.self, value: 1, cas: null })`), 'store.Set');
    expect(countsOf(race)).toEqual([2]);
  });
});

describe('a race of two clients that read and then write', () => {
  it('has six orders, of which four lose an update', async () => {
    const { run, race } = await forked(readThenWrite(blind), 'store.Get');
    expect(race).toMatchObject({ status: 'done', orders: 6, atRest: true, notes: [] });
    expect(countsOf(race)).toEqual([4, 2]);
    const [lost, kept] = race.outcomes;
    expect(lost?.violated).toEqual(['no update is lost']);
    expect(kept?.violated).toEqual([]);
    for (const [outcome, value] of [[lost, 1] as const, [kept, 2] as const]) {
      for (const { branch, events } of outcome?.orders ?? []) {
        expect(events).toHaveLength(4);
        run.branch({ type: 'switch', id: branch ?? -1 });
        expect(valueOf(run)).toBe(value);
      }
    }
    // Every order once; a client reads before it writes.
    const all = race.outcomes.flatMap(({ orders }) =>
      orders.map(({ events }) => events.map(({ name }) => name).join(' | ')),
    );
    expect(new Set(all).size).toBe(6);
    for (const order of all) for (const id of ['c1', 'c2']) expect(order).toMatch(new RegExp(`Get ${id}.*Set ${id}`));
  });

  it('is forked at the event: its branches begin there, and hang on the branch it was forked from', async () => {
    const { run, race } = await forked(readThenWrite(blind), 'store.Get');
    const { branches } = run.to(0);
    expect(branches).toHaveLength(7);
    const made = branches.filter(({ id }) => id !== 1);
    expect(made.map(({ forkedAt, parent }) => [forkedAt.step, parent])).toEqual(made.map(() => [race.step, 1]));
    expect(made.every(({ tip }) => tip.step > race.step + 4)).toBe(true);
    expect(made[0]?.name).toMatch(/^[AB]: Get c1 · Get c2 · Set c1 · Set c2$/);
    // The rivals come at the moment of the event, not at that of the one before.
    run.branch({ type: 'switch', id: made[0]?.id ?? -1 });
    const times = run.look({ step: run.to(0).tip.step }).log.filter(({ node }) => node === 'store');
    expect(times.filter(({ step }) => step >= race.step).map(({ time }) => time)).toEqual([10, 10, 10, 10]);
  });

  it('loses none with a compare-and-swap and another try', async () => {
    for (const react of [withCas, withBackoff]) {
      const { race } = await forked(readThenWrite(react), 'store.Get');
      expect(race).toMatchObject({ status: 'done', orders: 6, atRest: true });
      expect(race.outcomes.flatMap(({ violated }) => violated)).toEqual([]);
      expect(JSON.stringify(race.outcomes.map(({ values }) => values))).not.toContain('"items"');
    }
  });

  it('is the same race when the clients think between reading and writing', async () => {
    const { race } = await forked(readThenWrite(thinking), 'store.Get');
    expect(race.orders).toBe(6);
    expect(countsOf(race)).toEqual([4, 2]);
  });

  it('asked of the second read, knows that the first client may write before it', async () => {
    const run = await openCells(readThenWrite(blind));
    run.to(1_000);
    const second = run.look({ step: run.to(0).tip.step }).log.filter(({ rule }) => rule === 'store.Get')[1];
    const { race } = run.session.handle({ type: 'race', step: second?.step ?? -1, budgetMs: 1e9 });
    expect(race?.rivals).toHaveLength(2);
    expect(race?.orders).toBe(3);
    expect(race?.outcomes.map(({ count, violated }) => [count, violated.length])).toEqual([
      [2, 1],
      [1, 0],
    ]);
  });

  it('of three clients has ninety orders, and a branch for each outcome', async () => {
    const { run, race } = await forked(readThenWrite(blind, ['c1', 'c2', 'c3']), 'store.Get');
    expect(race.orders).toBe(90);
    expect(countsOf(race).reduce((a, b) => a + b, 0)).toBe(90);
    expect(run.to(0).branches).toHaveLength(1 + race.outcomes.length);
    expect(race.outcomes.filter(({ violated }) => violated.length === 0).map(({ count }) => count)).toEqual([6]);
  });

  it('of clients that never stop is followed for what each rival leads to', async () => {
    const endless = `
client.on(Value, (s, m, ctx) => { ctx.reply(Write({ key: 'k', value: m.value + 1, cas: null })) })
client.on(Done, (s, m, ctx) => { s.done += 1; ctx.reply(Get({ key: 'k' })) })`;
    const { race } = await forked(readThenWrite(endless), 'store.Get');
    expect(race).toMatchObject({ status: 'done', orders: 6, atRest: false });
    expect(race.notes).toHaveLength(1);
    expect(countsOf(race)).toEqual([4, 2]);
  });

  it('goes on over many requests, and asked again gives the same branches', async () => {
    const run = await openCells(readThenWrite(blind));
    run.to(1_000);
    const step = firstOf(run, 'store.Get');
    const ask = () => run.session.handle({ type: 'race', step, budgetMs: 0 }).race;
    let asked = 0;
    while (ask()?.status === 'running') asked += 1;
    expect(asked).toBeGreaterThan(6);
    expect(ask()?.outcomes.map(({ branch }) => branch)).toEqual(ask()?.outcomes.map(({ branch }) => branch));
    expect(run.to(0).branches).toHaveLength(7);
    run.branch({ type: 'delete', id: ask()?.outcomes[0]?.branch ?? -1 });
    while (ask()?.status === 'running');
    expect(ask()?.outcomes.every(({ branch }) => run.to(0).branches.some(({ id }) => id === branch))).toBe(true);
  });
});

describe('rivals', () => {
  const pair = (sender: string, receiver: string, network: string): Cells => ({
    model: `
const M = message<{ n: number }>('M')
const Tick = message('Tick')
const Answer = message('Answer')
${sender}
${receiver}`,
    'scenario s': `scenario('s', { until: 500 }, (world) => { world.add(a); world.add(b); world.network({ ${network} }) })`,
  });
  const three = `const a = node('a', { state: () => ({}), start(s, ctx) { for (const n of [1, 2, 3]) ctx.send('b', M({ n })) } })`;
  const listener = `const b = node('b', { state: () => ({ got: [] as number[] }) })
b.on(M, (s, m) => { s.got.push(m.n) })`;

  it('on an ordered link keep their order; otherwise every order is tried', async () => {
    const { race } = await forked(pair(three, listener, 'latency: constant(10)'), 'b.M');
    expect(race.orders).toBe(6);
    const run = await openCells(pair(three, listener, `latency: constant(10), delivery: 'ordered'`));
    run.to(500);
    const { race: none, diagnostics } = run.session.handle({ type: 'race', step: firstOf(run, 'b.M'), budgetMs: 1e9 });
    expect(none).toBeNull();
    expect(codesOf(diagnostics)).toEqual(['race/none']);
    expect(diagnostics[0]?.text).toContain('M from a at b');
  });

  it('that make a rule throw are an outcome of their own, where the run stops', async () => {
    const { run, race } = await forked(
      pair(
        three.replace('[1, 2, 3]', '[1, 2]'),
        `const b = node('b', { state: () => ({ last: 0 }) })
b.on(M, (s, m, ctx) => { ctx.assert(m.n === 1 || s.last > 0, '1 comes first'); s.last = m.n })`,
        'latency: constant(10)',
      ),
      'b.M',
    );
    expect(race).toMatchObject({ status: 'done', orders: 2, atRest: true });
    const thrown = race.outcomes.find(({ fault }) => fault !== null);
    expect(thrown?.fault).toContain('1 comes first');
    expect(thrown?.count).toBe(1);
    run.branch({ type: 'switch', id: thrown?.branch ?? -1 });
    expect(run.to(0).status).toBe('stopped-by-error');
  });

  it('are timers that are due before the last message is, and may rules whose guard holds', async () => {
    const timed = (delay: number): Cells =>
      pair(
        `const a = node('a', { state: () => ({}), start(s, ctx) { ctx.send('b', M({ n: 1 })) } })`,
        `const b = node('b', { state: () => ({ got: [] as string[] }), start(s, ctx) { ctx.setTimer(Tick(), ${delay}) } })
b.on(M, (s, m) => { s.got.push('message') })
b.on(Tick, (s) => { s.got.push('tick') })
b.may('act', (s) => !s.got.includes('act'), (s) => { s.got.push('act') }, { rate: 0.000001 })`,
        'latency: constant(10)',
      );
    const soon = await forked(timed(8), 'b.Tick');
    expect(soon.race.rivals).toEqual([
      { name: 'timer Tick', body: '' },
      { name: 'M a', body: '{ n: 1 }' },
      { name: 'act', body: '' },
    ]);
    expect(soon.race).toMatchObject({ orders: 6, status: 'done' });
    expect(countsOf(soon.race)).toEqual([1, 1, 1, 1, 1, 1]);
    const late = await forked(timed(80), 'b.M');
    expect(late.race.rivals.map(({ name }) => name)).toEqual(['M a', 'act']);
  });

  it('do not hurry a timer that guards an answer', async () => {
    const { race } = await forked(
      pair(
        `const a = node('a', { state: () => ({ late: 0 }), start(s, ctx) { for (const n of [1, 2]) ctx.send('b', M({ n })) } })
a.on(Answer, (s, m, ctx) => { ctx.send('b', M({ n: 3 })); ctx.setTimer(Tick(), 100) })
a.on(Tick, (s) => { s.late += 1 })`,
        `const b = node('b', { state: () => ({ got: [] as number[] }) })
b.on(M, (s, m, ctx) => { s.got.push(m.n); if (m.n === 1) ctx.reply(Answer()) })`,
        'latency: constant(10)',
      ),
      'b.M',
    );
    expect(race.outcomes.map(({ orders }) => orders.map(({ events }) => events.length))).toEqual([[3], [3], [3]]);
  });

  it('are counted in the log, where they are messages', async () => {
    const run = await openCells(pair(three, listener, 'latency: uniform(10, 20)'));
    run.to(500);
    const whole = run.look({ step: run.to(0).tip.step }).log;
    expect(whole.filter(({ rule }) => rule === 'b.M').map(({ rivals }) => rivals)).toEqual([2, 1, 0]);
    expect(whole.filter(({ rule }) => rule !== 'b.M').every(({ rivals }) => rivals === 0)).toBe(true);
    // Those that had not arrived yet when the run stood there.
    const early = await openCells(pair(three, listener, 'latency: uniform(10, 20)'));
    const { step, time } = whole.find(({ rule }) => rule === 'b.M') ?? { step: -1, time: 0 };
    early.to(time);
    expect(early.look({ step: early.to(0).tip.step }).log.find((row) => row.step === step)?.rivals).toBe(2);
  });

  it('are none of an event that nothing could have come before', async () => {
    const run = await openCells(pair(three, listener, 'latency: constant(10)'));
    run.to(500);
    const ask = (step: number) => run.session.handle({ type: 'race', step, budgetMs: 1e9 });
    expect(codesOf(ask(0).diagnostics)).toEqual(['input/stale']);
    expect(codesOf(ask(1_000_000).diagnostics)).toEqual(['input/stale']);
    const { step } = run.look({ step: run.to(0).tip.step }).log.findLast(({ rule }) => rule === 'b.M') ?? { step: -1 };
    expect(ask(step).race).toBeNull();
    expect(codesOf(ask(step).diagnostics)).toEqual(['race/none']);
  });
});

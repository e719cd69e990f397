import { describe, expect, it } from 'vitest';
import { codesOf, openCells } from '../session.fixture.ts';

const pair = `
const Ping = message<{ n: number }>('Ping')
const Pong = message<{ n: number }>('Pong')
const Tick = message('Tick')
const a = node('a', { state: () => ({ pongs: [] as number[] }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
a.on(Tick, (s, _, ctx) => { ctx.send('b', Ping({ n: 1 })); ctx.setTimer(Tick(), 10) })
a.on(Pong, (s, m) => { s.pongs.push(m.n) })
const b = node('b', { state: () => ({ pings: 0 }) })
b.on(Ping, (s, m, ctx) => { s.pings += 1; ctx.reply(Pong({ n: s.pings })) })
`;
const two = `scenario('two', (world) => { world.add(a); world.add(b); world.network({ latency: constant(5) }) })`;

describe('a step', () => {
  it('delivers messages after their latency and fires timers when they are due', async () => {
    const run = await openCells({ pair, 'scenario two': two });
    run.to(19);
    expect(run.field('b', 'pings')).toBe('"1"');
    expect(run.field('a', 'pongs')).toContain('"items":[]');
    expect(run.to(20).messages.map(({ type, sentAt, arrivesAt }) => [type, sentAt, arrivesAt])).toEqual([
      ['Ping', 20, 25],
    ]);
    run.to(100);
    expect(run.field('b', 'pings')).toBe('"9"');
  });

  it('records each event with the step that caused it', async () => {
    const run = await openCells({ pair, 'scenario two': two, 'plot all': 'events()' });
    const { log } = run.to(20);
    expect(log.map(({ time, kind, node, rule }) => [time, kind, node, rule])).toEqual([
      [0, 'start', 'a', 'a.start'],
      [0, 'start', 'b', ''],
      [10, 'timer', 'a', 'a.Tick'],
      [15, 'deliver', 'b', 'b.Ping'],
      [20, 'deliver', 'a', 'a.Pong'],
      [20, 'timer', 'a', 'a.Tick'],
    ]);
    const drawn = run.plot('plot all');
    const causes =
      drawn.type === 'value' && drawn.value.t === 'list'
        ? drawn.value.items.map((row) =>
            row.t === 'record' ? row.entries.find(([key]) => key === 'cause')?.[1] : null,
          )
        : [];
    expect(causes.map((cause) => (cause?.t === 'atom' ? cause.text : ''))).toEqual(['-1', '-1', '0', '2', '3', '2']);
  });

  it('shares no memory between nodes: neither sender nor receiver can change the other’s copy', async () => {
    const run = await openCells({
      model: `
const Give = message<{ list: number[] }>('Give')
const giver = node('giver', { state: () => ({ list: [1] }), start(s, ctx) { ctx.broadcast(Give(s), ['taker1', 'taker2']); s.list.push(2) } })
const taker = node('taker', { state: () => ({ list: [] as number[] }) })
taker.on(Give, (s, m) => { s.list = m.list; s.list.push(99) })`,
      'scenario s': `scenario('s', (world) => { world.add(giver); world.add(taker, 2) })`,
    });
    run.to(10);
    expect(run.field('giver', 'list')).toMatch(/"1".*"2"/);
    for (const taker of ['taker1', 'taker2'])
      expect(JSON.parse(run.field(taker, 'list')).items.map((item: { text: string }) => item.text)).toEqual([
        '1',
        '99',
      ]);
  });

  it('gives every copy of a message as it was sent, whatever a receiver does to its own, and after going back too', async () => {
    const run = await openCells({
      model: `
const Tick = message('Tick')
const Give = message<{ list: number[] }>('Give')
const giver = node('giver', { state: () => ({}), start(s, ctx) { ctx.setTimer(Tick(), 1) } })
giver.on(Tick, (s, _, ctx) => { ctx.send('taker', Give({ list: [1] })); ctx.setTimer(Tick(), 1) })
const taker = node('taker', { state: () => ({ got: 0, wrong: 0 }) })
taker.on(Give, (s, m) => { s.got += 1; if (m.list.length !== 1) s.wrong += 1; m.list.push(99) })`,
      'scenario s': `scenario('s', { until: 10_000 }, (world) => { world.add(giver); world.add(taker); world.network({ latency: constant(30.5), duplicate: 0.5 }) })`,
    });
    run.to(4_000);
    expect(Number(JSON.parse(run.field('taker', 'got')))).toBeGreaterThan(5_000);
    expect(run.field('taker', 'wrong')).toBe('"0"');
    for (const step of [2_100, 5_000, 7_000, 7_001]) {
      const [, state] = run.look({ step }).nodes;
      expect(state?.state.find(([name]) => name === 'wrong')?.[1]).toMatchObject({ text: '0' });
    }
  });

  it('keeps one pending timer per type and key: setting it again replaces it, clearing removes it', async () => {
    const run = await openCells({
      model: `
const T = message<{ n: number }>('T')
const n = node('n', { state: () => ({ fired: [] as number[] }), start(s, ctx) {
  ctx.setTimer(T({ n: 1 }), 10); ctx.setTimer(T({ n: 2 }), 20); ctx.setTimer(T({ n: 3 }), 15, 'k'); ctx.setTimer(T({ n: 4 }), 15, 'gone'); ctx.clearTimer(T, 'gone') } })
n.on(T, (s, m) => { s.fired.push(m.n) })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
    });
    expect(run.to(5).timers.map(({ key, firesAt }) => [key, firesAt])).toEqual([
      ['', 20],
      ['k', 15],
    ]);
    run.to(100);
    expect(JSON.parse(run.field('n', 'fired')).items.map((item: { text: string }) => item.text)).toEqual(['3', '2']);
  });

  it('runs when rules until none is enabled, and stops with a diagnostic when they never rest', async () => {
    const cells = {
      model: `
const n = node('n', { state: () => ({ count: 0, limit: 3 }) })
n.when('rise', (s) => s.count < s.limit, (s) => { s.count += 1 })`,
      'scenario s': `scenario('s', (world) => { world.add(n); world.at(10, (w) => w.edit(n, 'n', (s) => { s.limit = Infinity })) })`,
    };
    const run = await openCells(cells);
    run.to(5);
    expect(run.field('n', 'count')).toBe('"3"');
    const stopped = run.to(20);
    expect(stopped.status).toBe('stopped-by-error');
    expect(codesOf(stopped.diagnostics)).toEqual(['rule/when-loop']);
    expect(stopped.diagnostics[0]).toMatchObject({ cell: 'model', range: { line: 3 } });
  });

  it('says which rule holds the clock when events follow each other without end at one instant, and goes on when that is mended', async () => {
    const model = (delay: number): string => `
const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 5) } })
n.on(Tick, (s, _, ctx) => { s.count += 1; ctx.setTimer(Tick(), s.count < 3 ? 5 : ${delay}) })`;
    const run = await openCells({ model: model(0), 'scenario s': `scenario('s', (world) => { world.add(n) })` });
    const stopped = run.to(100);
    expect(stopped.status).toBe('stopped-by-error');
    expect(stopped.diagnostics).toMatchObject([
      { code: 'rule/standstill', cell: 'model', range: { line: 4 }, text: expect.stringMatching(/at 15 ms.*'n.Tick'/) },
    ]);
    const step = stopped.tip.step;
    await run.edit({ model: model(10) });
    const mended = run.to(100);
    expect(mended).toMatchObject({ status: 'running', diagnostics: [] });
    expect(mended.tip.step).toBeGreaterThan(step);
  });

  it('fires may rules at their rate while the guard holds', async () => {
    const run = await openCells({
      model: `
const n = node('n', { state: () => ({ count: 0 }) })
n.may('tick', () => true, (s) => { s.count += 1 }, { rate: 50 })`,
      'scenario s': `scenario('s', { until: 100_000 }, (world) => { world.add(n) })`,
    });
    run.to(100_000);
    const count = Number(JSON.parse(run.field('n', 'count')));
    expect(count).toBeGreaterThan(4_700);
    expect(count).toBeLessThan(5_300);
  });

  it('keeps durable fields over a crash, starts the rest anew, and loses timers and messages meanwhile', async () => {
    const run = await openCells({
      model: `
const Poke = message('Poke')
const Late = message('Late')
const n = node('n', { state: () => ({ kept: 0, lost: 0, boots: 0, late: 0 }), durable: ['kept', 'boots'], start(s, ctx) { s.boots += 1; if (s.boots === 1) ctx.setTimer(Late(), 50) } })
n.on(Poke, (s) => { s.kept += 1; s.lost += 1 })
n.on(Late, (s) => { s.late += 1 })`,
      'scenario s': `scenario('s', (world) => {
  world.add(n)
  world.at(10, (w) => w.send('n', Poke()))
  world.at(20, 'crash', (w) => w.crash('n'))
  world.at(30, (w) => w.send('n', Poke()))
  world.at(40, (w) => w.restart('n'))
})`,
    });
    const dead = run.to(35);
    expect(dead.nodes[0]?.alive).toBe(false);
    expect(dead.log.filter(({ kind }) => kind === 'drop')).toHaveLength(1);
    run.to(100);
    expect(['kept', 'lost', 'boots', 'late'].map((field) => run.field('n', field))).toEqual([
      '"1"',
      '"0"',
      '"2"',
      '"0"',
    ]);
  });

  it('comes to rest when nothing can happen any more', async () => {
    const run = await openCells({
      model: `
const n = node('n', { state: () => ({ left: 2 }) })
n.may('spend', (s) => s.left > 0, (s) => { s.left -= 1 })`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
    });
    const frame = run.to(60_000);
    expect(frame.status).toBe('quiescent');
    expect(run.field('n', 'left')).toBe('"0"');
  });

  it('undoes a step that throws, pauses there, and points at the line', async () => {
    const run = await openCells({
      model: `
const Go = message<{ n: number }>('Go')
const n = node('n', { state: () => ({ seen: 0 }), start(s, ctx) { for (let i = 0; i < 5; i++) ctx.setTimer(Go({ n: i }), 10 * (i + 1), i) } })
n.on(Go, (s, m, ctx) => {
  s.seen = m.n
  ctx.count('n.seen_total')
  if (m.n === 3) throw new Error('three is too many')
})`,
      'scenario s': `scenario('s', (world) => { world.add(n) })`,
    });
    const frame = run.to(100);
    expect(frame.status).toBe('stopped-by-error');
    expect(frame.diagnostics[0]).toMatchObject({
      code: 'rule/threw',
      cell: 'model',
      range: { line: 7 },
      text: expect.stringContaining('three is too many'),
    });
    expect(run.field('n', 'seen')).toBe('"2"');
    expect(frame.stats[0]?.value).toBe(3);
    expect(frame.now).toBe(30);
  });

  it('is random only by its seed', async () => {
    const model = `
const Roll = message('Roll')
const n = node('n', { state: () => ({ rolls: [] as number[] }), start(s, ctx) { ctx.setTimer(Roll(), ctx.random.exponential(10)) } })
n.on(Roll, (s, _, ctx) => { s.rolls.push(ctx.random.int(6), ctx.choose([1, 2, 3]), ctx.random.pick([4, 5])); ctx.setTimer(Roll(), ctx.random.between(1, 2)) })`;
    const scenario = `scenario('s', { until: 1_000 }, (world) => { world.add(n, 3) })`;
    const digests = await Promise.all(
      [7, 7, 8].map(async (seed) => {
        const run = await openCells({ model, 'scenario s': scenario }, { seed });
        run.to(1_000);
        return run.digest();
      }),
    );
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).not.toBe(digests[2]);
  });
});

import { describe, expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

const tick = `const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0, list: [] as any, other: [] as any }) })
n.start((s, ctx) => { ctx.setTimer(Tick(), 10) })
`;
const counting = `${tick}n.on(Tick, (s, _, ctx) => { s.count += 1; ctx.setTimer(Tick(), 10) })`;

describe('a scenario acts', () => {
  it('on a node before it starts: crashed in the set-up, it starts when it is restarted', async () => {
    const run = await openCells({
      model: counting,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(n, 2); world.crash('n2'); world.at(500, (w) => w.restart('n2')) })`,
    });
    run.to(400);
    expect([run.field('n1', 'count'), run.field('n2', 'count')]).toEqual(['"40"', '"0"']);
    run.to(600);
    expect([run.field('n1', 'count'), run.field('n2', 'count')]).toEqual(['"60"', '"10"']);
  });

  it('on a node before it starts: crashed and restarted at once, it starts once', async () => {
    const restarting = (acts: string): Record<string, string> => ({
      model: `const n = node('n', { state: () => ({ boots: 0 }), durable: ['boots'] })
n.start((s) => { s.boots += 1 })`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(n); ${acts} })`,
    });
    for (const [acts, boots] of [
      [`world.crash('n'); world.restart('n')`, 1],
      [`world.crash('n'); world.at(0, (w) => w.restart('n'))`, 1],
      [`world.crash('n'); world.restart('n'); world.at(0, (w) => { w.crash('n'); w.restart('n') })`, 2],
    ] as const) {
      const run = await openCells(restarting(acts));
      run.to(10);
      expect(run.field('n', 'boots'), acts).toBe(`"${boots}"`);
    }
  });
});

describe('a rule acts', () => {
  it('on the timer it means: a type with a key is not another type', async () => {
    const run = await openCells({
      model: `const A = message('A')
const AB = message('A B')
const n = node('n', { state: () => ({ a: 0, b: 0 }) })
n.start((s, ctx) => { ctx.setTimer(A(), 10, 'B'); ctx.setTimer(AB(), 20) })
n.on(A, (s) => { s.a += 1 })
n.on(AB, (s) => { s.b += 1 })`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(n) })`,
    });
    expect(run.to(0).timers.map(({ type, key }) => [type, key])).toEqual([
      ['A', 'B'],
      ['A B', ''],
    ]);
    run.to(100);
    expect([run.field('n', 'a'), run.field('n', 'b')]).toEqual(['"1"', '"1"']);
  });

  it('and notes things as they are then, in words, whatever it notes', async () => {
    const run = await openCells({
      model: `${tick}n.on(Tick, (s, _, ctx) => { s.list.push(s.count++); ctx.note('list', s.list); ctx.note((() => 1) as any); ctx.setTimer(Tick(), 10) })`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(n) })`,
    });
    const notes = run.to(35).log.filter(({ kind }) => kind === 'note');
    expect(notes.map(({ text }) => text).filter((text) => text.startsWith('list'))).toEqual([
      'list [0]',
      'list [0, 1]',
      'list [0, 1, 2]',
    ]);
    expect(notes.every(({ text }) => typeof text === 'string')).toBe(true);
  });
});

describe('a scenario acts on what is on its way', () => {
  const chat = (acts: string) => ({
    model: `const Tick = message('Tick')
const Hello = message<{ n: number }>('Hello')
const n = node('n', { state: () => ({ got: [] as string[], sent: 0 }) })
n.start((s, ctx) => { if (ctx.self === 'a') ctx.setTimer(Tick(), 10) })
n.on(Tick, (s, _, ctx) => { ctx.send('b', Hello({ n: ++s.sent })); if (s.sent < 3) ctx.setTimer(Tick(), 10) })
n.on(Hello, (s, m, ctx) => { s.got.push(m.n + ' at ' + ctx.now) })`,
    'scenario s': `scenario('s', { until: 500 }, (world) => {
  world.add(n, ['a', 'b'])
  world.network({ latency: constant(100) })
  world.at(50, (w) => { ${acts} })
})`,
  });
  const heard = async (acts: string): Promise<string> => {
    const run = await openCells(chat(acts));
    run.to(500);
    return [...run.field('b', 'got').matchAll(/\d+ at \d+/g)].join(', ');
  };

  it('loses the first of a type, lets it be late, and lets it come twice', async () => {
    expect(await heard('')).toBe('1 at 110, 2 at 120, 3 at 130');
    expect(await heard(`w.drop(Hello, 'a', 'b')`)).toBe('2 at 120, 3 at 130');
    expect(await heard(`w.drop(Hello, 'a', 'b'); w.drop(Hello, 'a', 'b')`)).toBe('3 at 130');
    expect(await heard(`w.delay(Hello, 'a', 'b', 15)`)).toBe('2 at 120, 1 at 125, 3 at 130');
    expect(await heard(`w.duplicate(Hello, 'a', 'b')`)).toBe('1 at 110, 1 at 110, 2 at 120, 3 at 130');
  });

  it('says in the log that there is none', async () => {
    const run = await openCells(chat(`w.drop(Hello, 'b', 'a')`));
    const { log, status } = run.to(500);
    expect(log.map(({ text }) => text)).toContain('no Hello from b to a is on its way');
    expect(status).toBe('quiescent');
  });
});

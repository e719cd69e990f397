/** Comparing branches: laws that hold for any two, and what a reader is told of some. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison, Input } from '../protocol.ts';
import { openCells, type Opened } from '../session.fixture.ts';
import { cells } from './gossip.fixture.ts';

const end = 600;

async function compared(
  run: Opened,
  a: number,
  b: number,
  time: number,
  step: number | null = null,
): Promise<Comparison> {
  const { comparison, diagnostics } = run.session.handle({ type: 'compare', a, b, step, time, budgetMs: 1e9 });
  expect(diagnostics).toEqual([]);
  if (comparison === null) throw new Error('not compared');
  return comparison;
}

const node = fc.constantFrom('g1', 'g2', 'g3', 'g4');
const act: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ type: fc.constantFrom('crash' as const, 'restart' as const), node }),
  fc.constant<Input>({ type: 'cut', a: 'g1', b: 'g3' }),
  fc.record({ type: fc.constant('set' as const), node, path: fc.constant(['made']), value: fc.nat(50) }),
);

/** A run, and a branch of it in which something else was done. */
async function twoBranches(seed: number, part: number, input: Input): Promise<Opened> {
  const run = await openCells(cells, { seed });
  const { tip } = run.to(end);
  run.branch({ type: 'fork', step: Math.floor(tip.step * part), name: 'b' });
  run.input(input);
  run.to(end);
  return run;
}

const part = fc.double({ min: 0, max: 1, noNaN: true });

describe('two branches', () => {
  it('are compared to the same effect whichever is named first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), part, act, fc.integer({ min: 0, max: end }), async (seed, where, input, time) => {
        const run = await twoBranches(seed, where, input);
        const [one, other] = [await compared(run, 1, 2, time), await compared(run, 2, 1, time)];
        expect(other.states.map(({ a, b, ...rest }) => ({ ...rest, a: b, b: a }))).toEqual(one.states);
        expect(other.eventCount).toBe(one.eventCount);
        const swapped = other.events.map(({ in: which, ...rest }) => ({ ...rest, in: which === 'a' ? 'b' : 'a' }));
        const named = (events: readonly unknown[]): string[] => events.map((event) => JSON.stringify(event)).toSorted();
        if (one.eventCount <= 200)
          expect(named(swapped.map(({ in: which, step, text }) => [which, step, text]))).toEqual(
            named(one.events.map(({ in: which, step, text }) => [which, step, text])),
          );
        expect([other.a, other.b]).toEqual([one.b, one.a]);
        const { step, is, was } = one.divergence ?? { step: -1, is: '', was: '' };
        expect(other.divergence ?? { step: -1, is: '', was: '' }).toMatchObject({ step, is: was, was: is });
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  it('do not differ when they are one and the same, or nothing was done in one of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), part, fc.integer({ min: 0, max: end }), async (seed, where, time) => {
        const run = await openCells(cells, { seed });
        const { tip } = run.to(end);
        run.branch({ type: 'fork', step: Math.floor(tip.step * where) });
        run.to(end);
        for (const b of [1, 2])
          expect(await compared(run, 2, b, time)).toMatchObject({
            divergence: null,
            states: [],
            events: [],
            eventCount: 0,
          });
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  it('are the same up to the event where they part', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), part, act, async (seed, where, input) => {
        const run = await twoBranches(seed, where, input);
        const { divergence } = await compared(run, 1, 2, end);
        fc.pre(divergence !== null);
        run.branch({ type: 'switch', id: 1 });
        const { step, now } = run.look({ step: divergence?.step ?? 0 });
        const before = await compared(run, 1, 2, now, step);
        expect(before.states).toEqual([]);
        expect(before.a.nodes).toEqual(before.b.nodes);
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  it('give the same answer asked for the first time or after many others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1_000),
        part,
        act,
        fc.array(fc.integer({ min: 0, max: end }), { minLength: 1 }),
        async (seed, where, input, times) => {
          const run = await twoBranches(seed, where, input);
          for (const time of times) await compared(run, 1, 2, time);
          const last = times.at(-1) ?? 0;
          const fresh = await twoBranches(seed, where, input);
          expect(await compared(run, 1, 2, last)).toEqual(await compared(fresh, 1, 2, last));
        },
      ),
      { numRuns: 3 },
    );
  }, 60_000);

  it('are brought to the same time: the other one is run on', async () => {
    const run = await openCells(cells, { seed: 3 });
    run.to(200);
    run.branch({ type: 'fork', step: 10, name: 'b' });
    run.input({ type: 'crash', node: 'g1' });
    run.to(900);
    const { b, states } = await compared(run, 2, 1, 900);
    expect(b.tip.now).toBe(900);
    expect(states.some(({ node: id, field }) => id === 'g1' && field === '(up)')).toBe(true);
    run.branch({ type: 'switch', id: 1 });
    const digest = run.digest();
    const alone = await openCells(cells, { seed: 3 });
    alone.to(900);
    expect(digest).toBe(alone.digest());
  });

  it('are compared after a reload, where only the journal of one is there', async () => {
    const run = await twoBranches(7, 0.4, { type: 'crash', node: 'g2' });
    const wanted = await compared(run, 2, 1, end);
    const journal = structuredClone(run.journal());
    const again = await openCells(cells, { restore: { journal, sources: [...run.sources.values()] } });
    again.to(0);
    const got = await compared(again, 2, 1, end);
    expect(got.states).toEqual(wanted.states);
    expect(got.divergence).toEqual(wanted.divergence);
    // Half made, it can be gone to.
    const third = await openCells(cells, { restore: { journal, sources: [...run.sources.values()] } });
    third.to(0);
    const { comparison } = third.session.handle({ type: 'compare', a: 2, b: 1, step: null, time: 1_000, budgetMs: 0 });
    expect(comparison).toBeNull();
    third.branch({ type: 'switch', id: 1 });
    third.to(0);
    run.branch({ type: 'switch', id: 1 });
    expect(third.digest()).toBe(run.digest());
  });
});

describe('what a reader is told', () => {
  const model = {
    rules: `
const Ask = message<{ n: number }>('Ask')
const Yes = message('Yes')
const Tick = message('Tick')
const asker = node('asker', { state: () => ({ asked: 0, got: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
asker.on(Tick, (s, _, ctx) => { s.asked += 1; ctx.send('granter', Ask({ n: s.asked })); ctx.setTimer(Tick(), 10) })
asker.on(Yes, (s) => { s.got += 1 })
const granter = node('granter', { state: () => ({ granted: 0 }) })
granter.on(Ask, (s, m, ctx) => { s.granted = m.n; if (m.n > 2) ctx.reply(Yes()) })`,
    'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(asker); world.add(granter) })`,
  };

  it('is what only one of them has, and what led to it there', async () => {
    const run = await openCells(model);
    run.to(80);
    run.branch({ type: 'fork', step: run.look({ time: 35 }).step, name: 'b' });
    run.input({ type: 'cut', a: 'asker', b: 'granter' });
    run.to(80);
    const { divergence, events, eventCount, states } = await compared(run, 2, 1, 80);
    expect(divergence).toMatchObject({ is: 'the link asker | granter was cut', was: 'the timer Tick of asker fired' });
    expect(eventCount).toBe(events.length);
    const told = events.map(({ in: which, text, cause }) => [which, text, cause?.text ?? '']);
    expect(told).toContainEqual(['a', 'Ask from asker to granter was lost', 'the timer Tick of asker fired']);
    expect(told).toContainEqual(['b', 'granter received Ask from asker', 'the timer Tick of asker fired']);
    expect(told).toContainEqual(['b', 'asker received Yes from granter', 'granter received Ask from asker']);
    // That the clock ticked is no difference: only when counts, and it is the same.
    expect(told.some(([, text]) => text === 'the timer Tick of asker fired')).toBe(false);
    expect(states.map(({ node: id, field }) => `${id}.${field}`)).toEqual(['asker.got', 'granter.granted']);
  });

  it('of the same events in another order is no event, but where the order is another', async () => {
    const run = await openCells({
      model: `
const M = message<{ n: number }>('M')
const a = node('a', { state: () => ({}), start(s, ctx) { ctx.send('c', M({ n: 1 })) } })
const b = node('b', { state: () => ({}), start(s, ctx) { ctx.send('c', M({ n: 2 })) } })
const c = node('c', { state: () => ({ last: 0 }) })
c.on(M, (s, m) => { s.last = m.n })`,
      'scenario s': `scenario('s', { until: 100 }, (world) => { world.add(a); world.add(b); world.add(c); world.network({ latency: constant(10) }) })`,
    });
    run.to(100);
    const step = run.look({ step: run.to(0).tip.step }).log.find(({ rule }) => rule === 'c.M')?.step ?? -1;
    const { race } = run.session.handle({ type: 'race', step, budgetMs: 1e9 });
    const [first, second] = (race?.outcomes ?? []).map(({ branch }) => branch ?? -1);
    const whole = await compared(run, first ?? -1, second ?? -1, 100);
    expect(whole).toMatchObject({ events: [], eventCount: 0 });
    expect(whole.divergence).toMatchObject({ is: 'c received M from a', was: 'c received M from b' });
    expect(whole.states.map(({ field }) => field)).toEqual(['last']);
    // Both have had one of two arrivals of the same instant.
    const between = await compared(run, first ?? -1, second ?? -1, 10, step + 1);
    expect([between.a.step, between.b.step]).toEqual([step + 1, step + 1]);
  });
});

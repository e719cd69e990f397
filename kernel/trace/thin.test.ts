/** History that is kept within a limit of memory: it gets thinner, and what is seen of it stays the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../protocol.ts';
import { openCells, type Opened } from '../session.fixture.ts';
import { cells } from './gossip.fixture.ts';

const endless = { ...cells, 'scenario s': cells['scenario s'].replace('20_000', '2_000_000') };
const events = 90_000;
const limit = 1_100_000;

async function played(bytes: number | null): Promise<Opened> {
  const run = await openCells(endless, { seed: 3 });
  if (bytes !== null) run.session.handle({ type: 'limit', bytes });
  run.steps(40_000);
  run.input({ type: 'crash', node: 'g3' });
  run.steps(10_000);
  await run.edit({ rules: cells.rules.replace('exponential(20)', 'exponential(30)') });
  run.input({ type: 'restart', node: 'g3' });
  run.steps(events - 50_000);
  // The `when` rules of the last event too.
  run.to(0);
  return run;
}

/** All of a frame that is not drawn: curves and densities of the thinned past are told from fewer points. */
const seen = (frame: Frame) => ({ ...frame, stats: frame.stats.map(({ name }) => name), density: null, memory: null });

describe('a history that takes more than it may', () => {
  it('is thinned, says so, and the run goes on', async () => {
    const run = await played(limit);
    const { status, memory, tip, now } = run.to(0);
    expect(status).toBe('running');
    expect(tip.step).toBeGreaterThanOrEqual(events);
    expect(memory.bytes).toBeLessThanOrEqual(limit);
    expect(memory.limit).toBe(limit);
    const { checkpointsBefore, eventsBefore, statsBefore } = memory.thinned;
    expect(memory.thinnedBefore).toBe(Math.max(checkpointsBefore ?? 0, eventsBefore ?? 0, statsBefore ?? 0));
    expect(eventsBefore).toBeGreaterThan(now / 4);
    expect(eventsBefore).toBeLessThan(now);
  });

  it('looks the same at every moment, can be searched and forked as before, and has the same digest', async () => {
    const [whole, thin] = [await played(null), await played(limit)];
    expect(whole.to(0).memory.thinnedBefore).toBeNull();
    expect(thin.digest()).toBe(whole.digest());
    const moment = fc.integer({ min: 0, max: events });
    await fc.assert(
      fc.asyncProperty(
        moment,
        fc.constantFrom('g1', 'g3', null),
        fc.constantFrom('g.full', 'g.start', null),
        (step, node, rule) => {
          const frame = whole.look({ step });
          expect(seen(thin.look({ step }))).toEqual(seen(frame));
          expect(seen(thin.look({ time: frame.now }))).toEqual(seen(whole.look({ time: frame.now })));
          for (const by of [1, -1] as const) {
            const wanted = { type: 'find', step, by, node, rule } as const;
            expect(thin.session.handle(wanted)).toEqual(whole.session.handle(wanted));
          }
          return Promise.resolve();
        },
      ),
      { numRuns: 8 },
    );
    const step = 21_234;
    for (const run of [whole, thin]) {
      run.branch({ type: 'fork', step });
      run.steps(2_000);
    }
    expect(thin.digest()).toBe(whole.digest());
    expect(seen(thin.to(0))).toEqual(seen(whole.to(0)));
  }, 60_000);

  it('is rebuilt from its journal to the same digest', async () => {
    const run = await played(limit);
    const now = Object.fromEntries(run.compiled().map(({ key, source }) => [key, source]));
    const restore = { journal: structuredClone(run.journal()), sources: [...run.sources.values()] };
    const again = await openCells(now, { restore });
    again.to(0);
    expect(again.digest()).toBe(run.digest());
  });

  it('stops the run only when nothing is left to be thinned, and goes on when it may take more', async () => {
    const run = await openCells({
      model: `const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0, big: [] as number[] }) })
n.start((s, ctx) => { s.big = Array.from({ length: 150_000 }, (_, i) => i); ctx.setTimer(Tick(), 1) })
n.on(Tick, (s, _, ctx) => { s.count += 1; s.big[s.count] = 0; ctx.setTimer(Tick(), 1) })`,
      'scenario s': `scenario('s', { until: 1_000_000 }, (world) => { world.add(n, ['n']) })`,
    });
    run.session.handle({ type: 'limit', bytes: 1_000_000 });
    const stopped = run.steps(3_000);
    expect(stopped.status).toBe('stopped-by-error');
    expect(stopped.diagnostics[0]?.code).toBe('run/memory');
    run.session.handle({ type: 'limit', bytes: 100_000_000 });
    expect(run.steps(10).status).toBe('running');
    expect(run.field('n', 'count')).toBe(JSON.stringify(String(stopped.tip.step - 1 + 10)));
  });

  it('is limited in every branch, and in a run that is begun again', async () => {
    const run = await openCells(endless, { seed: 3 });
    run.steps(1_000);
    run.branch({ type: 'fork', step: 100 });
    run.session.handle({ type: 'limit', bytes: limit });
    run.branch({ type: 'switch', id: 1 });
    expect(run.to(0).memory.limit).toBe(limit);
    run.session.handle({ type: 'restart', scenario: null, seed: null });
    expect(run.to(0).memory.limit).toBe(limit);
  });
});

import { describe, expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

const tick = `const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0, list: [] as any, other: [] as any }) })
n.start((s, ctx) => { ctx.setTimer(Tick(), 10) })
`;

describe('a world made again from a copy', () => {
  for (const [what, init, act] of [
    ['a list held in two fields', `s.list = s.other`, `s.list.push(1); s.count = s.other.length`],
    ['a list with holes', `s.list = []; s.list[3] = 1`, `s.list.forEach(() => { s.count += 1 })`],
    [
      'an object without a prototype',
      `s.list = Object.create(null)`,
      `if (s.list.constructor !== undefined) s.count += 1`,
    ],
    ['a frozen list', `s.list = ctx.peers`, `try { s.list.sort() } catch { s.count += 1 }`],
  ] as const) {
    it(`goes on as the original does: ${what}`, async () => {
      const cells = {
        model: `${tick}n.on(Tick, (s, _, ctx) => { if (s.count === 0 && ctx.now === 10) { ${init} } else { ${act} } ctx.setTimer(Tick(), 10) })`,
        'scenario s': `scenario('s', { until: 100_000 }, (world) => { world.add(n, ['n']) })`,
      };
      const [run, live] = [await openCells(cells), await openCells(cells)];
      run.to(35_000);
      // From a copy made at event 2,048 or before; the other run has never been copied back.
      expect(run.look({ step: 3_000 }).nodes[0]?.state[0]).toEqual(live.steps(3_000).nodes[0]?.state[0]);
    });
  }

  it('has no timer that went off without a rule', async () => {
    const run = await openCells({
      model: `const Tick = message('Tick')
const Quiet = message('Quiet')
const n = node('n', { state: () => ({}) })
n.start((s, ctx) => { if (ctx.self === 'n1') ctx.setTimer(Quiet(), 1_500); else ctx.setTimer(Tick(), 1) })
n.on(Tick, (s, _, ctx) => { ctx.setTimer(Tick(), 1) })`,
      'scenario s': `scenario('s', { until: 100_000 }, (world) => { world.add(n, 2) })`,
    });
    run.to(9_000);
    expect(run.look({ time: 8_000 }).timers.map(({ type }) => type)).toEqual(['Tick']);
  });
});

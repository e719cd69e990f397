/** Equivalences of time: to look back is to run again, and a journal is the run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../plain.ts';
import type { Input } from '../protocol.ts';
import { type Cells, openCells, type Opened } from '../session.fixture.ts';

/** A gossip of three to five nodes with every source of events: timers, messages, loss, when, may, choices, crashes. */
const cells = {
  kind: `
const Rumour = message<{ id: number; path: string[] }>('Rumour')
const Wake = message('Wake')
const g = node('g', { state: () => ({ heard: new Set<number>(), made: 0, full: 0, boots: 0 }), durable: ['heard', 'boots'], start(s, ctx) { s.boots += 1; ctx.setTimer(Wake(), ctx.random.between(5, 30)) } })`,
  rules: `
g.on(Wake, (s, _, ctx) => {
  s.made += 1
  ctx.count('g.rumours_total')
  ctx.send(ctx.choose(ctx.peers), Rumour({ id: ctx.random.int(40), path: [ctx.self] }))
  ctx.setTimer(Wake(), ctx.random.exponential(20))
})
g.on(Rumour, (s, m, ctx) => {
  if (s.heard.has(m.id)) return
  s.heard.add(m.id)
  ctx.broadcast(Rumour({ id: m.id, path: [...m.path, ctx.self] }))
})
g.when('full', (s) => s.heard.size > 30, (s) => { s.heard.clear(); s.full += 1 })
g.may('forget', (s) => s.heard.size > 0, (s) => { s.heard.delete([...s.heard][0]!) }, { rate: 4 })`,
  'scenario s': `scenario('s', { until: 20_000 }, (world) => {
  const ids = world.add(g, 4)
  world.network({ latency: exponential(8), loss: 0.05, duplicate: 0.05 })
  world.at(300, 'crash', (w) => w.crash('g2'))
  world.at(700, 'back', (w) => w.restart('g2'))
  world.at(900, 'cut', (w) => w.partition(ids.slice(0, 2), ids.slice(2)))
  world.at(1_400, 'heal', (w) => w.heal())
})`,
  'check c': `always('bounded', (world) => world.all(g).every((s) => s.heard.size <= 40))`,
} satisfies Cells;

/** Edits that a swap accepts, by index. */
const edits: readonly Cells[] = [
  { rules: cells.rules.replace('exponential(20)', 'exponential(60)') },
  { rules: cells.rules.replace('int(40)', 'int(10)') },
  { kind: cells.kind.replace('full: 0,', 'full: 0, extra: [1, 2] as number[],') },
  { rules: cells.rules.replace('rate: 4', 'rate: 40') },
  { rules: cells.rules },
];

type Act = { readonly after: number } & (
  | { readonly type: 'edit'; readonly index: number }
  | { readonly type: 'input'; readonly input: Input }
);
const after = fc.integer({ min: 1, max: 700 });
const node = fc.constantFrom('g1', 'g2', 'g3', 'g4');
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ type: fc.constantFrom('crash' as const, 'restart' as const), node }),
  fc.constant<Input>({ type: 'cut', a: 'g1', b: 'g3' }),
  fc.constant<Input>({ type: 'heal' }),
);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ after, type: fc.constant('edit' as const), index: fc.nat({ max: edits.length - 1 }) }),
  fc.record({ after, type: fc.constant('input' as const), input }),
);

/** Plays acts, each so many virtual ms after the one before. */
async function play(acts: readonly Act[], seed: number, cut = Number.POSITIVE_INFINITY): Promise<Opened> {
  const run = await openCells(cells, { seed });
  let now = 0;
  for (const one of acts) {
    now += one.after;
    if (now > cut) break;
    run.to(now);
    if (one.type === 'edit') await run.edit(edits[one.index] ?? {});
    else run.input(one.input);
  }
  run.to(Math.min(cut, now + 500));
  return run;
}

const stateOf = (frame: {
  readonly nodes: unknown;
  readonly messages: unknown;
  readonly timers: unknown;
  readonly cuts: unknown;
}): string => canonical([frame.nodes, frame.messages, frame.timers, frame.cuts]);

describe('a run', () => {
  it('looks the same at any earlier moment as a run that was stopped there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 6 }),
        fc.nat(1_000),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        async (acts, seed, part) => {
          const run = await play(acts, seed);
          const end = run.to(0);
          const time = Math.floor(end.tip.now * part) + 0.5;
          const past = run.look({ time });
          const stopped = await play(acts, seed, time);
          expect(stateOf(past)).toBe(stateOf(stopped.to(0)));
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  it('is rebuilt by its journal to the same digest, and goes on the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 6 }), fc.nat(1_000), async (acts, seed) => {
        const run = await play(acts, seed);
        const now = Object.fromEntries(run.compiled().map(({ key, source }) => [key, source]));
        const again = await openCells(now, {
          restore: { journal: structuredClone(run.journal()), sources: [...run.sources.values()] },
        });
        again.to(0);
        expect(again.digest()).toBe(run.digest());
        const later = run.to(0).tip.now + 300;
        run.to(later);
        again.to(later);
        expect(again.digest()).toBe(run.digest());
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('does not depend on how it is paced', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 }),
        fc.nat(1_000),
        async (pieces, seed) => {
          const total = pieces.reduce((sum, piece) => sum + piece, 0);
          const whole = await openCells(cells, { seed });
          whole.to(total);
          const pieced = await openCells(cells, { seed });
          let now = 0;
          for (const piece of pieces) {
            now += piece;
            pieced.to(now);
            pieced.look({ time: now / 2 });
          }
          expect(pieced.digest()).toBe(whole.digest());
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  it('means the same for ever for a seed', async () => {
    const run = await openCells(cells, { seed: 42 });
    run.to(5_000);
    expect([run.to(0).tip.step, run.digest()]).toMatchInlineSnapshot(`
      [
        6758,
        "d79dd9494087c9b7",
      ]
    `);
  });

  it('keeps the moments of every event through the thinning of its checkpoints', async () => {
    const run = await openCells(
      { ...cells, 'scenario s': cells['scenario s'].replace('20_000', '2_000_000') },
      { seed: 3 },
    );
    run.steps(400_000);
    const short = await openCells(
      { ...cells, 'scenario s': cells['scenario s'].replace('20_000', '2_000_000') },
      { seed: 3 },
    );
    short.steps(3_333);
    expect(stateOf(run.look({ step: 3_333 }))).toBe(stateOf(short.to(0)));
    expect(run.look({ step: 399_999 }).step).toBe(399_999);
  }, 60_000);
});

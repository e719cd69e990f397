/** Equivalences of time: to look back is to run again, and a journal is the run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../plain.ts';
import type { Input } from '../protocol.ts';
import { openCells, type Opened } from '../session.fixture.ts';
import { cells, edits } from './gossip.fixture.ts';

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

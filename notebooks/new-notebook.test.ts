/** What `New notebook` gives: it runs, its checks hold, and its *Try this* does what it says. */
import { expect, test } from 'vitest';
import { advance, edited, type Moment, read, rehearse, swap } from './rehearse.fixture.ts';

const file = '../app/storage/new-notebook.sim.md';
/** Rounds, and those that were answered before the next one began. */
const rounds = ({ states }: Pick<Moment, 'states'>): readonly number[] =>
  ['round', 'answered'].map((field) => Number(states.get('pinger')?.[field]));

test('two nodes run, and nine of ten rounds are answered in time', async () => {
  const fresh = await rehearse(await read(file));
  expect(fresh.program.diagnostics).toEqual([]);
  fresh.session.handle({ type: 'open', cells: fresh.cells, seed: null, scenario: null, restore: null });
  const [round = 0, answered = 0] = rounds(advance(fresh, 10_000));
  expect(round).toBeGreaterThan(90);
  expect(answered).toBeGreaterThan(round * 0.8);
});

test('Try this, while it runs: with 200 ms on the way the pinger has begun the next round before most answers come', async () => {
  const text = await read(file);
  const live = await rehearse(text);
  live.session.handle({ type: 'open', cells: live.cells, seed: null, scenario: null, restore: null });
  const [, before = 0] = rounds(advance(live, 5_000));
  expect((await swap(live, edited(text, ['latency: exponential(20)', 'latency: exponential(200)']))).accepted).toBe(
    true,
  );
  const [round = 0, after = 0] = rounds(advance(live, 15_000));
  expect(round).toBeGreaterThan(140);
  expect(after - before).toBeLessThan(30);
});

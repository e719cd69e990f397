/** From which event on history is run again: as late as can be told, never too late. That it is never too late, seek.test.ts shows. */
import { expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

const cells = {
  model: `
const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0, full: 0, rest: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
n.on(Tick, (s, _, ctx) => { s.count += 1; ctx.setTimer(Tick(), 10) })`,
  limit: `const limit = 20`,
  full: `n.when('full', (s) => s.count >= limit, (s) => { s.count = 0; s.full += 1 })`,
  rest: `n.may('rest', (s) => s.count > 15, (s) => { s.rest += 1 }, { rate: 20 })`,
  'scenario s': `scenario('s', { until: 10_000 }, (world) => { world.add(n) })`,
};

/** The first event that is run again when this is edited after a second; and the row of the first firing of a rule. */
async function firstRunAgain(changes: Partial<typeof cells>): Promise<number> {
  const run = await openCells(cells, { seed: 3 });
  run.to(1_000);
  const { step } = run.to(1_000).tip;
  await run.edit(changes, { from: 'start' });
  expect(run.reply.program.diagnostics).toEqual([]);
  while (run.to(1_000).status === 'rerunning');
  const { text } = run.to(1_000).marks.findLast(({ kind }) => kind === 'swap') ?? { text: [] };
  const [, told] = /Nothing before event (\d+) is concerned/.exec(text.join(' ')) ?? [];
  const fresh = await openCells({ ...cells, ...changes }, { seed: 3 });
  fresh.to(1_000);
  expect(run.digest()).toBe(fresh.digest());
  const first = told === undefined ? 0 : Number(told);
  expect(first).toBeLessThanOrEqual(step);
  return first;
}

// Event 0 is the start, event k the k-th tick until the count is full: then comes `full`, unless `rest` came in between.
async function firings(rule: string): Promise<readonly number[]> {
  const run = await openCells(cells, { seed: 3 });
  run.to(1_000);
  return run
    .look({ step: run.to(1_000).tip.step })
    .log.filter((row) => row.rule === rule)
    .map((row) => row.step);
}

it('is the first firing when a when or may rule does something else and its guard is as it was', async () => {
  const [full = -1] = await firings('n.full');
  const [rest = -1] = await firings('n.rest');
  expect(Math.min(full, rest)).toBeGreaterThan(15);
  expect(await firstRunAgain({ full: cells.full.replace('s.full += 1', 's.full += 2') })).toBe(full);
  expect(await firstRunAgain({ rest: cells.rest.replace('s.rest += 1', 's.rest += limit') })).toBe(rest);
});

it('is the event at or before the first other answer when a guard is another, in a name it uses too', async () => {
  const [full = -1] = await firings('n.full');
  // Asked after the twelfth tick, which is event 12, a limit of 12 holds.
  expect(await firstRunAgain({ limit: `const limit = 12` })).toBe(12);
  expect(await firstRunAgain({ full: cells.full.replace('>= limit', '> 11') })).toBe(12);
  expect(await firstRunAgain({ full: cells.full.replace('>= limit', '>= limit + 2') })).toBe(full);
});

it('is none when the guards answer the same, and that of a new rule is the first time that it holds', async () => {
  const run = await openCells(cells, { seed: 3 });
  run.to(1_000);
  const { step } = run.to(1_000).tip;
  expect(await firstRunAgain({ full: cells.full.replace('>= limit', '> limit - 1') })).toBe(step);
  expect(
    await firstRunAgain({ full: `${cells.full}\nn.when('never', (s) => s.count > 1_000, (s) => { s.count = 0 })` }),
  ).toBe(step);
  expect(
    await firstRunAgain({ full: `${cells.full}\nn.when('seven', (s) => s.count === 7, (s) => { s.count = 8 })` }),
  ).toBe(7);
});

it('is the first of all where nothing can tell: chances at another rate, another order of when rules', async () => {
  expect(await firstRunAgain({ rest: cells.rest.replace('rate: 20', 'rate: 21') })).toBe(0);
  expect(await firstRunAgain({ rest: '' })).toBe(0);
  expect(await firstRunAgain({ full: '' })).toBe(0);
});

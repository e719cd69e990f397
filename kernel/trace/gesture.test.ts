/** Many edits that are one: a literal that is dragged while the run goes on, or while its past is run again. */
import { describe, expect, it } from 'vitest';
import type { Frame } from '../protocol.ts';
import { openCells, type Opened } from '../session.fixture.ts';
import { cells } from './gossip.fixture.ts';

const means = [30, 40, 50, 60];
const slower = (mean: number) => ({ rules: cells.rules.replace('exponential(20)', `exponential(${mean})`) });
const receipts = ({ marks }: Frame) => marks.filter(({ kind }) => kind === 'swap');

/** From `at` on, a value every ten milliseconds. */
async function dragged(run: Opened, at: number): Promise<void> {
  for (const [i, mean] of means.entries()) {
    run.to(at + i * 10);
    await run.edit(slower(mean), { from: 'now', keepGhost: i > 0 });
  }
}

async function reopened(run: Opened): Promise<Opened> {
  const journal = structuredClone(run.journal());
  const now = Object.fromEntries(run.compiled().map(({ key, source }) => [key, source]));
  const again = await openCells(now, { restore: { journal, sources: [...run.sources.values()] } });
  again.to(0);
  return again;
}

describe('a literal that is dragged while the run goes on', () => {
  it('has one mark, where it began, with the latest receipt; each value has acted in its time', async () => {
    const run = await openCells(cells, { seed: 4 });
    await dragged(run, 200);
    const frame = run.to(400);
    expect(receipts(frame)).toMatchObject([
      { time: 200, text: expect.arrayContaining(['One of several edits in one go, the last at 230 ms.']) },
    ]);
    expect(run.journal().entries.map(({ type, time }) => [type, time])).toEqual([
      ['swap', 200],
      ['swap', 210],
      ['swap', 220],
      ['swap', 230],
    ]);
    await dragged(run, 500);
    expect(receipts(run.to(600)).map(({ time }) => time)).toEqual([200, 500]);
  });

  it('is the same, mark for mark, when its journal is opened again', async () => {
    const run = await openCells(cells, { seed: 4 });
    await dragged(run, 200);
    run.to(600);
    const again = await reopened(run);
    expect(again.digest()).toBe(run.digest());
    expect(receipts(again.to(0))).toEqual(receipts(run.to(0)));
  });
});

describe('a literal that is dragged while the past is run again', () => {
  it('ends in the run that the last value makes, and the ghost is the run before the first', async () => {
    const run = await openCells(cells, { seed: 4 });
    const before = run.to(1_000);
    for (const [i, mean] of means.entries()) {
      await run.edit(slower(mean), { from: 'start', keepGhost: i > 0 });
      // Some are run again in part before the next value comes.
      if (i % 2 === 0) run.steps(20);
    }
    while (run.to(1_000).status === 'rerunning');
    const frame = run.to(1_000);
    expect(frame.ghost?.tip.step).toBe(before.tip.step);
    expect(frame.ghost?.nodes).toEqual(before.nodes);
    const fresh = await openCells({ ...cells, ...slower(means.at(-1) ?? 0) }, { seed: 4 });
    fresh.to(1_000);
    expect(run.digest()).toBe(fresh.digest());
  });

  it('and brought back has no ghost either where the run stood amid the events of one instant', async () => {
    const ticking = (every: number) => ({
      rules: `const Tick = message('Tick')
const n = node('n', { state: () => ({ x: 0 }), start: (s, ctx) => ctx.setTimer(Tick(), ${every}) })
n.on(Tick, (s, _, ctx) => { s.x += 1; ctx.setTimer(Tick(), ${every}) })`,
    });
    const run = await openCells({ ...ticking(10), 'scenario s': "scenario('s', (world) => { world.add(n, 4) })" });
    // Four nodes start; four timers fire at 10 ms, and one of the four at 20 ms.
    run.steps(9);
    await run.edit(ticking(7), { from: 'start' });
    run.to(0);
    expect(run.to(0).ghost).not.toBeNull();
    await run.edit(ticking(10), { from: 'start', keepGhost: true });
    run.to(0);
    expect(run.to(0).ghost).toBeNull();
  });

  it('and brought back has no ghost: the run is what it was', async () => {
    const run = await openCells(cells, { seed: 4 });
    run.to(1_000);
    const before = run.digest();
    await run.edit(slower(50), { from: 'start' });
    run.steps(20);
    await run.edit(slower(20), { from: 'start', keepGhost: true });
    while (run.to(1_000).status === 'rerunning');
    expect(run.to(1_000).ghost).toBeNull();
    expect(run.digest()).toBe(before);
  });
});

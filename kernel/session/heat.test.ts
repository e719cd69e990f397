import { describe, expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

const model = `
const Tick = message('Tick')
const Idle = message('Idle')
const clock = node('clock', {
  state: () => ({ ticks: 0, sum: 0 }),
  start(s, ctx) { ctx.setTimer(Tick(), 10) },
})
clock.on(Tick, (s, _, ctx) => {
  s.ticks = s.ticks + 1
  for (const n of [1, 2, 3]) {
    s.sum = s.sum + n
  }
  ctx.setTimer(Tick(), 10)
})
clock.on(Idle, (s) => {
  s.sum = 0
})`;

const scenario = `scenario('s', { until: 1_000_000 }, (world) => { world.add(clock) })`;

async function running(until: number) {
  const run = await openCells({ model, 'scenario s': scenario });
  run.to(until);
  const heat = (step: number | null = null) => {
    const found = run.session.handle({ type: 'heat', step }).heat;
    if (found === null) throw new Error('nothing to count');
    return found;
  };
  /** How often a line ran, by what stands on it. */
  const ran = (text: string, step: number | null = null): number => {
    const { lines, cells } = heat(step);
    const cell = cells.find(({ source }) => source.includes(text));
    const line = (cell?.source.split('\n').findIndex((one) => one.includes(text)) ?? -2) + 1;
    return lines.find((one) => one.cell === cell?.key && one.line === line)?.count ?? 0;
  };
  return { run, heat, ran };
}

describe('how often lines ran', () => {
  it('is counted by running the latest events once more: each turn of a loop, and nothing that did not run', async () => {
    const { heat, ran } = await running(205);
    expect(heat().rules.find(({ rule }) => rule === 'clock.Tick')?.firings).toBe(20);
    expect(ran('s.ticks = s.ticks + 1')).toBe(20);
    expect(ran('s.sum = s.sum + n')).toBe(60);
    expect(ran('s.sum = 0')).toBe(0);
  });

  it('is of the events before a moment, and of the latest of many alone', async () => {
    const { heat, ran } = await running(20_005);
    expect(heat()).toMatchObject({ from: heat().to - 256 });
    expect(ran('s.ticks = s.ticks + 1')).toBe(256);
    // The start of the node, then ten ticks.
    expect(ran('s.ticks = s.ticks + 1', 11)).toBe(10);
    expect(heat(0)).toMatchObject({ from: 0, to: 0, lines: [], rules: [] });
  });

  it('says what each rule cost, the costliest first', async () => {
    const { run, heat } = await running(205);
    run.input({ type: 'send', from: null, to: 'clock', message: 'Idle', body: undefined });
    run.to(306);
    const [first, ...others] = heat().rules;
    expect(first?.rule).toBe('clock.Tick');
    const idle = others.find(({ rule }) => rule === 'clock.Idle');
    expect(idle?.firings).toBe(1);
    expect((first?.lines ?? 0) / (first?.firings ?? 1)).toBeGreaterThan(idle?.lines ?? Number.POSITIVE_INFINITY);
  });

  it('counts on after an edit, where the text that ran is the one in force, and leaves the run as it was', async () => {
    const { run, heat, ran } = await running(205);
    const other = await running(205);
    await run.edit({ model: model.replace('s.sum = 0', 's.sum = -1') });
    await other.run.edit({ model: model.replace('s.sum = 0', 's.sum = -1') });
    run.to(405);
    other.run.to(405);
    expect(heat().rules.find(({ rule }) => rule === 'clock.Tick')?.firings).toBe(40);
    expect(ran('s.ticks = s.ticks + 1')).toBe(40);
    run.to(805);
    other.run.to(805);
    expect(run.digest()).toBe(other.run.digest());
  });
});

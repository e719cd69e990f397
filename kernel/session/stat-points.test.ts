import { describe, expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

/** Every 10 ms it counts one, and observes how late it is: 1, 2, 3 … */
const model = `
const Tick = message('Tick')
const clock = node('clock', {
  state: () => ({ ticks: 0 }),
  start(s, ctx) { ctx.setTimer(Tick(), 10) },
})
clock.on(Tick, (s, _, ctx) => {
  s.ticks += 1
  const half = s.ticks % 2 === 0 ? 'even' : 'odd'
  ctx.count('clock.ticks_total', 1, { half })
  ctx.observe('clock.lag_ms', s.ticks, { half })
  ctx.setTimer(Tick(), 10)
})`;

async function drawn(expression: string, until: number): Promise<unknown> {
  const run = await openCells({
    model,
    'scenario s': `scenario('s', { until: 10_000 }, (world) => { world.add(clock) })`,
    'plot p': `Plot.plot({ marks: [Plot.lineY(${expression}, { x: 'time', y: 'value', z: 'percentile', stroke: 'half', r: 'count' })] })`,
  });
  run.to(until);
  const result = run.plot('plot p');
  if (result.type !== 'plot') return result;
  return JSON.parse(JSON.stringify(result.plot)) as unknown;
}

/** The rows of the only mark. */
async function rowsOf(expression: string, until: number): Promise<readonly Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) look(one);
    else if (typeof value === 'object' && value !== null) {
      const row = value as Record<string, unknown>;
      if (typeof row['time'] === 'number') found.push(row);
      else for (const one of Object.values(row)) look(one);
    }
  };
  look(await drawn(expression, until));
  return found;
}

describe('rate', () => {
  it('is how much a counter grew a second, in each stretch', async () => {
    const rows = await rowsOf(`rate('clock.ticks_total', { every: 100 })`, 305);
    // 10, 20 … 90 lie before 100; then 100 to 190, and so on.
    expect(rows.map(({ time, value }) => [time, value])).toEqual([
      [100, 90],
      [200, 100],
      [300, 100],
    ]);
  });

  it('splits by a label, and counts what a histogram was told', async () => {
    const rows = await rowsOf(`rate('clock.ticks_total', { every: 100, by: 'half' })`, 205);
    expect(rows.filter(({ time }) => time === 200).map(({ half, value }) => [half, value])).toEqual([
      ['odd', 50],
      ['even', 50],
    ]);
    expect((await rowsOf(`rate('clock.lag_ms', { every: 100 })`, 205))[1]).toMatchObject({ value: 100 });
  });

  it('takes a last stretch that is not over when half of it is', async () => {
    const rows = await rowsOf(`rate('clock.ticks_total', { every: 100 })`, 165);
    expect(rows.map(({ time }) => time)).toEqual([100, 160]);
    expect((await rowsOf(`rate('clock.ticks_total', { every: 100 })`, 135)).length).toBe(1);
  });

  it('has nothing to tell of a stat that nobody told', async () => {
    expect(await rowsOf(`rate('clock.tocks_total')`, 5_000)).toEqual([]);
  });
});

describe('percentiles', () => {
  it('are those of each stretch', async () => {
    const rows = await rowsOf(`percentiles('clock.lag_ms')`, 2_005);
    // 1 to 99 before the first second, 100 to 199 before the second.
    expect(rows.map(({ time, percentile, count }) => [time, percentile, count])).toEqual([
      [1_000, 'p50', 99],
      [1_000, 'p95', 99],
      [1_000, 'p99', 99],
      [2_000, 'p50', 100],
      [2_000, 'p95', 100],
      [2_000, 'p99', 100],
    ]);
    for (const [index, exact] of [50, 95, 99, 149, 194, 198].entries())
      expect(Math.abs(Number(rows[index]?.['value']) / exact - 1)).toBeLessThan(0.004);
  });

  it('are those of the whole run when there are no stretches, by label', async () => {
    const rows = await rowsOf(`percentiles('clock.lag_ms', { of: [50], every: null, by: 'half' })`, 1_005);
    expect(rows.map(({ half, count }) => [half, count])).toEqual([
      ['odd', 50],
      ['even', 50],
    ]);
  });

  it('that do not exist are a diagnostic that says how to write one', async () => {
    expect(await drawn(`percentiles('clock.lag_ms', { of: [0.5, 101] })`, 100)).toMatchObject({
      type: 'error',
      diagnostic: { code: 'plot/threw', help: expect.stringContaining('99 is p99') as string },
    });
    expect(await drawn(`rate('clock.ticks_total', { every: 0 })`, 100)).toMatchObject({ type: 'error' });
  });
});

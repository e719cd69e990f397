import { describe, expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';
import type { StatWish } from '../stat.ts';

/** Every 10 ms it counts one or two, by half, and observes how late it is: 1, 2, 3 … */
const model = `
const Tick = message('Tick')
stat('clock.ticks_total', { type: 'counter', labels: ['half'], help: 'Ticks of the clock.' })
stat('clock.lag_ms', { type: 'histogram', unit: 'ms', help: 'How late it is.' })
const clock = node('clock', {
  state: () => ({ ticks: 0 }),
  start(s, ctx) { ctx.setTimer(Tick(), 10) },
})
clock.on(Tick, (s, _, ctx) => {
  s.ticks += 1
  if (s.ticks % 2 === 0) ctx.count('clock.ticks_total', 2, { half: 'even' })
  else ctx.count('clock.ticks_total', 1, { half: 'odd' })
  ctx.observe('clock.lag_ms', s.ticks)
  ctx.setTimer(Tick(), 10)
})`;

async function running(until: number) {
  const run = await openCells({
    model,
    'scenario s': `scenario('s', { until: 1_000_000 }, (world) => { world.add(clock) })`,
  });
  run.to(until);
  const told = (wish: Partial<StatWish>, step: number | null = null) => {
    const whole = { name: 'clock.ticks_total', labels: null, from: -1, to: until, ...wish };
    const reply = run.session.handle({ type: 'stat', wish: whole, step }).told;
    if (reply === null) throw new Error('nothing runs');
    return reply;
  };
  return { run, told };
}

describe('the events behind a point of a stat', () => {
  it('are those that told it in the span, with what they told and what it was afterwards', async () => {
    const { told } = await running(200);
    const { events, count, isPart } = told({ from: 20, to: 50 });
    expect(events.map(({ time, told: by, value, labels }) => [time, by, value, labels['half']])).toEqual([
      [30, 1, 4, 'odd'],
      [40, 2, 6, 'even'],
      [50, 1, 7, 'odd'],
    ]);
    expect([count, isPart]).toEqual([3, false]);
    expect(events[0]).toMatchObject({ node: 'clock', rule: 'clock.Tick', kind: 'timer' });
  });

  it('can be those of one set of labels, whose own total is told', async () => {
    const { told } = await running(200);
    const { events } = told({ labels: { half: 'even' }, from: 20, to: 60 });
    expect(events.map(({ time, value }) => [time, value])).toEqual([
      [40, 4],
      [60, 6],
    ]);
  });

  it('name the line that told it', async () => {
    const { run, told } = await running(200);
    const text =
      run
        .compiled()
        .find(({ kind }) => kind === 'rules')
        ?.source.split('\n') ?? [];
    const place = told({ name: 'clock.lag_ms', from: 20, to: 30 }).events[0]?.place;
    expect(text[(place?.range.line ?? 0) - 1]).toContain("ctx.observe('clock.lag_ms'");
  });

  it('are the last one before the span, where nothing told it', async () => {
    const { told } = await running(200);
    const { events, count } = told({ from: 21, to: 29 });
    expect(events.map(({ time, value }) => [time, value])).toEqual([[20, 3]]);
    expect(count).toBe(0);
    expect(told({ from: -1, to: 5 }).events).toEqual([]);
    expect(told({ name: 'clock.nothing_total' }).events).toEqual([]);
  });

  it('end at the moment that is asked about', async () => {
    const { told } = await running(200);
    expect(told({ from: 20, to: 50 }, told({ from: 30, to: 40 }).events[0]?.step).count).toBe(1);
  });

  it('are the same after their points were thinned away: the run is gone over once more', async () => {
    const { run, told } = await running(300_000);
    const asked = [
      { from: 99, to: 400 },
      { name: 'clock.lag_ms', from: 200, to: 301 },
      { labels: { half: 'odd' }, from: 0, to: 99 },
    ];
    const before = asked.map((one) => told(one));
    run.session.handle({ type: 'limit', bytes: 400_000 });
    run.to(330_000);
    expect(run.to(330_010).memory.thinned.statsBefore).not.toBeNull();
    expect(asked.map((one) => told(one))).toEqual(before);
    expect(before.map(({ count }) => count)).toEqual([31, 10, 5]);
  });
});

describe('a stat in a picture', () => {
  it('has the unit and help it was declared with, and its parts by label', async () => {
    const { run } = await running(200);
    const { stats } = run.to(200);
    expect(stats.find(({ name }) => name === 'clock.ticks_total')).toMatchObject({
      help: 'Ticks of the clock.',
      unit: '',
      value: 30,
      distribution: null,
      parts: [
        { labels: { half: 'even' }, value: 20, count: 10 },
        { labels: { half: 'odd' }, value: 10, count: 10 },
      ],
    });
  });

  it('is a distribution of all that a histogram was told, at the tip, in the past and at the tip again', async () => {
    const { run } = await running(1_000);
    const lag = (stats: ReturnType<typeof run.to>['stats']) => stats.find(({ name }) => name === 'clock.lag_ms');
    const tip = lag(run.to(1_000).stats);
    expect(tip?.unit).toBe('ms');
    expect(tip?.distribution?.count).toBe(100);
    expect(tip?.distribution?.bars.reduce((sum, { count }) => sum + count, 0)).toBe(100);
    const [p50, p95, p99] = tip?.distribution?.percentiles ?? [];
    for (const [one, value] of [
      [p50, 50],
      [p95, 95],
      [p99, 99],
    ] as const)
      expect(Math.abs((one?.value ?? 0) - value)).toBeLessThanOrEqual(value / 128);
    expect(lag(run.look({ time: 100 }).stats)?.distribution?.count).toBe(10);
    expect(lag(run.to(1_000).stats)).toEqual(tip);
    expect(lag(run.to(2_000).stats)?.distribution?.count).toBe(200);
  });
});

import { describe, expect, test } from 'vitest';
import { openCells, type Opened } from '../session.fixture.ts';
import { Cone, type SpaceTime, type SpaceTimeWish } from '../space-time.ts';

const cells = {
  relay: `
    const Go = message('Go')
    const Baton = message<{ n: number }>('Baton')
    const runner = node('runner', {
      state: () => ({ seen: 0 }),
      start(s, ctx) { if (ctx.self === 'runner1') ctx.setTimer(Go(), 10) },
    })
    runner.on(Go, (s, _, ctx) => { ctx.send('runner2', Baton({ n: 1 })) ; ctx.setTimer(Go(), 50) })
    runner.on(Baton, (s, m, ctx) => { s.seen += 1; if (ctx.self === 'runner2') ctx.send('runner3', Baton({ n: 2 })) })
  `,
  'scenario relay': `
    scenario('relay', { until: 2_000 }, (world) => {
      world.add(runner, 3)
      world.network({ latency: constant(20) })
      world.at(300, 'cut it', (w) => w.partition(['runner1'], ['runner2', 'runner3']))
      world.at(500, 'heal it', (w) => w.heal())
      world.at(600, 'down', (w) => w.crash('runner3'))
      world.at(700, 'up', (w) => w.restart('runner3'))
    })
  `,
};

const all: SpaceTimeWish = { from: 0, to: 2_000, limit: 5_000, event: null };

function stretchOf(run: Opened, wish: Partial<SpaceTimeWish> = {}): SpaceTime {
  const { stretch } = run.session.handle({ type: 'space-time', ...all, ...wish });
  if (stretch === null) throw new Error('nothing runs');
  return stretch;
}

interface Told {
  readonly step: number;
  readonly kind: string;
  readonly time: number;
  readonly sentAt: number;
  readonly node: string;
  readonly from: string;
  readonly type: string;
  readonly cone: number;
}

const eventsOf = ({ events, nodes, names, kinds }: SpaceTime): Told[] =>
  [...events.step].map((step, i) => ({
    step,
    kind: kinds[events.kind[i] as number] ?? '',
    time: events.time[i] as number,
    sentAt: events.sentAt[i] as number,
    node: nodes[events.node[i] as number]?.id ?? '',
    from: nodes[events.from[i] as number]?.id ?? '',
    type: names[events.type[i] as number] ?? '',
    cone: events.cone[i] as number,
  }));

describe('a stretch of a run', () => {
  test('tells each message with who sent it and when', async () => {
    const run = await openCells(cells);
    run.to(200);
    const first = eventsOf(stretchOf(run)).find(({ type }) => type === 'Baton');
    expect(first).toMatchObject({ kind: 'deliver', node: 'runner2', from: 'runner1', sentAt: 10, time: 30 });
    // What is on its way at the tip has its sender's step.
    run.to(215);
    const { onTheWay, events } = stretchOf(run);
    expect(onTheWay).toMatchObject([{ type: 'Baton', from: 'runner1', to: 'runner2', sentAt: 210, arrivesAt: 230 }]);
    expect(onTheWay[0]?.cause).toBe(events.step.at(-1));
  });

  test('tells arrivals after its end of what was sent before it', async () => {
    const run = await openCells(cells);
    run.to(200);
    const times = eventsOf(stretchOf(run, { from: 0, to: 20 })).map(({ type, sentAt, time }) => [type, sentAt, time]);
    expect(times.at(-1)).toEqual(['Baton', 10, 30]);
    expect(stretchOf(run, { from: 0, to: 20 }).count).toBe(4);
  });

  test('knows what was cut and who was down when it begins', async () => {
    const run = await openCells(cells);
    run.to(1_000);
    expect(stretchOf(run, { from: 250 })).toMatchObject({ cut: null, down: [] });
    expect(stretchOf(run, { from: 400 })).toMatchObject({ cut: 'runner1 | runner2 runner3', down: [] });
    expect(stretchOf(run, { from: 650 })).toMatchObject({ cut: null, down: [2] });
    expect(stretchOf(run, { from: 750 })).toMatchObject({ cut: null, down: [] });
  });

  test('marks the past and the future of the event that is asked about, and names those beside it', async () => {
    const run = await openCells(cells);
    run.to(200);
    const events = eventsOf(stretchOf(run));
    const baton = events.find(({ type, node }) => type === 'Baton' && node === 'runner2');
    const timer = events.find(({ type }) => type === 'Go');
    const onward = events.find(({ type, node }) => type === 'Baton' && node === 'runner3');
    const { chosen, ...rest } = stretchOf(run, { event: baton?.step ?? -1 });
    expect(chosen).toMatchObject({
      row: { step: baton?.step, node: 'runner2', text: 'Baton from runner1' },
      neighbours: { cause: timer?.step, effect: onward?.step },
      isWhole: true,
    });
    const coneOf = (step = -1) => eventsOf({ chosen, ...rest }).find((event) => event.step === step)?.cone;
    expect([coneOf(timer?.step), coneOf(baton?.step), coneOf(onward?.step)]).toEqual([
      Cone.past,
      Cone.self,
      Cone.future,
    ]);
    expect(stretchOf(run, { event: 1_000_000 }).chosen).toBeNull();
  });

  test('of more events than are wanted one of so many is given, the same ones for every stretch, and every act', async () => {
    const run = await openCells(cells);
    run.to(2_000);
    const thin = stretchOf(run, { limit: 10 });
    expect(thin.sample).toBeGreaterThan(1);
    expect(thin.count).toBe(stretchOf(run).count);
    const kept = eventsOf(thin);
    expect(kept.filter(({ kind }) => ['crash', 'restart', 'cut', 'heal'].includes(kind))).toHaveLength(4);
    for (const { step, kind } of kept) if (kind === 'deliver' || kind === 'timer') expect(step % thin.sample).toBe(0);
    const { step } = stretchOf(run, { limit: 10, event: 7 }).events;
    expect([...step]).toContain(7);
  });

  test('is the same when its rows were thinned away and made again', async () => {
    const run = await openCells({
      ...cells,
      'scenario relay': `scenario('long', { until: 900_000 }, (world) => { world.add(runner, 3); world.network({ latency: constant(20) }) })`,
    });
    const frame = run.to(300_000);
    const before = stretchOf(run, { from: 1_000, to: 1_400, event: 60 });
    run.session.handle({ type: 'limit', bytes: 200_000 });
    expect(run.to(900_000).memory.thinned.eventsBefore ?? 0).toBeGreaterThan(1_400);
    expect(frame.memory.thinned.eventsBefore).toBeNull();
    const after = stretchOf(run, { from: 1_000, to: 1_400, event: 60 });
    expect(after.events).toEqual(before.events);
    expect({ ...after, tip: null, onTheWay: null }).toEqual({ ...before, tip: null, onTheWay: null });
  });
});

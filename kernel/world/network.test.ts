import { describe, expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

/** One node sends `count` numbered messages at once, another notes the order of arrival. */
function stream(network: string, count = 200): Record<string, string> {
  return {
    model: `
const Item = message<{ n: number }>('Item')
const source = node('source', { state: () => ({}), start(s, ctx) { for (let n = 0; n < ${count}; n++) ctx.send('target', Item({ n })) } })
const target = node('target', { state: () => ({ got: [] as number[], last: -1, late: 0, count: 0, twice: 0 }) })
target.on(Item, (s, m) => {
  if (m.n < s.last) s.late += 1
  if (s.got.includes(m.n)) s.twice += 1
  s.got.push(m.n)
  s.last = m.n
  s.count += 1
})`,
    'scenario s': `scenario('s', { until: 10_000 }, (world) => { world.add(source); world.add(target); ${network} })`,
  };
}

async function counts(
  network: string,
): Promise<{ readonly count: number; readonly late: number; readonly twice: number; readonly now: number }> {
  const run = await openCells(stream(network));
  const frame = run.to(10_000);
  const numberOf = (field: string): number => Number(JSON.parse(run.field('target', field)));
  return {
    count: numberOf('count'),
    late: numberOf('late'),
    twice: numberOf('twice'),
    now: frame.log.at(-1)?.time ?? 0,
  };
}

describe('the network', () => {
  it('lets messages overtake each other when unordered, never when ordered', async () => {
    expect((await counts(`world.network({ latency: uniform(1, 50) })`)).late).toBeGreaterThan(20);
    expect(await counts(`world.network({ latency: uniform(1, 50), delivery: 'ordered' })`)).toMatchObject({
      late: 0,
      count: 200,
      twice: 0,
    });
  });

  it('loses messages with the given probability', async () => {
    const { count } = await counts(`world.network({ loss: 0.3 })`);
    expect(count).toBeGreaterThan(115);
    expect(count).toBeLessThan(165);
  });

  it('duplicates with the given probability, and any number of times in the duplicating mode', async () => {
    const once = await counts(`world.network({ duplicate: 0.5 })`);
    expect(once.twice).toBeGreaterThan(70);
    expect(once.twice).toBeLessThan(130);
    const often = await openCells(
      stream(`world.network({ delivery: 'unordered-duplicating', duplicate: 0.8, latency: constant(1) })`, 50),
    );
    often.to(10_000);
    const copies = new Map<string, number>();
    for (const { text } of JSON.parse(often.field('target', 'got')).items as { readonly text: string }[])
      copies.set(text, (copies.get(text) ?? 0) + 1);
    expect(Number(JSON.parse(often.field('target', 'count')))).toBeGreaterThan(150);
  });

  it('queues messages for the bandwidth of a link', async () => {
    const run = await openCells({
      model: `
const Block = message<{ n: number }>('Block', { bytes: 1_000 })
const source = node('source', { state: () => ({}), start(s, ctx) { for (let n = 0; n < 10; n++) ctx.send('target', Block({ n })) } })
const target = node('target', { state: () => ({ times: [] as number[] }) })
target.on(Block, (s, _, ctx) => { s.times.push(ctx.now) })`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(source); world.add(target); world.link('source', 'target', { bandwidth: 100_000, latency: constant(5) }) })`,
    });
    run.to(1_000);
    expect(
      (JSON.parse(run.field('target', 'times')).items as { readonly text: string }[]).map(({ text }) => text),
    ).toEqual(['15', '25', '35', '45', '55', '65', '75', '85', '95', '105']);
  });

  it('goes on setting what a link does not set for itself', async () => {
    const run = await openCells({
      model: `
const Tick = message('Tick')
const Item = message<{ at: number }>('Item')
const source = node('source', { state: () => ({}), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
source.on(Tick, (s, _, ctx) => { ctx.send('target', Item({ at: ctx.now })); ctx.setTimer(Tick(), 10) })
const target = node('target', { state: () => ({ took: [] as number[] }) })
target.on(Item, (s, m, ctx) => { s.took.push(ctx.now - m.at) })`,
      'scenario s': `scenario('s', { until: 100 }, (world) => {
  world.add(source); world.add(target)
  world.link('source', 'target', { loss: 0 })
  world.network({ latency: constant(2) })
  world.at(15, (w) => w.network({ latency: constant(3), loss: 1 }))
  world.at(25, (w) => w.link('source', 'target', { latency: constant(4) }))
  world.at(35, (w) => w.network({ latency: constant(5) }))
})`,
    });
    run.to(49);
    const took = JSON.parse(run.field('target', 'took')).items as readonly { readonly text: string }[];
    expect(took.map(({ text }) => text)).toEqual(['2', '3', '4', '4']);
  });

  it('cuts partitions both ways, loses what is in flight, and heals', async () => {
    const run = await openCells({
      model: `
const Beat = message('Beat')
const Next = message('Next')
const n = node('n', { state: () => ({ beats: 0 }), start(s, ctx) { ctx.setTimer(Next(), 10) } })
n.on(Next, (s, _, ctx) => { ctx.broadcast(Beat()); ctx.setTimer(Next(), 10) })
n.on(Beat, (s) => { s.beats += 1 })`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => {
  world.add(n, 3)
  world.network({ latency: constant(5) })
  world.at(102, 'cut', (w) => w.partition(['n1'], ['n2', 'n3']))
  world.at(202, 'heal', (w) => w.heal())
})`,
    });
    expect(run.to(101).cuts).toEqual([]);
    const before = Number(JSON.parse(run.field('n1', 'beats')));
    const cut = run.to(201);
    expect(cut.cuts).toEqual([
      ['n1', 'n2'],
      ['n1', 'n3'],
    ]);
    // The beats sent at 100 were in flight when the cut came.
    expect(Number(JSON.parse(run.field('n1', 'beats')))).toBe(before);
    expect(Number(JSON.parse(run.field('n2', 'beats')))).toBe(Number(JSON.parse(run.field('n3', 'beats'))));
    run.to(300);
    expect(run.to(300).cuts).toEqual([]);
    expect(Number(JSON.parse(run.field('n1', 'beats')))).toBeGreaterThan(before + 15);
  });

  it('leaves the fate of other messages alone when one rule sends more', async () => {
    const model = (extra: string): Record<string, string> => ({
      model: `
const Item = message<{ n: number }>('Item')
const Noise = message('Noise')
const source = node('source', { state: () => ({}), start(s, ctx) { for (let n = 0; n < 50; n++) { ctx.send('target', Item({ n })); ${extra} } } })
const target = node('target', { state: () => ({ times: [] as number[] }) })
target.on(Item, (s, _, ctx) => { s.times.push(ctx.now) })`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(source); world.add(target); world.network({ latency: exponential(30), loss: 0.2 }) })`,
    });
    const runs = await Promise.all([model(''), model(`ctx.send('target', Noise())`)].map((cells) => openCells(cells)));
    const times = runs.map((run) => {
      run.to(1_000);
      return run.field('target', 'times');
    });
    expect(times[0]).toBe(times[1]);
  });
});

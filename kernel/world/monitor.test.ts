import { describe, expect, it } from 'vitest';
import { codesOf, openCells } from '../session.fixture.ts';

/** A counter that rises every 10 ms; properties are asked about it. */
async function watch(check: string, until = 1_000): Promise<Awaited<ReturnType<typeof openCells>>> {
  const run = await openCells({
    model: `
const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
n.on(Tick, (s, _, ctx) => { s.count += 1; ctx.setTimer(Tick(), 10) })`,
    'scenario s': `scenario('s', { until: ${until} }, (world) => { world.add(n) })`,
    'check c': check,
  });
  run.to(until);
  return run;
}

const tick = `const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0, list: [] as any, other: [] as any }) })
n.start((s, ctx) => { ctx.setTimer(Tick(), 10) })
`;
const counting = `${tick}n.on(Tick, (s, _, ctx) => { s.count += 1; ctx.setTimer(Tick(), 10) })`;

describe('properties as monitors', () => {
  it('report an always that fails, with its words and the moment', async () => {
    const run = await watch(`always('small', (world) => world.get(n).count < 5 || 'it is ' + world.get(n).count)`);
    expect(run.property('small')).toMatchObject({ verdict: 'violated', text: 'it is 5', at: { time: 50 } });
  });

  it('find a node by its name, whatever its state calls its own id', async () => {
    const run = await openCells({
      model: `const n = node('n', { state: (self) => ({ id: 'mine', is: self }) })`,
      'scenario s': `scenario('s', { until: 10 }, (world) => { world.add(n, 2) })`,
      'check c': `always('named', (world) => world.get(n, 'n2').is === 'n2' && world.find(n, (s) => s.is === 'n2') === 'n2')`,
    });
    run.to(10);
    expect(run.property('named').verdict).toBe('holds');
  });

  it('look at transitions with step', async () => {
    const run = await watch(`step('by one', (before, after) => after.get(n).count - before.get(n).count <= 1)
step('never to seven', (before, after) => !(before.get(n).count === 6 && after.get(n).count === 7))`);
    expect(run.property('by one').verdict).toBe('holds');
    expect(run.property('never to seven')).toMatchObject({ verdict: 'violated', at: { time: 70 } });
  });

  it('are asked of a set-up as a whole, when every node has started, as exploring does', async () => {
    const run = await openCells({
      model: `const n = node('n', { state: () => ({ value: 0, up: false }), start(s) { s.up = true } })`,
      'scenario s': `scenario('s', (world) => {
  const both = world.add(n, 2)
  for (const id of both) world.edit(n, id, (s) => { s.value = 7 })
  world.at(10, (w) => w.edit(n, 'n1', (s) => { s.value = 8 }))
})`,
      'check c': `always('all are up', (world) => world.all(n).every((s) => s.up))
always('alike', (world) => new Set(world.all(n).map((s) => s.value)).size === 1)
step('seven stays', (before, after) => before.all(n).every((s) => s.value === 7))
reachable('not yet seven', (world) => world.all(n).some((s) => s.value === 0))`,
    });
    run.to(1_000);
    expect(run.property('all are up').verdict).toBe('holds');
    expect(run.property('alike')).toMatchObject({ verdict: 'violated', at: { time: 10 } });
    expect(run.property('seven stays').verdict).toBe('holds');
    expect(run.property('not yet seven').verdict).toBe('pending');
  });

  it('want a witness for reachable', async () => {
    const run = await watch(`reachable('seven', (world) => world.get(n).count === 7)
reachable('never', (world) => world.get(n).count < 0)`);
    expect(run.property('seven')).toMatchObject({ verdict: 'witnessed', at: { time: 70 } });
    expect(run.property('never').verdict).toBe('pending');
  });

  it('give eventually its deadline, and the end of the scenario', async () => {
    const run = await watch(`eventually('in time', (world) => world.get(n).count === 7, { within: 100 })
eventually('late', (world) => world.get(n).count === 50, { within: 100 })
eventually('never', (world) => world.get(n).count < 0 || 'still up')`);
    expect(run.property('in time')).toMatchObject({ verdict: 'holds', at: { time: 70 } });
    expect(run.property('late')).toMatchObject({ verdict: 'violated', at: { time: 100 } });
    expect(run.property('never')).toMatchObject({ verdict: 'violated', text: expect.stringContaining('still up') });
  });

  it('follow each obligation of leadsTo', async () => {
    const run =
      await watch(`leadsTo('five to seven', (world) => world.get(n).count === 5, (world) => world.get(n).count === 7, { within: 20 })
leadsTo('five to nine', (world) => world.get(n).count === 5, (world) => world.get(n).count === 9, { within: 20 })
leadsTo('open at the end', (world) => world.get(n).count === 99, (world) => world.get(n).count === 200)`);
    expect(run.property('five to seven').verdict).toBe('holds');
    expect(run.property('five to nine')).toMatchObject({ verdict: 'violated', at: { time: 70 } });
    expect(run.property('open at the end').verdict).toBe('pending');
  });

  it('notice a deadline that passes while nothing happens', async () => {
    const run = await openCells({
      model: `const n = node('n', { state: () => ({ up: false }) })`,
      'scenario s': `scenario('s', (world) => { world.add(n); world.eventually('up', (w) => w.get(n).up, { within: 500 }) })`,
    });
    run.to(600);
    expect(run.property('s: up').verdict).toBe('violated');
  });

  it('are in error, on their line, when they throw or return neither a boolean nor words', async () => {
    const run = await watch(`always('throws', (world) => {
  return world.get(n).missing.field > 1
})
always('nothing', (world) => { world.get(n).count < 5 })`);
    expect(codesOf(run.to(1_000).diagnostics)).toEqual(['property/threw', 'property/bad-result']);
    expect(run.to(1_000).diagnostics[0]).toMatchObject({ cell: 'check c', range: { line: 2 } });
    expect(run.property('throws').verdict).toBe('error');
  });

  it('cannot change the world they look at', async () => {
    const run = await watch(`always('meddles', (world) => { world.get(n).count = 0; return true })`);
    expect(codesOf(run.to(1_000).diagnostics)).toEqual(['property/effect']);
    expect(run.field('n', 'count')).toBe('"100"');
  });

  it('look at what is not plain data only to find the event that put it there', async () => {
    for (const check of [
      `step('same', (before, after) => before.get(n).list.length <= after.get(n).list.length)`,
      `always('short', (world) => world.get(n).list.length < 100)`,
    ]) {
      const run = await openCells({
        model: `${tick}n.on(Tick, (s, _, ctx) => { s.count += 1; if (s.count > 700) s.list = [() => 1]; ctx.setTimer(Tick(), 10) })`,
        'scenario s': `scenario('s', (world) => { world.add(n) })`,
        'check c': check,
      });
      const { status, diagnostics, step } = run.to(10_000);
      expect({ status, step }).toEqual({ status: 'stopped-by-error', step: 701 });
      expect(codesOf(diagnostics)).toEqual(['rule/function-in-state']);
    }
  });

  it('are late at their deadline, however often they were looked at', async () => {
    const cells = {
      model: counting,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(n); world.eventually('never', () => false, { within: 55 }) })`,
    };
    const [fine, coarse] = [await openCells(cells), await openCells(cells)];
    for (let time = 0; time <= 500; time += 3) fine.to(time);
    coarse.to(500);
    expect(fine.property('s: never').at).toEqual({ step: 5, time: 55 });
    expect(coarse.property('s: never').at).toEqual({ step: 5, time: 55 });
  });

  it('are open again when an edit or an input moves a run that was over, live and in a rebuilt run', async () => {
    const until = (time: number): string => `scenario('s', { until: ${time} }, (world) => { world.add(n) })`;
    const run = await openCells({
      model: counting,
      'scenario s': until(100),
      'check c': `eventually('twenty', (world) => world.get(n).count >= 20)`,
    });
    expect(run.to(200).status).toBe('ended');
    expect(run.property('twenty').verdict).toBe('violated');
    await run.edit({ 'scenario s': until(1_000) });
    run.to(500);
    expect(run.property('twenty').verdict).toBe('holds');
    const again = await openCells(Object.fromEntries(run.compiled().map(({ key, source }) => [key, source])), {
      restore: { journal: run.journal(), sources: [...run.sources.values()] },
    });
    again.to(0);
    expect(again.property('twenty').verdict).toBe('holds');

    const still = await openCells({
      model: `const n = node('n', { state: () => ({ boots: 0 }), durable: ['boots'], start(s) { s.boots += 1 } })`,
      'scenario s': until(1_000),
      'check c': `eventually('twice', (world) => world.get(n).boots >= 2)`,
    });
    expect(still.to(100).status).toBe('quiescent');
    for (const type of ['crash', 'restart'] as const) {
      still.input({ type, node: 'n' });
      still.to(100);
    }
    expect(still.property('twice').verdict).toBe('holds');
  });

  it('stand where their text stands now, and are asked once when they come to a run that is over', async () => {
    const run = await openCells({
      model: tick,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(n) })`,
      'check c': `always('x', () => true)`,
    });
    run.to(2_000);
    await run.edit({ 'check c': `// comment\n\nalways('x', () => true)` });
    expect(run.property('x').range.line).toBe(3);
    await run.edit({ 'check c': `always('y', (world) => world.get(n).count > 5)` });
    expect(run.property('y').verdict).toBe('violated');
  });
});

describe('a step property', () => {
  it('sees before the event what was in flight and cut then, as it was sent', async () => {
    const run = await openCells({
      model: `
const Tick = message('Tick')
const Item = message<{ list: number[] }>('Item')
const a = node('a', { state: () => ({ sent: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
a.on(Tick, (s, _, ctx) => { s.sent += 1; ctx.send('b', Item({ list: [s.sent] })); ctx.setTimer(Tick(), 10) })
const b = node('b', { state: () => ({ got: 0 }) })
b.on(Item, (s, m) => { s.got += 1; m.list.push(99) })`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => {
  world.add(a); world.add(b); world.network({ latency: constant(25) })
  world.at(505, (w) => w.cut('a', 'b'))
})`,
      'check c': `
const texts = (w: World) => w.inFlight().map((m) => m.type + m.sentAt + '-' + JSON.stringify(m.body))
step('what arrived was in flight', (before, after) => {
  const got = after.get(b).got - before.get(b).got
  const gone = texts(before).filter((text) => !texts(after).includes(text))
  return gone.length >= got && gone.every((text) => !text.includes('99')) || JSON.stringify([got, gone])
})
step('never more than one sent at once', (before, after) => after.inFlight().length - before.inFlight().length <= 1)
step('the link is never cut', (before, after) => !before.linked('a', 'b') || after.linked('a', 'b'))`,
    });
    run.to(1_000);
    expect(run.property('what arrived was in flight')).toMatchObject({ verdict: 'holds', text: '' });
    expect(run.property('never more than one sent at once')).toMatchObject({ verdict: 'holds' });
    expect(run.property('the link is never cut')).toMatchObject({ verdict: 'violated', at: { time: 505 } });
  });
});

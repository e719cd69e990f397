import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cells, openCells, type Opened } from '../session.fixture.ts';
import type { Star, StarPlace, StarsWish, StarView } from '../star.ts';

const all = Number.POSITIVE_INFINITY;

function follow(run: Opened, star: Star, more: Partial<StarsWish> = {}): StarView {
  const wish: StarsWish = {
    ...{
      stars: [star],
      branch: null,
      step: null,
      window: null,
      rows: { from: 0, to: all },
      branches: false,
      journey: null,
    },
    ...more,
  };
  const [view] = run.session.handle({ type: 'stars', wish, budgetMs: all }).stars;
  if (view === undefined) throw new Error('nothing is followed');
  return view;
}

function starAt(run: Opened, place: StarPlace, step: number | null = null): Star {
  const { starred, text } = run.session.handle({ type: 'star', place, step });
  if (starred === null) throw new Error(text);
  const { pattern, origin } = starred;
  return { id: 'a', how: 'identity', pattern, origin };
}

/** Parcels that are sent on from hand to hand, by reference or in something else. Each has a number that no other has. */
const post = (chosen: {
  readonly delivery: string;
  readonly duplicate: number;
  readonly loss: number;
  readonly hands: number;
  readonly crashAt: number;
}): Cells => ({
  rules: `
interface Parcel { id: string; weight: number }
const Pass = message<{ parcel: Parcel; hops: number }>('Pass')
const Bag = message<{ parcels: Parcel[] }>('Bag')
const Wake = message('Wake')
const hand = node('hand', {
  state: () => ({ made: 0, shelf: [] as Parcel[], drawer: new Map<string, Parcel>(), top: null as Parcel | null }),
  durable: ['made', 'drawer', 'shelf'],
  start(s, ctx) { ctx.setTimer(Wake(), ctx.random.between(1, 30)) },
})
hand.on(Wake, (s, _, ctx) => {
  ctx.setTimer(Wake(), ctx.random.exponential(30))
  if (s.made < 3) { s.made += 1; s.shelf.push({ id: ctx.self + '-' + s.made, weight: s.made }) }
  const parcel = s.shelf[0]
  if (parcel !== undefined && ctx.random() < 0.5) {
    s.shelf = s.shelf.slice(1)
    ctx.send(ctx.random.pick(ctx.peers), Pass({ parcel, hops: 0 }))
  }
  if (s.shelf.length > 2) ctx.broadcast(Bag({ parcels: [...s.shelf].reverse() }))
  s.top = s.shelf[0] ?? null
})
hand.on(Pass, (s, m, ctx) => {
  if (ctx.random() < 0.4) s.drawer.set(m.parcel.id, m.parcel)
  else if (m.hops < 3) ctx.send(ctx.random.pick(ctx.peers), Pass({ parcel: m.parcel, hops: m.hops + 1 }))
  else s.shelf.unshift(m.parcel)
})
hand.on(Bag, (s, m) => { s.shelf = [...m.parcels.filter((one) => s.drawer.has(one.id)), ...s.shelf].slice(0, 6) })`,
  'scenario s': `scenario('s', { until: 2_000 }, (world) => {
  world.add(hand, ${chosen.hands})
  world.network({ delivery: '${chosen.delivery}', latency: uniform(1, 20), loss: ${chosen.loss}, duplicate: ${chosen.duplicate} })
  world.at(${chosen.crashAt}, 'one falls', (w) => w.crash('hand1'))
  world.at(${chosen.crashAt + 60}, 'and gets up', (w) => w.restart('hand1'))
  world.at(${chosen.crashAt + 90}, 'a hand is helped', (w) => w.edit(hand, 'hand2', (s) => { s.made = 0 }))
})`,
});

const posts = fc.record({
  delivery: fc.constantFrom('unordered', 'ordered', 'unordered-duplicating'),
  duplicate: fc.constantFrom(0, 0.3),
  loss: fc.constantFrom(0, 0.2),
  hands: fc.constantFrom(2, 3, 4),
  crashAt: fc.constantFrom(60, 150, 1_500),
});

/** A parcel that lies somewhere. */
function parcelIn(run: Opened, pick: number): Extract<StarPlace, { type: 'state' }> | null {
  const places = run.look({ step: all }).nodes.flatMap(({ id, state }) =>
    state.flatMap(([field, value]) => {
      const count =
        value.t === 'list' ? value.items.length : value.t === 'record' && field === 'drawer' ? value.entries.length : 0;
      return Array.from({ length: count }, (_, index) => ({ type: 'state' as const, node: id, field, at: [index] }));
    }),
  );
  return places[pick % Math.max(1, places.length)] ?? null;
}

describe('a thing that is followed by identity', () => {
  test('is, where every thing has a number of its own and is never rebuilt, wherever that number is', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(posts, fc.nat(), fc.nat(), async (chosen, pick, moment) => {
        const run = await openCells(post(chosen), { seed: 3 });
        run.to(200);
        // An act of the reader makes another world of it on the way.
        run.input({ type: 'crash', node: 'hand2' });
        run.to(230);
        run.input({ type: 'restart', node: 'hand2' });
        const { tip } = run.to(400);
        const place = parcelIn(run, pick);
        if (place === null) return;
        const thing = starAt(run, place);
        // A hand that is helped makes its numbers once more: they are the same to a pattern only.
        fc.pre(!JSON.stringify(thing.pattern.value).includes('hand2'));
        const equals: Star = { ...thing, id: 'b', how: 'equality' };
        for (const step of [null, moment % tip.step]) {
          const [is, alike] = [follow(run, thing, { step }), follow(run, equals, { step })];
          expect(is.told).toBe('');
          expect(is.carriers.nodes).toEqual(alike.carriers.nodes);
          expect(is.carriers.messages).toEqual(alike.carriers.messages);
          expect(is.steps).toEqual(alike.steps);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('leaves the run as it is', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(posts, fc.nat(), async (chosen, pick) => {
        const [run, other] = await Promise.all([1, 2].map(() => openCells(post(chosen), { seed: 3 })));
        if (run === undefined || other === undefined) return;
        run.to(200);
        other.to(200);
        const place = parcelIn(run, pick);
        if (place === null) return;
        const thing = starAt(run, place);
        for (const time of [250, 400, 600]) {
          follow(run, thing, { step: 20 });
          run.to(time);
          other.to(time);
          expect(run.digest()).toBe(other.digest());
        }
      }),
      { numRuns: 8 },
    );
  });

  test('is not another thing that is equal to it', async () => {
    const run = await openCells({
      rules: `
const Wake = message('Wake')
const box = node('box', {
  state: () => ({ a: null as null | { kind: string }, b: null as null | { kind: string }, c: null as null | { kind: string } }),
  start(s, ctx) { s.a = { kind: 'coin' }; s.b = { kind: 'coin' }; ctx.setTimer(Wake(), 10) },
})
box.on(Wake, (s) => { s.c = s.a })`,
      'scenario s': `scenario('s', { until: 100 }, (world) => { world.add(box) })`,
    });
    run.to(50);
    const thing = starAt(run, { type: 'state', node: 'box', field: 'c', at: [] });
    expect(follow(run, thing).carriers.nodes[0]?.places.map(({ field }) => field)).toEqual(['a', 'c']);
    expect(follow(run, { ...thing, how: 'equality' }).carriers.nodes[0]?.places.map(({ field }) => field)).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test('is told apart from what was made of it, and what it was made of is told', async () => {
    const run = await openCells({
      rules: `
interface Entry { term: number; key: string; value: number }
const Put = message<{ key: string; value: number }>('Put')
const Append = message<{ entries: Entry[] }>('Append')
const Wake = message('Wake')
const client = node('client', { state: () => ({ sent: 0 }), start(s, ctx) { ctx.setTimer(Wake(), 5) } })
client.on(Wake, (s, _, ctx) => { s.sent += 1; ctx.send('server1', Put({ key: 'k' + s.sent, value: s.sent })); if (s.sent < 3) ctx.setTimer(Wake(), 20) })
const server = node('server', { state: () => ({ log: [] as Entry[] }) })
server.on(Put, (s, m, ctx) => { s.log.push({ ...m, term: 1 }); ctx.send('server2', Append({ entries: s.log.slice(-1) })) })
server.on(Append, (s, m) => { s.log = [...s.log, ...m.entries] })`,
      'scenario s': `scenario('s', { until: 200 }, (world) => { world.add(client); world.add(server, 2); world.network({ latency: constant(2) }) })`,
    });
    run.to(150);
    const thing = starAt(run, { type: 'state', node: 'server2', field: 'log', at: [1] });
    const view = follow(run, thing);
    expect(view.carriers.nodes).toMatchObject([
      { node: 'server1', isMade: false, places: [{ field: 'log', at: [1] }] },
      { node: 'server2', isMade: false, places: [{ field: 'log', at: [1] }] },
    ]);
    expect(view.births).toMatchObject([
      { node: 'server1', rule: 'server.Put', from: expect.stringContaining('Put { key: k2, value: 2 } from client') },
      { node: 'client', rule: 'client.Wake', from: '' },
    ]);
    // The request that it was made of is in the journey.
    const wish = { star: 'a', only: 'all', count: 50 } as const;
    const { journey } = run.session.handle({
      type: 'stars',
      wish: { stars: [thing], branch: null, step: null, window: null, rows: null, branches: false, journey: wish },
      budgetMs: all,
    });
    expect(journey?.rows.map(({ node, what }) => `${node} ${what.join(' ')}`)).toEqual([
      'client sent',
      'server1 received kept sent',
      'server2 received kept',
    ]);
  });

  test('that is rebuilt in its place is followed as made of it', async () => {
    const run = await openCells({
      rules: `
const Wake = message('Wake')
const bank = node('bank', {
  state: () => ({ txns: new Map<number, { id: number; status: string }>() }),
  start(s, ctx) { s.txns.set(1, { id: 1, status: 'open' }); s.txns.set(2, { id: 2, status: 'open' }); ctx.setTimer(Wake(), 10) },
})
bank.on(Wake, (s) => { const txn = s.txns.get(2); if (txn) s.txns.set(2, { ...txn, status: 'done' }) })`,
      'scenario s': `scenario('s', { until: 100 }, (world) => { world.add(bank) })`,
    });
    run.to(50);
    const thing = starAt(run, { type: 'state', node: 'bank', field: 'txns', at: [1] }, 1);
    const { carriers, steps } = follow(run, thing);
    expect(carriers.nodes).toMatchObject([{ isMade: true, places: [{ field: 'txns', at: [1], isMade: true }] }]);
    expect(steps).toHaveLength(2);
  });

  test('in a history in which something else stood there is followed by its value, and that is said', async () => {
    const run = await openCells(post({ delivery: 'unordered', duplicate: 0, loss: 0, hands: 3, crashAt: 1_500 }), {
      seed: 3,
    });
    run.to(200);
    const place = parcelIn(run, 0);
    if (place === null) throw new Error('no parcel lies anywhere');
    const thing = starAt(run, place);
    const other = { ...thing, pattern: { ...thing.pattern, value: { id: 'nobody-1', weight: 1 } } };
    expect(follow(run, other).told).toContain('followed by its value');
  });
});

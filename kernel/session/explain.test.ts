import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Explanation, Subject } from '../explanation.ts';
import { openCells, type Opened } from '../session.fixture.ts';
import { bazaar, bazaars, cellsOf } from '../trace/bazaar.fixture.ts';

const all = Number.POSITIVE_INFINITY;

function explained(run: Opened, of: Subject, step: number | null = null): Explanation {
  const { explanation, text } = run.session.handle({ type: 'explain', of, step, budgetMs: all });
  if (explanation === null) throw new Error(text);
  return explanation;
}

const linkOf = ({ by }: Explanation) => (typeof by === 'string' ? null : by);

function fieldAt(run: Opened, step: number, node: string, field: string): string {
  const view = run.look({ step }).nodes.find(({ id }) => id === node);
  return JSON.stringify(view?.state.find(([name]) => name === field)?.[1]);
}

describe('why a field is what it is', () => {
  test('since the last event after which it was something else, of any run, at any moment', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(bazaars, fc.nat(), fc.constantFrom('coins', 'served', 'last'), async (chosen, at, field) => {
        const run = await openCells(cellsOf(chosen), { seed: 5 });
        const { tip } = run.to(250);
        const digest = run.digest();
        const step = at % (tip.step + 1);
        let since = step;
        while (since > 0 && fieldAt(run, since - 1, 'shop1', field) === fieldAt(run, step, 'shop1', field)) since--;
        const found = explained(run, { type: 'field', node: 'shop1', field }, step);
        expect(found.since?.step).toBe(since);
        if (since === 0) expect(found.by).toBe('as it began');
        else expect(linkOf(found)?.text).toContain('shop1');
        expect(run.digest()).toBe(digest);
      }),
      { numRuns: 6 },
    );
  });

  test('it says what it was, and each cause is what led to the one before it', async () => {
    const run = await openCells(cellsOf(bazaar), { seed: 5 });
    run.to(200);
    const found = explained(run, { type: 'field', node: 'shop1', field: 'last' });
    expect(linkOf(found)).toMatchObject({ rule: 'shop.Order' });
    expect(linkOf(found)?.text).toMatch(/^shop1 received Order from shop\d$/);
    expect(found.was).toContain('price');
    expect(found.causes[0]?.text).toMatch(/^the timer Wake of shop\d fired$/);
    const steps = [linkOf(found)?.step ?? 0, ...found.causes.map(({ step }) => step)];
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));
    expect(new Set(steps).size).toBe(steps.length);
  });

  test('what the reader set is said to be the reader’s, and what an edit of the notebook made, the edit’s', async () => {
    const run = await openCells(cellsOf(bazaar), { seed: 5 });
    run.to(100);
    run.input({ type: 'set', node: 'bank', path: ['sum'], value: 1_000_000 });
    const set = explained(run, { type: 'field', node: 'bank', field: 'sum' });
    expect(linkOf(set)?.text).toBe('the state of bank was edited');
    expect([set.origin, set.was]).toEqual(['the reader', '12']);
    await run.edit({ ...cellsOf({ ...bazaar, extra: 'open: true, ' }) });
    const added = explained(run, { type: 'field', node: 'shop1', field: 'open' });
    expect(added).toMatchObject({ by: 'an edit of the notebook', was: null });
  });

  test('a search that has no time goes on when it is asked again, and is begun anew for another moment', async () => {
    let now = 0;
    const run = await openCells(cellsOf({ ...bazaar, extra: 'open: true, ' }), { seed: 5, wallClock: () => now++ });
    for (let i = 0; i < 400; i++) run.to(2_000);
    const of: Subject = { type: 'field', node: 'shop1', field: 'open' };
    const asked = () => run.session.handle({ type: 'explain', of, step: null, budgetMs: 0 });
    let pieces = 1;
    let reply = asked();
    for (; reply.explanation === null && reply.text === ''; reply = asked()) pieces += 1;
    expect(pieces).toBeGreaterThan(1);
    expect(reply.explanation).toMatchObject({ by: 'as it began', since: { step: 0 } });
    const served: Subject = { ...of, field: 'served' };
    expect(linkOf(explained(run, served))?.rule).toMatch(/^shop\./);
  });

  test('there is a sentence for what is not there', async () => {
    const run = await openCells(cellsOf(bazaar), { seed: 5 });
    const ask = (of: Subject) => run.session.handle({ type: 'explain', of, step: null, budgetMs: all }).text;
    expect(ask({ type: 'field', node: 'shop1', field: 'nothing' })).toBe('There is no nothing of shop1.');
    expect(ask({ type: 'message', id: 9_999 })).toBe('The message is not on its way any more.');
    expect(ask({ type: 'property', name: 'x' })).toBe("There is no property 'x' any more.");
  });
});

test('a message and a timer are explained by the event that sent or set them', async () => {
  const run = await openCells(cellsOf(bazaar), { seed: 5 });
  const frame = run.to(150);
  const message = frame.messages.find(({ from }) => from !== '');
  const timer = frame.timers.find(({ setAt }) => setAt > 0);
  if (message === undefined || timer === undefined) throw new Error('none at this moment');
  const sent = explained(run, { type: 'message', id: message.id });
  expect(sent.since?.time).toBe(message.sentAt);
  expect(linkOf(sent)?.text).toContain(message.from);
  const set = explained(run, { type: 'timer', node: timer.node, key: timer.pending.key ?? '' });
  expect(set.since?.time).toBe(timer.setAt);
  expect(linkOf(set)?.text).toContain(timer.node);
});

test('an event is explained by itself and by what led to it; one that never was, by a sentence', async () => {
  const run = await openCells(cellsOf(bazaar), { seed: 5 });
  const order = run.to(150).log.find(({ rule }) => rule === 'shop.Order');
  if (order === undefined) throw new Error('no order was received');
  const found = explained(run, { type: 'event', step: order.step });
  expect(linkOf(found)).toMatchObject({ step: order.step + 1, time: order.time, rule: 'shop.Order' });
  expect(found.causes[0]?.text).toMatch(/^the timer Wake of shop\d fired$/);
  for (const step of [-1, 0.5, 1e9]) {
    const asked = run.session.handle({ type: 'explain', of: { type: 'event', step }, step: null, budgetMs: all });
    expect(asked).toEqual({ explanation: null, text: 'There is no such event any more.' });
  }
});

test('a node that is down says since when and by what, and one that is up since when it is', async () => {
  const run = await openCells(cellsOf(bazaar), { seed: 5 });
  run.to(60);
  run.input({ type: 'crash', node: 'shop1' });
  run.to(100);
  const down = explained(run, { type: 'node', node: 'shop1' });
  expect([down.since?.time, linkOf(down)?.text, down.origin, down.was]).toEqual([
    60,
    'shop1 crashed',
    'the reader',
    null,
  ]);
  expect(explained(run, { type: 'node', node: 'shop2' }).since?.time).toBe(0);
});

test('an entry of a collection is explained by the event that last changed it, not by those that changed its neighbours', async () => {
  const run = await openCells(
    {
      'rules model': `const Put = message<{ key: number; to: string }>('Put')
const keeper = node('keeper', { state: () => ({ inner: { map: new Map([[1, 'a'], [2, 'a']]) } }) })
keeper.on(Put, (s, m) => { s.inner.map.set(m.key, m.to) })
const writer = node('writer', { state: () => ({ step: 0 }), start: (s, ctx) => ctx.setTimer(Next(), 10) })
const Next = message('Next')
writer.on(Next, (s, _, ctx) => {
  s.step += 1
  if (s.step === 1) ctx.send('keeper', Put({ key: 1, to: 'b' }))
  if (s.step === 2) ctx.send('keeper', Put({ key: 2, to: 'b' }))
  ctx.setTimer(Next(), 10)
})`,
      'scenario s': `scenario('s', (world) => { world.add(keeper); world.add(writer); world.network({ latency: constant(1) }) })`,
    },
    { seed: 1 },
  );
  run.to(100);
  const [one, two] = ['1', '2'].map((key) =>
    explained(run, { type: 'entry', node: 'keeper', path: ['inner', 'map'], key }),
  );
  expect([one?.since?.time, one?.was]).toEqual([11, 'a']);
  expect([two?.since?.time, two?.was]).toEqual([21, 'a']);
  const gone = { type: 'entry', node: 'keeper', path: ['inner', 'map'], key: '3' } as const;
  expect(run.session.handle({ type: 'explain', of: gone, step: null, budgetMs: all }).text).toBe(
    'There is no 3 in inner.map of keeper.',
  );
});

test('a link is cut since the act that cut it: the reader’s, or an action of the scenario', async () => {
  const run = await openCells(
    {
      'rules model': `
const peer = node('peer', { state: () => ({ n: 0 }) })
peer.may('count', () => true, (s) => { s.n += 1 }, { rate: 100 })`,
      'scenario s': `scenario('s', { until: 1_000 }, (world) => {
  world.add(peer, 3)
  world.at(50, 'split', (w) => w.partition(['peer1'], ['peer2', 'peer3']))
  world.at(80, (w) => w.heal('peer1', 'peer3'))
})`,
    },
    { seed: 1 },
  );
  run.to(100);
  const whole = explained(run, { type: 'link', a: 'peer3', b: 'peer2' });
  expect([whole.since, whole.by]).toEqual([{ step: 0, time: 0 }, 'as it began']);
  const split = explained(run, { type: 'link', a: 'peer2', b: 'peer1' });
  expect(split.since?.time).toBe(50);
  expect(split.was).toBeNull();
  expect(split.causes[0]?.text).toContain('split');
  expect(explained(run, { type: 'link', a: 'peer1', b: 'peer3' }).since?.time).toBe(80);
  run.input({ type: 'cut', a: 'peer2', b: 'peer3' });
  run.to(200);
  const byHand = explained(run, { type: 'link', a: 'peer2', b: 'peer3' });
  expect(byHand.since?.time).toBe(100);
  expect(byHand.origin).toBe('the reader');
  const gone = { type: 'explain', of: { type: 'link', a: 'peer1', b: 'nobody' }, step: null, budgetMs: all } as const;
  expect(run.session.handle(gone).text).toBe('There is no link between peer1 and nobody.');
});

test('fields whose names hold dots are not taken for ways into others', async () => {
  const run = await openCells(
    {
      'rules model': `
const Put = message<{ n: number }>('Put')
const keeper = node('keeper', {
  state: () => ({ 'a.b': { P0: 'active', P1: 'dead' }, a: { b: { P0: 'active', P1: 'replica' } } }),
  start(_, ctx) { for (const n of [1, 2]) ctx.setTimer(Put({ n }), 10 * n, n) },
})
keeper.on(Put, (s, m) => { if (m.n === 1) s['a.b'].P0 = 'pending'; else s.a.b.P0 = 'pending' })`,
      'scenario s': `scenario('s', { until: 50 }, (world) => { world.add(keeper) })`,
    },
    { seed: 1 },
  );
  run.to(50);
  const since = (path: readonly string[]) =>
    explained(run, { type: 'entry', node: 'keeper', path, key: 'P0' })?.since?.time;
  expect([since(['a.b']), since(['a', 'b'])]).toEqual([10, 20]);
  const ask = (table: string | null) =>
    run.session.handle({ type: 'partitions', step: null, table, holder: null }).partitions;
  const sources = ask(null)?.sources ?? [];
  expect(sources.map(({ id, path }) => [id, path])).toEqual([
    ['keeper."a.b"', ['a.b']],
    ['keeper.a.b', ['a', 'b']],
  ]);
  expect(sources.map(({ id }) => ask(id)?.table?.states)).toEqual([
    ['pending', 'dead'],
    ['replica', 'pending'],
  ]);
});

test('an entry whose key is an object is not taken for another: all of them have the same text', async () => {
  const run = await openCells(
    {
      'rules model': `const keeper = node('keeper', { state: () => ({ map: new Map<unknown, string>([[{ a: 1 }, 'x'], [1, 'y'], ['1', 'z']]) }) })`,
      'scenario s': `scenario('s', (world) => { world.add(keeper) })`,
    },
    { seed: 1 },
  );
  run.to(10);
  const of = { type: 'entry', node: 'keeper', path: ['map'], key: '[object Object]' } as const;
  const asked = { type: 'explain', step: null, budgetMs: all } as const;
  expect(run.session.handle({ ...asked, of }).text).toBe('There is no [object Object] in map of keeper.');
  expect(run.session.handle({ ...asked, of: { ...of, key: '1' } }).explanation).not.toBeNull();
});

test('a violated property shows what it read when it was violated, and which of it had just changed', async () => {
  const run = await openCells(cellsOf({ ...bazaar, thefts: 30, loot: 2, guard: 's.coins > 0' }), { seed: 5 });
  run.to(2_000);
  const { verdict, at } = run.property('nobody is in debt');
  expect(verdict).toBe('violated');
  const found = explained(run, { type: 'property', name: 'nobody is in debt' });
  expect(found.since?.step).toBe((at?.step ?? 0) + 1);
  expect(linkOf(found)?.rule).toBe('shop.theft');
  expect(found.looked.map(({ kind, fields }) => [kind, fields])).toEqual([['shop', ['coins']]]);
  const changed = found.looked.flatMap(({ rows }) => rows.filter(({ values }) => values.some(({ isNew }) => isNew)));
  expect(changed).toHaveLength(1);
  expect(Number(changed[0]?.values[0]?.text)).toBeLessThan(0);
});

test('a property of transitions shows what it read too, and one that is not decided, what it reads now', async () => {
  const run = await openCells(cellsOf(bazaar), { seed: 5 });
  run.to(100);
  const bank = explained(run, { type: 'property', name: 'the bank never pays' });
  expect(bank.since).toBeNull();
  expect(bank.looked.map(({ kind, fields }) => [kind, fields])).toEqual([['bank', ['sum']]]);
});

/** The reader's acts, each kind of them: obeyed at once, marked, undone, kept in the journal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiagnosticCode } from '../diagnostic.ts';
import { type Path, pathText } from '../path.ts';
import type { Plain } from '../plain.ts';
import type { Frame, Input, MessageView, PendingRef } from '../protocol.ts';
import { codesOf, openCells, type Opened } from '../session.fixture.ts';
import { cells as gossip } from './gossip.fixture.ts';

const model = {
  kind: `
const Put = message<{ key: string; value: number }>('Put')
const Ask = message('Ask')
const Tick = message('Tick')
const shared = { step: 1, tags: new Set(['a']) }
const store = node('store', {
  state: () => ({
    kv: new Map<string | number, { n: number }>([['x', { n: 1 }], [7, { n: 2 }]]),
    members: new Set<string>(['a', 'b']),
    log: [{ term: 1, ops: ['p'] }, { term: 2, ops: [] as string[] }],
    big: 10n,
    maybe: null as number | null,
    shared,
    puts: 0,
    full: 0,
    asked: 0,
  }),
  durable: ['puts'],
  start(s, ctx) { ctx.setTimer(Tick(), 100) },
})
store.on(Put, (s, m) => { s.puts += 1; s.kv.set(m.key, { n: m.value.valueOf() }) })
store.on(Tick, (s, _, ctx) => { ctx.broadcast(Put({ key: ctx.self, value: ctx.now })); ctx.setTimer(Tick(), 100) })
store.when('full', (s) => s.members.size > 2, (s, ctx) => { s.full += 1; s.members.clear(); ctx.send(ctx.peers[0]!, Ask()) })
store.on(Ask, (s) => { s.asked += 1 })
store.may('ask', (s) => s.asked === 0 && s.puts > 0, (s) => { s.asked = 100 }, { rate: 0.000001 })`,
  'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(store, 2); world.network({ latency: constant(20) }) })`,
};

async function opened(until = 110): Promise<Opened> {
  const run = await openCells(model, { seed: 1 });
  run.to(until);
  return run;
}

const stateOf = (frame: Frame, id: string, field: string): unknown =>
  JSON.stringify(frame.nodes.find((node) => node.id === id)?.state.find(([name]) => name === field)?.[1]);
const messageIn = (frame: Frame, type: string, to: string): MessageView => {
  const found = frame.messages.find((one) => one.type === type && one.to === to);
  if (found === undefined) throw new Error(`no ${type} to ${to} is on its way`);
  return found;
};
const refOf = ({ id, type, from, to }: MessageView): PendingRef => ({ id, type, from, to });
const titles = (run: Opened): readonly string[] =>
  run.to(0).marks.flatMap(({ title, entry }) => (entry == null ? [] : [title]));

describe('an edit of a state', () => {
  const place: readonly (readonly [what: string, input: Input, title: string])[] = [
    ['a field', { type: 'set', node: 'store1', path: ['puts'], value: 5 }, 'store1.puts set to 5'],
    ['a bigint', { type: 'set', node: 'store1', path: ['big'], value: 2n ** 70n }, `store1.big set to ${2n ** 70n}n`],
    ['null', { type: 'set', node: 'store1', path: ['maybe'], value: 3 }, 'store1.maybe set to 3'],
    ['in a list', { type: 'set', node: 'store1', path: ['log', 1, 'term'], value: 9 }, 'store1.log.1.term set to 9'],
    ['under a text', { type: 'set', node: 'store1', path: ['kv', 'x', 'n'], value: 9 }, 'store1.kv.x.n set to 9'],
    [
      'under a number',
      { type: 'set', node: 'store1', path: ['kv', { key: 7 }, 'n'], value: 9 },
      'store1.kv.7.n set to 9',
    ],
    [
      'a new entry',
      { type: 'add', node: 'store1', path: ['kv'], key: 8, value: { n: 0 } },
      'store1.kv: 8: { n: 0 } added',
    ],
    ['a new member', { type: 'add', node: 'store1', path: ['log', 0, 'ops'], value: 'q' }, 'store1.log.0.ops: q added'],
    ['a member less', { type: 'remove', node: 'store1', path: ['members', { key: 'a' }] }, 'store1.members: a removed'],
    ['an item elsewhere', { type: 'move', node: 'store1', path: ['log', 0], to: 1 }, 'store1.log: 0 moved to 1'],
    [
      'an entry under another key',
      { type: 'move', node: 'store1', path: ['kv', { key: 7 }], to: 70 },
      'store1.kv: 7 moved to 70',
    ],
    [
      'what is frozen',
      { type: 'set', node: 'store1', path: ['shared', 'step'], value: 2 },
      'store1.shared.step set to 2',
    ],
    [
      'in a frozen Set',
      { type: 'add', node: 'store1', path: ['shared', 'tags'], value: 'b' },
      'store1.shared.tags: b added',
    ],
  ];

  it.each(place)('sets %s at once, is marked in words, is undone, and is in the journal', async (_, input, title) => {
    const run = await opened();
    const before = run.digest();
    const frame = run.to(0);
    expect(run.input(input)).toEqual([]);
    const field = 'path' in input ? pathText(input.path.slice(0, 1)) : '';
    expect(stateOf(run.to(0), 'store1', field)).not.toBe(stateOf(frame, 'store1', field));
    expect(stateOf(run.to(0), 'store2', field)).toBe(stateOf(frame, 'store2', field));
    expect(titles(run)).toEqual([title]);
    const after = run.digest();
    const again = await openCells(model, {
      restore: { journal: structuredClone(run.journal()), sources: [...run.sources.values()] },
    });
    again.to(0);
    expect(again.digest()).toBe(after);
    run.undo(0);
    run.to(0);
    expect(run.digest()).toBe(before);
    expect(titles(run)).toEqual([]);
  });

  it('comes to the same as an edit of the scenario at that moment', async () => {
    const act = await opened();
    const edits: readonly Input[] = [
      { type: 'add', node: 'store1', path: ['kv'], key: 8, value: { n: 0 } },
      { type: 'move', node: 'store1', path: ['log', 0], to: 1 },
      { type: 'set', node: 'store1', path: ['log', 0, 'term'], value: 7 },
      { type: 'remove', node: 'store1', path: ['members', { key: 'a' }] },
    ];
    for (const edit of edits) expect(act.input(edit)).toEqual([]);
    const written = await openCells(
      {
        ...model,
        'scenario s': `scenario('s', { until: 1_000 }, (world) => {
          world.add(store, 2)
          world.network({ latency: constant(20) })
          world.at(110, 'the same', (w) => w.edit(store, 'store1', (s) => {
            s.kv.set(8, { n: 0 })
            s.log.reverse()
            s.log[0]!.term = 7
            s.members.delete('a')
          }))
        })`,
      },
      { seed: 1 },
    );
    const states = (run: Opened) => run.to(500).nodes.map(({ id, state }) => [id, state]);
    expect(states(written)).toEqual(states(act));
  });

  it('lets the when rules that it enables fire at once, and no other event', async () => {
    const run = await opened(100);
    const { now } = run.to(0);
    run.input({ type: 'add', node: 'store1', path: ['members'], value: 'c' });
    const frame = run.to(0);
    expect(run.field('store1', 'full')).toBe('"1"');
    expect(frame.now).toBe(now);
    expect(messageIn(frame, 'Ask', 'store2').sentAt).toBe(100);
  });

  it('that leads nowhere is refused, with what is missing, and harms nothing', async () => {
    const run = await opened();
    const before = run.digest();
    const edit = (path: Path, value: Plain = 1): Extract<Input, { type: 'set' }> => ({
      type: 'set',
      node: 'store1',
      path,
      value,
    });
    const wrong: readonly (readonly [Input, DiagnosticCode, RegExp])[] = [
      [edit(['nothing']), 'input/stale', /no field nothing/],
      [edit(['id']), 'input/stale', /no field id/],
      [edit([]), 'input/refused', /The whole of store1/],
      [edit(['log', 'length']), 'input/stale', /no length/],
      [edit(['log', 5, 'term']), 'input/stale', /no 5/],
      [edit(['kv', 'y']), 'input/stale', /no y/],
      [{ type: 'remove', node: 'store1', path: ['puts'] }, 'input/refused', /puts of store1/],
      [{ type: 'add', node: 'store1', path: ['puts'], value: 1 }, 'input/stale', /no collection/],
      [{ ...edit(['puts']), node: 'store9' }, 'input/stale', /no node 'store9'/],
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what structured clone lets through
      [edit(['puts'], new Date(0) as never), 'rule/function-in-state', /a Date/],
    ];
    for (const [input, code, text] of wrong) {
      const found = run.input(input);
      expect(codesOf(found), JSON.stringify(input)).toEqual([code]);
      expect(found[0]?.text).toMatch(text);
    }
    run.to(0);
    expect(run.digest()).toBe(before);
    expect(titles(run).every((title) => title.startsWith('Skipped: '))).toBe(true);
  });

  it('of a type that a rule cannot bear stops the run before the event, and undoing it gets one out', async () => {
    const run = await opened();
    const smooth = await opened();
    run.input({ type: 'set', node: 'store1', path: ['kv'], value: 'no map' });
    const stopped = run.to(600);
    expect(stopped.status).toBe('stopped-by-error');
    expect(codesOf(stopped.diagnostics)).toEqual(['rule/threw']);
    run.undo(0);
    expect(run.to(600).status).toBe('running');
    smooth.to(600);
    expect(run.digest()).toBe(smooth.digest());
  });
});

describe('an act that an edit of the past makes fatal', () => {
  it('is undone where the run stopped, and the run goes on to where it was, with the acts that came later', async () => {
    // Later than a rehearsal looks.
    const busy = model.kind.replaceAll('ctx.setTimer(Tick(), 100)', 'ctx.setTimer(Tick(), 1)');
    const careless = busy.replace(
      's.puts += 1;',
      's.puts += 1; if (s.maybe === 1 && s.puts > 250) throw new Error("one");',
    );
    const run = await openCells({ ...model, kind: busy }, { seed: 1 });
    run.to(10);
    run.input({ type: 'set', node: 'store1', path: ['maybe'], value: 1 });
    run.to(400);
    run.input({ type: 'crash', node: 'store2' });
    run.to(500);
    await run.edit({ kind: careless }, { from: 'start' });
    const stopped = run.to(500);
    expect(stopped.status).toBe('stopped-by-error');
    expect(stopped.tip.now).toBeLessThan(400);
    run.undo(0);
    const whole = run.to(500);
    expect(whole.status).toBe('running');
    expect(whole.tip.now).toBe(500);
    expect(titles(run)).toEqual(['store2 crashed']);
    const fresh = await openCells({ ...model, kind: careless }, { seed: 1 });
    fresh.to(400);
    fresh.input({ type: 'crash', node: 'store2' });
    fresh.to(500);
    expect(run.digest()).toBe(fresh.digest());
  });
});

describe('an act that makes no sense any more', () => {
  it('in history run again from the start is skipped, and the receipt of the edit says which and why', async () => {
    const run = await opened();
    run.input({ type: 'drop', pending: refOf(messageIn(run.to(0), 'Put', 'store1')) });
    run.input({ type: 'set', node: 'store1', path: ['puts'], value: 3 });
    run.to(300);
    await run.edit({ kind: model.kind.replaceAll('Tick(), 100)', 'Tick(), 130)') }, { from: 'start' });
    run.to(300);
    expect(titles(run)).toEqual(['Skipped: Put store2 → store1 dropped', 'store1.puts set to 3']);
    const receipt = run.to(0).marks.find(({ kind }) => kind === 'swap');
    expect(receipt?.text.at(-1)).toBe(
      'Skipped: Put store2 → store1 dropped. There is no message Put from store2 to store1 on its way.',
    );
    expect(receipt?.text.join(' ')).toContain('History differs from event');
  });
});

describe('a message from the reader', () => {
  it('arrives at once, in the name of nobody or of a node, and is undone', async () => {
    const run = await opened();
    run.input({ type: 'send', from: null, to: 'store1', message: 'Put', body: { key: 'z', value: 3 } });
    expect(run.field('store1', 'puts')).toBe('"1"');
    run.input({ type: 'send', from: 'store2', to: 'store1', message: 'Put', body: { key: 'z', value: 4 } });
    expect(run.field('store1', 'puts')).toBe('"2"');
    expect(titles(run)).toEqual([
      'Put { key: z, value: 3 } sent to store1',
      'Put { key: z, value: 4 } sent to store1 as store2',
    ]);
    run.undo(0);
    run.to(0);
    expect(run.field('store1', 'puts')).toBe('"1"');
    expect(titles(run)).toEqual(['Put { key: z, value: 4 } sent to store1 as store2']);
  });

  it('arrives later when that is wanted: it is on its way like any other, and is taken by hand, delayed, dropped', async () => {
    const run = await opened();
    const before = run.digest();
    const body = { key: 'z', value: 3 };
    const send = { type: 'send', from: 'store2', to: 'store1', message: 'Put', body, after: 45 } as const;
    expect(run.input(send)).toEqual([]);
    const frame = run.to(0);
    const sent = frame.messages.find(({ text }) => text.includes('z'));
    expect(sent).toMatchObject({ type: 'Put', from: 'store2', to: 'store1', sentAt: 110, arrivesAt: 155, lost: false });
    expect(run.field('store1', 'puts')).toBe('"0"');
    expect(titles(run)).toEqual(['Put { key: z, value: 3 } sent to store1 as store2, arrives 45 ms later']);
    run.to(44);
    expect(stateOf(run.to(0), 'store1', 'kv')).not.toContain('"z"');
    run.to(156);
    expect(stateOf(run.to(0), 'store1', 'kv')).toContain('"z"');
    run.undo(0);
    run.to(0);
    expect(stateOf(run.to(0), 'store1', 'kv')).not.toContain('"z"');
    const other = await opened();
    expect(other.digest()).toBe(before);
    other.input(send);
    if (sent === undefined) throw new Error('it is on its way');
    expect(other.input({ type: 'drop', pending: refOf(sent) })).toEqual([]);
    other.to(200);
    expect(stateOf(other.to(0), 'store1', 'kv')).not.toContain('"z"');
    expect(codesOf(other.input({ ...send, after: -1 }))).toEqual(['input/refused']);
    expect(codesOf(other.input({ ...send, after: Number.POSITIVE_INFINITY }))).toEqual(['input/refused']);
  });

  it.each([undefined, null, 'text', { key: 'z' }, [1], new Map([['a', 1]])])(
    'with a body that its rule cannot read (%o) is a diagnostic at once, never the end of the run',
    async (body) => {
      const run = await opened();
      const before = run.digest();
      const found = run.input({ type: 'send', from: null, to: 'store1', message: 'Put', body });
      expect(codesOf(found)).toEqual(['rule/threw']);
      expect(found[0]?.cell).toBe('kind');
      const stopped = run.to(500);
      expect(stopped.status).toBe('stopped-by-error');
      expect(stopped.now).toBe(110);
      expect(titles(run)).toHaveLength(1);
      run.undo(0);
      run.to(0);
      expect(run.digest()).toBe(before);
      expect(run.to(500).status).toBe('running');
    },
  );

  it('of a type that is not there, or to nobody, is refused', async () => {
    const run = await opened();
    const send = { type: 'send', from: null, to: 'store1', message: 'Put', body: null } as const;
    expect(run.input({ ...send, message: 'Get' })[0]?.text).toContain("no message 'Get'");
    expect(run.input({ ...send, to: 'store3' })[0]?.text).toContain("no node 'store3'");
    expect(run.input({ ...send, from: 'store3' })[0]?.text).toContain("no node 'store3'");
  });
});

describe('a message on its way', () => {
  it('is delivered now, at the moment shown and not before it', async () => {
    const run = await opened();
    const put = messageIn(run.to(0), 'Put', 'store1');
    expect(put.arrivesAt).toBe(120);
    run.input({ type: 'take', pending: refOf(put) });
    expect(run.field('store1', 'puts')).toBe('"1"');
    const { log } = run.to(0);
    expect(log.findLast(({ rule }) => rule === 'store.Put')?.time).toBe(110);
    expect(titles(run)).toEqual(['Put store2 → store1 by hand']);
    expect(log.slice(-2).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'reader Put store2 → store1 by hand',
      'deliver Put from store2',
    ]);
  });

  it('is dropped, delayed, duplicated', async () => {
    const run = await opened();
    const frame = run.to(0);
    const [first, second] = [refOf(messageIn(frame, 'Put', 'store1')), refOf(messageIn(frame, 'Put', 'store2'))];
    run.input({ type: 'drop', pending: first });
    expect(run.to(0).messages.map(({ to }) => to)).toEqual(['store2']);
    run.input({ type: 'delay', pending: second, ms: 30 });
    expect(messageIn(run.to(0), 'Put', 'store2').arrivesAt).toBe(150);
    run.input({ type: 'duplicate', pending: refOf(messageIn(run.to(0), 'Put', 'store2')) });
    run.to(190);
    expect([run.field('store1', 'puts'), run.field('store2', 'puts')]).toEqual(['"0"', '"2"']);
    expect(titles(run)).toEqual([
      'Put store2 → store1 dropped',
      'Put store1 → store2 delayed by 30 ms',
      'Put store1 → store2 duplicated',
    ]);
    expect(
      run
        .to(0)
        .marks.filter(({ entry }) => entry != null)
        .map(({ kind }) => kind),
    ).toEqual(['fault', 'fault', 'fault']);
  });

  it('is not delayed by less than nothing, nor for ever', async () => {
    const run = await opened();
    const pending = refOf(messageIn(run.to(0), 'Put', 'store1'));
    for (const ms of [-1, Number.NaN, Infinity, 1e15]) {
      expect(codesOf(run.input({ type: 'delay', pending, ms })), String(ms)).toEqual(['input/refused']);
    }
    expect(messageIn(run.to(0), 'Put', 'store1').arrivesAt).toBe(120);
    expect(run.input({ type: 'delay', pending, ms: 0 })).toEqual([]);
  });

  it('that was to be lost arrives when it is taken, and its copy arrives', async () => {
    const lossy = { ...model, 'scenario s': model['scenario s'].replace('latency:', 'loss: 1, latency:') };
    const run = await openCells(lossy);
    const lost = messageIn(run.to(110), 'Put', 'store1');
    expect(lost.lost).toBe(true);
    run.input({ type: 'duplicate', pending: refOf(lost) });
    run.input({ type: 'take', pending: refOf(messageIn(run.to(0), 'Put', 'store2')) });
    run.to(150);
    expect([run.field('store1', 'puts'), run.field('store2', 'puts')]).toEqual(['"1"', '"1"']);
  });

  it('does not overtake on an ordered link: those behind it wait when it is delayed, and it waits for those before it', async () => {
    const talk = {
      kind: `
const N = message<number>('N')
const Go = message('Go')
const a = node('a', { state: () => ({}), start(s, ctx) { ctx.setTimer(Go(), 10) } })
const b = node('b', { state: () => ({ seen: [] as number[] }) })
a.on(Go, (s, _, ctx) => { for (const n of [1, 2, 3]) ctx.send('b', N(n)); ctx.setTimer(Go(), 60) })
b.on(N, (s, n) => { s.seen.push(n) })`,
      'scenario s': `scenario('s', { until: 200 }, (world) => { world.add(a); world.add(b); world.network({ delivery: 'ordered', latency: uniform(20, 30) }) })`,
    };
    const run = await openCells(talk);
    const [, second] = run
      .to(15)
      .messages.toSorted((x, y) => x.arrivesAt - y.arrivesAt || x.id - y.id)
      .map(refOf);
    if (second === undefined) throw new Error('nothing is on its way');
    const refused = run.input({ type: 'take', pending: second });
    expect(refused[0]?.text).toBe('On the ordered link from a to b, N comes first.');
    expect(run.input({ type: 'delay', pending: second, ms: 100 })).toEqual([]);
    run.to(60);
    expect(stateOf(run.to(0), 'b', 'seen')).toContain('"text":"1"');
    expect(stateOf(run.to(0), 'b', 'seen')).not.toContain('"text":"3"');
    const frame = run.to(190);
    const seen = frame.nodes[1]?.state[0]?.[1];
    expect(seen?.t === 'list' ? seen.items.map((item) => (item.t === 'atom' ? item.text : '')) : []).toEqual([
      ...['1', '2', '3'],
      ...['1', '2', '3'],
      ...['1', '2', '3'],
    ]);
  });
});

describe('the mark of an act', () => {
  it('leads to the moment at which it can be seen', async () => {
    const run = await opened();
    const pending = refOf(messageIn(run.to(0), 'Put', 'store1'));
    run.input({ type: 'delay', pending, ms: 30 });
    run.input({ type: 'crash', node: 'store1' });
    run.to(500);
    const [delayed, crashed] = run.to(0).marks.flatMap(({ step, entry }) => (entry == null ? [] : [step]));
    expect(messageIn(run.look({ step: delayed ?? 0 }), 'Put', 'store1').arrivesAt).toBe(150);
    expect(run.look({ step: delayed ?? 0 }).nodes[0]?.alive).toBe(true);
    expect(run.look({ step: crashed ?? 0 }).nodes[0]?.alive).toBe(false);
  });
});

describe('a node and its links', () => {
  it('crash and restart, and do neither twice', async () => {
    const run = await opened();
    run.input({ type: 'crash', node: 'store1' });
    expect(run.to(0).nodes[0]?.alive).toBe(false);
    expect(run.input({ type: 'crash', node: 'store1' })[0]?.text).toBe('store1 is down already.');
    run.input({ type: 'restart', node: 'store1' });
    expect(run.to(0).nodes[0]?.alive).toBe(true);
    expect(run.input({ type: 'restart', node: 'store1' })[0]?.text).toBe('store1 is up already.');
    expect(
      run
        .to(0)
        .marks.filter(({ entry }) => entry != null)
        .map(({ kind, title }) => `${kind} ${title}`),
    ).toEqual([
      'fault store1 crashed',
      'input Skipped: store1 crashed',
      'heal store1 restarted',
      'input Skipped: store1 restarted',
    ]);
  });

  it('are cut and healed one by one, or all of a node at once as one act', async () => {
    const run = await openCells({ ...model, 'scenario s': model['scenario s'].replace('store, 2', 'store, 4') });
    run.to(10);
    run.input({ type: 'isolate', node: 'store2' });
    expect(run.to(0).cuts.length).toBe(3);
    expect(run.input({ type: 'cut', a: 'store2', b: 'store1' })[0]?.text).toContain('cut already');
    expect(codesOf(run.input({ type: 'cut', a: 'store2', b: 'store2' }))).toEqual(['input/refused']);
    run.input({ type: 'heal', a: 'store1', b: 'store2' });
    expect(run.to(0).cuts.length).toBe(2);
    run.undo(0);
    // Run again without it, the act that could not be done then can be now.
    expect(run.to(10).cuts).toEqual([]);
    expect(titles(run)).toEqual(['cut store2 | store1', 'Skipped: cut store2 | store2', 'healed store1 | store2']);
  });
});

describe('a choice by hand', () => {
  it('makes a may rule act when its guard holds, and says why it cannot when not', async () => {
    const run = await opened(90);
    expect(run.input({ type: 'fire', node: 'store1', rule: 'ask' })[0]?.text).toContain('guard does not hold');
    expect(run.input({ type: 'fire', node: 'store1', rule: 'tell' })[0]?.text).toContain("no may rule 'tell'");
    run.to(130);
    const choices = run.session.handle({ type: 'choices', step: null }).choices;
    const ask = choices.find(({ kind, node }) => kind === 'may' && node === 'store1');
    expect(ask?.type).toBe('ask');
    if (ask !== undefined) expect(run.input(ask.input)).toEqual([]);
    expect(run.field('store1', 'asked')).toBe('"100"');
    expect(titles(run).at(-1)).toBe('store1: ask by hand');
  });

  it('takes one of several that are due at the same time, and leaves the others', async () => {
    const run = await opened();
    const messages = () =>
      run.session.handle({ type: 'choices', step: null }).choices.filter(({ kind }) => kind === 'message');
    expect(messages().map(({ at }) => at)).toEqual([120, 120]);
    const [, last] = messages();
    if (last !== undefined) run.input(last.input);
    expect(messages().length).toBe(1);
    expect([run.field('store1', 'puts'), run.field('store2', 'puts')]).toEqual(
      last?.node === 'store2' ? ['"0"', '"1"'] : ['"1"', '"0"'],
    );
  });

  it('in the past begins a branch there, and the run stays as it was', async () => {
    const run = await opened();
    run.to(400);
    const digest = run.digest();
    const { tip } = run.to(0);
    const step = Math.floor(tip.step / 2);
    const [first] = run.session.handle({ type: 'choices', step }).choices;
    if (first === undefined) throw new Error('nothing can happen');
    expect(run.session.handle({ type: 'input', input: first.input, at: step }).diagnostics).toEqual([]);
    expect(run.to(0).branches.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
    expect(run.to(0).tip.step).toBe(step + 1);
    run.branch({ type: 'switch', id: 1 });
    expect(run.digest()).toBe(digest);
  });

  it('after the end of the scenario changes nothing, and says so', async () => {
    const run = await opened(2_000);
    const digest = run.digest();
    expect(run.input({ type: 'crash', node: 'store1' })[0]?.text).toContain('ended at 1000 ms');
    run.to(3_000);
    expect(run.digest()).toBe(digest);
  });
});

// ---------------------------------------------------------------- any acts at all

const plain: fc.Arbitrary<Plain> = fc.oneof(
  fc.nat(9),
  fc.constant(null),
  fc.bigInt(0n, 9n),
  fc.array(fc.nat(9)),
  fc.constant(new Set([1])),
);
const node = fc.constantFrom('g1', 'g2', 'g3', 'g4');
const path = fc.constantFrom<Path>(['made'], ['heard'], ['heard', { key: 3 }], ['full'], ['nothing']);
/** A place among what is on its way; taken as it is then. */
type Wish =
  | Input
  | {
      readonly type: 'pending';
      readonly nth: number;
      readonly how: 'take' | 'drop' | 'duplicate' | 'delay';
      readonly ms: number;
    };
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ type: fc.constantFrom('crash' as const, 'restart' as const, 'isolate' as const), node }),
  fc.record({ type: fc.constant('set' as const), node, path, value: plain }),
  fc.record({ type: fc.constant('add' as const), node, path, value: plain }),
  fc.record({ type: fc.constant('remove' as const), node, path }),
  fc.record({ type: fc.constant('move' as const), node, path, to: plain }),
  fc.record({
    type: fc.constant('send' as const),
    from: fc.constantFrom(null, 'g1'),
    to: node,
    message: fc.constantFrom('Rumour', 'Wake', 'No'),
    body: plain,
    after: fc.constantFrom(0, 0.5, 30, -1, Infinity),
  }),
  fc.record({ type: fc.constant('fire' as const), node, rule: fc.constantFrom('forget', 'remember') }),
  fc.constant<Input>({ type: 'heal' }),
  fc.record({
    type: fc.constant('pending' as const),
    nth: fc.nat(40),
    how: fc.constantFrom('take' as const, 'drop' as const, 'duplicate' as const, 'delay' as const),
    ms: fc.integer({ min: -5, max: 50 }),
  }),
);

function doing(run: Opened, wanted: Wish): Input | null {
  if (wanted.type !== 'pending') return wanted;
  const { choices } = run.session.handle({ type: 'choices', step: null });
  const chosen = choices[wanted.nth % Math.max(1, choices.length)]?.input;
  if (chosen?.type !== 'take') return chosen ?? null;
  return wanted.how === 'delay'
    ? { type: 'delay', pending: chosen.pending, ms: wanted.ms }
    : { type: wanted.how, pending: chosen.pending };
}

describe('any acts whatever', () => {
  it('never end the run: their journal gives the same run again, and undoing them one by one gives the run without any', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(150), wish), { minLength: 1, maxLength: 6 }),
        fc.nat(100),
        async (wishes, seed) => {
          const run = await openCells(gossip, { seed });
          let now = 0;
          for (const [after, wanted] of wishes) {
            now += after;
            run.to(now);
            const input = doing(run, wanted);
            if (input !== null) run.input(input);
          }
          run.to(now + 100);
          const journal = structuredClone(run.journal());
          const sources = [...run.sources.values()];
          const again = await openCells(gossip, { restore: { journal, sources } });
          again.to(0);
          expect(again.digest()).toBe(run.digest());
          for (let entry = journal.entries.length - 1; entry >= 0; entry--) run.undo(entry);
          while (run.to(now + 100).status === 'rerunning');
          const fresh = await openCells(gossip, { seed });
          fresh.to(now + 100);
          expect(run.digest()).toBe(fresh.digest());
          expect(run.to(0).status).toBe('running');
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

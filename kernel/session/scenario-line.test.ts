/** What was done by hand, pasted into the scenario as its line, does the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choice, Frame, Input } from '../protocol.ts';
import { type Cells, openCells, type Opened } from '../session.fixture.ts';

const rules = `
const put = message<{ key: string; value: number }>('Put')
const ack = message('Ack')
const tick = message<{ n: number }>('Tick')
const member = node('store', {
  state: () => ({
    kv: new Map<string, { n: number }>([['x', { n: 1 }]]),
    tags: new Set<string>(['a']),
    log: [{ term: 1 }, { term: 2 }],
    big: 10n,
    puts: 0,
    acks: 0,
    full: 0,
  }),
  durable: ['puts'],
  start(s, ctx) { ctx.setTimer(tick({ n: 0 }), 100); ctx.setTimer(tick({ n: 9 }), 350, 'late') },
})
member.on(put, (s, m, ctx) => { s.puts += m.value; s.kv.set(m.key, { n: s.puts }); if (m.key !== 'sent' && m.key !== 'k') ctx.reply(ack()) })
member.on(ack, (s) => { s.acks += 1 })
member.on(tick, (s, m, ctx) => {
  ctx.broadcast(put({ key: ctx.self + ctx.random.int(3), value: s.log.length + m.n }))
  ctx.setTimer(tick({ n: m.n }), ctx.random.between(60, 90))
})
member.when('full', (s) => s.tags.size > 2, (s, ctx) => { s.full += 1; s.tags.clear(); ctx.broadcast(put({ key: 'full', value: 1 })) })
member.may('forget', (s) => s.acks > 1, (s) => { s.acks = 0 }, { rate: 0.5 })`;

const until = 500;
/** ms */
const near = 0.02;
const cells = (lines: readonly string[]): Cells => ({
  kind: rules,
  'scenario s': `scenario('s', { until: ${until} }, (world) => {
  world.add(member, 3)
  world.network({ latency: uniform(10, 70), loss: 0.05 })
${lines.map((line) => `  ${line}\n`).join('')}})`,
});

const states = ({ nodes, cuts }: Frame) =>
  JSON.stringify([nodes.map(({ id, alive, state }) => [id, alive, state]), [...cuts].map(String).toSorted()]);

const lineOf = (run: Opened, entry: number): string | null => run.session.handle({ type: 'scenario-line', entry }).line;

/** The marks of what was done by hand. */
const acts = (run: Opened) => run.to(0).marks.filter(({ entry }) => entry != null);

type Wish =
  | { readonly type: 'input'; readonly input: Input }
  /** One of what can happen next, by its place among those. */
  | { readonly type: 'choice'; readonly nth: number; readonly what: 'take' | 'drop' | 'duplicate' | 'delay' };

const node = fc.constantFrom('store1', 'store2', 'store3');
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ type: fc.constantFrom('crash' as const, 'restart' as const, 'isolate' as const), node }),
  fc.constantFrom<Input>(
    { type: 'cut', a: 'store1', b: 'store2' },
    { type: 'cut', a: 'store3', b: 'store2' },
    { type: 'heal' },
    { type: 'heal', a: 'store1', b: 'store2' },
    { type: 'note', text: "it's here" },
  ),
  fc.record({
    type: fc.constant('set' as const),
    node,
    path: fc.constantFrom(['puts'], ['log', 0, 'term']),
    value: fc.integer({ min: -5, max: 5 }),
  }),
  fc.record({
    type: fc.constant('add' as const),
    node,
    path: fc.constant(['kv']),
    key: fc.constantFrom('y', "o'z"),
    value: fc.constant({ n: 7 }),
  }),
  fc.record({ type: fc.constant('add' as const), node, path: fc.constant(['tags']), value: fc.constantFrom('b', 'c') }),
  fc.record({ type: fc.constant('remove' as const), node, path: fc.constantFrom(['kv', { key: 'x' }], ['log', 1]) }),
  fc.record({ type: fc.constant('move' as const), node, path: fc.constant(['log', 0]), to: fc.constant(1) }),
  fc.record({
    type: fc.constant('send' as const),
    from: fc.option(node),
    to: node,
    message: fc.constant('Put'),
    body: fc.constant({ key: 'sent', value: 3 }),
    after: fc.constantFrom(0, 40),
  }),
  fc.record({ type: fc.constant('fire' as const), node, rule: fc.constant('forget') }),
);
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ type: fc.constant('input' as const), input }),
  fc.record({
    type: fc.constant('choice' as const),
    nth: fc.nat(20),
    what: fc.constantFrom('take' as const, 'drop' as const, 'duplicate' as const, 'delay' as const),
  }),
);

function inputOf(run: Opened, one: Wish): Input | null {
  if (one.type === 'input') return one.input;
  const { choices }: { readonly choices: readonly Choice[] } = run.session.handle({ type: 'choices', step: null });
  const pending = choices.flatMap((choice) => (choice.input.type === 'take' ? [choice.input.pending] : []));
  const of = pending[one.nth % Math.max(1, pending.length)];
  if (of === undefined) return null;
  return one.what === 'delay' ? { type: 'delay', pending: of, ms: 35.5 } : { type: one.what, pending: of };
}

describe('an act of the reader as a line of the scenario', () => {
  it('does the same there, whatever the acts, between events and right after them; what it cannot do has no line', async () => {
    const lineless = new Set<string>();
    const told = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ wish, to: fc.nat({ max: 250 }), isStep: fc.boolean() }), { minLength: 1, maxLength: 5 }),
        async (wishes) => {
          const run = await openCells(cells([]), { seed: 5 });
          let time = 20;
          run.to(time);
          for (const { wish: one, to, isStep } of wishes) {
            // A moment between two events, or the one right after an event.
            if (isStep) time = Math.max(time, run.steps(1 + (to % 9)).now);
            else run.to((time += to));
            const act = inputOf(run, one);
            if (act === null || run.input(act).length > 0) continue;
            const mark = acts(run).at(-1);
            if (mark?.hasLine === true) told.add(act.type);
            else {
              lineless.add(act.type);
              expect(lineOf(run, mark?.entry ?? -1)).toBeNull();
              run.undo(mark?.entry ?? -1);
            }
          }
          const lines = acts(run).flatMap(({ entry, hasLine }) =>
            hasLine === true ? [lineOf(run, entry ?? -1) ?? 'no line'] : [],
          );
          const again = await openCells(cells(lines), { seed: 5 });
          again.to(until);
          expect(again.reply.program.diagnostics).toEqual([]);
          const end = run.to(until);
          // What was done right after an event is said for a few µs later, and what came of it comes so much later: where other events
          // are as near, their order may be another one.
          const times = end.log.flatMap((row) => (row.kind === 'note' ? [] : [row.time]));
          const after = (at: number, i: number): number => (times[i + 1] ?? until) - at;
          fc.pre(times.every((at, i) => at <= 100 || after(at, i) === 0 || after(at, i) > near));
          const quietAt = (from: number): number =>
            (times.find((at, i) => at > from && after(at, i) > near) ?? from) + near / 2;
          for (const moment of [quietAt(time), quietAt(time + 40)])
            expect(states(again.look({ time: moment }))).toBe(states(run.look({ time: moment })));
        },
      ),
      { numRuns: 40 },
    );
    // What is compared is not nothing.
    expect(told.size).toBeGreaterThan(3);
    expect(lineless.size).toBeGreaterThan(0);
  });

  it.each<readonly [Input, string]>([
    [{ type: 'crash', node: 'store1' }, "world.at(140, (w) => w.crash('store1'))"],
    [{ type: 'isolate', node: 'store2' }, "world.at(140, (w) => w.partition(['store2'], ['store1', 'store3']))"],
    [{ type: 'cut', a: 'store1', b: 'store2' }, "world.at(140, (w) => w.cut('store1', 'store2'))"],
    [
      { type: 'set', node: 'store1', path: ['log', 0, 'term'], value: 4 },
      "world.at(140, (w) => w.edit(member, 'store1', (s) => { Object.assign(s, { log: [{ term: 4 }, { term: 2 }] }) }))",
    ],
    [
      { type: 'send', from: null, to: 'store1', message: 'Put', body: { key: 'k', value: 1 } },
      "world.at(140, (w) => w.send('store1', put({ key: 'k', value: 1 })))",
    ],
  ])('says %j in the names of the notebook', async (act, line) => {
    const run = await openCells(cells([]), { seed: 5 });
    run.to(140);
    expect(run.input(act)).toEqual([]);
    expect(acts(run)).toMatchObject([{ hasLine: true }]);
    expect(lineOf(run, 0)?.replaceAll(/\s+/g, ' ')).toBe(line);
  });

  it('comes after the event that it was done after, also one of the same instant', async () => {
    const run = await openCells(cells([]), { seed: 5 });
    // The three timers of that instant, one after another.
    run.to(99);
    const { now } = run.steps(3);
    run.input({ type: 'crash', node: 'store1' });
    expect(lineOf(run, 0)).toBe(`world.at(${Number((now + 0.001).toFixed(3))}, (w) => w.crash('store1'))`);
  });

  it('is none for what is no act, and for an act that was refused', async () => {
    const run = await openCells(cells([]), { seed: 5 });
    run.to(140);
    run.input({ type: 'restart', node: 'store1' });
    expect(acts(run)[0]?.hasLine).toBeUndefined();
    expect([lineOf(run, 7)]).toEqual([null]);
  });
});

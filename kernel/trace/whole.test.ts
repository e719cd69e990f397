import { describe, expect, it } from 'vitest';
import type { Path } from '../path.ts';
import { openCells, type Opened } from '../session.fixture.ts';
import { partLimit } from './whole.ts';

const cells = {
  model: `
const Put = message<{ n: number; tags: Set<string> }>('Put')
const Never = message<{ a: bigint }>('Never')
const Tick = message('Tick')
const store = node('store', {
  state: () => ({ big: Array.from({ length: ${partLimit} }, (_, i) => i), long: Array.from({ length: 100 }, (_, i) => 'x'.repeat(i)), kv: new Map<number, bigint>(), n: 0 }),
  start(s, ctx) { ctx.setTimer(Tick(), 10) },
})
store.on(Tick, (s, _, ctx) => { s.n += 1; s.kv.set(s.n, BigInt(s.n)); ctx.broadcast(Put({ n: s.n, tags: new Set([ctx.self]) })); ctx.setTimer(Tick(), 10) })
store.on(Put, () => {})
const other = node('other', { state: () => ({}) })
other.on(Never, () => {})`,
  'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(store, 2); world.add(other); world.network({ latency: constant(12) }) })`,
};
const value = (run: Opened, path: Path, step: number | null = null, node = 'store1') =>
  run.session.handle({ type: 'value', node, path, step });

describe('a value in full', () => {
  it('is what the state holds, where a picture shows a part of it', async () => {
    const run = await openCells(cells);
    run.to(35);
    const long = value(run, ['long']);
    expect(long.type === 'value' && Array.isArray(long.value) ? long.value.length : 0).toBe(100);
    expect(value(run, ['long', 99])).toMatchObject({ type: 'value', value: 'x'.repeat(99) });
    expect(value(run, ['kv'])).toEqual({
      type: 'value',
      value: new Map([
        [1, 1n],
        [2, 2n],
        [3, 3n],
      ]),
      alike: [
        new Map([
          [1, 1n],
          [2, 2n],
          [3, 3n],
        ]),
      ],
    });
    expect(value(run, ['kv', { key: 2 }])).toEqual({ type: 'value', value: 2n, alike: [2n] });
  });

  it('is that of an earlier moment when one is shown', async () => {
    const run = await openCells(cells);
    const { step } = run.to(15);
    run.to(95);
    expect(value(run, ['n'])).toEqual({ type: 'value', value: 9, alike: [9] });
    expect(value(run, ['n'], step)).toEqual({ type: 'value', value: 1, alike: [1] });
  });

  it('is not given in part: it is too large, or not there', async () => {
    const run = await openCells(cells);
    run.to(15);
    expect(value(run, ['big'])).toMatchObject({ type: 'too-large', limit: partLimit });
    expect(value(run, ['big', 7])).toMatchObject({ type: 'value', value: 7 });
    expect(value(run, ['nothing'])).toMatchObject({ type: 'missing' });
    expect(value(run, ['n'], null, 'store9')).toMatchObject({ type: 'missing' });
  });
});

describe('what can be sent', () => {
  it('is each type of message with the kinds that have a rule for it', async () => {
    const run = await openCells(cells);
    expect(run.session.handle({ type: 'messages', of: null, step: null })).toEqual({
      types: [
        { name: 'Put', kinds: ['store'] },
        { name: 'Never', kinds: ['other'] },
        { name: 'Tick', kinds: ['store'] },
      ],
      bodies: [],
    });
  });

  it('comes with the latest bodies of a type: on their way, then arrived', async () => {
    const run = await openCells(cells);
    const bodies = (step: number | null, of = 'Put') => run.session.handle({ type: 'messages', of, step }).bodies;
    const { step } = run.to(35);
    run.to(300);
    const put = (n: number, from: string) => ({ n, tags: new Set([from]) });
    expect(bodies(step)).toEqual([
      put(3, 'store2'),
      put(3, 'store1'),
      put(2, 'store2'),
      put(2, 'store1'),
      put(1, 'store2'),
    ]);
    expect(bodies(null)[0]).toEqual(put(30, 'store2'));
    expect(bodies(null, 'Never')).toEqual([]);
    expect(bodies(null, 'Unknown')).toEqual([]);
  });
});

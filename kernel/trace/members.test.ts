import { describe, expect, it } from 'vitest';
import type { MembersWish } from '../members.ts';
import { openCells, type Opened } from '../session.fixture.ts';

const cells = {
  model: `
const Tick = message('Tick')
const store = node('store', {
  state: () => ({
    many: Array.from({ length: 10_000 }, (_, i) => i),
    kv: new Map<Plain, Plain>([['a', { n: 1, log: Array.from({ length: 100 }, (_, i) => i) }], [7, new Set(['p', 'q'])]]),
    text: 'x'.repeat(5_000),
    n: 0,
  }),
  start(s, ctx) { ctx.setTimer(Tick(), 10) },
})
type Plain = unknown
store.on(Tick, (s, _, ctx) => { s.n += 1; s.many.push(-s.n); ctx.setTimer(Tick(), 10) })`,
  'scenario s': `scenario('s', { until: 1_000 }, (world) => { world.add(store, 2) })`,
};
const members = (run: Opened, wish: Partial<MembersWish>, step: number | null = null) =>
  run.session.handle({ type: 'members', node: 'store1', path: [], from: 0, count: 50, taken: null, step, ...wish });

describe('the members of a collection in a state', () => {
  it('are told stretch by stretch, however many there are', async () => {
    const run = await openCells(cells);
    run.to(5);
    const told = members(run, { path: ['many'], from: 9_990 });
    expect(told).toMatchObject({ type: 'members', kind: 'array', size: 10_000, from: 9_990, at: [] });
    expect(told.type === 'members' ? told.rows.length : 0).toBe(10);
    expect(told.type === 'members' ? told.rows[0] : null).toEqual({
      key: { t: 'whole', value: 9_990 },
      value: { t: 'whole', value: 9_990 },
      fields: null,
    });
    const most = members(run, { path: ['many'], count: 10_000 });
    expect(most.type === 'members' ? most.rows.length : 0).toBe(200);
    expect(members(run, { path: ['many'], from: 20_000 })).toMatchObject({ from: 9_999 });
  });

  it('have their keys as the model has them, and fields of their own, each whole when it is small', async () => {
    const run = await openCells(cells);
    run.to(5);
    expect(members(run, { path: ['kv'] })).toMatchObject({
      kind: 'map',
      rows: [
        {
          key: { value: 'a' },
          value: { t: 'part', kind: 'object', size: 2 },
          fields: [
            ['n', { t: 'whole', value: 1 }],
            ['log', { t: 'part', kind: 'array', size: 100 }],
          ],
        },
        { key: { value: 7 }, value: { t: 'whole', value: new Set(['p', 'q']) }, fields: null },
      ],
    });
    expect(members(run, { path: ['kv', { key: 7 }] })).toMatchObject({ kind: 'set', size: 2, at: [1] });
    expect(members(run, { path: ['kv', 'a', 'log'] })).toMatchObject({ kind: 'array', size: 100, at: [0, 1] });
  });

  it('are asked for a key: whether it is there already', async () => {
    const run = await openCells(cells);
    run.to(5);
    const taken = (path: MembersWish['path'], key: MembersWish['taken']) => {
      const told = members(run, { path, taken: key, count: 0 });
      return told.type === 'members' ? told.taken?.isTaken : null;
    };
    expect(taken(['kv'], { key: 'a' })).toBe(true);
    expect(taken(['kv'], { key: '7' })).toBe(false);
    expect(taken(['kv'], { key: 7 })).toBe(true);
    expect(taken(['kv', { key: 7 }], { key: 'q' })).toBe(true);
    expect(taken([], { key: 'many' })).toBe(true);
    expect(taken(['many'], { key: 1 })).toBe(false);
  });

  it('are those of an earlier moment when one is shown', async () => {
    const run = await openCells(cells);
    const { step } = run.to(15);
    run.to(95);
    expect(members(run, { path: ['many'] })).toMatchObject({ size: 10_009 });
    expect(members(run, { path: ['many'] }, step)).toMatchObject({ size: 10_001 });
  });

  it('are none where a value stands, or nothing any more', async () => {
    const run = await openCells(cells);
    run.to(5);
    expect(members(run, { path: ['n'] })).toEqual({ type: 'value', value: { t: 'whole', value: 0 } });
    expect(members(run, { path: ['text'] })).toMatchObject({ value: { t: 'part', kind: 'string', size: 5_000 } });
    expect(members(run, { path: ['kv', 'gone'] })).toEqual({ type: 'missing', text: 'It is not there any more.' });
    expect(members(run, { node: 'nobody' })).toMatchObject({ type: 'missing' });
  });
});

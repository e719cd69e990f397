import { expect, test } from 'vitest';
import type { Input, Want } from '../protocol.ts';
import { openCells } from '../session.fixture.ts';
import { cells } from './gossip.fixture.ts';

const nothing: Want = { state: false, stats: false, log: 0, density: null };
const window = { from: 0, to: 1_000, buckets: 20 };
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

test('a picture has the density of those branches that are asked for', async () => {
  const run = await openCells(cells, { seed: 5 });
  run.to(600);
  const { step } = run.look({ time: 400 });
  run.branch({ type: 'fork', step, name: 'other' });
  run.to(800);
  const frame = (wanted: Want) => run.session.handle({ type: 'look', at: { time: 500 }, want: wanted }).frame;

  const [main, other] = frame({ ...nothing, density: { ...window, branches: [1] } }).branches;
  expect(main?.density).toHaveLength(20);
  expect(sum(main?.density ?? [])).toBe(main?.tip.step);
  expect(other?.density).toEqual([]);
  expect(frame({ ...nothing, density: window }).branches.map(({ density }) => density)).toEqual([[], []]);
});

test('a branch names its first violation and when it was', async () => {
  const run = await openCells(
    {
      ...cells,
      'check c': `always('few rumours', (world) => world.all(g).every((s) => s.heard.size <= 3))`,
      'check d': `always('fewer rumours', (world) => world.all(g).every((s) => s.heard.size <= 1))`,
    },
    { seed: 5 },
  );
  run.to(600);
  run.branch({ type: 'fork', step: 1 });
  const [main, other] = run.to(0).branches;
  run.branch({ type: 'switch', id: 1 });
  expect(main).toMatchObject({ violated: 2, violation: { property: 'fewer rumours' } });
  expect(main?.violation?.time).toBe(run.property('fewer rumours').at?.time);
  expect(other).toMatchObject({ violated: 0, violation: null });
});

test.each<[Input, string]>([
  [{ type: 'crash', node: 'g3' }, 'g3 crashed'],
  [{ type: 'cut', a: 'g1', b: 'g3' }, 'cut g1 | g3'],
  [{ type: 'restart', node: 'g4' }, 'g4 restarted'],
  [{ type: 'set', node: 'g1', path: ['made'], value: 7 }, 'g1.made set to 7'],
  [
    { type: 'send', from: null, to: 'g1', message: 'Rumour', body: { id: 7, path: [] } },
    'Rumour { id: 7, path: [] } sent to g1',
  ],
])('the mark of the act %o says which entry of the journal it is, so that it can be undone', async (input, title) => {
  const run = await openCells(cells, { seed: 5 });
  run.to(100);
  run.input({ type: 'crash', node: 'g4' });
  run.to(200);
  run.input(input);
  const entryOf = (name: string) => run.to(400).marks.find((mark) => mark.title === name)?.entry;
  expect(entryOf(title)).toBe(1);
  // What the scenario did is not the reader's to undo.
  expect(entryOf('g2 crashed')).toBeNull();
});

test('the run as it was, kept as a branch, is forked where the two part', async () => {
  const run = await openCells(cells, { seed: 5 });
  run.to(600);
  await run.edit(
    { rules: cells.rules.replace('if (s.heard.has(m.id)) return', 'if (s.heard.has(m.id) || m.id === 3) return') },
    { from: 'start' },
  );
  expect(run.to(600).status).not.toBe('rerunning');
  const divergence = run.to(0).ghost?.divergence;
  expect(divergence?.time).toBeGreaterThan(0);
  run.branch({ type: 'keep-ghost' });
  const kept = run.to(0).branches.find(({ name }) => name === 'main before');
  expect(kept?.forkedAt).toEqual({ step: divergence?.step, time: divergence?.time });
  const { comparison } = run.session.handle({
    type: 'compare',
    a: 1,
    b: kept?.id ?? 0,
    step: null,
    time: 600,
    budgetMs: Number.POSITIVE_INFINITY,
  });
  expect(comparison?.divergence).toMatchObject(kept?.forkedAt ?? {});
});

test('a mark leads to the moment at which what it tells of can be seen', async () => {
  const run = await openCells({ ...cells, 'check c': `always('g2 lives', (world) => world.alive('g2'))` }, { seed: 5 });
  run.to(600);
  const { marks } = run.to(0);
  for (const [kind, title] of [
    ['fault', 'g2 crashed'],
    ['violation', 'g2 lives'],
  ]) {
    const mark = marks.find((one) => one.kind === kind && one.title === title);
    const alive = (step: number) => run.look({ step }).nodes.find(({ id }) => id === 'g2')?.alive;
    expect(alive((mark?.step ?? 0) - 1), title).toBe(true);
    expect(alive(mark?.step ?? 0), title).toBe(false);
  }
});

test('a branch has the marks of what is in its past, and of no event that is still to come in it', async () => {
  const run = await openCells(cells, { seed: 5 });
  run.to(600);
  const crash = run.to(0).marks.find(({ title }) => title === 'g2 crashed')?.step ?? 0;
  const titles = () => run.to(0).marks.map(({ title }) => title);
  run.branch({ type: 'fork', step: crash });
  expect(titles().filter((title) => title === 'g2 crashed')).toHaveLength(1);
  run.branch({ type: 'fork', step: crash - 1 });
  expect(titles()).not.toContain('g2 crashed');
  run.to(600);
  expect(titles().filter((title) => title === 'g2 crashed')).toHaveLength(1);
});

test('the marks are not sent to a page that has them', async () => {
  const run = await openCells(cells, { seed: 5 });
  const { marks, marksVersion } = run.to(400);
  const { length } = marks;
  expect(length).toBeGreaterThan(1);
  const again = run.session.handle({ type: 'look', at: { step: 3 }, want: { ...nothing, marksVersion } }).frame;
  expect(again).toMatchObject({ marks: [], marksVersion });
  const later = run.session.handle({
    type: 'advance',
    to: 800,
    steps: null,
    budgetMs: Number.POSITIVE_INFINITY,
    want: { ...nothing, marksVersion },
  }).frame;
  expect(later.marks.length).toBeGreaterThan(length);
  expect(later.marksVersion).not.toBe(marksVersion);
});

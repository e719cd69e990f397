import { expect, test } from 'vitest';
import { openCells, type Opened } from '../session.fixture.ts';
import type { ProbePlace, Watched } from '../protocol.ts';

const rules = `const Tick = message<{ n: number }>('Tick')
const a = node('a', { state: () => ({ n: 0, low: true as boolean }) })
a.start((s, ctx) => { ctx.setTimer(Tick({ n: 1 }), 10) })
a.on(Tick, (s, { n }, ctx) => {
  s.n = n * n
  for (let i = 0; i < 2; i++) ctx.count('a.turns_total')
  ctx.setTimer(Tick({ n: n + 1 }), 10)
})
a.when('high', (s) => s.low && s.n > 20, (s) => { s.low = false })`;
const scenario = `scenario('s', (w) => { w.add(a) })`;
const place: ProbePlace = { cell: 'rules', kind: 'value', label: 's.n', nth: 0 };

const watch = (run: Opened, more: Partial<ProbePlace> = {}, budgetMs = 1e9): Watched =>
  run.session.handle({ type: 'watch', place: { ...place, ...more }, budgetMs });
const values = ({ points }: Watched): string[] =>
  points.map(({ value }) => (value.t === 'atom' ? value.text : value.t));

test('a place is watched over all events of the run, and goes on when the run goes on', async () => {
  const run = await openCells({ rules, scenario });
  run.to(45);
  const before = run.digest();
  const first = watch(run);
  expect(first).toMatchObject({ status: 'done', count: 4, range: { line: 5, column: 3 } });
  expect(values(first)).toEqual(['1', '4', '9', '16']);
  expect(first.points[1]).toMatchObject({ step: 2, time: 20, node: 'a', times: 1 });
  expect(run.digest()).toBe(before);
  run.to(65);
  expect(values(watch(run))).toEqual(['1', '4', '9', '16', '25', '36']);
});

test('of several times in one event the last is told, and how often', async () => {
  const run = await openCells({ rules, scenario });
  run.to(25);
  const { points } = watch(run, { kind: 'effect', label: 'count' });
  expect(points.map(({ times }) => times)).toEqual([2, 2]);
  expect(values(watch(run, { kind: 'turns', label: '' }))).toEqual(['2', '2']);
});

test('what a guard compares is told of the events in which it held', async () => {
  const run = await openCells({ rules, scenario });
  run.to(100);
  expect(values(watch(run, { kind: 'compared' }))).toEqual(['25']);
});

test('a place is found again after an edit elsewhere, follows the new text after an edit of its line, and may be gone', async () => {
  const run = await openCells({ rules, scenario });
  run.to(35);
  expect(values(watch(run))).toEqual(['1', '4', '9']);
  await run.edit({ rules: `// About ticks.\n${rules}` });
  expect(watch(run)).toMatchObject({ range: { line: 6 }, count: 3 });
  await run.edit({ rules: rules.replace('n * n', 'n + 100') });
  run.to(55);
  const after = watch(run);
  expect(values(after)).toEqual(['104', '105']);
  expect(after.notes).toEqual(['Where a.Tick was another text, nothing is shown.']);
  await run.edit({ rules: rules.replace('s.n = n * n', '') });
  expect(watch(run)).toMatchObject({ status: 'gone', range: null });
});

test('a long run is gone over in pieces, and of many values some are kept', async () => {
  const run = await openCells({ rules, scenario });
  run.to(59_000);
  let piece = watch(run, {}, 0);
  expect(piece.status).toBe('running');
  while (piece.status === 'running') piece = watch(run, {}, 0);
  expect(piece.count).toBe(5_900);
  expect(piece.points.length).toBeLessThanOrEqual(2_000);
  expect(piece.notes).toEqual(['One of 4 values is shown.']);
});

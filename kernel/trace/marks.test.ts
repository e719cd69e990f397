import { expect, it } from 'vitest';
import { openCells } from '../session.fixture.ts';

const cells = {
  model: `
const Tick = message('Tick')
const n = node('n', { state: () => ({ count: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
n.on(Tick, (s, _, ctx) => { s.count += 1; ctx.setTimer(Tick(), 10) })`,
  'scenario s': `scenario('s', { until: 100_000 }, (world) => {
  world.add(n, 2)
  for (let i = 1; i <= 3_000; i++) world.at(i * 10, 'beat ' + i, () => {})
})`,
};

it('keeps the newest marks and those of edits and acts when there are too many, and says so', async () => {
  const run = await openCells(cells);
  run.to(105);
  run.input({ type: 'crash', node: 'n2' });
  await run.edit({ model: cells.model.replace('s.count += 1', 's.count += 2') });
  run.to(15_000);
  expect(run.to(0).memory.thinned.marksBefore).toBeNull();
  run.to(25_005);
  const { marks, memory } = run.to(0);
  const titles = marks.map(({ title }) => title);
  expect(marks.length).toBeLessThanOrEqual(2_000);
  expect(titles).toContain('n2 crashed');
  expect(marks.map(({ kind }) => kind)).toContain('swap');
  expect(titles).toContain('beat 2500');
  // All that are left out lie before the moment that is told, and none after it is missing.
  const beats = titles.filter((title) => title.startsWith('beat')).map((title) => Number(title.slice(5)));
  const [first = 0] = beats;
  expect(first).toBeGreaterThan(1);
  expect(beats).toEqual(Array.from({ length: 2_501 - first }, (_, i) => first + i));
  expect(memory.thinned.marksBefore).toBe((first - 1) * 10);
  expect(memory.thinnedBefore).toBe((first - 1) * 10);
});

it('tells in the receipt of an edit from the start what came of it, however many marks came meanwhile', async () => {
  const run = await openCells(cells);
  run.to(29_990);
  await run.edit({ model: cells.model.replace('s.count += 1', 's.count += 2') }, { from: 'start' });
  while (run.to(29_990).status === 'rerunning');
  const receipts = run.to(29_990).marks.filter(({ kind }) => kind === 'swap');
  expect(receipts).toHaveLength(1);
  expect(receipts[0]?.text.join(' ')).toMatch(/History (differs|is the same)/);
});

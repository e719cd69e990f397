/** Edits and the run: when they take effect, on what, and what stays. */
import {
  cell,
  diagnostic,
  expectBadge,
  nodes,
  openNotebook,
  pasteOver,
  pause,
  select,
  serveNotebook,
  showView,
  typeOver,
  virtualTime,
} from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const text = `---
title: Two counters
speed: 1
---

\`\`\`ts rules messages
const Tick = message('Tick')
\`\`\`

\`\`\`ts rules up
const up = node('up', {
  state: () => ({ count: 0, label: 'none' }),
  start: (s, ctx) => ctx.setTimer(Tick(), 10),
})
up.on(Tick, (s, _, ctx) => {
  s.count += 1
  ctx.setTimer(Tick(), 10)
})
\`\`\`

\`\`\`ts rules down
const down = node('down', {
  state: () => ({ count: 0 }),
  start: (s, ctx) => ctx.setTimer(Tick(), 10),
})
down.on(Tick, (s, _, ctx) => {
  s.count -= 1
  ctx.setTimer(Tick(), 10)
})
\`\`\`

\`\`\`ts scenario both
scenario('both', (world) => {
  world.add(up)
  world.add(down)
})
\`\`\`
`;

const field = async (page: Page, kind: string, name = 'count'): Promise<unknown> =>
  (await nodes(page, kind))[0]?.state[name];
const count = async (page: Page, kind: string): Promise<number> => Number(await field(page, kind));

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, 'counters.sim.md', text);
  await openNotebook(page, 'counters.sim.md');
  await showView(page, 'State');
});

test('an edit while the run is paused moves nothing, and is obeyed from the next event on', async ({ page }) => {
  await pause(page);
  const [time, before] = [await virtualTime(page), await count(page, 'up')];
  await pasteOver(page, 'rules up', 's.count += 1', 's.count += 1000');
  await expectBadge(page, 'rules up', 'live');
  await expect(page.getByRole('button', { name: /^Edit: / })).toHaveCount(1);
  expect(await virtualTime(page)).toBe(time);
  expect(await count(page, 'up')).toBe(before);
  await page.getByRole('button', { name: 'Step forward' }).click();
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect.poll(() => count(page, 'up')).toBe(before + 1_000);
});

test('an edit while the past is shown takes effect now, not then; the past stays as it was', async ({ page }) => {
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(500);
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('Home');
  await expect.poll(() => virtualTime(page)).toBe(0);
  await typeOver(page, 'rules up', 's.count += 1', 's.count += 1000');
  await expectBadge(page, 'rules up', 'live');
  expect(await virtualTime(page)).toBe(0);
  expect(await count(page, 'up')).toBe(0);
  await page.getByRole('button', { name: 'Go live' }).click();
  await expect.poll(() => count(page, 'up')).toBeGreaterThan(40);
  const before = await count(page, 'up');
  expect(before).toBeLessThan(1_000);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => count(page, 'up')).toBeGreaterThan(before + 999);
});

test('a broken cell keeps no other cell from its edit', async ({ page }) => {
  // One key: on a slow machine, half of what is typed would be in force meanwhile.
  await typeOver(page, 'rules up', 's.count += 1', ')');
  await expectBadge(page, 'rules up', 'kept');
  await typeOver(page, 'rules down', 's.count -= 1', 's.count -= 1000');
  await expectBadge(page, 'rules down', 'live');
  await expect.poll(() => count(page, 'down')).toBeLessThan(-1_000);
  const kept = await count(page, 'up');
  await expect.poll(() => count(page, 'up'), { message: 'under its last good rule' }).toBeGreaterThan(kept);
  await expectBadge(page, 'rules up', 'kept');
});

test('a new field comes with its first value, the others keep theirs; another type is refused', async ({ page }) => {
  const before = await count(page, 'up');
  await typeOver(page, 'rules up', "label: 'none'", "label: 'none', age: 7");
  await expectBadge(page, 'rules up', 'live');
  await expect.poll(() => field(page, 'up', 'age')).toBe(7);
  expect(await count(page, 'up')).toBeGreaterThanOrEqual(before);

  await typeOver(page, 'rules up', "label: 'none'", 'label: { text: 1 }');
  await expectBadge(page, 'rules up', 'kept');
  await expect(cell(page, 'rules up').locator('.diagnostic').first()).toContainText('label');
  expect(await field(page, 'up', 'label')).toBe('none');
});

test('another type is taken with the migration that its diagnostic inserts', async ({ page }) => {
  const before = await count(page, 'up');
  await typeOver(page, 'rules up', "label: 'none'", 'label: new Set<string>()');
  await expectBadge(page, 'rules up', 'kept');
  await expect(diagnostic(page, 'rules up', 'swap/state-type')).toContainText('label was a string and is now a set');
  await page.getByRole('button', { name: 'Insert a migrate cell' }).click();
  await expectBadge(page, 'rules up', 'live');
  await expect(cell(page, 'rules').locator('.view-lines')).toContainText('up.migrate((old)');
  await expect.poll(() => field(page, 'up', 'label')).toEqual([]);
  expect(await count(page, 'up')).toBeGreaterThanOrEqual(before);
});

test('undo in the editor puts the old rule in force again', async ({ page }) => {
  // At once: half of it, `s.count +=` before the next line, is a rule too, and after it the count is no number any more.
  await pasteOver(page, 'rules up', 's.count += 1', 's.count += 1000');
  await expect.poll(() => count(page, 'up')).toBeGreaterThan(1_000);
  const marks = page.getByRole('button', { name: /^Edit: / });
  await expect(marks.first()).toBeVisible();
  for (let i = 0; i < 20; i++) await page.keyboard.press('Control+z');
  await expect(cell(page, 'rules up').locator('.view-lines')).not.toContainText('1000');
  await expectBadge(page, 'rules up', 'live');
  const [time, before] = [await virtualTime(page), await count(page, 'up')];
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(time + 300);
  expect(await count(page, 'up')).toBeLessThan(before + 999);
});

test('a name that two cells define is reported at both, and what was good stays in force', async ({ page }) => {
  await select(page, 'rules down', "const down = node('down', {");
  await page.keyboard.press('Home');
  await page.keyboard.type('const up = 1; ');
  await expect(diagnostic(page, 'rules down', 'graph/duplicate')).toBeVisible();
  await expect(diagnostic(page, 'rules up', 'graph/duplicate')).toBeVisible();
  const kept = await count(page, 'up');
  await expect.poll(() => count(page, 'up')).toBeGreaterThan(kept);
});

/** Literals that move: dragged with the mouse, stepped with the keyboard; the run follows. */
import {
  cell,
  dragBy,
  expectBadge,
  expectCode,
  letDraw,
  openNotebook,
  pause,
  placeOf,
  select,
  serveNotebook,
  virtualTime,
} from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const timeout = 'rules election-timeout';
const label = (page: Page) => page.locator('.move-label');
const ghost = (page: Page) => page.getByTitle('The run as it was before the edit');
const edits = (page: Page) => page.getByRole('button', { name: /^Edit: / });

const editFrom = (page: Page, from: string) =>
  page.getByRole('group', { name: 'Edits take effect from' }).getByRole('button', { name: from }).click();

async function openRaft(page: Page): Promise<void> {
  await openNotebook(page, '02-raft.sim.md');
  await expectBadge(page, timeout, 'live');
  await expect(cell(page, timeout).locator('.movable')).toHaveText(['150', '300']);
}

test.describe('In Raft', () => {
  test('a timeout is dragged from the start: the run is another at once, beside it stands the run as it was', async ({
    page,
  }) => {
    await openRaft(page);
    await editFrom(page, 'start');
    // Beyond the first timeout: a shorter one would have come sooner.
    await expect.poll(() => virtualTime(page)).toBeGreaterThan(400);
    await pause(page);
    await dragBy(page, timeout, '300', -200);
    await expect(label(page)).toHaveText('300 → 200');
    await expectCode(page, timeout, 'between(150, 200)');
    // The mouse is still down.
    await expectBadge(page, timeout, 'live');
    await expect(ghost(page)).toBeVisible();
    await page.mouse.up();
    await expect(label(page)).toBeHidden();
    await expect(ghost(page)).toBeVisible();
    await page.keyboard.press('Control+z');
    await expectCode(page, timeout, 'between(150, 300)');
    await expectBadge(page, timeout, 'live');
  });

  test('Escape takes a drag back while the mouse is down, in the text and in the run', async ({ page }) => {
    await openRaft(page);
    await editFrom(page, 'start');
    await expect.poll(() => virtualTime(page)).toBeGreaterThan(400);
    await pause(page);
    await dragBy(page, timeout, '150', -240);
    await expectCode(page, timeout, 'between(30, 300)');
    await expect(ghost(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expectCode(page, timeout, 'between(150, 300)');
    await expectBadge(page, timeout, 'live');
    await expect(ghost(page)).toBeHidden();
    // What the mouse still does means nothing; the cell is still written in.
    await page.mouse.move(300, 500);
    await page.mouse.up();
    await expectCode(page, timeout, 'between(150, 300)');
  });

  test('Alt and the arrows step the number at the caret, ten at a time with Shift, and one Ctrl+Z takes one step back', async ({
    page,
  }) => {
    await openRaft(page);
    const { x, y, height } = await placeOf(page, timeout, '150');
    await page.mouse.click(x + 1, y + height / 2);
    await page.keyboard.press('Alt+ArrowUp');
    await expectCode(page, timeout, 'between(151, 300)');
    await expect(label(page)).toHaveText('150 → 151');
    await page.keyboard.press('Alt+Shift+ArrowDown');
    await expectCode(page, timeout, 'between(141, 300)');
    await expect(label(page)).toHaveText('150 → 141');
    await expectBadge(page, timeout, 'live');
    await expect(edits(page)).toHaveCount(1);
    await page.keyboard.press('Control+z');
    await expectCode(page, timeout, 'between(151, 300)');
  });
});

test.describe('In a cell of many kinds of literals', () => {
  const name = 'rules model';
  const text = `---
title: Literals
speed: 1
---

\`\`\`ts rules model
const Tick = message('Tick')
const up = node('up', { state: () => ({ count: 0, on: true }) })
up.start((s, ctx) => ctx.setTimer(Tick(), 20))
up.on(Tick, (s, _, ctx) => {
  if (s.on) s.count += 5_000
  ctx.note('7 of 9')
  ctx.setTimer(Tick(), 10)
})
\`\`\`

\`\`\`ts scenario
scenario('s', (world) => { world.add(up) })
\`\`\`
`;

  test.beforeEach(async ({ page }) => {
    await serveNotebook(page, 'literals.sim.md', text);
    await openNotebook(page, 'literals.sim.md');
    await expectBadge(page, name, 'live');
  });

  test('numbers and booleans are underlined, what stands in a string is not', async ({ page }) => {
    await expect(cell(page, name).locator('.movable')).toHaveText(['0', 'true', '20', '5_000', '10']);
  });

  test('a drag from now on is one edit on the timeline, keeps how the number is written, and moves a boolean', async ({
    page,
  }) => {
    await dragBy(page, name, '5_000', 30);
    await page.mouse.up();
    await expectCode(page, name, 's.count += 6_500');
    await expect(edits(page)).toHaveCount(1);
    await dragBy(page, name, 'true', -40);
    await page.mouse.up();
    await expectCode(page, name, 'on: false');
    await expectBadge(page, name, 'live');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expectCode(page, name, 's.count += 5_000');
    await expectCode(page, name, 'on: true');
  });

  test('a way there and back is nothing to undo', async ({ page }) => {
    await dragBy(page, name, '5_000', 30);
    await page.mouse.up();
    await expectCode(page, name, '6_500');
    const { x, y, width } = await placeOf(page, name, '6_500');
    await dragBy(page, name, '6_500', 40);
    await expectCode(page, name, '8_500');
    await page.mouse.move(x + width / 2, y + 8, { steps: 10 });
    await expectCode(page, name, '6_500');
    await page.mouse.up();
    await page.keyboard.press('Control+z');
    await expectCode(page, name, '5_000');
  });

  test('a click on a literal puts the caret there, and a drag beside it selects text', async ({ page }) => {
    const { x, y, height } = await placeOf(page, name, '5_000');
    await page.mouse.click(x + 1, y + height / 2);
    await page.keyboard.type('1');
    await expectCode(page, name, 's.count += 15_000');
    await select(page, name, 's.count += 15_000');
    await page.keyboard.type('s.count -= 1');
    await expectCode(page, name, 'if (s.on) s.count -= 1');
  });

  test('a double click on a literal selects it, and dragged on it selects words', async ({ page }) => {
    const { x, y, height } = await placeOf(page, name, '5_000');
    await page.mouse.dblclick(x + 10, y + height / 2);
    await page.keyboard.type('1_234');
    await expectCode(page, name, 's.count += 1_234');
    const count = await placeOf(page, name, 'count += 1_234');
    await page.mouse.move(x + 10, y + height / 2);
    await page.mouse.down();
    await page.mouse.up();
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.move(count.x + 2, y + height / 2, { steps: 8 });
    await page.mouse.up();
    await page.keyboard.type('total = 9');
    await expectCode(page, name, 's.total = 9');
  });

  test('a drag upwards from a literal selects text', async ({ page }) => {
    const { x, y, height } = await placeOf(page, name, '5_000');
    await page.mouse.move(x + 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 2, y - height / 2, { steps: 6 });
    await page.mouse.up();
    await letDraw(page, 3);
    await page.keyboard.press('Delete');
    await expect(cell(page, name).locator('.view-lines')).not.toContainText('s.on');
    await expectCode(page, name, '5_000');
  });

  test('off a literal Alt and the arrows move the line', async ({ page }) => {
    await select(page, name, 'ctx.note');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Alt+ArrowUp');
    const above = async (): Promise<boolean> =>
      (await placeOf(page, name, 'ctx.note')).y < (await placeOf(page, name, 's.on')).y;
    await expect.poll(above).toBe(true);
  });
});

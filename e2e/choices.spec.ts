/** Literals that are one of a few, by what the types say, and numbers that have bounds. */
import { seriousFaults } from './axe.ts';
import {
  cell,
  dragBy,
  expectBadge,
  expectCode,
  openNotebook,
  pause,
  placeOf,
  serveNotebook,
  virtualTime,
} from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const rules = 'rules model';
const world = 'scenario world';
const text = `---
title: Choices
speed: 1
---

\`\`\`ts rules types
type Pace = 'slow' | 'brisk' | 'fast'
const Tick = message<{ pace: Pace; loud: boolean }>('Tick')
const every: Record<Pace, number> = { slow: 40, brisk: 20, fast: 10 }
\`\`\`

\`\`\`ts rules model
/** @maximum 7 */
const limit = 6
const up = node('up', { state: () => ({ count: 0, pace: 'slow' as Pace }) })
up.start((s, ctx) => ctx.setTimer(Tick({ pace: 'brisk', loud: false }), 20))
up.on(Tick, (s, m, ctx) => {
  s.count += 1
  s.pace = 'slow'
  if (m.pace === 'fast' && s.count > limit) ctx.note('slow')
  ctx.setTimer(Tick({ pace: s.pace, loud: m.loud }), every[s.pace])
})
\`\`\`

\`\`\`ts scenario world
scenario('s', (world) => {
  world.add(up, 2)
  world.network({ delivery: 'ordered', loss: 0.98 })
})
\`\`\`
`;

const choices = (page: Page, name: string) => cell(page, name).locator('.movable-choice');
const label = (page: Page) => page.locator('.move-label');
const button = (page: Page) => page.locator('.choice-turn');
const ghost = (page: Page) => page.getByTitle('The run as it was before the edit');

async function clickOn(page: Page, name: string, find: string, keys: readonly string[] = []): Promise<void> {
  const { x, y, width, height } = await placeOf(page, name, find);
  for (const key of keys) await page.keyboard.down(key);
  await page.mouse.click(x + width / 2, y + height / 2);
  for (const key of keys) await page.keyboard.up(key);
}

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, 'choices.sim.md', text);
  await openNotebook(page, 'choices.sim.md');
  await expectBadge(page, rules, 'live');
  await expect(choices(page, rules)).toHaveText(["'slow'", "'brisk'", 'false', "'slow'", "'fast'"]);
});

test('a text that is one of a few is turned by Alt+click, by its button, and by Alt and the arrows; the run follows', async ({
  page,
}) => {
  await page.getByRole('group', { name: 'Edits take effect from' }).getByRole('button', { name: 'start' }).click();
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(200);
  await pause(page);
  // The type stands in another cell.
  await clickOn(page, rules, "'slow'", ['Alt']);
  await expectCode(page, rules, "pace: 'brisk' as Pace");
  await expect(label(page)).toHaveText("'slow' → 'brisk' · 2/3");
  await expectBadge(page, rules, 'live');
  await expect(ghost(page)).toBeVisible();

  // The button comes for the pointer, stays beneath it, and goes round.
  const { x, y, height } = await placeOf(page, rules, "'fast'");
  await page.mouse.move(x + 10, y + height / 2);
  await expect(button(page)).toHaveAccessibleName("Next alternative to 'fast', 3 of 3");
  expect(await seriousFaults(page, ['.cell-editor'])).toEqual([]);
  await button(page).click();
  await expectCode(page, rules, "m.pace === 'slow'");
  await expect(label(page)).toHaveText("'fast' → 'slow' · 1/3");
  await button(page).click();
  await expectCode(page, rules, "m.pace === 'brisk'");

  // The caret is on it now.
  await page.keyboard.press('Alt+ArrowUp');
  await expectCode(page, rules, "m.pace === 'fast'");
  await page.keyboard.press('Alt+ArrowUp');
  await expect(label(page)).toHaveText("'fast' → 'fast' · 3/3");
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await expectCode(page, rules, "m.pace === 'slow'");
  await expectBadge(page, rules, 'live');

  // A step is a step to undo.
  for (const before of ["'fast'", "'brisk'", "'slow'", "'fast'"]) {
    await page.keyboard.press('Control+z');
    await expectCode(page, rules, `m.pace === ${before}`);
  }
  await page.keyboard.press('Control+z');
  await expectCode(page, rules, "pace: 'slow' as Pace");
});

test('a plain click puts the caret on it, a drag goes through the alternatives, and one that is not written any more is none', async ({
  page,
}) => {
  await clickOn(page, rules, 'false', ['Alt']);
  await expectCode(page, rules, 'loud: true');
  await clickOn(page, rules, 'true', ['Alt', 'Shift']);
  await expectCode(page, rules, 'loud: false');
  await dragBy(page, rules, "'brisk'", 30);
  await expect(label(page)).toHaveText("'brisk' → 'fast' · 3/3");
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expectCode(page, rules, "pace: 'brisk'");

  await clickOn(page, world, "'ordered'", ['Alt']);
  await expectCode(page, world, "delivery: 'unordered-duplicating'");
  await clickOn(page, world, 'unordered-dup');
  await expect(button(page)).toBeVisible();
  await page.keyboard.type('x');
  // While it is written it is left alone, and it is not one of them.
  await expect(button(page)).toBeHidden();
  await expect(choices(page, world)).toHaveCount(0);
  await page.keyboard.press('Backspace');
  await expect(choices(page, world)).toHaveText(["'unordered-duplicating'"]);
  await expectBadge(page, world, 'live');
});

test('a number stays within the bounds of the library and of the notebook, and says so where it ends', async ({
  page,
}) => {
  await clickOn(page, world, '0.98');
  await page.keyboard.press('Alt+ArrowUp');
  await expectCode(page, world, 'loss: 0.99');
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await expectCode(page, world, 'loss: 1.00');
  await expect(label(page)).toHaveText('0.98 → 1.00 · at most 1');
  await clickOn(page, world, '2');
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await expect(label(page)).toHaveText('2 → 1 · at least 1');
  await expectCode(page, world, 'world.add(up, 1)');
  await dragBy(page, rules, '6', 60);
  await expect(label(page)).toHaveText('6 → 7 · at most 7');
  await page.mouse.up();
  await expectCode(page, rules, 'const limit = 7');
  await expectBadge(page, rules, 'live');
});

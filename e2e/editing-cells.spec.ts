/** The notebook as one text: a history over all its cells, operations on cells, and every command by name. */
import { seriousFaults } from './axe.ts';
import {
  cell,
  expectBadge,
  expectCode,
  openNotebook,
  placeOf,
  select,
  serveNotebook,
  watchClock,
} from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const text = `---
title: Cells
speed: 0.1
---

# Cells

First words.

\`\`\`ts rules beat
const Beat = message('Beat')
const gap = 10
const twice = (n: number) => n * 2
\`\`\`

\`\`\`ts rules heart
const heart = node('heart', {
  state: () => ({ beats: 0 }),
  start: (s, ctx) => ctx.setTimer(Beat(), gap),
})
heart.on(Beat, (s, _, ctx) => {
  s.beats += 1
  ctx.setTimer(Beat(), gap)
})
\`\`\`

\`\`\`ts scenario one
scenario('one heart', (world) => {
  world.add(heart)
})
\`\`\`
`;

async function caretBehind(page: Page, name: string, find: string): Promise<void> {
  const { x, y, width, height } = await placeOf(page, name, find);
  await page.mouse.click(x + width, y + height / 2);
}

const names = (page: Page): Promise<readonly (string | null)[]> =>
  page.getByRole('article').evaluateAll((cells) => cells.map((each) => each.getAttribute('aria-label')));

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, 'cells.sim.md', text);
  await openNotebook(page, 'cells.sim.md');
  await expectBadge(page, 'rules heart', 'live');
  await expect(cell(page, 'scenario one').locator('.monaco-editor')).toBeVisible();
});

test('one history goes over cells, texts, renames and operations, and the run goes on all the while', async ({
  page,
}) => {
  const clock = await watchClock(page);
  await caretBehind(page, 'rules beat', 'gap = 10');
  await page.keyboard.type(' + 1');
  await caretBehind(page, 'rules heart', 's.beats += 1');
  await page.keyboard.type('0 ');
  await expectBadge(page, 'rules heart', 'live');
  // Undone in the cell one is in, then where the edit before it was; the caret goes there.
  await press(page, 'Control+z');
  await expectCode(page, 'rules heart', 's.beats += 1  ctx');
  await expect(cell(page, 'rules heart').locator('.monaco-editor.focused')).toBeVisible();
  await press(page, 'Control+z');
  await expect(cell(page, 'rules beat').locator('.monaco-editor.focused')).toBeVisible();
  await expectCode(page, 'rules beat', 'gap = 10 + const');
  await page.keyboard.type('2');
  await expectCode(page, 'rules beat', 'gap = 10 + 2const');
  await press(page, 'Control+z', 'Control+z', 'Control+z');
  await expectCode(page, 'rules beat', 'gap = 10const');
  await press(page, 'Control+Shift+z', 'Control+y', 'Control+y');
  await expectCode(page, 'rules beat', 'gap = 10 + 2const');
  await press(page, 'Control+z', 'Control+z', 'Control+z');

  // What is typed over a number is one step, though it begins as that did.
  await select(page, 'rules beat', '10');
  await page.keyboard.type('155');
  await expectCode(page, 'rules beat', 'gap = 155const');
  await press(page, 'Control+z');
  await expectCode(page, 'rules beat', 'gap = 10const');

  // A rename edits two cells in one step.
  await caretBehind(page, 'rules beat', 'const gap');
  await press(page, 'ArrowLeft', 'F2');
  await expect(page.locator('.rename-box input')).toBeFocused({ timeout: 30_000 });
  await press(page, 'Control+a');
  await page.keyboard.type('pause');
  await press(page, 'Enter');
  await expectCode(page, 'rules heart', 'ctx.setTimer(Beat(), pause)');
  await expectCode(page, 'rules beat', 'const pause = 10');
  await expectBadge(page, 'rules heart', 'live');
  await press(page, 'Control+z');
  await expectCode(page, 'rules heart', 'ctx.setTimer(Beat(), gap)');
  await expectCode(page, 'rules beat', 'const gap = 10');

  // Text, in command mode; and a cell that went with its editor comes back with its edits still to be undone.
  await page.getByText('First words.').dblclick();
  await press(page, 'Control+End', 'Shift+Home');
  await page.keyboard.type('First');
  await press(page, 'Control+z');
  await expect(page.getByRole('textbox', { name: 'Markdown text' })).toHaveValue('# Cells\n\nFirst words.');
  await press(page, 'Control+End');
  await page.keyboard.type(' More');
  await press(page, 'Escape');
  await expect(page.getByText('First words. More')).toBeVisible();
  await caretBehind(page, 'rules beat', 'n * 2');
  await page.keyboard.type('2');
  await press(page, 'Escape', 'd', 'd');
  await expect(cell(page, 'rules beat')).toHaveCount(0);
  await press(page, 'Control+z');
  await expectCode(page, 'rules beat', 'n * 22');
  await press(page, 'Control+z');
  await expect(cell(page, 'rules beat').locator('.view-lines')).toContainText(/n\s\*\s2$/);
  await press(page, 'Control+z');
  await expect(page.getByText('First words. More')).toHaveCount(0);
  await expectBadge(page, 'rules beat', 'live');
  expect((await clock()).back).toEqual([]);

  // The page may be gone in between: what was done can still be undone, and what was undone done again.
  await press(page, 'Control+Shift+z');
  await expect(page.getByText('First words. More')).toBeVisible();
  await expect.poll(() => keptSteps(page)).toEqual([2, 2]);
  await page.reload();
  await expectBadge(page, 'rules beat', 'live');
  await press(page, 'Control+z');
  await expect(page.getByText('First words. More')).toHaveCount(0);
  await press(page, 'Control+Shift+z');
  await expect(page.getByText('First words. More')).toBeVisible();
  await press(page, 'Control+Shift+z');
  await expect(cell(page, 'rules beat')).toContainText('n * 22');
  await expectBadge(page, 'rules beat', 'live');
});

/** How many steps the browser keeps to be undone, and to be done again. */
const keptSteps = (page: Page): Promise<readonly number[] | null> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('rehearsal-undo');
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction('histories').objectStore('histories').get('cells.sim.md');
          reading.addEventListener('success', () => {
            opening.result.close();
            resolve(reading.result === undefined ? null : [reading.result.past.length, reading.result.future.length]);
          });
        });
      }),
  );

test('cells are split, merged, moved, cut, pasted, folded and formatted by key, each undone in one step', async ({
  page,
}) => {
  const clock = await watchClock(page);
  const before = await names(page);
  await caretBehind(page, 'rules beat', 'gap = 10');
  await press(page, 'Control+Shift+-');
  await expect
    .poll(() => names(page))
    .toEqual(['rules cell beat', 'rules cell', 'rules cell heart', 'scenario cell one']);
  await expectCode(page, 'rules', 'const twice');
  await expect(cell(page, 'rules').locator('.monaco-editor.focused')).toBeVisible();
  await expectBadge(page, 'rules', 'live');
  await press(page, 'Escape', 'k', 'Shift+m');
  await expect.poll(() => names(page)).toEqual(before);
  await expectCode(page, 'rules beat', 'gap = 10const twice');
  await press(page, 'Control+z');
  await expect.poll(() => names(page)).toHaveLength(4);
  await press(page, 'Control+z');
  await expect.poll(() => names(page)).toEqual(before);

  // Of another kind: it says why nothing happens.
  await cell(page, 'rules heart').locator('.cell-kind').click();
  await press(page, 'Shift+m');
  await expect(page.getByRole('status').getByText(/both are of one kind/)).toBeVisible();
  await press(page, 'x');
  await expect(cell(page, 'rules heart')).toHaveCount(0);
  await press(page, 'Shift+v');
  await expect.poll(() => names(page)).toEqual(['rules cell beat', 'rules cell heart', 'scenario cell one']);
  await press(page, 'c', 'v');
  await expect
    .poll(() => names(page))
    .toEqual(['rules cell beat', 'rules cell heart', 'rules cell', 'scenario cell one']);
  await press(page, 'Alt+ArrowUp');
  await expect
    .poll(() => names(page))
    .toEqual(['rules cell beat', 'rules cell', 'rules cell heart', 'scenario cell one']);
  for (let i = 0; i < 4; i++) await press(page, 'Control+z');
  await expect.poll(() => names(page)).toEqual(before);
  await expectBadge(page, 'rules heart', 'live');

  // Folded: its first line in the header. To write in it unfolds it.
  await cell(page, 'rules heart').locator('.cell-kind').click();
  await press(page, 'o');
  await expect(cell(page, 'rules heart')).toContainText("const heart = node('heart', {");
  await expect(cell(page, 'rules heart').locator('.cell-code')).toBeHidden();
  await expect(cell(page, 'rules heart')).toContainText('8 lines');
  await press(page, 'Enter');
  await expect(cell(page, 'rules heart').locator('.monaco-editor.focused')).toBeVisible();

  await select(page, 'rules heart', 's.beats += 1');
  await page.keyboard.type('if(s.beats>1){s.beats+=1}');
  await press(page, 'Alt+Shift+f');
  await expectCode(page, 'rules heart', 'if (s.beats > 1) { s.beats += 1 }');
  await press(page, 'Control+z');
  await expectCode(page, 'rules heart', 'if(s.beats>1){s.beats+=1}');
  await expectBadge(page, 'rules heart', 'live');
  expect((await clock()).back).toEqual([]);
});

test('every command is found by some of its letters, with its key, the last used first, and the focus goes back', async ({
  page,
}) => {
  await caretBehind(page, 'rules beat', 'gap = 10');
  await press(page, 'Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  const options = palette.getByRole('option');
  await expect(palette.getByRole('combobox')).toBeFocused();
  expect(await options.count()).toBeGreaterThan(50);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFaults(page), colorScheme).toEqual([]);
  }
  await page.keyboard.type('splcar');
  await expect(options.first()).toContainText('Split it at the caret');
  await expect(options.first()).toContainText('Ctrl');
  await press(page, 'Enter');
  await expect(palette).toBeHidden();
  await expect.poll(() => names(page)).toHaveLength(4);
  await expectCode(page, 'rules beat', 'gap = 10');
  await expectCode(page, 'rules', 'const twice');

  await expect(cell(page, 'rules').locator('.monaco-editor.focused')).toBeVisible();
  await press(page, 'F1');
  await expect(options.first()).toContainText('Split it at the caret');
  await page.keyboard.type('merge');
  await press(page, 'Escape');
  await expect(palette).toBeHidden();
  await expect(cell(page, 'rules').locator('.monaco-editor.focused')).toBeVisible();
  await press(page, 'F1');
  await page.keyboard.type('undo in');
  await press(page, 'Enter');
  await expect.poll(() => names(page)).toHaveLength(3);
  await press(page, 'Escape', 'F1');
  await page.keyboard.type('qqq');
  await expect(palette.getByRole('status')).toBeVisible();
  await press(page, 'Escape');
  await expect(palette).toBeHidden();
});

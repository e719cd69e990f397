/** Search and replace over the notebook; and thirty cells: nothing is made before it is seen, and typing waits for nobody. */
import { seriousFaults } from './axe.ts';
import { cell, expectBadge, expectCode, openNotebook, placeOf, serveNotebook, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const fillers = Array.from(
  { length: 27 },
  (_, i) => `\`\`\`ts rules filler${i}\nconst filler${i} = ${i}\n${'// nothing\n'.repeat(8)}\`\`\`\n`,
).join('\n');

const text = `---
title: Search
speed: 0.1
---

A heart beats. Each *beat* is a message.

\`\`\`ts rules messages
const Beat = message('Beat')
const gap = 10
\`\`\`

${fillers}

\`\`\`ts rules heart
const heart = node('heart', {
  state: () => ({ count: 0 }),
  start: (s, ctx) => ctx.setTimer(Beat(), gap),
})
heart.on(Beat, (s, _, ctx) => {
  s.count += 1
  ctx.setTimer(Beat(), gap)
})
\`\`\`

\`\`\`ts scenario one
scenario('one heart', (world) => {
  world.add(heart)
})
\`\`\`
`;

const editors = (page: Page): Promise<number> => page.locator('rh-cell .cell-editor > .monaco-editor').count();

/** How much text is marked where no editor is. */
const marked = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...(CSS.highlights.get('found') ?? [])].flatMap((range) =>
      range instanceof Range ? [range.cloneContents().textContent.toLowerCase()] : [],
    ),
  );

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, 'search.sim.md', text);
  await openNotebook(page, 'search.sim.md');
  await expectBadge(page, 'rules messages', 'live');
  await expect(cell(page, 'rules messages').locator('.monaco-editor')).toBeVisible();
});

test('what is searched for is marked in every cell and text, walked over and replaced, each replacement one step', async ({
  page,
}) => {
  const before = await virtualTime(page);
  await press(page, '/');
  const bar = page.getByRole('search', { name: 'Search the notebook' });
  await expect(bar.getByRole('textbox', { name: 'Find' })).toBeFocused();
  await page.keyboard.type('beat');
  await expect(bar.getByRole('status')).toHaveText('1 of 7');
  // In the editor that is there, in the text, and in the cell that has no editor.
  await expect(cell(page, 'rules messages').locator('.found, .found-now')).toHaveCount(2);
  await expect.poll(() => marked(page)).toEqual(['beat', 'beat', 'beat', 'beat', 'beat']);
  await expect(cell(page, 'rules heart').locator('.monaco-editor')).toHaveCount(0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFaults(page), colorScheme).toEqual([]);
  }

  // Options, by key.
  await press(page, 'Alt+c');
  await expect(bar.getByRole('status')).toHaveText('1 of 2');
  await press(page, 'Alt+c', 'Alt+w');
  await expect(bar.getByRole('status')).toHaveText('1 of 6');
  await press(page, 'Alt+w', 'Alt+r', 'Control+a');
  await page.keyboard.type('(');
  await expect(bar.getByRole('status')).toContainText('missing closing )');
  await press(page, 'Control+a');
  await page.keyboard.type('set(\\w+)');
  await expect(bar.getByRole('status')).toHaveText('1 of 2');
  // Far below: it comes into view, and the editor with it. The bar keeps the keyboard.
  await expect(cell(page, 'rules heart')).toBeInViewport();
  await expect(cell(page, 'rules heart')).toHaveAttribute('data-selected', 'true');
  await press(page, 'Enter');
  await expect(bar.getByRole('status')).toHaveText('2 of 2');
  await expect(bar.getByRole('textbox', { name: 'Find' })).toBeFocused();
  await expect(cell(page, 'rules heart').locator('.monaco-editor .found-now')).toHaveText('setTimer');
  await press(page, 'Shift+Enter');
  await expect(bar.getByRole('status')).toHaveText('1 of 2');

  await press(page, 'Control+h');
  const replacement = bar.getByRole('textbox', { name: 'Replace with' });
  await expect(replacement).toBeFocused();
  await page.keyboard.type('/* $1 */ $&');
  await press(page, 'Enter');
  await expectCode(page, 'rules heart', 'ctx./* Timer */ setTimer(Beat(), gap),');
  await expectBadge(page, 'rules heart', 'live');

  // All at once: also in the text, and in cells far above.
  await press(page, 'Shift+Tab', 'Shift+Tab', 'Shift+Tab');
  await bar.getByRole('button', { name: 'Regular expression' }).click();
  await bar.getByRole('textbox', { name: 'Find' }).fill('beat');
  await replacement.fill('Pulse');
  await replacement.press('Control+Enter');
  await expect(bar.getByRole('status')).toHaveText('nothing found');
  await press(page, 'Escape');
  await expect(bar).toBeHidden();
  await expect(page.getByText('A heart Pulses. Each Pulse is a message.')).toBeVisible();
  await expectCode(page, 'rules heart', 'heart.on(Pulse, (s');
  await expectBadge(page, 'rules heart', 'live');
  await press(page, 'Control+z');
  await expect(page.getByText('A heart beats. Each beat is a message.')).toBeVisible();
  await expectCode(page, 'rules heart', 'heart.on(Beat, (s');
  await press(page, 'Control+z');
  await expectCode(page, 'rules heart', 'ctx.setTimer(Beat(), gap),');
  await expectBadge(page, 'rules heart', 'live');
  expect(await virtualTime(page), 'the run went on').toBeGreaterThan(before);
});

test('of thirty cells only those in view have editors, and typing does not wait for a kernel that is busy', async ({
  page,
}) => {
  await expect(page.getByRole('article')).toHaveCount(30);
  const first = await editors(page);
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(10);
  await cell(page, 'rules filler14').scrollIntoViewIfNeeded();
  await expect(cell(page, 'rules filler14').locator('.monaco-editor')).toBeVisible();
  expect(await editors(page)).toBeLessThan(20);
  await expect(cell(page, 'rules heart').locator('.monaco-editor')).toHaveCount(0);

  // A rule that never comes back: the kernel answers nobody for a second.
  await cell(page, 'rules heart').scrollIntoViewIfNeeded();
  await expect(cell(page, 'rules heart').locator('.monaco-editor')).toBeVisible();
  const { x, y, width, height } = await placeOf(page, 'rules heart', 's.count += 1');
  await page.mouse.click(x + width, y + height / 2);
  await page.keyboard.insertText('; while (true) {}');
  await press(page, 'Control+Enter');
  await page.keyboard.type(' // typed meanwhile');
  await expectCode(page, 'rules heart', '// typed meanwhile');
  await expectBadge(page, 'rules heart', 'kept');
});

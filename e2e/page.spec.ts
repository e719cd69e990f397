/** The page around the run: keys, adding and deleting, prose, two tabs, going back to the file, names. */
import { expect, type Page, test } from './watched.ts';
import { cell, expectBadge, expectCode, expectRunning, openNotebook, serveNotebook } from './notebook-page.ts';

const file = 'page-test.sim.md';
const text = `---
title: Page test
speed: 0.1
---

# Page test

First words.

\`\`\`ts rules beat
const Beat = message('Beat')
const heart = node('heart', {
  state: () => ({ beats: 0 }),
  start: (s, ctx) => ctx.setTimer(Beat(), 10),
})
heart.on(Beat, (s, _, ctx) => {
  s.beats += 1
  ctx.setTimer(Beat(), 10)
})
\`\`\`

Second words.

\`\`\`ts scenario one
scenario('one heart', (world) => {
  world.add(heart)
})
\`\`\`
`;

const badges = (page: Page) =>
  page.getByRole('article').evaluateAll((cells) => cells.map((each) => each.getAttribute('data-badge')));

async function saved(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.locator('.saved')).toHaveText('saved');
}

test.beforeEach(async ({ context, page }) => {
  await context.route(`**/notebooks/${file}`, (route) =>
    route.fulfill({ contentType: 'text/markdown; charset=utf-8', body: text }),
  );
  await serveNotebook(page, file, text);
  await openNotebook(page, file);
  await expectBadge(page, 'rules beat', 'live');
});

test('cells are walked, added, deleted and brought back by the keyboard, and a reload finds them running', async ({
  page,
}) => {
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(cell(page, 'rules beat')).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('b');
  await expect(page.getByRole('article')).toHaveCount(3);
  await expect(page.locator('.cell[data-editing="true"] .monaco-editor.focused')).toBeVisible();
  await page.keyboard.type('const added = 1');
  await expect.poll(() => badges(page)).toEqual(['live', 'live', 'live']);

  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await page.keyboard.press('d');
  await expect(page.getByRole('article')).toHaveCount(2);
  await page.keyboard.press('z');
  await expect(page.getByRole('article')).toHaveCount(3);
  await expect.poll(() => badges(page)).toEqual(['live', 'live', 'live']);

  await saved(page);
  await page.reload();
  await expect(page.getByRole('article')).toHaveCount(3);
  await expect(page.getByRole('article').nth(1)).toContainText('added');
  await expect.poll(() => badges(page)).toEqual(['live', 'live', 'live']);
});

test('a notebook that was open once, however briefly, runs again without being compiled', async ({ page }) => {
  // A browser that is ended tells nobody; and the compiler's larger half never comes.
  await page.evaluate(() => addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true));
  await page.route('**/*.wasm', () => undefined);
  await page.reload();
  await expectRunning(page);
  await expectBadge(page, 'rules beat', 'live');
});

test('a click into a cell before its editor is there, and what is typed then, end up in the editor', async ({
  page,
}) => {
  const held: (() => void)[] = [];
  await page.route('**/assets/editor-*.js', async (route) => {
    await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  await page.reload();
  const text = cell(page, 'rules beat').getByText("'Beat'");
  // Behind its opening quote.
  const { width, height } = (await text.boundingBox()) ?? { width: 0, height: 0 };
  await text.click({ position: { x: width / 6, y: height / 2 } });
  await page.keyboard.type('dd-jk-');
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.locator('.monaco-editor')).toHaveCount(0);
  for (const release of held) release();
  await expectCode(page, 'rules beat', "message('dd-jk-Beat')");
  await expect(cell(page, 'rules beat').locator('.monaco-editor.focused')).toBeVisible();
  await page.keyboard.type('and-');
  await expectCode(page, 'rules beat', "message('dd-jk-and-Beat')");
});

test('prose is written in place and is not run', async ({ page }) => {
  await page.getByText('First words.').dblclick();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('\n\nNew *words* <img src=x onerror="document.title=1">');
  await page.keyboard.press('Escape');
  await expect(page.locator('.prose em')).toHaveText('words');
  await expect(page.locator('.prose img')).toHaveCount(0);
  await expect(page).toHaveTitle('Page test · Rehearsal');

  // The last words of a page that is left at once are there, and stay, and can be undone.
  await page.locator('.prose em').dblclick();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' Lastwords');
  await page.reload();
  await expect(page.getByText('Lastwords')).toBeVisible();
  await expect(page.locator('.saved')).toHaveText('saved');
  await page.reload();
  await expect(page.getByText('Lastwords')).toBeVisible();
  await expectRunning(page);
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Lastwords')).toHaveCount(0);
});

test('a tab that knows an older text does not overwrite the newer one, and says so', async ({ context, page }) => {
  const other = await context.newPage();
  await openNotebook(other, file);
  await other.getByText('First words.').dblclick();
  await other.keyboard.press('ControlOrMeta+End');
  await other.keyboard.type(' From the other tab.');
  await other.keyboard.press('Escape');
  await saved(other);

  await expect(page.locator('.saved')).toContainText('another tab');
  await page.getByRole('button', { name: 'Show that version' }).click();
  await expect(page.getByText('From the other tab.')).toBeVisible();
});

test('the file’s text can be gone back to, and that undone', async ({ page }) => {
  await page.getByText('First words.').dblclick();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' Mine.');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Revert to file' }).click();
  await expect(page.getByText('Mine.')).toHaveCount(0);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Mine.')).toBeVisible();
});

test('a type error across cells is marked and counted, and stops nothing', async ({ page }) => {
  await cell(page, 'scenario one').locator('.view-line').first().click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('const wrong: string = heart.nothing\n');
  await expect(cell(page, 'scenario one').getByRole('button', { name: /type error/ })).toBeVisible({ timeout: 30_000 });
  await expectBadge(page, 'scenario one', 'live');
});

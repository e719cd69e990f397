/**
 * What a reader does with an open notebook, in words: the small language of the end-to-end tests. Keys and mouse are real;
 * what is read is what a reader, or a screen reader, is given.
 */
import { expect, type Locator, type Page } from '@playwright/test';

/** Opens a notebook by its file's name and waits until its run is alive. */
export async function openNotebook(page: Page, file: string): Promise<void> {
  await page.goto(`#/n/${encodeURIComponent(file)}`);
  await expect.poll(() => virtualTime(page), { message: 'the run has begun', timeout: 30_000 }).toBeGreaterThan(0);
}

/** Serves a text as a notebook of that name, as if it stood in the folder. */
export async function serveNotebook(page: Page, file: string, text: string): Promise<void> {
  await page.route(`**/notebooks/${file}`, (route) =>
    route.fulfill({ contentType: 'text/markdown; charset=utf-8', body: text }),
  );
}

/** The cell named as in its header: `rules election-timeout`. */
export function cell(page: Page, name: string): Locator {
  const [kind = '', ...slug] = name.split(' ');
  return page.getByRole('article', { name: [kind, 'cell', ...slug].join(' '), exact: true });
}

export type Badge = 'loading' | 'rehearsing' | 'live' | 'kept' | 'broken';

export async function expectBadge(page: Page, name: string, badge: Badge): Promise<void> {
  await expect(cell(page, name)).toHaveAttribute('data-badge', badge);
}

/** Virtual milliseconds at the playhead. */
export async function virtualTime(page: Page): Promise<number> {
  return Number(await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow'));
}

/** Puts the cursor into a cell at a line and column (from 1), by the editor's own *Go to line*. */
export async function placeCursor(page: Page, name: string, line: number, column: number): Promise<void> {
  const lines = cell(page, name).locator('.monaco-editor .view-line');
  await cell(page, name).scrollIntoViewIfNeeded();
  await lines.first().click();
  await page.keyboard.press('Control+G');
  const box = page.getByRole('textbox', { name: /line/i });
  await expect(box).toBeFocused();
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press('Enter');
  await expect(box).toBeHidden();
}

/**
 * Selects `find` in a cell and types `text` over it, key by key.
 * @param code the cell's text as it is now, to know where `find` stands
 */
export async function typeOver(page: Page, name: string, code: string, find: string, text: string): Promise<void> {
  const at = code.indexOf(find);
  if (at < 0) throw new Error(`${JSON.stringify(find)} is not in the cell ${name}.`);
  const before = code.slice(0, at).split('\n');
  await placeCursor(page, name, before.length, (before.at(-1)?.length ?? 0) + 1);
  for (let i = 0; i < find.length; i++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.type(text);
}

/** Stats with a source: a point of a curve lists the events behind it and shows the line that told it. */
import { seriousFaults } from './axe.ts';
import { cell, chooseSpeed, openNotebook, pause, showView, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const card = (page: Page, name: string) => page.getByRole('article', { name, exact: true });
const curve = (page: Page, name: string) => page.getByRole('slider', { name: `${name} over time` });
const events = (page: Page, name: string) => page.getByRole('list', { name: `Events behind ${name}` });

test.describe('in Raft', () => {
  test.beforeEach(async ({ page }) => {
    await openNotebook(page, '02-raft.sim.md');
    await chooseSpeed(page, '1');
    await showView(page, 'Stats');
    await expect.poll(() => virtualTime(page)).toBeGreaterThan(1_500);
    await pause(page);
  });

  test('a click on a point lists the events behind it, and shows the line; each is a way to its moment', async ({
    page,
  }) => {
    const box = await curve(page, 'raft.elections_total').boundingBox();
    if (box === null) throw new Error('the curve is not on the page');
    await page.mouse.click(box.x + box.width * 0.9, box.y + 20);
    const rows = events(page, 'raft.elections_total').getByRole('button', { name: /^Go to|raft|server/ });
    await expect(events(page, 'raft.elections_total').getByRole('listitem').first()).toBeVisible();
    await expect(page.locator('.line-pointed').first()).toBeVisible();
    await expect(cell(page, 'rules candidate')).toBeInViewport();
    // The keyboard goes on in the list.
    const first = events(page, 'raft.elections_total').locator('.event').first();
    await expect(first).toBeFocused();
    const tip = await virtualTime(page);
    await page.keyboard.press('Enter');
    await expect.poll(() => virtualTime(page)).toBeLessThan(tip);
    await expect(first).toHaveAttribute('aria-current', 'true');
    await expect(rows.first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(events(page, 'raft.elections_total')).toBeHidden();
    await expect(curve(page, 'raft.elections_total')).toBeFocused();
  });

  test('the keyboard alone chooses a point, an event and its line', async ({ page }) => {
    await curve(page, 'raft.elections_total').focus();
    const before = await curve(page, 'raft.elections_total').getAttribute('aria-valuetext');
    await page.keyboard.press('Home');
    await expect(curve(page, 'raft.elections_total')).not.toHaveAttribute('aria-valuetext', before ?? '');
    await expect(curve(page, 'raft.elections_total')).toHaveAttribute('aria-valuetext', /^0 at/);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect(events(page, 'raft.elections_total').locator('.event').first()).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(cell(page, 'rules candidate').locator('.monaco-editor.focused')).toBeVisible();
  });

  test('stats are searched by name', async ({ page }) => {
    const search = page.getByRole('searchbox', { name: 'Search stats by name' });
    await search.fill('elections');
    await expect(card(page, 'raft.elections_total')).toBeVisible();
    await expect(page.getByRole('tabpanel').getByRole('article')).toHaveCount(1);
    await search.fill('no such stat');
    await expect(page.getByRole('tabpanel')).toContainText('No stat has that in its name');
  });
});

test.describe('under load', () => {
  test.beforeEach(async ({ page }) => {
    await openNotebook(page, '06-load-and-stats.sim.md');
    await showView(page, 'Stats');
    await expect.poll(() => virtualTime(page), { timeout: 20_000 }).toBeGreaterThan(300);
    await pause(page);
  });

  test('a declared stat says what it is, and is split by its labels', async ({ page }) => {
    const received = card(page, 'kv.received_total');
    await expect(received.locator('.help')).not.toBeEmpty();
    const part = received.getByRole('list', { name: 'By label' }).locator('.part').first();
    const label = (await part.locator('.labels').textContent()) ?? '';
    expect(label).toContain('=');
    await part.click();
    const list = events(page, 'kv.received_total');
    await expect(list.locator('.event').first()).toContainText(label);
    // All of them, and only them.
    expect(new Set(await list.locator('.labels').allTextContents())).toEqual(new Set([label]));
  });

  test('a histogram shows its distribution and percentiles', async ({ page }) => {
    const histogram = page
      .getByRole('article')
      .filter({ has: page.locator('dl') })
      .first();
    await expect(histogram.getByRole('img', { name: /^Distribution: from/ })).toBeVisible();
    await expect(histogram.locator('dl')).toContainText(/p50.*p95.*p99/s);
  });

  test('axe finds nothing serious, light or dark', async ({ page }) => {
    const box = await page.locator('.curve').first().boundingBox();
    if (box === null) throw new Error('no curve');
    await page.mouse.click(box.x + box.width * 0.5, box.y + 20);
    await expect(page.getByRole('list', { name: /^Events behind/ })).toBeVisible();
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      expect(await seriousFaults(page, ['.stage-side']), scheme).toEqual([]);
    }
  });
});

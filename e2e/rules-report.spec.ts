/** Rules report: how often they fired, when last, what they cost; lines that run often are warm. */
import { seriousFaults } from './axe.ts';
import { cell, chooseSpeed, openNotebook, pause, select, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

/** By its name in the palette. */
async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(title);
  await page.keyboard.press('Enter');
}

test.beforeEach(async ({ page }) => {
  await openNotebook(page, '02-raft.sim.md');
  await chooseSpeed(page, '1');
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(1_500);
  await pause(page);
  await cell(page, 'rules candidate').scrollIntoViewIfNeeded();
  await expect(cell(page, 'rules candidate').locator('.monaco-editor').first()).toBeVisible();
});

test('the count of a rule goes to its last firing, by mouse or keyboard', async ({ page }) => {
  const hit = cell(page, 'rules candidate').getByRole('button', { name: /last firing of server.ElectionTimeout/ });
  const name = (await hit.getAttribute('aria-label')) ?? '';
  const [, number, unit] = / at ([\d.]+) (ms|s)$/.exec(name) ?? [];
  const time = Number(number) * (unit === 's' ? 1_000 : 1);
  expect(time).toBeGreaterThan(0);
  await hit.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => Math.abs((await virtualTime(page)) - time)).toBeLessThanOrEqual(1);
  await expect(page.getByRole('button', { name: 'Go live' })).toBeVisible();
  // There it is its own last firing: it stays.
  await hit.click();
  await expect.poll(async () => Math.abs((await virtualTime(page)) - time)).toBeLessThanOrEqual(1);
});

test('hot lines are warm in the margin, and rules say what they cost, as long as that is wanted', async ({ page }) => {
  await expect(page.locator('.heat')).toHaveCount(0);
  await command(page, 'how often lines run');
  await expect(page.locator('.heat').first()).toBeVisible();
  await cell(page, 'rules append').scrollIntoViewIfNeeded();
  await expect(page.locator('.heat-4').first()).toBeAttached();
  const costs = page.locator('.hit-cost');
  await expect(costs.first()).toHaveText(/^(<1|\d+) %$/);
  const described = page.locator('.hit-last[aria-description]').first();
  await expect(described).toHaveAttribute('aria-description', /lines? a firing, .* of all lines that ran/);
  await command(page, 'how often lines run');
  await expect(page.locator('.heat')).toHaveCount(0);
  await expect(costs).toHaveCount(0);
});

test('lines of a text that has not run are not warm', async ({ page }) => {
  await command(page, 'how often lines run');
  const own = cell(page, 'rules candidate');
  await expect(own.locator('.heat').first()).toBeVisible();
  await select(page, 'rules candidate', "ctx.count('raft.elections_total')");
  await page.keyboard.press('Home');
  await page.keyboard.type('(((');
  await expect(own.locator('.heat')).toHaveCount(0);
});

test('axe finds nothing serious in cells that report, light or dark', async ({ page }) => {
  await command(page, 'how often lines run');
  await expect(page.locator('.heat').first()).toBeVisible();
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect(await seriousFaults(page, ['rh-rule-hits']), scheme).toEqual([]);
  }
});

/** What there is to read: the language with its examples, and the guide. */
import { seriousFaults } from './axe.ts';
import { expectRunning } from './notebook-page.ts';
import { expect, test } from './watched.ts';

test('the language is searched, linked to, and its examples open as notebooks that run', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('navigation', { name: 'To read' }).getByRole('link', { name: 'Language' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'The language of Rehearsal' })).toBeVisible();
  // All sections are alike: one stands for them.
  expect(await seriousFaults(page, ['.gallery-head', '.document-index', '[data-anchor="ctxnow"]'])).toEqual([]);

  await page.getByRole('searchbox', { name: 'Search the language' }).fill('world.crash power');
  await expect(page.locator('.document-section')).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search the language' }).fill('');

  // An address of its own for each heading.
  await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'world.inFlight' }).click();
  await expect(page).toHaveURL(/#\/language\/worldinflight$/);
  const section = page.locator('[data-anchor="worldinflight"]');
  await expect(section).toBeInViewport();
  await page.reload();
  await expect(section).toBeInViewport();

  await section.getByRole('button', { name: 'Open as a notebook' }).click();
  await expect(page).toHaveURL(/#\/n\/local\//);
  await expectRunning(page);
});

test('the guide shows its steps, and the last one’s notebook finds the bug it tells of', async ({ page }) => {
  await page.goto('./#/guide');
  await expect(page.getByRole('heading', { level: 1, name: 'Your first model in ten minutes' })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Open as a notebook: 8. What no run shows' }).click();
  await expectRunning(page);
  const badge = page.getByRole('button', { name: /every interleaving/ }).first();
  await expect(badge).toHaveAttribute('data-verdict', 'violated', { timeout: 30_000 });
  await badge.hover();
  await expect(page.locator('rh-hint')).toContainText('one holder at a time');
});

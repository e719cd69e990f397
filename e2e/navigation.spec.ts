/** Going from notebook to notebook. */
import { cell, expectBadge, expectRunning, nodes, showView, virtualTime } from './notebook-page.ts';
import { expect, test } from './watched.ts';

test('going back and forth, even before a notebook has opened, ends at the notebook of the address', async ({
  page,
}) => {
  await page.goto('');
  await page.getByRole('link', { name: 'Raft' }).click();
  await page.goBack();
  await page.getByRole('link', { name: /Two-phase commit/i }).click();
  await page.goBack();
  await page.getByRole('link', { name: 'Raft' }).click();
  await expectRunning(page);
  await showView(page, 'State');
  await expect.poll(async () => (await nodes(page, 'server')).map(({ id }) => id)).toEqual(['A', 'B', 'C', 'D', 'E']);
  await expectBadge(page, 'rules election-timeout', 'live');
  const left = await virtualTime(page);

  await page.getByRole('link', { name: 'Rehearsal: all notebooks' }).click();
  await page.getByRole('link', { name: /Two-phase commit/i }).click();
  await expectRunning(page);
  await expect(cell(page, 'rules election-timeout')).toHaveCount(0);
  await page.goBack();
  await page.goBack();
  await expectRunning(page);
  // The run of a notebook waits for its reader.
  await expect.poll(() => virtualTime(page)).toBeGreaterThanOrEqual(left);
  await expectBadge(page, 'rules election-timeout', 'live');
});

test('an address without a notebook says so and leads back', async ({ page }) => {
  await page.goto('#/n/nowhere.sim.md');
  await expect(page.getByRole('heading', { name: /There is no notebook/ })).toBeVisible();
  await page.getByRole('link', { name: 'All notebooks', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Raft' })).toBeVisible();
});

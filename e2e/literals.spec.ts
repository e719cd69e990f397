/** Over seeds: the stats of thirty other seeds as a band behind those of the run. */
import { seriousFaults } from './axe.ts';
import { cell, expectBadge, openNotebook, serveNotebook, typeOver } from './notebook-page.ts';
import { expect, test } from './watched.ts';

const text = `---
title: Seeds
speed: 1
---

\`\`\`ts rules model
const Tick = message('Tick')
const up = node('up', { state: () => ({ count: 0 }) })
up.start((s, ctx) => ctx.setTimer(Tick(), 20))
up.on(Tick, (s, _, ctx) => {
  s.count += 1
  ctx.count('up.ticks_total')
  ctx.setTimer(Tick(), ctx.random.between(5, 60))
})
\`\`\`

\`\`\`ts scenario
scenario('s', { until: 4_000 }, (world) => { world.add(up) })
\`\`\`

\`\`\`ts plot curve
Plot.plot({ marks: [Plot.stepY(series('up.ticks_total'), { x: 'time', y: 'value' })] })
\`\`\`

\`\`\`ts plot dots
Plot.plot({ marks: [Plot.dot(series('up.ticks_total'), { x: 'time', y: 'value' })] })
\`\`\`

\`\`\`ts view both
View.stack([Plot.stepY(series('up.ticks_total'), { x: 'time', y: 'value' })])
\`\`\`
`;

test('over seeds, a band stands behind each stat and each line of a plot; an edit begins it anew', async ({ page }) => {
  await serveNotebook(page, 'seeds.sim.md', text);
  await openNotebook(page, 'seeds.sim.md');
  await page.getByRole('tab', { name: 'Stats' }).click();
  const button = page.locator('rh-stage').getByRole('button', { name: 'over seeds' });
  const band = page.locator('.seeds .band');
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await expect(band).toHaveCount(0);
  await button.press('Enter');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('rh-over-seeds .count')).toHaveText('30 seeds');
  await expect(band).toHaveAttribute('d', /^M/);
  const before = await band.getAttribute('d');
  expect(await seriousFaults(page)).toEqual([]);
  const plot = cell(page, 'plot curve').locator('rh-plot');
  const behind = plot.locator('[aria-description="other seeds"] path');
  await plot.scrollIntoViewIfNeeded();
  await expect(behind).toHaveCount(2);
  await expect(plot).toContainText('the middle 80 % (10–90 %) of other seeds');
  await typeOver(page, 'rules model', '60', '600');
  await expectBadge(page, 'rules model', 'live');
  await expect(page.locator('rh-over-seeds .count')).toHaveText('30 seeds');
  await expect(band).not.toHaveAttribute('d', before ?? '');
  await button.press('Enter');
  await expect(band).toHaveCount(0);
  await expect(behind).toHaveCount(0);

  // From the head of a plot, and a view with one, as well; one that can have none says why.
  const head = (name: string) => cell(page, name).getByRole('button', { name: 'over seeds' });
  await head('plot curve').press('Enter');
  await expect(head('view both')).toHaveAttribute('aria-pressed', 'true');
  await expect(head('plot curve')).toHaveText('over seeds');
  await expect(behind).toHaveCount(2);
  await cell(page, 'view both').scrollIntoViewIfNeeded();
  await expect(cell(page, 'view both').locator('[aria-description="other seeds"] path')).toHaveCount(2);
  await expect(cell(page, 'plot dots')).toContainText('No bands of other seeds: It has no line');
  await head('view both').press('Enter');
  await expect(behind).toHaveCount(0);
  await head('plot dots').press('Enter');
  await expect(page.locator('rh-hint')).toContainText('No bands of other seeds');
});

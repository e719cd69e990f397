import { expect, type Page, test } from '@playwright/test';
import { cell, expectBadge, openNotebook, serveNotebook, typeOver, virtualTime } from './notebook-page.ts';

const rule = `const Tick = message('Tick')
const ticker = node('ticker', {
  state: () => ({ ticks: 0 }),
  start(s, ctx) { ctx.setTimer(Tick(), 10) },
})
ticker.on(Tick, (s, m, ctx) => {
  s.ticks += 1
  ctx.setTimer(Tick(), 10)
})
`;
const plot = 'Plot.plot({ marks: [] })\n';

const ticks = `---
title: Ticks
seed: 1
---

\`\`\`ts rules ticker
${rule}\`\`\`

\`\`\`ts scenario
scenario('one ticker', { until: 600000 }, (world) => { world.add(ticker) })
\`\`\`

\`\`\`ts plot
${plot}\`\`\`
`;

/** No loop to count turns in: only the watchdog can end it. */
const runaway = "/^(a+)+$/.test('a'.repeat(50) + 'b'); ";

/** The longest time the page's own thread was busy, from now until it is asked. */
async function watchPage(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    let last = performance.now();
    let worst = 0;
    const beat = (): void => {
      const now = performance.now();
      worst = Math.max(worst, now - last);
      last = now;
      Object.assign(window, { worstGapMs: worst });
      setTimeout(beat, 5);
    };
    beat();
  });
  return () => page.evaluate(() => Number(Reflect.get(window, 'worstGapMs')));
}

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, 'ticks.sim.md', ticks);
  await openNotebook(page, 'ticks.sim.md');
});

test('a rule that never comes back costs neither the run nor the text, and the page stays alive', async ({ page }) => {
  const before = await virtualTime(page);
  await typeOver(page, 'rules ticker', 's.ticks += 1', `${runaway}s.ticks += 1`);
  const worstGapMs = await watchPage(page);
  await expectBadge(page, 'rules ticker', 'kept');
  await expect(cell(page, 'rules ticker').getByText('did not come back').first()).toBeVisible();
  // The last good rule is in force and the same run goes on.
  const after = await virtualTime(page);
  expect(after).toBeGreaterThanOrEqual(before);
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(after);
  await expect(cell(page, 'rules ticker').locator('.monaco-editor')).toContainText("'a'.repeat(50)");
  // Far less than the runaway lasted, even on a machine that is busy.
  expect(await worstGapMs()).toBeLessThan(500);
  expect(await page.locator('iframe').count()).toBe(1);
});

test('mending the rule puts it in force in the same run', async ({ page }) => {
  await typeOver(page, 'rules ticker', 's.ticks += 1', `${runaway}s.ticks += 1`);
  await expectBadge(page, 'rules ticker', 'kept');
  const before = await virtualTime(page);
  for (let i = 0; i < runaway.length + 's.ticks += 1'.length; i++) await page.keyboard.press('Backspace');
  await page.keyboard.type('s.ticks += 2');
  await expectBadge(page, 'rules ticker', 'live');
  expect(await virtualTime(page)).toBeGreaterThanOrEqual(before);
});

test('a loop without end in a rule is refused where it stands, and the run goes on', async ({ page }) => {
  await typeOver(page, 'rules ticker', 's.ticks += 1', 'while (true) {} s.ticks += 1');
  await expectBadge(page, 'rules ticker', 'kept');
  const now = await virtualTime(page);
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(now);
});

/** What the pointer rests on, or the keyboard comes to, is explained in a line: since when, by what. */
import { cell, expectBadge, openNotebook, serveNotebook, showView, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const text = `---
title: Hints
speed: 1
---

\`\`\`ts rules model
const Tick = message('Tick')
const Word = message<{ n: number }>('Word')
const ear = node('ear', { state: () => ({ role: 'deaf', heard: 0 }) })
const mouth = node('mouth', { state: () => ({ said: 0 }) })
mouth.start((s, ctx) => ctx.setTimer(Tick(), 20))
mouth.on(Tick, (s, _, ctx) => {
  s.said += 1
  ctx.send('ear', Word({ n: s.said }))
  ctx.setTimer(Tick(), 500)
})
ear.on(Word, (s, m) => {
  s.heard = m.n
  s.role = 'hearing'
})
\`\`\`

\`\`\`ts scenario
scenario('s', (world) => {
  world.add(ear)
  world.add(mouth)
  world.network({ latency: constant(10) })
})
\`\`\`

\`\`\`ts check
always('not too much', (world) => world.get(ear).heard < 2)
\`\`\`
`;

const hint = (page: Page) => page.locator('rh-hint');

test('a field, a badge and a node are explained where the pointer rests and where the keyboard is, and no more when it goes on', async ({
  page,
}) => {
  await serveNotebook(page, 'hints.sim.md', text);
  await openNotebook(page, 'hints.sim.md');
  await expectBadge(page, 'rules model', 'live');
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(600);
  await page.getByRole('button', { name: 'Pause' }).click();

  const node = page.locator('rh-stage [data-node="ear"]').first();
  await node.hover();
  await expect(page.locator('rh-topology rh-hint-text')).toContainText(/Since 30 ms: .*Word/);
  await page.mouse.move(5, 5);
  await expect(page.locator('rh-topology rh-hint-text')).toHaveCount(0);

  await showView(page, 'State');
  const field = page.getByRole('grid', { name: 'ear' }).getByRole('button', { name: 'Edit role of ear' });
  await field.locator('xpath=ancestor::td').hover();
  await expect(hint(page)).toContainText(/Since 30 ms: .*Word/);
  await expect(hint(page).getByRole('button', { name: 'Go to that event' })).toBeVisible();
  await page.mouse.move(5, 5);
  await expect(hint(page)).toBeHidden();
  await field.press('ArrowRight');
  await expect(hint(page)).toContainText(/Since [\d.]+ m?s: ear received Word/);
  await page.keyboard.press('Escape');
  await expect(hint(page)).toBeHidden();

  await cell(page, 'check').locator('[data-verdict], .verdict').first().hover();
  await expect(hint(page)).toContainText(/Since 530 ms: /);
  const before = await virtualTime(page);
  await hint(page).getByRole('button', { name: 'Go to that event' }).click();
  await expect.poll(() => virtualTime(page)).toBeLessThanOrEqual(before);
});

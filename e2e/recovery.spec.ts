import { expect, test } from './watched.ts';
import {
  chooseSpeed,
  diagnostic,
  expectBadge,
  expectCode,
  nodes,
  openNotebook,
  pasteOver,
  pause,
  serveNotebook,
  showView,
  typeOver,
  virtualTime,
} from './notebook-page.ts';

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

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, 'ticks.sim.md', ticks);
  await openNotebook(page, 'ticks.sim.md');
});

test('the limit of memory that was chosen is kept through a replaced kernel and a reload', async ({ page }) => {
  const history = page.getByRole('button', { name: / events/ });
  await history.click();
  await page.getByRole('combobox', { name: 'Limit' }).selectOption({ label: '64 MB' });
  await page.keyboard.press('Escape');
  await expect(history).toContainText('of 64 MB');
  await typeOver(page, 'rules ticker', 's.ticks += 1', `${runaway}s.ticks += 1`);
  await expectBadge(page, 'rules ticker', 'kept');
  await expect(history).toContainText('of 64 MB');
  await page.reload();
  await expect(history).toContainText('of 64 MB');
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

/** Beyond what an edit's rehearsal sees: 500 events are 5 s of ticks. */
const beyondRehearsal = 8_000;

test('a rule that throws later stops the run before that event; mended, the same run goes on', async ({ page }) => {
  const limit = Math.ceil(await virtualTime(page)) + beyondRehearsal;
  const trap = `if (ctx.now > ${limit}) throw new Error('worn out'); `;
  await pasteOver(page, 'rules ticker', 's.ticks += 1', `${trap}s.ticks += 1`);
  await expectBadge(page, 'rules ticker', 'live');
  await chooseSpeed(page, '100');
  await expect(page.getByText('stopped by an error')).toBeVisible();
  const error = diagnostic(page, 'rules ticker', 'rule/threw');
  await expect(error).toContainText('worn out');
  await expect(error).toContainText('line 7');
  await expect(page.getByRole('button', { name: /Error: / })).toBeVisible();
  await showView(page, 'State');
  const stopped = await virtualTime(page);
  const ticksNow = async (): Promise<number> => Number((await nodes(page, 'ticker'))[0]?.state['ticks']);
  await expect.poll(ticksNow).toBe(Math.floor(stopped / 10));
  expect(stopped).toBeGreaterThanOrEqual(limit - 10);
  expect(stopped).toBeLessThanOrEqual(limit + 10);

  await chooseSpeed(page, '1');
  await typeOver(page, 'rules ticker', trap.trimEnd(), '');
  await page.keyboard.press('Backspace');
  await expectBadge(page, 'rules ticker', 'live');
  await expect(page.getByText('stopped by an error')).toBeHidden();
  await expect(error).toBeHidden();
  await expect.poll(() => virtualTime(page), { message: 'the run goes on' }).toBeGreaterThan(stopped + 50);
  expect(await ticksNow()).toBeGreaterThan(Math.floor(stopped / 10));
});

test('a rule that hangs later is found on its line, and the version before it takes over in the same run', async ({
  page,
}) => {
  const limit = Math.ceil(await virtualTime(page)) + beyondRehearsal;
  await pasteOver(page, 'rules ticker', 's.ticks += 1', `if (ctx.now > ${limit}) ${runaway}s.ticks += 1`);
  await expectBadge(page, 'rules ticker', 'live');
  await chooseSpeed(page, '100');
  const error = diagnostic(page, 'rules ticker', 'rule/hangs');
  await expect(error.first()).toBeVisible({ timeout: 20_000 });
  await expectBadge(page, 'rules ticker', 'kept');
  await expectCode(page, 'rules ticker', `if (ctx.now > ${limit})`);
  await showView(page, 'State');
  await expect.poll(() => virtualTime(page), { message: 'the run goes on' }).toBeGreaterThan(limit + 50);
  // Every tick was counted, under whichever version: one for each 10 ms of the run.
  await pause(page);
  await expect
    .poll(
      async () => Number((await nodes(page, 'ticker'))[0]?.state['ticks']) - Math.floor((await virtualTime(page)) / 10),
    )
    .toBe(0);
});

test('a text that hangs is still there after a reload, refused again, and the run is where it was', async ({
  page,
}) => {
  await typeOver(page, 'rules ticker', 's.ticks += 1', `${runaway}s.ticks += 1`);
  await expectBadge(page, 'rules ticker', 'kept');
  await page.keyboard.press('Control+s');
  await expect(page.locator('.saved')).toHaveText('saved');
  const before = await virtualTime(page);
  await page.reload();
  await expect
    .poll(() => virtualTime(page), { message: 'the run is where it was', timeout: 30_000 })
    .toBeGreaterThanOrEqual(before);
  await expectBadge(page, 'rules ticker', 'kept');
  await expect(diagnostic(page, 'rules ticker', 'rule/hangs').first()).toBeVisible();
  await expectCode(page, 'rules ticker', "'a'.repeat(50)");
  const after = await virtualTime(page);
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(after);
});

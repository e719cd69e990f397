/** What checks find, followed to its end: a way that never comes to what it should, a witness, a failing run pasted as a cell, a violation from a moment on. */
import { seriousFaults } from './axe.ts';
import { cell, diagnostic, openNotebook, serveNotebook, showView, typeOver, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const file = 'found-test.sim.md';

/** A client asks until it is answered; the server answers, or does not. Beside it a lock that two may hold. */
const questions = `---
title: Questions
speed: 0.1
seed: 7
---

# Questions

\`\`\`ts rules question
const Ask = message('Ask')
const Answer = message('Answer')
const Again = message('Again')
const client = node('client', {
  state: () => ({ asked: 0, answered: false }),
  start: (s, ctx) => ctx.setTimer(Again(), 5),
})
client.on(Again, (s, _, ctx) => {
  s.asked = Math.min(2, s.asked + 1)
  ctx.send('server', Ask())
  ctx.setTimer(Again(), 40)
})
client.on(Answer, (s, _, ctx) => { s.answered = true; ctx.clearTimer(Again) })
\`\`\`

\`\`\`ts rules answer
const deaf = true
const server = node('server', { state: () => ({ heard: false }) })
server.on(Ask, (s, _, ctx) => {
  s.heard = true
  if (!deaf) ctx.reply(Answer())
})
\`\`\`

\`\`\`ts scenario one
scenario('one question', { until: 200 }, (world) => {
  world.add(client, ['client'])
  world.add(server, ['server'])
  world.network({ latency: uniform(10, 30) })
})
\`\`\`

\`\`\`ts check all
eventually('an answer', (world) => world.get(client).answered || 'still waiting')
reachable('it has asked twice before it is heard', (world) => world.get(client).asked === 2 && !world.get(server).heard)
explore('every interleaving', { scenario: 'one question', within: (world) => world.inFlight().length < 3 })
\`\`\`
`;

const lock = `---
title: A lock
speed: 0.1
seed: 3
---

# A lock

\`\`\`ts rules lock
const patient = true
const Ask = message('Ask')
const Grant = message('Grant')
const keeper = node('keeper', { state: () => ({ held: false, refused: 0 }) })
const worker = node('worker', {
  state: () => ({ inside: false }),
  start: (s, ctx) => ctx.send('keeper', Ask()),
})
keeper.on(Ask, (s, _, ctx) => {
  if (s.held && patient) {
    s.refused += 1
    return
  }
  s.held = true
  ctx.reply(Grant())
})
worker.on(Grant, (s) => { s.inside = true })
\`\`\`

\`\`\`ts scenario workers
scenario('two workers', { until: 500 }, (world) => {
  world.add(keeper, ['keeper'])
  world.add(worker, 3)
  world.network({ latency: uniform(10, 300) })
})
\`\`\`

\`\`\`ts check all
always('only one is inside', (world) => world.all(worker).filter((w) => w.inside).length < 2 || 'both are inside')
fuzz('bad luck', { scenario: 'two workers', seeds: 20 })
\`\`\`
`;

const card = (page: Page, name: string) => page.locator('rh-check-view li.card').filter({ hasText: name });
const branches = (page: Page) => page.getByRole('tab', { name: /^Branches/ });
const property = (page: Page, name: string) =>
  page.locator('rh-check-view ul').first().locator('li').filter({ hasText: name });

async function open(page: Page, text: string): Promise<void> {
  await serveNotebook(page, file, text);
  await openNotebook(page, file);
  await showView(page, 'Check');
}

async function expectSound(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);
  }
}

test('what never comes is told as a way and what goes round for ever, and both are played as a branch', async ({
  page,
}) => {
  await open(page, questions);
  const explored = card(page, 'every interleaving');
  await expect(explored).toHaveAttribute('data-verdict', 'violated', { timeout: 20_000 });
  const finding = explored.getByRole('region', { name: 'Violation of an answer' });
  await expect(finding).toContainText('still waiting');
  await expect(finding).toContainText(/\d+ steps?, then \d+ round and round/);
  const round = finding.getByRole('group', { name: 'What goes round for ever' });
  await expect(round).toContainText('Again fires on client');
  await expect(round).toContainText('Ask client → server');
  await expectSound(page);
  const [steps, loop] = await Promise.all(
    [finding.locator('ol.story').first(), round].map((list) => list.getByRole('listitem').count()),
  );
  await finding.getByRole('button', { name: 'Show as a branch: the way to an answer' }).click();
  await expect(branches(page)).toContainText('2');
  await showView(page, 'Log');
  // Every step is there, and the loop, once round, after them.
  const again = page.locator('rh-log-view').getByText('Again', { exact: false });
  await expect.poll(() => again.count()).toBeGreaterThanOrEqual(2);
  expect((steps ?? 0) + (loop ?? 0)).toBeGreaterThanOrEqual(3);
  // Mended, nothing is wrong any more.
  await typeOver(page, 'rules answer', 'true', 'false');
  await showView(page, 'Check');
  await expect(explored).toHaveAttribute('data-verdict', 'holds', { timeout: 20_000 });
});

test('a witness opens in the timeline, at the moment that it is one', async ({ page }) => {
  await open(page, questions);
  const explored = card(page, 'every interleaving');
  const name = 'it has asked twice before it is heard';
  const witness = explored.getByRole('region', { name: `Witness of ${name}` });
  await expect(witness).toContainText('can be reached', { timeout: 20_000 });
  await witness.getByText(/^\d+ steps?$/).click();
  await expect(witness.getByRole('listitem').last()).toContainText('Again fires on client');
  await expectSound(page);
  await witness.getByRole('button', { name: `Show as a branch: the way to ${name}` }).click();
  await expect(branches(page)).toContainText('2');
  await expect(property(page, name)).toHaveAttribute('data-verdict', 'witnessed');
  const at = property(page, name).getByRole('button', { name: /ms$|s$/ });
  await at.click();
  await showView(page, 'State');
  const row = page.getByRole('grid', { name: 'client' }).getByRole('row').last();
  await expect(row).toContainText('2');
  await expect(page.getByRole('grid', { name: 'server' })).toContainText('false');
});

test('a failing run that was made small is copied as a cell, pasted into the notebook, and fails there for ever', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, lock.replace('patient = true', 'patient = false'));
  const fuzzed = card(page, 'bad luck');
  await expect(fuzzed).toHaveAttribute('data-verdict', 'violated', { timeout: 30_000 });
  await expect(fuzzed).toContainText(/made small|as small as it can be/, { timeout: 30_000 });
  await fuzzed.getByText('the scenario that fails, as text').click();
  await expectSound(page);
  await fuzzed.getByRole('button', { name: 'Copy as a cell' }).click();
  await expect(fuzzed.getByRole('button', { name: 'Copied' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const [, name = ''] = /scenario\('([^']+)'/.exec(text) ?? [];
  // Text is added after the last cell; a fence in it becomes a cell.
  await cell(page, 'check all').locator('.cell-kind').click();
  await page.keyboard.press('m');
  await expect(page.getByRole('textbox', { name: /^Markdown text/ })).toBeFocused();
  await page.keyboard.press('Control+v');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('article', { name: 'scenario cell', exact: true })).toHaveAttribute('data-badge', 'live');
  await page.getByRole('combobox', { name: /^Scenario/ }).selectOption(name);
  for (const round of [1, 2]) {
    await expect(property(page, 'only one is inside'), `round ${round}`).toHaveAttribute('data-verdict', 'violated', {
      timeout: 20_000,
    });
    await page
      .getByRole('button', { name: /^Start .*again|^Restart/ })
      .first()
      .click();
  }
});

test('from the playhead on a violation is found, shown as a branch that begins there', async ({ page }) => {
  await open(page, lock.replace('patient = true', 'patient = false'));
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Explore from the playhead' }).click();
  const late = card(page, 'from');
  await expect(late).toHaveAttribute('data-verdict', 'violated', { timeout: 20_000 });
  await expect(late).toContainText('both are inside');
  await expectSound(page);
  await late.getByRole('button', { name: 'Show as a branch: the way to only one is inside' }).click();
  await expect(branches(page)).toContainText('2');
  await expect(property(page, 'only one is inside')).toHaveAttribute('data-verdict', 'violated');
  expect(await virtualTime(page)).toBeGreaterThan(0);
});

test('a rule that throws, and only exploring comes to it, is told under its cell', async ({ page }) => {
  await open(
    page,
    questions
      .replace('s.heard = true', "if (s.heard) throw new Error('once is enough')\n  s.heard = true")
      .replace('speed: 0.1', 'speed: 0.001'),
  );
  const told = diagnostic(page, 'rules answer', 'rule/threw');
  await expect(told).toContainText('once is enough', { timeout: 20_000 });
  await expect(told).toContainText("while exploring 'every interleaving'");
  await expect(told.getByRole('button', { name: /^line 4/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

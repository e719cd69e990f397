/** Checks in the page: they run by themselves beside the run, turn red and green while one types, and show what they found. */
import { seriousFaults } from './axe.ts';
import {
  cell,
  diagnostic,
  expectBadge,
  openNotebook,
  serveNotebook,
  showView,
  typeOver,
  virtualTime,
  watchClock,
} from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const file = 'checks-test.sim.md';

/** The run that is watched has a clock alone; what is checked are two workers and the keeper of a lock. */
const lock = `---
title: A lock
speed: 0.1
---

# A lock

\`\`\`ts rules lock
const patient = true
const pattern = /^a$/
const Ask = message('Ask')
const Grant = message('Grant')
const keeper = node('keeper', { state: () => ({ held: false }) })
const worker = node('worker', {
  state: () => ({ inside: false }),
  start: (s, ctx) => ctx.send('keeper', Ask()),
})
keeper.on(Ask, (s, _, ctx) => {
  if (pattern.test('a'.repeat(40) + 'b')) return
  if (s.held && patient) return
  s.held = true
  ctx.reply(Grant())
})
worker.on(Grant, (s) => { s.inside = true })
\`\`\`

\`\`\`ts rules clock
const Tick = message('Tick')
const clock = node('clock', { state: () => ({ ticks: 0 }), start: (s, ctx) => ctx.setTimer(Tick(), 10) })
clock.on(Tick, (s, _, ctx) => { s.ticks += 1; ctx.setTimer(Tick(), 10) })
\`\`\`

\`\`\`ts scenario clock
scenario('a clock', (world) => { world.add(clock) })
\`\`\`

\`\`\`ts scenario workers
scenario('two workers', { until: 500 }, (world) => {
  world.add(keeper, ['keeper'])
  world.add(worker, 2)
  world.network({ latency: uniform(10, 30) })
})
\`\`\`

\`\`\`ts check all
always('only one is inside', (world) => world.all(worker).filter((w) => w.inside).length < 2 || 'both are inside')
explore('every interleaving', { scenario: 'two workers' })
\`\`\`
`;

const fuzzCell = `
\`\`\`ts check luck
fuzz('bad luck', { scenario: 'two workers', seeds: 20 })
\`\`\`
`;

const badge = (page: Page, name = 'every interleaving') =>
  cell(page, 'check all').getByRole('button', { name: new RegExp(`^${name}: `) });
const card = (page: Page, name: string) => page.locator('rh-check-view li.card').filter({ hasText: name });
const branches = (page: Page) => page.getByRole('tab', { name: /^Branches/ });
const bar = (page: Page) => page.getByRole('button', { name: /^Checks: / });

async function open(page: Page, text = lock): Promise<void> {
  await serveNotebook(page, file, text);
  await openNotebook(page, file);
}

test('a bug that is typed turns the badge red and its mending turns it green, and the run goes on as if nothing were', async ({
  page,
}) => {
  await open(page);
  await expect(badge(page)).toHaveAttribute('data-verdict', 'holds', { timeout: 20_000 });
  await expect(badge(page)).toContainText(/holds in \d+ states/);
  await expect(bar(page)).toContainText('2/2');
  const seen = await watchClock(page);
  await typeOver(page, 'rules lock', 'true', 'false');
  await expect(badge(page)).toHaveAttribute('data-verdict', 'violated', { timeout: 20_000 });
  await expect(bar(page)).toHaveAttribute('data-state', 'bad');
  await bar(page).click();
  const list = page.getByRole('dialog', { name: 'Checks' });
  await expect(list.getByRole('listitem').filter({ hasText: 'every interleaving' })).toContainText('violated');
  expect(await seriousFaults(page, ['.bar'])).toEqual([]);
  await bar(page).click();
  await typeOver(page, 'rules lock', 'false', 'true');
  await expect(badge(page)).toHaveAttribute('data-verdict', 'holds', { timeout: 20_000 });
  await expect(bar(page)).toHaveAttribute('data-state', 'ok');
  const { ticks, back } = await seen();
  expect(back).toEqual([]);
  expect(ticks).toBeGreaterThan(10);
});

test('a click on the red badge opens the counterexample as a branch that ends at the violation, and a reload keeps it', async ({
  page,
}) => {
  await open(page, lock.replace('patient = true', 'patient = false'));
  await expect(badge(page)).toHaveAttribute('data-verdict', 'violated', { timeout: 20_000 });
  await badge(page).click();
  await expect(branches(page)).toContainText('2');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await showView(page, 'Check');
  const property = page.locator('rh-check-view li').filter({ hasText: 'only one is inside' }).first();
  await expect(property).toHaveAttribute('data-verdict', 'violated');
  await expect(property).toContainText('both are inside');
  const time = await virtualTime(page);
  await page.reload();
  await expect(branches(page)).toContainText('2', { timeout: 20_000 });
  await expect.poll(() => virtualTime(page)).toBe(time);
  await showView(page, 'Check');
  await expect(property).toHaveAttribute('data-verdict', 'violated');
});

test('the check view tells the story of a violation, and Enter opens it; opened again, it is the same branch', async ({
  page,
}) => {
  await open(page, lock.replace('patient = true', 'patient = false'));
  await showView(page, 'Check');
  const explored = card(page, 'every interleaving');
  await expect(explored).toHaveAttribute('data-verdict', 'violated', { timeout: 20_000 });
  const story = explored.getByRole('list').first();
  await expect(story).toContainText('Ask worker1 → keeper');
  await expect(story).toContainText(/worker\d\.inside false → true/);
  const opener = explored.getByRole('button', { name: 'Show as a branch: the way to only one is inside' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(branches(page)).toContainText('2');
  await page.locator('rh-timeline').getByText('main', { exact: true }).click();
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('rh-check-view li').filter({ hasText: 'both are inside' }).first()).toBeVisible();
  await expect(branches(page)).toContainText('2');
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);
  }
});

test('a rule that never comes back ends its exploration alone: it is named, and the run goes on', async ({ page }) => {
  await open(page);
  await expect(badge(page)).toHaveAttribute('data-verdict', 'holds', { timeout: 20_000 });
  const seen = await watchClock(page);
  await typeOver(page, 'rules lock', '^a$', '^(a+)+$');
  await expectBadge(page, 'rules lock', 'live');
  await expect(badge(page)).toHaveAttribute('data-verdict', 'failed', { timeout: 30_000 });
  await showView(page, 'Check');
  await expect(card(page, 'every interleaving')).toContainText('keeper.Ask on keeper did not come back');
  const told = diagnostic(page, 'rules lock', 'rule/hangs');
  await expect(told).toContainText(
    'The exploration "every interleaving" was ended: keeper.Ask on keeper did not come back',
  );
  await expect(told.getByRole('button', { name: /^line \d+/ })).toBeVisible();
  await expect(page.getByText(/The run was rebuilt/)).toBeHidden();
  const { ticks, back } = await seen();
  expect(back).toEqual([]);
  expect(ticks).toBeGreaterThan(20);
  await typeOver(page, 'rules lock', '^(a+)+$', '^a$');
  await expect(badge(page)).toHaveAttribute('data-verdict', 'holds', { timeout: 20_000 });
});

test('every interleaving from the playhead on is explored, with what the reader did before it', async ({ page }) => {
  await open(page);
  await page.getByRole('combobox', { name: /^Scenario/ }).selectOption('two workers');
  await expect(page.locator('.run-status')).toHaveText('at rest', { timeout: 20_000 });
  await showView(page, 'Check');
  await page.getByRole('button', { name: 'Explore from the playhead' }).click();
  const late = card(page, 'from');
  await expect(late).toHaveAttribute('data-verdict', 'holds', { timeout: 20_000 });
  await expect(late).toContainText('1 state');
  await page.keyboard.press('Escape');
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: 'Explore from the playhead' }).click();
  await expect(page.locator('rh-check-view li.card')).toHaveCount(3);
  await expect(card(page, 'from 0 ms')).toHaveAttribute('data-verdict', 'holds', { timeout: 20_000 });
  await expect(card(page, 'from 0 ms')).not.toContainText('· 1 state');
});

test('a failing seed is shown as a branch, and its scenario is put into the notebook as a cell', async ({ page }) => {
  await open(page, lock.replace('patient = true', 'patient = false') + fuzzCell);
  await showView(page, 'Check');
  const fuzzed = card(page, 'bad luck');
  await expect(fuzzed).toHaveAttribute('data-verdict', 'violated', { timeout: 30_000 });
  await expect(fuzzed).toContainText(/made small|as small as it can be/, { timeout: 30_000 });
  await fuzzed.getByText('the scenario that fails, as text').click();
  await expect(fuzzed.locator('pre')).toContainText('scenario(');
  expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);
  await fuzzed.getByRole('button', { name: 'Show as a branch: the run that fails' }).click();
  await expect(branches(page)).toContainText('2');
  const before = await page.getByRole('article', { name: /^scenario cell/ }).count();
  await fuzzed.getByRole('button', { name: 'Insert as a cell' }).click();
  await expect(page.getByRole('article', { name: /^scenario cell/ })).toHaveCount(before + 1);
  await expect(page.getByRole('article', { name: 'scenario cell', exact: true })).toHaveAttribute('data-badge', 'live');
});

const registers = `---
title: A stale read
speed: 1
---

# A stale read

\`\`\`ts rules store
const Put = message<{ id: number; key: string; value: number }>('Put')
const Get = message<{ id: number; key: string }>('Get')
const Copy = message<{ key: string; value: number }>('Copy')
const Done = message<{ id: number; value: number | null }>('Done')
const server = node('server', { state: () => ({ held: new Map<string, number>() }) })
server.on(Put, (s, m, ctx) => {
  s.held.set(m.key, m.value)
  for (const peer of ctx.peers) ctx.send(peer, Copy(m))
  ctx.reply(Done({ id: m.id, value: null }))
})
server.on(Copy, (s, m) => { s.held.set(m.key, m.value) })
server.on(Get, (s, m, ctx) => { ctx.reply(Done({ id: m.id, value: s.held.get(m.key) ?? null })) })
const client = node('client', { state: () => ({ sent: 0 }) })
client.on(Operation, (s, m, ctx) => {
  s.sent += 1
  if (m.op === 'write') ctx.send('primary', Put({ id: ctx.invoke(m, m.id), key: m.key, value: m.id }))
  else ctx.send(ctx.random.pick(['primary', 'backup']), Get({ id: ctx.invoke(m), key: m.key }))
})
client.on(Done, (s, m, ctx) => { ctx.complete(m.id, m.value) })
\`\`\`

\`\`\`ts scenario
scenario('reads at the backup', { until: 1_000, seed: 3 }, (world) => {
  world.add(server, ['primary', 'backup'])
  world.add(client, 2)
  world.network({ latency: uniform(1, 5) })
  world.link('primary', 'backup', { latency: constant(50) })
  world.load(client, workload({ mix: { read: 1, write: 1 }, keys: uniform(0, 2), arrivals: closed(2, { think: constant(5) }) }))
})
linearizable('registers', models.register())
\`\`\`
`;

test('what clients were told and cannot be explained is drawn against time, and a click goes to that moment', async ({
  page,
}) => {
  await serveNotebook(page, 'registers-test.sim.md', registers);
  await openNotebook(page, 'registers-test.sim.md');
  await showView(page, 'Check');
  const chart = page.getByRole('figure', { name: 'What clients asked and were told: registers' });
  await expect(chart).toBeVisible({ timeout: 20_000 });
  await expect(chart.getByRole('group', { name: 'client1' })).toBeVisible();
  const culprit = chart.getByRole('button', { name: /cannot be explained$/ });
  await expect(culprit).toHaveCount(1);
  const told = Number(/answered at ([\d.]+) ms/.exec((await culprit.getAttribute('aria-label')) ?? '')?.[1]);
  await culprit.click();
  await expect.poll(() => virtualTime(page).then(Math.round)).toBe(Math.round(told));
  const other = chart.getByRole('button', { name: /; offends$/ }).first();
  await other.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => virtualTime(page)).toBeLessThan(told);
  expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);
});

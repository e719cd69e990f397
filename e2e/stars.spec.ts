/** Stars: what is starred is followed and shown everywhere. */
import { seriousFaults } from './axe.ts';
import { expect, test } from './watched.ts';
import { chooseSpeed, openNotebook, showView, virtualTime } from './notebook-page.ts';
import type { Locator, Page } from '@playwright/test';

/** Where pictures go; empty: none are taken. */
const pictures = process.env['E2E_PICTURES'] ?? '';

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== '') await page.screenshot({ path: `${pictures}/${name}.png` });
}

const bar = (page: Page): Locator => page.getByRole('list', { name: 'Stars' });
const chip = (page: Page, name: RegExp | string): Locator => bar(page).getByRole('listitem').filter({ hasText: name });

/** Raft, once some of what the client asked for is in the log. */
async function raftWithLog(page: Page): Promise<void> {
  await openNotebook(page, '02-raft.sim.md');
  await chooseSpeed(page, '1');
  await expect.poll(() => virtualTime(page), { timeout: 30_000 }).toBeGreaterThan(2_200);
  await page.keyboard.press('Space');
}

/** Opens a node's log in the state view. */
async function openLog(page: Page, node: string): Promise<Locator> {
  await showView(page, 'State');
  const row = page.locator('rh-state-view tr').filter({ has: page.getByRole('rowheader', { name: node }) });
  const log = row.locator('td').nth(3).locator('rh-value');
  await log.locator('summary').first().click();
  return log;
}

/** The part of a value at a place, by position. */
const part = (value: Locator, way: string): Locator => value.locator(`[data-way="${way}"]`).first();

/** Stars the request's number of the first entry of a log: what the client gave it. */
async function starRequest(page: Page): Promise<void> {
  const log = await openLog(page, 'B');
  await part(log, '/0').click();
  await part(log, '/0/0').hover();
  await page.keyboard.press('s');
  await expect(chip(page, 'request 1')).toBeVisible();
}

const journey = (page: Page): Locator => page.getByRole('article', { name: /^Journey of/ });

test.describe('in Raft', () => {
  test.beforeEach(async ({ page }) => raftWithLog(page));

  test('what a client asked for is followed by its value: from the client to the leader to the followers, by which rules', async ({
    page,
  }) => {
    await starRequest(page);
    await expect(chip(page, 'request 1')).toContainText('same value');
    await expect(chip(page, 'request 1')).toContainText('5 nodes');
    await expect(page.locator('rh-state-view td.starred')).toHaveCount(5);
    await picture(page, 'state');
    await showView(page, 'Topology');
    await expect(page.locator('rh-topology .star-tag')).toHaveCount(5);
    await expect(page.getByRole('button', { name: /^B,.*★ request 1/ })).toBeVisible();
    await expect(page.locator('rh-timeline .star-ticks')).toHaveCount(1);
    await picture(page, 'topology');

    await bar(page)
      .getByRole('button', { name: /^request 1 \d/ })
      .click();
    const told = journey(page);
    await expect(told.getByRole('list', { name: 'Where it went' }).getByRole('listitem').first()).toContainText('X');
    const rows = told.locator('tbody tr');
    await expect(rows.first()).toBeVisible();
    await told.getByRole('button', { name: 'Every one' }).click();
    const row = (what: RegExp): Locator => rows.filter({ hasText: what });
    await expect(row(/X.*sent to A/s).first()).toBeVisible();
    await expect(row(/A.*arrived.*kept.*server\.Write/s).first()).toBeVisible();
    await expect(row(/A.*sent to .*E.*server\.Heartbeat/s).first()).toBeVisible();
    for (const follower of ['B', 'C', 'D', 'E'])
      await expect(row(new RegExp(`${follower}.*arrived.*kept.*server\\.AppendEntries`, 's')).first()).toBeVisible();
    await picture(page, 'journey');
    expect(await seriousFaults(page)).toEqual([]);

    // By a rule to its place in the notebook.
    await row(/server\.Write/)
      .first()
      .getByRole('button', { name: 'server.Write' })
      .click();
    await expect(page.getByRole('article', { name: /cell write|cell log|cell replicat/i }).first()).toBeVisible();
  });

  test('an entry of a log is followed by identity: its copies, and the request that it was made of', async ({
    page,
  }) => {
    const log = await openLog(page, 'B');
    await part(log, '/0').hover();
    await page.keyboard.press('s');
    const entry = chip(page, 'request 1');
    await expect(entry).toContainText('5 nodes');
    await entry.getByRole('button', { name: 'request 1 is followed as the same value' }).click();
    await expect(entry).toContainText('same thing');
    // One thing is looked for from the start of the run, in pieces, beside all explorations.
    await expect(entry).toContainText('5 nodes', { timeout: 40_000 });
    await bar(page)
      .getByRole('button', { name: /^request 1 \d/ })
      .click();
    const births = journey(page).getByRole('list', { name: 'How it came to be' });
    await expect(births.getByRole('listitem').first()).toContainText(/made on A by\s*server\.Write, of Write/);
    await picture(page, 'identity');
    // What was made of the request, and the request itself, are told apart.
    await showView(page, 'Topology');
    await expect(page.locator('rh-topology .star-tag')).not.toHaveCount(0);
    await picture(page, 'identity-topology');
    expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);
  });

  test('brackets go to the event of a star before and after, and the log shows its events', async ({ page }) => {
    await starRequest(page);
    await showView(page, 'Journey');
    await journey(page).getByRole('button', { name: 'Every one' }).click();
    const rows = journey(page).locator('section').first().locator('tbody tr');
    await expect(rows.first()).toBeVisible();
    await expect(rows.filter({ hasText: 'client.Written' })).toHaveCount(1);
    const count = await rows.count();
    const shown = (): Promise<number> =>
      rows.evaluateAll((all) => all.findIndex((row) => row.getAttribute('aria-current') === 'true'));
    for (const [key, nth] of [
      ['[', 1],
      ['[', 2],
      ['[', 3],
      [']', 2],
      ['n', 1],
      ['Shift+n', 2],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(shown).toBe(count - nth);
    }
    // Pressed as fast as one likes.
    await page.keyboard.press('[');
    await page.keyboard.press('[');
    await expect.poll(shown).toBe(count - 4);
    await showView(page, 'Log');
    await expect(page.locator('rh-log-view .row').last().getByRole('img', { name: '★ request 1' })).toBeVisible();
    await picture(page, 'log');
    expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);
  });

  test('several things are starred at once, each with a colour, and are there after a reload', async ({ page }) => {
    await starRequest(page);
    await showView(page, 'Topology');
    await page.getByRole('button', { name: /^E,/ }).hover();
    await page.keyboard.press('s');
    await expect(bar(page).getByRole('listitem')).toHaveCount(2);
    await expect(chip(page, /★\s*E/)).toContainText('same thing');
    const classes = await bar(page)
      .getByRole('listitem')
      .evaluateAll((all) => all.map((one) => one.className.trim()));
    expect(new Set(classes.map((name) => name.split(' ')[0])).size).toBe(2);
    // A value that is typed.
    await page.getByRole('button', { name: 'Star a value' }).click();
    await page.getByRole('textbox', { name: 'A value to star' }).fill("votedFor: 'A'");
    await page.keyboard.press('Enter');
    await expect(bar(page).getByRole('listitem')).toHaveCount(3);
    await showView(page, 'Topology');
    await expect(page.locator('rh-topology .star-tag text')).not.toHaveCount(0);
    await picture(page, 'three');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'three-dark');
    expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);
    await bar(page)
      .getByRole('button', { name: /^request 1 \d/ })
      .click();
    await expect(journey(page).locator('tbody tr').first()).toBeVisible();
    await picture(page, 'journey-dark');
    await page.emulateMedia({ colorScheme: 'light' });

    await page.reload();
    await expect(bar(page).getByRole('listitem')).toHaveCount(3);
    await expect(chip(page, 'request 1')).toContainText('5 nodes');
    await bar(page).getByRole('button', { name: 'Let ★ E go' }).click();
    await expect(bar(page).getByRole('listitem')).toHaveCount(2);
  });

  test('the message of a row of the log is starred with the key, and followed as that one', async ({ page }) => {
    await showView(page, 'Log');
    const row = page.locator('rh-log-view .row').filter({ hasText: 'server.AppendEntries' }).last();
    await row.scrollIntoViewIfNeeded();
    await row.hover();
    await page.keyboard.press('s');
    await expect(chip(page, /AppendEntries/)).toContainText('same thing');
    await expect(row.getByRole('img', { name: /★ AppendEntries/ })).toBeVisible();
  });

  test('a part of a state is starred from its menu, and let go when it is starred once more', async ({ page }) => {
    const log = await openLog(page, 'C');
    await part(log, '/1').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Star this part' }).click();
    await expect(bar(page).getByRole('listitem')).toHaveCount(1);
    await expect(part(log, '/1')).toHaveClass(/carries/);
    await part(log, '/1').hover();
    await page.keyboard.press('s');
    await expect(bar(page)).toHaveCount(0);
  });

  test('stars are carried into forks, and the branches tell where each lives', async ({ page }) => {
    await starRequest(page);
    await page.keyboard.press('[');
    await expect(page.getByRole('button', { name: 'Next event of a star' })).toBeVisible();
    await page.keyboard.press('f');
    await showView(page, 'Branches');
    await expect(page.locator('rh-branches-view .starred')).toHaveCount(2);
    await expect(page.locator('rh-branches-view .starred').first()).toContainText('request 1');
    await picture(page, 'branches');
    await showView(page, 'Journey');
    await expect(journey(page).getByRole('heading', { name: 'Across forks' })).toBeVisible();
    await picture(page, 'journey-forks');
    expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);
  });
});

test('on a phone the stars and their journey fit', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await raftWithLog(page);
  await page.getByRole('button', { name: 'Stage', exact: true }).last().click();
  await showView(page, 'Journey');
  await page.getByRole('textbox', { name: 'A value to star' }).fill('request: 1');
  await page.keyboard.press('Enter');
  await expect(journey(page).locator('tbody tr').first()).toBeVisible();
  await picture(page, 'phone-journey');
  await showView(page, 'Topology');
  await expect(page.locator('rh-topology .star-tag').first()).toBeVisible();
  await picture(page, 'phone-topology');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);
});

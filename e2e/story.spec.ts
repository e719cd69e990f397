/** The story that everything else stands on: edit a rule, and the running cluster obeys, without losing its state. */
import { expect, type Page, test } from './watched.ts';
import {
  cell,
  chooseSpeed,
  diagnostic,
  expectBadge,
  expectCode,
  expectRunning,
  letDraw,
  type NodeRow,
  nodes,
  pause,
  select,
  showView,
  typeOver,
  virtualTime,
  watchClock,
} from './notebook-page.ts';

const timeout = 'rules election-timeout';
const heartbeat = 'rules heartbeat';

interface Entry {
  readonly term: number;
  readonly request: number;
}

const logOf = (server: NodeRow | undefined): readonly Entry[] => (server?.state['log'] ?? []) as readonly Entry[];
const committed = (server: NodeRow): readonly Entry[] => logOf(server).slice(0, Number(server.state['commitIndex']));
const highestTerm = (servers: readonly NodeRow[]): number => Math.max(...servers.map((s) => Number(s.state['term'])));
const leads = (server: NodeRow): boolean => server.alive && server.state['role'] === 'leader';

/** Every entry that was committed then stands in every log now that is as long; and in some log in any case. */
function expectKept(before: readonly NodeRow[], after: readonly NodeRow[]): void {
  for (const server of before) {
    const then = committed(server);
    const now = after.find(({ id }) => id === server.id);
    // The server's own disk forgets nothing that was committed.
    expect(logOf(now).slice(0, then.length)).toEqual(then);
    expect(Number(now?.state['term'])).toBeGreaterThanOrEqual(Number(server.state['term']));
  }
}

/** Reads while the run stands still, so that all of it is of one moment. */
async function still(page: Page): Promise<readonly NodeRow[]> {
  await pause(page);
  // The table follows at a reader's pace.
  await letDraw(page, 10);
  const servers = await nodes(page, 'server');
  await page.getByRole('button', { name: 'Play' }).click();
  return servers;
}

/** Waits until nobody has stood for election for so many virtual milliseconds, and somebody leads. */
async function expectCalm(page: Page, ms: number): Promise<void> {
  let since = { time: await virtualTime(page), term: highestTerm(await nodes(page, 'server')) };
  await expect
    .poll(
      async () => {
        const [time, servers] = [await virtualTime(page), await nodes(page, 'server')];
        const term = highestTerm(servers);
        if (term !== since.term) since = { time, term };
        return servers.some(leads) && time - since.time >= ms;
      },
      { message: `one leader and no new term for ${ms} virtual ms`, timeout: 40_000, intervals: [100] },
    )
    .toBe(true);
}

test.beforeEach(async ({ page }) => {
  await page.goto('');
  await page.getByRole('link', { name: 'Raft' }).click();
  await expect(page).toHaveURL(/02-raft/);
  await expectRunning(page);
  await showView(page, 'State');
  await chooseSpeed(page, '1');
  await expect.poll(async () => (await nodes(page, 'server')).some(leads), { message: 'somebody leads' }).toBe(true);
  await expect(page.getByRole('combobox', { name: /^Scenario/ })).toHaveValue('five servers');
});

test('an edit of the election timeout is obeyed by the cluster that is running', async ({ page }) => {
  await expect
    .poll(async () => (await nodes(page, 'server')).some((s) => committed(s).length > 0), { message: 'a log to keep' })
    .toBe(true);
  await chooseSpeed(page, '0.3');
  const clock = await watchClock(page);
  const before = await still(page);
  const timeBefore = await virtualTime(page);

  await typeOver(page, timeout, '150', '15');
  await expectBadge(page, timeout, 'live');
  await chooseSpeed(page, '1');
  await expect(page.getByRole('status').filter({ hasText: 'election' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Edit: / })).toBeVisible();

  // Ten new terms in the time a heartbeat used to prevent even one.
  const term = highestTerm(await nodes(page, 'server'));
  await expect
    .poll(async () => highestTerm(await nodes(page, 'server')), { message: 'the terms climb', timeout: 30_000 })
    .toBeGreaterThan(term + 5);
  const wild = await still(page);
  expectKept(before, wild);
  expect(await virtualTime(page)).toBeGreaterThan(timeBefore);

  await typeOver(page, timeout, '15', '150');
  await expectBadge(page, timeout, 'live');
  await expectCode(page, timeout, 'random.between(150, 300)');
  await expectCalm(page, 1_000);
  expectKept(wild, await still(page));

  const { ticks, back } = await clock();
  expect(ticks).toBeGreaterThan(20);
  expect(back).toEqual([]);
});

test('a broken text keeps the last good rule in force and says where it is broken', async ({ page }) => {
  await select(page, heartbeat, 'heartbeatInterval)');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Backspace');
  await expectBadge(page, heartbeat, 'kept');
  await expect(cell(page, heartbeat)).toContainText('kept the last good version');
  const error = diagnostic(page, heartbeat, 'compile/syntax');
  await expect(error).toContainText('line 6:1');
  await expectCode(page, heartbeat, 'ctx.setTimer(Heartbeat(), heartbeatInterval');
  await expect(cell(page, heartbeat).locator('.squiggly-error')).toBeVisible();

  // The old rule still beats: nobody stands for election, and the run goes on.
  const clock = await watchClock(page);
  await expectCalm(page, 500);
  expect((await clock()).back).toEqual([]);

  // The place leads to where it is broken.
  await error.getByRole('button', { name: /^line/ }).click();
  await expect(cell(page, heartbeat)).toHaveAttribute('data-editing', 'true');
  await page.keyboard.press('End');
  await page.keyboard.type('// here');
  await expectCode(page, heartbeat, '})// here');
  await select(page, heartbeat, ', heartbeatInterval');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type(')');
  await expectBadge(page, heartbeat, 'live');
  await expect(error).toBeHidden();
});

test('an endless loop is refused on its line, and the run goes on', async ({ page }) => {
  const clock = await watchClock(page);
  await typeOver(page, heartbeat, 'for', 'while (true) {} for');
  await expectBadge(page, heartbeat, 'kept');
  await expect(diagnostic(page, heartbeat, 'rule/budget')).toContainText('line 4');
  await expectCode(page, heartbeat, 'while (true) {}');
  await expectCalm(page, 500);
  expect((await clock()).back).toEqual([]);
  await expect(page.locator('[data-badge="kept"], [data-badge="broken"]').and(page.locator('article'))).toHaveCount(1);
});

test('a rule that never comes back is found and put out of force; nothing is lost', async ({ page }) => {
  const before = await still(page);
  const clock = await watchClock(page);
  await select(page, heartbeat, 'for');
  await page.keyboard.type("/^(a+)+$/.test('a'.repeat(40) + 'b'); for");
  await expect(diagnostic(page, heartbeat, 'rule/hangs')).toBeVisible();
  await expectBadge(page, heartbeat, 'kept');
  await expectCode(page, heartbeat, "/^(a+)+$/.test('a'.repeat(40) + 'b')");
  await expect(page.getByText(/The run was rebuilt in/)).toBeVisible();

  const now = await virtualTime(page);
  await expect.poll(() => virtualTime(page), { message: 'the same run goes on' }).toBeGreaterThan(now);
  expectKept(before, await still(page));
  expect((await clock()).back).toEqual([]);
  await expect(page.locator('article[data-badge="kept"], article[data-badge="broken"]')).toHaveCount(1);
});

test('a reload finds the text, the run, the speed and what was wrong', async ({ page }) => {
  await typeOver(page, timeout, '150', '155');
  await expectBadge(page, timeout, 'live');
  await typeOver(page, heartbeat, 'for', 'while (true) {} for');
  await expectBadge(page, heartbeat, 'kept');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  const before = await still(page);
  const timeBefore = await virtualTime(page);

  await page.reload();
  await expectRunning(page);
  await showView(page, 'State');
  await expect(page.getByRole('combobox', { name: /^Speed/ }).locator('option:checked')).toHaveText('1×');
  await expect
    .poll(() => virtualTime(page), { message: 'the run is where it was', timeout: 30_000 })
    .toBeGreaterThanOrEqual(timeBefore);
  expectKept(before, await still(page));
  // Where it was, not far beyond: this page was open for seconds at one virtual second a second.
  await expectCode(page, timeout, 'random.between(155, 300)');
  await expectBadge(page, timeout, 'live');
  await expect(page.getByRole('button', { name: /^Edit: .*election/i }).first()).toBeVisible();
  await cell(page, heartbeat).scrollIntoViewIfNeeded();
  await expectCode(page, heartbeat, 'while (true) {}');
  await expectBadge(page, heartbeat, 'kept');
  await expect(diagnostic(page, heartbeat, 'rule/budget')).toContainText('line 4');
});

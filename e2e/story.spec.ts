/** The story that everything else stands on: edit a rule, and the running cluster obeys, without losing its state. */
import { expect, type Page, test } from '@playwright/test';
import {
  chooseSpeed,
  expectBadge,
  expectCode,
  type NodeRow,
  nodes,
  showView,
  typeOver,
  virtualTime,
  watchClock,
} from './notebook-page.ts';

const timeout = 'rules election-timeout';

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
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  // The table follows at a reader's pace.
  await page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => resolve(true))));
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
      { message: `one leader and no new term for ${ms} virtual ms`, timeout: 40_000 },
    )
    .toBe(true);
}

test.beforeEach(async ({ page }) => {
  await page.goto('');
  await page.getByRole('link', { name: 'Raft' }).click();
  await expect(page).toHaveURL(/02-raft/);
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

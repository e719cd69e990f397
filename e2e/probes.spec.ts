/** Probes: the lines of a rule show what they held in the event under the playhead, and along the timeline. */
import { seriousFaults } from './axe.ts';
import { cell, chooseSpeed, expectRunning, openNotebook, pause, typeOver, virtualTime } from './notebook-page.ts';
import type { Locator } from '@playwright/test';
import { expect, type Page, test } from './watched.ts';

const raft = '02-raft.sim.md';

/** Runs Raft until a leader has been elected, then stands still. */
async function elected(page: Page): Promise<void> {
  await openNotebook(page, raft);
  await chooseSpeed(page, '1');
  await expect.poll(() => virtualTime(page), { intervals: [50], timeout: 20_000 }).toBeGreaterThan(1_000);
  await pause(page);
}

/** To the latest event of a rule, from the buttons beside it. */
async function toEventOf(page: Page, rule: string, name: string): Promise<Locator> {
  const found = cell(page, name);
  await found.scrollIntoViewIfNeeded();
  await found.locator(`.hit[title^="${rule}:"] .hit-count`).hover();
  await found.getByRole('button', { name: `Previous event of ${rule}`, exact: true }).click();
  await expect(values(found)).not.toHaveCount(0);
  return found;
}

const values = (found: Locator): Locator => found.locator('.probe-chip');
const value = (found: Locator, text: string | RegExp): Locator => values(found).filter({ hasText: text }).first();
const rows = (page: Page): Locator => page.locator('rh-pin-rows');

test('with an event shown, the lines of its rule show their values, and what did not run is dimmed', async ({
  page,
}) => {
  await elected(page);
  const vote = await toEventOf(page, 'server.RequestVote', 'rules vote');
  await expect(value(vote, /^m \{ term: 1/)).toBeVisible();
  await expect(value(vote, /^granted true$/)).toBeVisible();
  await expect(value(vote, /^reply Vote \{ term: 1, granted: true \}/)).toBeVisible();
  // `s.votedFor === null ||` held, so what follows was not asked.
  await expect(vote.locator('.probe-skipped').filter({ hasText: 'ctx' }).first()).toHaveCSS(
    'color',
    'rgb(109, 105, 96)',
  );
  // The other rule of the cell did nothing.
  await expect(value(vote, 'm.granted')).toHaveCount(0);
  expect(await seriousFaults(page)).toEqual([]);

  await test.step('off and on by a key, and away while the run is played', async () => {
    await page.keyboard.press('i');
    await expect(values(vote)).toHaveCount(0);
    await page.keyboard.press('i');
    await expect(value(vote, /^granted true$/)).toBeVisible();
    await page.getByRole('button', { name: 'Play' }).click();
    await expect(values(vote)).toHaveCount(0);
  });
});

test('the turns of a loop are gone through by its buttons and by keys', async ({ page }) => {
  await elected(page);
  const leader = await toEventOf(page, 'server.become leader', 'rules become-leader');
  const turn = leader.getByRole('group', { name: /^turn/ });
  await expect(turn).toHaveAccessibleName('turn 1 of 4');
  const peer = value(leader, /^peer/);
  const first = (await peer.textContent()) ?? '';
  await turn.getByRole('button', { name: 'Next turn' }).click();
  await expect(turn).toHaveAccessibleName('turn 2 of 4');
  await expect(peer).not.toHaveText(first);
  await page.keyboard.press('t');
  await expect(turn).toHaveAccessibleName('turn 3 of 4');
  await page.keyboard.press('Shift+t');
  await page.keyboard.press('Shift+t');
  await expect(turn).toHaveAccessibleName('turn 1 of 4');
  await expect(peer).toHaveText(first);
  // A helper in another cell shows what it was given and gave.
  await expect(value(cell(page, 'rules quorum'), /^returns 3$/)).toBeVisible();
});

test('a pinned value is told along the timeline, and a click there goes to its event', async ({ page }) => {
  await elected(page);
  const append = await toEventOf(page, 'server.AppendEntries', 'rules append');
  await value(append, /^s\.leader/).click();
  const strip = rows(page).getByRole('group', { name: /^s\.leader along the run: [1-9]\d* values$/ });
  await expect(strip).toBeVisible();
  await expect(strip.locator('rect')).not.toHaveCount(0);
  const label = rows(page).locator('.now');
  await expect(label).toHaveText(/^[A-E] '[A-E]'$/);
  const before = await virtualTime(page);
  const box = await strip.boundingBox();
  if (box === null) throw new Error('The strip is not on the page.');
  await strip.click({ position: { x: box.width * 0.3, y: box.height / 2 } });
  await expect.poll(() => virtualTime(page)).toBeLessThan(before);
  await expect(value(append, /^s\.leader/)).toBeVisible();
  await expect(value(append, /^s\.leader/)).toHaveAttribute('aria-pressed', 'true');
  const there = await virtualTime(page);
  await strip.press('ArrowLeft');
  await expect.poll(() => virtualTime(page)).toBeLessThan(there);
  expect(await seriousFaults(page)).toEqual([]);
  // In a branch that has the line, too; and after a reload, as is what was folded.
  await strip.press('f');
  await expect(page.locator('rh-lane-list [aria-current="true"]')).toContainText('branch 2');
  await expect(strip).toBeVisible();
  await cell(page, 'rules quorum').locator('.cell-kind').click();
  await page.keyboard.press('o');
  await expect(cell(page, 'rules quorum').locator('.cell-code')).toBeHidden();
  await page.reload();
  await expectRunning(page);
  await expect(strip).toBeVisible();
  await expect(cell(page, 'rules quorum').locator('.cell-code')).toBeHidden();
  await rows(page).getByRole('button', { name: 'Take s.leader off the timeline' }).click();
  await expect(rows(page)).toHaveCount(0);
});

test('when the text was changed after the event, that is said, and no value stands at a wrong line', async ({
  page,
}) => {
  await elected(page);
  const heartbeat = await toEventOf(page, 'server.Heartbeat', 'rules heartbeat');
  await typeOver(page, 'rules heartbeat', 'heartbeatInterval)', 'heartbeatInterval + 1)');
  await expect(heartbeat.locator('.probe-note')).toContainText('This text was changed after the event shown');
  await expect(values(heartbeat)).toHaveCount(0);
});

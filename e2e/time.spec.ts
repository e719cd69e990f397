/** Time as a material: the timeline's branches, the run as it was before an edit, acts that are undone at their marks. */
import { expect, type Page, test } from './watched.ts';
import { seriousFaults } from './axe.ts';
import {
  chooseSpeed,
  expectBadge,
  expectRunning,
  openNotebook,
  pause,
  select,
  serveNotebook,
  typeOver,
  virtualTime,
} from './notebook-page.ts';

const file = 'time.sim.md';
const text = `# Time

\`\`\`ts rules peer
const Tick = message('Tick')
const Ping = message('Ping')
const peer = node('peer', { state: () => ({ seen: 0 }), start(s, ctx) { ctx.setTimer(Tick(), 10) } })
peer.on(Tick, (s, _, ctx) => { ctx.setTimer(Tick(), 10); ctx.send(ctx.choose(ctx.peers), Ping()) })
peer.on(Ping, (s) => { s.seen += 1 })
\`\`\`

\`\`\`ts scenario three
scenario('three', { until: 60_000 }, (world) => { world.add(peer, 3); world.network({ latency: constant(3) }) })
\`\`\`

\`\`\`ts check up
always('peer2 is up', (world) => world.alive('peer2'))
\`\`\`
`;

const timeline = (page: Page) => page.locator('rh-timeline');
const lanes = (page: Page) => timeline(page).getByRole('list', { name: 'Branches' });
const lane = (page: Page, name: string) => lanes(page).getByRole('button', { name, exact: true });
const current = (page: Page) => lanes(page).locator('[aria-current="true"]');
const marks = (page: Page) => page.getByRole('toolbar', { name: 'Marks' });
const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' });
const node = (page: Page, id: string) => page.locator(`rh-stage [data-node="${id}"]`);
const menuOf = async (page: Page, name: string): Promise<void> =>
  timeline(page)
    .getByRole('button', { name: `More about ${name}` })
    .click();

/** Runs up to a virtual time, then stands still. */
async function runTo(page: Page, time: number): Promise<void> {
  await chooseSpeed(page, '1');
  await expect.poll(() => virtualTime(page), { intervals: [50], timeout: 20_000 }).toBeGreaterThan(time);
  await pause(page);
}

async function axis(page: Page) {
  const box = await timeline(page).locator('.axis').boundingBox();
  if (box === null) throw new Error('The timeline is not on the page.');
  return box;
}

/** x of a virtual time on the page. */
async function placeOf(page: Page, time: number): Promise<number> {
  const { x } = await axis(page);
  const [tip, now] = [(await playhead(page).boundingBox())?.x ?? 0, await virtualTime(page)];
  return x + ((tip - x) * time) / now;
}

async function crash(page: Page, id: string): Promise<void> {
  await node(page, id).focus();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Crash' }).click();
  await expect(node(page, id)).toHaveAttribute('aria-label', new RegExp(`^${id}, down`));
}

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, file, text);
  await openNotebook(page, file);
});

test('the playhead follows the mouse through the past, and the picture with it', async ({ page }) => {
  await runTo(page, 400);
  const { y, height } = await axis(page);
  const tip = await virtualTime(page);
  await page.mouse.move(await placeOf(page, tip), y + height - 12);
  await page.mouse.down();
  const seen: number[] = [];
  for (const share of [0.8, 0.6, 0.4]) {
    await page.mouse.move(await placeOf(page, (await virtualTime(page)) * share), y + height - 12, { steps: 3 });
    const before = seen.at(-1) ?? tip;
    await expect.poll(() => virtualTime(page)).toBeLessThan(before);
    seen.push(await virtualTime(page));
  }
  await page.mouse.up();
  await expect(timeline(page).getByRole('button', { name: 'Go live' })).toBeVisible();
  expect(await virtualTime(page)).toBe(seen.at(-1));
});

test('F forks at the playhead; a click on a lane goes back to its branch, a click in it to that moment', async ({
  page,
}) => {
  await runTo(page, 500);
  const tip = await virtualTime(page);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => virtualTime(page)).toBeLessThan(tip);
  const forkedAt = await virtualTime(page);
  await page.keyboard.press('f');
  await expect(current(page)).toHaveText('branch 2');
  await expect.poll(() => virtualTime(page), { message: 'the branch ends where it was forked' }).toBe(forkedAt);
  await expect(lane(page, 'main')).toBeVisible();

  // What is done here is not done there.
  await crash(page, 'peer2');
  await page.keyboard.press('Escape');
  await lane(page, 'main').click();
  await expect(current(page)).toHaveText('main');
  // As it was, it was down.
  await expect(node(page, 'peer2')).not.toHaveAttribute('aria-label', 'peer2, down');
  await expect.poll(() => virtualTime(page)).toBe(tip);

  await lane(page, 'branch 2').click();
  await expect(node(page, 'peer2')).toHaveAttribute('aria-label', /down/);
  const row = await lane(page, 'main').boundingBox();
  await page.mouse.click(await placeOf(page, 100), (row?.y ?? 0) + (row?.height ?? 0) / 2);
  await expect(current(page)).toHaveText('main');
  await expect
    .poll(async () => Math.abs((await virtualTime(page)) - 100), { message: 'about 100 ms' })
    .toBeLessThan(15);
});

test('an edit from the start keeps the run as it was as a lane, and says where the two part', async ({ page }) => {
  await runTo(page, 600);
  await page.getByRole('group', { name: 'Edits take effect from' }).getByRole('button', { name: 'start' }).click();
  const tip = await virtualTime(page);
  // No half of it is an edit of its own.
  await typeOver(page, 'rules peer', '+= 1', '+= 2');
  await expectBadge(page, 'rules peer', 'live');

  await expect(lane(page, 'before')).toBeVisible();
  await expect.poll(() => virtualTime(page), { message: 'it is run again to where it was' }).toBe(tip);
  const receipt = page.getByRole('status').filter({ hasText: 'Swapped peer.Ping from the start' });
  // One line, where all of it would cover a node.
  await receipt.locator('button[aria-expanded="false"]').click();
  await expect(receipt).toContainText('events were run again');
  await expect(receipt).toContainText('History differs from event');

  const difference = marks(page).getByRole('button', { name: /First difference: peer/ });
  await difference.hover();
  const told = page.locator('rh-hint');
  await expect(told).toContainText('Now: ');
  await expect(told).toContainText('seen');
  await expect(told).toContainText('Before: ');
  expect(await seriousFaults(page, ['rh-timeline', 'rh-hint'])).toEqual([]);

  const { x, y } = await axis(page);
  await page.mouse.move(x + 600, y - 200);
  await expect(told).toBeHidden();

  // By key too: from the start, the marks in order.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await expect.poll(() => virtualTime(page)).toBe(0);
  await page.keyboard.press('.');
  await expect.poll(() => virtualTime(page), { message: 'the edit' }).toBe(10);
  await page.keyboard.press('.');
  await expect.poll(() => virtualTime(page), { message: 'the first difference' }).toBe(13);

  await menuOf(page, 'before');
  await page.getByRole('menuitem', { name: 'Keep as branch' }).click();
  await expect(lane(page, 'main before')).toBeVisible();
  await expect(lane(page, 'before')).toBeHidden();
});

test('an act is undone at its mark: the run is run again without it', async ({ page }) => {
  await runTo(page, 300);
  await crash(page, 'peer2');
  await page.getByRole('button', { name: 'Play' }).click();
  await runTo(page, 500);
  const tip = await virtualTime(page);
  await expect(page.getByRole('button', { name: /^Checks: .* 1 violated/ })).toBeVisible();

  const fault = marks(page).getByRole('button', { name: /peer2 crashed/ });
  await fault.hover();
  await page.locator('rh-hint').getByRole('button', { name: 'Copy as a line of the scenario' }).click();
  await expect(page.getByRole('status').getByText(/world\.at\([\d.]+, \(w\) => w\.crash\('peer2'\)\)/)).toBeVisible();
  await page.mouse.move(0, 0);
  await fault.hover();
  await page.locator('rh-hint').getByRole('button', { name: 'Undo' }).click();
  // As it was, it was down.
  await expect(node(page, 'peer2')).not.toHaveAttribute('aria-label', 'peer2, down');
  await expect.poll(() => virtualTime(page)).toBe(tip);
  await expect(marks(page).getByRole('button', { name: /Fault: peer2 crashed/ })).toBeHidden();
  await expect(page.getByRole('button', { name: /^Checks: .* all hold/ })).toBeVisible();
  await expect(lane(page, 'before')).toBeVisible();
});

test('a branch is renamed, deleted and brought back, and all of it is there after a reload', async ({ page }) => {
  await runTo(page, 300);
  await page.keyboard.press('f');
  await expect(current(page)).toHaveText('branch 2');
  await crash(page, 'peer2');

  // Along the lanes by key.
  await current(page).focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name of the branch' }).fill('without peer2');
  await page.keyboard.press('Enter');
  await expect(current(page)).toHaveText('without peer2');
  await expect(current(page)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(lane(page, 'main')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(current(page)).toHaveText('main');

  await page.keyboard.press('ArrowDown');
  await expect(lane(page, 'without peer2')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(lane(page, 'without peer2')).toBeHidden();
  await page.getByText('Branch “without peer2” deleted.').locator('..').getByRole('button', { name: 'Undo' }).click();
  await expect(lane(page, 'without peer2')).toBeVisible();

  await page.reload();
  await expectRunning(page);
  await expect(lane(page, 'without peer2')).toBeVisible();
  await lane(page, 'without peer2').click();
  await expect(current(page)).toHaveText('without peer2');
  await expect(node(page, 'peer2')).toHaveAttribute('aria-label', /down/);
});

test('the keys of time do nothing to the run while one types, nor with Ctrl', async ({ page }) => {
  await runTo(page, 300);
  const tip = await virtualTime(page);
  await select(page, 'rules peer', 'Tick = message');
  await page.keyboard.press('End');
  await page.keyboard.type(' // f 1 2 3 , . 0 + -');
  await expectBadge(page, 'rules peer', 'live');
  await expect(lanes(page).getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'from now', pressed: true })).toBeVisible();
  expect(await virtualTime(page)).toBe(tip);

  await page.keyboard.press('Escape');
  // With Ctrl, F is the search's.
  const prevented = await page.evaluate(() =>
    ['0', '+', '-', '1', '.', ',', 'ArrowLeft'].filter((key) =>
      [{ ctrlKey: true }, { metaKey: true }, { altKey: true }].some(
        (modifiers) =>
          !document.body.dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers }),
          ),
      ),
    ),
  );
  expect(prevented).toEqual([]);
  await expect(lanes(page).getByRole('listitem')).toHaveCount(1);

  await page.keyboard.press('3');
  await expect(page.getByRole('button', { name: 'start', pressed: true })).toBeVisible();
});

test('the history says what it takes, and its limit can be changed', async ({ page }) => {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'History limit' }).click();
  const history = page.getByRole('dialog', { name: 'History' });
  await expect(history).toContainText('All of it is kept as it was made.');
  expect(await seriousFaults(page, ['rh-timeline'])).toEqual([]);
  await history.getByRole('combobox', { name: 'Limit' }).selectOption('1 GB');
  await expect(timeline(page).getByRole('button', { name: /of 1024 MB/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(history).toBeHidden();
});

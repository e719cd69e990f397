/** Branches: races forked and their outcomes, two branches side by side, the run as it was before an edit, and the tree of them all. */
import { seriousFaults } from './axe.ts';
import { cell, nodes, openNotebook, serveNotebook, showView, pasteOver } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const file = 'branches-test.sim.md';
const text = `---
title: A lost update
speed: 1
---

# A lost update

\`\`\`ts rules store
const Get = message('Get')
const Value = message<{ value: number }>('Value')
const Write = message<{ value: number }>('Write')
const Done = message('Done')
const store = node('store', { state: () => ({ value: 0 }) })
store.on(Get, (s, _, ctx) => ctx.reply(Value({ value: s.value })))
store.on(Write, (s, m, ctx) => {
  ctx.count('store.writes_total')
  s.value = m.value
  ctx.reply(Done())
})
\`\`\`

\`\`\`ts rules client
const client = node('client', {
  state: () => ({ role: 'idle', done: 0 }),
  start: (s, ctx) => { s.role = 'reading'; ctx.send('store', Get()) },
})
client.on(Value, (s, m, ctx) => {
  s.role = 'writing'
  ctx.reply(Write({ value: m.value + 1 }))
})
client.on(Done, (s) => { s.done += 1; s.role = 'happy' })
\`\`\`

\`\`\`ts scenario two
scenario('two clients', { until: 400 }, (world) => {
  world.add(store)
  world.add(client, ['c1', 'c2'])
  world.network({ latency: uniform(10, 30) })
})
\`\`\`

\`\`\`ts check
always('no update is lost', (world) => world.all(client).some((c) => c.done === 0) || world.get(store).value === 2)
\`\`\`

\`\`\`ts plot value
Plot.plot({ marks: [Plot.lineY(history(store, 'value'), { x: 'time', y: 'value', curve: 'step-after' })] })
\`\`\`

\`\`\`ts view both
View.stack([
  View.table(world.all(store), { node: (s) => s.id, value: (s) => s.value }),
  Plot.lineY(history(store, 'value'), { x: 'time', y: 'value', curve: 'step-after' }),
])
\`\`\`
`;

const stage = (page: Page) => page.locator('rh-stage');
const node = (page: Page, id: string) => stage(page).locator(`[data-node="${id}"]`);
const rows = (page: Page) => page.getByRole('listbox', { name: 'Events' }).getByRole('option');
const outcomes = (page: Page) => page.getByRole('list', { name: 'Outcomes' }).locator('> li');
const tree = (page: Page) =>
  page.locator('rh-branches-view').getByRole('list', { name: 'Branches' }).getByRole('listitem');
const status = (page: Page) => page.locator('.run-status');

/** Until nothing is left to happen. */
async function openFinished(page: Page): Promise<void> {
  await serveNotebook(page, file, text);
  await openNotebook(page, file);
  await expect(status(page)).toHaveText('at rest', { timeout: 20_000 });
}

/** Chooses the first event of the log that says so, with the mouse. */
async function choose(page: Page, words: string): Promise<void> {
  await showView(page, 'Log');
  await rows(page).filter({ hasText: words }).first().click();
}

async function forkRace(page: Page): Promise<void> {
  await choose(page, 'Get from');
  await page.keyboard.press('r');
  await expect(outcomes(page)).toHaveCount(2);
}

async function editFromStart(page: Page): Promise<void> {
  await page.getByRole('group', { name: 'Edits take effect from' }).getByRole('button', { name: 'start' }).click();
  // No half of it is an edit of its own.
  await pasteOver(page, 'rules client', '1 }', '5 }');
  await expect(page.locator('rh-ghost-bar')).toBeVisible();
}

test('a lost-update race is forked from the log: four of six orders lose an update, two do not', async ({ page }) => {
  await openFinished(page);
  await choose(page, 'Get from');
  await expect(page.locator('rh-log-actions')).toContainText('Fork the race (2)');
  await page.keyboard.press('r');
  await expect(page.getByRole('tab', { name: /^Branches/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('heading', { name: '6 orders, 2 outcomes' })).toBeVisible();
  const [lost, kept] = [outcomes(page).nth(0), outcomes(page).nth(1)];
  await expect(lost).toContainText('4 of 6');
  await expect(lost).toContainText('store.value = 1');
  await expect(lost).toContainText('no update is lost');
  await expect(kept).toContainText('2 of 6');
  await expect(kept).toContainText('store.value = 2');
  await expect(kept).toContainText('no property is violated');

  await lost.locator('summary').click();
  await expect(lost.locator('.orders li')).toHaveCount(4);
  await expect(lost.locator('.orders li').first()).toContainText(/Get c\d.*→.*Get c\d.*→.*Write c\d.*→.*Write c\d/s);

  await page.getByRole('button', { name: 'Show outcome B' }).click();
  await expect(kept).toContainText('shown');
  await showView(page, 'State');
  await expect.poll(async () => (await nodes(page, 'store'))[0]?.state).toEqual({ value: 2 });
  await expect(page.getByRole('button', { name: /^Checks: 1\/1/ })).toBeVisible();

  // The outcomes and their counts are there after a reload, with the branches that show them.
  await page.reload();
  await showView(page, 'Branches');
  await expect(page.getByRole('heading', { name: '6 orders, 2 outcomes' })).toBeVisible();
  await expect(kept).toContainText('2 of 6');
  await page.getByRole('button', { name: 'Show outcome A' }).click();
  await showView(page, 'State');
  await expect.poll(async () => (await nodes(page, 'store'))[0]?.state).toEqual({ value: 1 });
});

test('an event without rivals says why there is no race', async ({ page }) => {
  await openFinished(page);
  await choose(page, 'client.start');
  await page.keyboard.press('r');
  await expect(page.getByText('nothing could have come instead')).toBeVisible();
  await expect(page.getByRole('listbox', { name: 'Events' })).toBeVisible();
});

test('two outcomes stand side by side, and where they part is said; a click goes there', async ({ page }) => {
  await openFinished(page);
  await forkRace(page);
  await page.getByRole('button', { name: 'A beside B' }).click();
  const [a, b] = [
    page.getByRole('region', { name: /^Shown: A: Get c/ }),
    page.getByRole('region', { name: /^Beside: B: Get c/ }),
  ];
  await expect(a).toContainText(/store received Get from c\d/);
  await expect(b).toContainText(/store received Write from c\d/);
  await expect(a.locator('[data-node="store"]')).toHaveAccessibleName(/differs/);
  await expect(a.locator('[data-node="c1"]')).not.toHaveAccessibleName(/differs/);
  const values = page.getByRole('row', { name: /store value/ }).getByRole('cell');
  await expect(values).toHaveText(['1', '2']);

  await page.getByRole('button', { name: /^event 5,/ }).click();
  await expect(values).toHaveText(['0', '1']);
  // The playhead moves both.
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByText('No state differs at this moment.')).toBeVisible();

  // What is beside can be gone to: then it is the other way round.
  await b.getByRole('button', { name: 'Show' }).click();
  await expect(values).toHaveText(['2', '1']);
  await page.getByRole('button', { name: 'End the comparison' }).click();
  await expect(b).toBeHidden();
  await expect(node(page, 'store')).toBeVisible();
});

test('an edit from the start leaves the run as it was as a ghost in every view, until it is dropped or kept', async ({
  page,
}) => {
  await openFinished(page);
  await editFromStart(page);
  const bar = page.locator('rh-ghost-bar');
  await expect(bar).toContainText('sent Write { value: 5 } to store; before, sent Write { value: 1 } to store');
  await expect(node(page, 'store')).toHaveAccessibleName(/value was 1/);
  await expect(node(page, 'c1')).not.toHaveAccessibleName(/was/);
  await expect(stage(page).locator('.shadow')).toHaveCount(1);

  await showView(page, 'State');
  const value = page.getByRole('grid', { name: 'store' }).locator('tbody td').first();
  await expect(value).toContainText('5');
  await expect(value.locator('del')).toHaveText('1');
  const plot = cell(page, 'plot value').locator('rh-plot');
  const view = cell(page, 'view both');
  await plot.scrollIntoViewIfNeeded();
  await expect(plot.locator('.behind path').first()).toBeVisible();
  await expect(plot).toContainText('the run as it was');
  await view.scrollIntoViewIfNeeded();
  await expect(view.locator('.behind path').first()).toBeVisible();
  await expect(view.locator('td del')).toHaveText('1');

  await bar.getByRole('button', { name: 'As it was' }).click();
  await expect(value.locator('del')).toHaveCount(0);
  await expect(page.locator('.behind, td del')).toHaveCount(0);
  await bar.getByRole('button', { name: 'As it was' }).click();

  await bar.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('region', { name: 'Beside: as it was' })).toBeVisible();
  await expect(page.getByRole('row', { name: /store value/ }).getByRole('cell')).toHaveText(['5', '1']);
  await page.getByRole('button', { name: 'End the comparison' }).click();

  await bar.getByRole('button', { name: 'Keep' }).click();
  await expect(bar).toBeHidden();
  await page.getByRole('tab', { name: /^Branches/ }).click();
  await expect(tree(page)).toHaveCount(2);
  await expect(tree(page).nth(1)).toContainText('main before');
});

test('branches are forked, renamed, deleted and brought back', async ({ page }) => {
  await openFinished(page);
  const view = page.locator('rh-branches-view');
  await page.getByRole('tab', { name: /^Branches/ }).click();
  await expect(page.getByText('Another future, without losing this one')).toBeVisible();
  await choose(page, 'Value from');
  await page.keyboard.press('f');
  await page.getByRole('tab', { name: /^Branches/ }).click();
  await expect(tree(page)).toHaveCount(2);
  await expect(view.locator('.current')).toContainText('branch 2');
  await expect(view.getByRole('button', { name: 'Delete branch 2' })).toHaveCount(0);

  await view.getByRole('button', { name: 'Rename branch 2' }).click();
  await page.keyboard.type('the fork');
  await page.keyboard.press('Enter');
  await expect(view.locator('.current')).toContainText('the fork');

  await view.getByRole('button', { name: 'main', exact: true }).click();
  await expect(view.locator('.current')).toContainText('main');
  await view.getByRole('button', { name: 'Delete the fork' }).click();
  await expect(tree(page)).toHaveCount(1);
  await view.getByRole('button', { name: 'Undo' }).click();
  await expect(tree(page)).toHaveCount(2);
  await expect(tree(page).nth(1)).toContainText('the fork');
});

test('the keys of the log go to the next event of a node and of a rule, and the gutter and the inspector do too', async ({
  page,
}) => {
  await openFinished(page);
  await choose(page, 'Get from');
  await page.keyboard.press('Enter');
  await expect(rows(page).last()).toContainText('store.Get');
  await page.keyboard.press('n');
  await expect(rows(page).filter({ hasText: 'store.Get' })).toHaveCount(2);
  await expect(rows(page).last()).toContainText('store.Get');
  await expect(rows(page).last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+E');
  await expect(rows(page).filter({ hasText: 'store.Get' })).toHaveCount(1);
  await expect(rows(page).last()).toContainText('store.Get');

  const hit = page.locator('.hit', { has: page.getByRole('button', { name: 'Next event of store.Write' }) });
  await hit.hover();
  await hit.getByRole('button', { name: 'Next event of store.Write' }).click();
  await expect(rows(page).last()).toContainText('store.Write');
  await showView(page, 'Topology');
  await node(page, 'c1').click();
  await page.locator('rh-inspector').getByRole('button', { name: 'Previous event of c1' }).click();
  await showView(page, 'Log');
  await expect(rows(page).last()).toContainText('c1');
});

test('axe finds nothing serious in branches, comparison, ghost and log, light or dark', async ({ page }) => {
  await openFinished(page);
  await forkRace(page);
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const check = async (what: string) =>
      expect(await seriousFaults(page, ['rh-stage', 'rh-plot', '.hit']), `${what}, ${theme}`).toEqual([]);
    await page.getByRole('tab', { name: /^Branches/ }).click();
    await check('branches');
    await choose(page, 'Get from');
    await check('log');
    await page.getByRole('tab', { name: /^Branches/ }).click();
    await page.getByRole('button', { name: 'A beside B' }).click();
    await expect(page.getByRole('row', { name: /store value/ })).toBeVisible();
    await check('side by side');
    await page.getByRole('button', { name: 'End the comparison' }).click();
  }
  await editFromStart(page);
  for (const view of ['Topology', 'State', 'Stats'] as const) {
    await showView(page, view);
    expect(await seriousFaults(page, ['rh-stage', 'rh-plot']), `${view} with a ghost`).toEqual([]);
  }
});

/** What is seen of a run: plots, stats, checks, and its past. */
import { expect, test } from './watched.ts';
import { cell, chooseSpeed, expectCode, letDraw, openNotebook, showView, virtualTime } from './notebook-page.ts';

test.describe('in Raft', () => {
  test.beforeEach(async ({ page }) => {
    await openNotebook(page, '02-raft.sim.md');
    await chooseSpeed(page, '1');
  });

  test('plots are drawn and follow the run', async ({ page }) => {
    const plot = cell(page, 'plot term');
    await plot.scrollIntoViewIfNeeded();
    const line = plot.locator('svg [aria-label="line"] path').first();
    await expect(line).toBeVisible();
    const before = await line.getAttribute('d');
    await expect.poll(() => line.getAttribute('d')).not.toBe(before);
    // A line for each server, told apart in the legend.
    await expect(plot.locator('svg [aria-label="line"] path')).toHaveCount(5);
    await expect(
      plot
        .getByText('term', { exact: true })
        .or(plot.locator('text', { hasText: 'term' }))
        .first(),
    ).toBeVisible();

    await cell(page, 'plot messages').scrollIntoViewIfNeeded();
    await expect(cell(page, 'plot messages').locator('svg [aria-label="rect"] rect').first()).toBeVisible();
    await expect(cell(page, 'plot latency').locator('svg [aria-label="dot"] circle').first()).toBeVisible();
  });

  test('a message type keeps its colour and form when the topology is shown again', async ({ page }) => {
    const legend = page.locator('rh-legend');
    const signOf = (type: string) =>
      legend
        .getByRole('button', { name: type })
        .locator('svg')
        .evaluate((svg) => svg.outerHTML);
    // Votes were asked for before there was a leader to append.
    await expect(legend.getByRole('button', { name: 'AppendEntries' }).first()).toBeVisible();
    const before = [await signOf('RequestVote'), await signOf('AppendEntries')];
    await showView(page, 'State');
    await showView(page, 'Topology');
    expect([await signOf('RequestVote'), await signOf('AppendEntries')]).toEqual(before);
  });

  test('properties have badges: how many hold, one by one, in the bar and at their cells', async ({ page }) => {
    const badge = page.getByRole('button', { name: /^Checks: / });
    await expect(badge).toContainText(/\d+\/16/);
    await badge.click();
    const list = page.getByRole('dialog', { name: 'Checks' });
    await expect(list.getByRole('listitem')).toHaveCount(16);
    await expect(list.getByRole('listitem').filter({ hasText: 'election safety' })).toHaveAttribute(
      'data-verdict',
      'holds',
    );
    await list.getByRole('button', { name: /election safety/ }).click();
    await expect(cell(page, 'check election')).toBeInViewport();
    await expect(cell(page, 'check election')).toContainText('2 of 2 hold');
    await showView(page, 'Check');
    await expect(page.getByRole('tabpanel')).toContainText('terms never fall');
  });

  test('stats count what the rules count, and lead to the line that does', async ({ page }) => {
    await showView(page, 'Stats');
    const elections = page.getByRole('tabpanel').getByRole('article', { name: 'raft.elections_total' });
    await expect(elections).toContainText(/[1-9]\d* total/);
    await elections.getByRole('button', { name: 'raft.elections_total' }).click();
    await expect(cell(page, 'rules candidate')).toBeInViewport();
    await expect(cell(page, 'rules candidate').locator('.monaco-editor.focused')).toBeVisible();
    await page.keyboard.press('Home');
    await page.keyboard.type('/* here */');
    await expectCode(page, 'rules candidate', "/* here */ctx.count('raft.elections_total')");
  });

  test('dragging the playhead shows the past and stops there; Go live comes back', async ({ page }) => {
    await expect.poll(() => virtualTime(page)).toBeGreaterThan(1_000);
    const playhead = page.getByRole('slider', { name: 'Playhead' });
    const box = await playhead.boundingBox();
    const from = box === null ? { x: 0, y: 0 } : { x: box.x + box.width / 2, y: box.y + box.height * 0.8 };
    const tip = await virtualTime(page);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    for (const x of [from.x * 0.9, from.x * 0.6, from.x * 0.4]) await page.mouse.move(x, from.y);
    await page.mouse.up();
    await expect(page.getByRole('button', { name: 'Go live' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
    // Where it was dropped, and not where it was when an earlier answer came.
    await expect.poll(() => virtualTime(page)).toBeLessThan(tip * 0.8);
    await letDraw(page, 10);
    const past = await virtualTime(page);
    expect(past).toBeGreaterThan(0);
    // The past is not just written on the playhead: the log ends there.
    await showView(page, 'Log');
    const last = page.getByRole('listbox', { name: 'Events' }).getByRole('option').last();
    await expect(last).toBeVisible();
    const words = (await last.locator('.time').innerText()).trim();
    const time = words.endsWith('ms') ? Number.parseFloat(words) : Number.parseFloat(words) * 1_000;
    expect(time).toBeLessThanOrEqual(past + 1);

    await page.getByRole('button', { name: 'Go live' }).click();
    await expect(page.getByRole('button', { name: 'Live', exact: true })).toBeVisible();
    await expect.poll(() => virtualTime(page)).toBeGreaterThanOrEqual(tip);
  });

  test('playing in the past runs on to the present through what was recorded', async ({ page }) => {
    await expect.poll(() => virtualTime(page)).toBeGreaterThan(500);
    const playhead = page.getByRole('slider', { name: 'Playhead' });
    await playhead.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => virtualTime(page)).toBe(0);
    const tip = Number(await playhead.getAttribute('aria-valuemax'));
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => virtualTime(page)).toBeGreaterThan(0);
    await expect.poll(() => virtualTime(page), { timeout: 30_000 }).toBeGreaterThan(tip);
    await expect(page.getByRole('button', { name: 'Live', exact: true })).toBeVisible();
  });
});

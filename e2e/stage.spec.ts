/** The stage, the timeline and plots: what a reader sees and does with hands and keys, on the running system. */
import type { Locator } from '@playwright/test';
import { expect, type Page, test } from './watched.ts';
import { seriousFaults } from './axe.ts';
import { openNotebook, serveNotebook, virtualTime } from './notebook-page.ts';

const file = 'stage-test.sim.md';
const text = `---
title: Stage test
speed: 0.2
---

# Stage test

\`\`\`ts rules ping
const Ping = message<{ n: number }>('Ping')
const Tick = message('Tick')
const peer = node('peer', {
  state: () => ({ role: 'calm', seen: 0, from: [] as string[] }),
  start: (s, ctx) => ctx.setTimer(Tick(), 40),
})
peer.on(Tick, (s, _, ctx) => {
  ctx.count('peer.ticks_total')
  ctx.broadcast(Ping({ n: s.seen }))
  ctx.setTimer(Tick(), 40)
})
peer.on(Ping, (s, m, ctx) => {
  s.seen += 1
  s.from = [...s.from, ctx.from].slice(-3)
})
\`\`\`

\`\`\`ts scenario three
scenario('three peers', (world) => {
  world.add(peer, 3)
  world.network({ latency: constant(30) })
})
always('few pings', (world) => world.all(peer).every((p) => p.seen < 5) || 'a peer has seen five pings')
\`\`\`

\`\`\`ts plot good
Plot.plot({ marks: [Plot.lineY(history(peer, 'seen'), { x: 'time', y: (d) => d.value, stroke: 'id', tip: true })] })
\`\`\`

\`\`\`ts plot bad
Plot.plot({ x: { tickFormat: (t) => String(t) }, marks: [Plot.ruleY([0])] })
\`\`\`
`;

const node = (page: Page, id: string) => page.locator(`rh-stage [data-node="${id}"]`);
const tab = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) });
const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' });
const isLive = (page: Page) => page.locator('rh-timeline').getByRole('button', { name: 'Live', exact: true });

async function areApart(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = [await one.boundingBox(), await other.boundingBox()];
  if (a === null || b === null) return false;
  return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, file, text);
  await openNotebook(page, file);
});

test('a node is crashed and restarted with the keyboard, and the timeline keeps the marks', async ({ page }) => {
  await node(page, 'peer1').focus();
  await page.keyboard.press('ArrowRight');
  await expect(node(page, 'peer2')).toBeFocused();
  await page.keyboard.press('m');
  await expect(page.getByRole('menuitem', { name: 'Crash' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(node(page, 'peer2')).toHaveAttribute('aria-label', 'peer2, down');
  await expect(node(page, 'peer2')).toBeFocused();

  await page.keyboard.press('m');
  await page.keyboard.press('Enter');
  await expect(node(page, 'peer2')).toHaveAttribute('aria-label', /calm/);

  const mark = page.getByRole('toolbar', { name: 'Marks' }).getByRole('button', { name: /peer2/ }).first();
  await mark.focus();
  await page.keyboard.press('Enter');
  await expect(isLive(page)).toBeHidden();
  await page.getByRole('button', { name: 'Go live' }).click();
  await expect(isLive(page)).toBeVisible();
});

test('a link is cut with the mouse and healed, and the node is shown cut off', async ({ page }) => {
  await node(page, 'peer3').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Cut off from all' }).click();
  await expect(page.locator('rh-stage').getByText('cut off')).toBeVisible();
  // Where the pointer rests on it, a link says so itself. A message may pass beneath the pointer.
  const [one, other] = [await node(page, 'peer1').boundingBox(), await node(page, 'peer3').boundingBox()];
  if (one === null || other === null) throw new Error('the nodes are not on the stage');
  const middle = [
    one.x + one.width / 2 + other.x + other.width / 2,
    one.y + one.height / 2 + other.y + other.height / 2,
  ];
  const [x = 0, y = 0] = middle.map((sum) => sum / 2);
  await expect(async () => {
    await page.mouse.move(5, 5);
    await page.mouse.move(x, y);
    await expect(page.locator('rh-hint')).toContainText(
      /link\s*peer[13] — peer[13]\s*cut[\s\S]*Since[\s\S]*the reader/,
      { timeout: 3_000 },
    );
  }).toPass();
  await page.keyboard.press('Escape');
  await node(page, 'peer3').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Heal all links' }).click();
  await expect(page.locator('rh-stage').getByText('cut off')).toBeHidden();
});

test('a node is put elsewhere with the mouse or the keyboard, stays there over a reload, and goes back', async ({
  page,
}) => {
  const placeOf = async (id: string) => {
    const box = await node(page, id).boundingBox();
    return {
      x: Math.round((box?.x ?? 0) + (box?.width ?? 0) / 2),
      y: Math.round((box?.y ?? 0) + (box?.height ?? 0) / 2),
    };
  };
  const [before, other] = [await placeOf('peer1'), await placeOf('peer2')];
  await page.mouse.move(before.x, before.y);
  await page.mouse.down();
  await page.mouse.move(before.x + 60, before.y + 40, { steps: 6 });
  await page.mouse.up();
  const wanted = { x: before.x + 60, y: before.y + 40 };
  const isThere = async () => {
    const { x, y } = await placeOf('peer1');
    return Math.hypot(x - wanted.x, y - wanted.y) < 12;
  };
  await expect.poll(isThere).toBe(true);
  // A drag is no click, and no other node makes way.
  await expect(page.locator('rh-inspector')).toBeHidden();
  expect(await placeOf('peer2')).toEqual(other);
  await page.reload();
  await expect(node(page, 'peer1')).toBeVisible();
  await expect.poll(isThere).toBe(true);
  await node(page, 'peer1').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(async () => (await placeOf('peer1')).y).toBeGreaterThan(wanted.y);
  await page.getByRole('button', { name: 'Put all back' }).click();
  await expect.poll(() => placeOf('peer1')).toEqual(before);
});

test('the inspector shows the state of the chosen node and does not cover it', async ({ page }) => {
  for (const id of ['peer1', 'peer2', 'peer3']) {
    await node(page, id).click();
    const card = page.locator('rh-inspector');
    await expect(card).toContainText('seen');
    await expect(card.getByRole('heading')).toHaveText(id);
    await expect.poll(() => areApart(card, node(page, id)), { message: `${id} is not covered` }).toBe(true);
    await page.keyboard.press('Escape');
    await expect(card).toBeHidden();
  }
});

test('the playhead is dragged into the past and back to the tip; the wheel zooms, All shows the whole run', async ({
  page,
}) => {
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(300);
  const axis = await page.locator('rh-timeline .axis').boundingBox();
  const tip = await playhead(page).boundingBox();
  if (axis === null || tip === null) throw new Error('the timeline is not on the page');
  const y = axis.y + axis.height * 0.7;
  await page.mouse.move(tip.x, y);
  await page.mouse.down();
  await page.mouse.move(axis.x + (tip.x - axis.x) / 2, y, { steps: 6 });
  await page.mouse.up();
  await expect(isLive(page)).toBeHidden();
  // Where it was dropped, and not where it was when an earlier answer came.
  await expect
    .poll(async () => ((await playhead(page).boundingBox())?.x ?? 0) - axis.x)
    .toBeCloseTo((tip.x - axis.x) / 2, -1);
  const past = await virtualTime(page);
  expect(past).toBeGreaterThan(0);
  await page.keyboard.press('Tab');
  await playhead(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => virtualTime(page)).toBeGreaterThanOrEqual(past);
  await page.keyboard.press('End');
  await expect(isLive(page)).toBeVisible();

  const whole = page.locator('rh-timeline').getByRole('button', { name: 'All' });
  await expect(whole).toBeDisabled();
  await page.mouse.move(axis.x + 60, y);
  await page.mouse.wheel(0, -400);
  await expect(whole).toBeEnabled();
  await whole.click();
  await expect(whole).toBeDisabled();
});

test('state, log, stats and checks follow the run, by keyboard', async ({ page }) => {
  await tab(page, 'Topology').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab(page, 'Space-time')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(tab(page, 'State')).toBeFocused();
  await expect(page.getByRole('grid', { name: /peer/ })).toContainText('peer2');

  const rows = page.getByRole('listbox', { name: 'Events' }).getByRole('option');
  await tab(page, 'Log').click();
  await expect(rows.first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter the log' }).fill('peer3 tick');
  await expect(rows.first()).toContainText('peer3');
  await expect(page.locator('rh-log-view').getByText('peer1', { exact: true })).toHaveCount(0);

  await tab(page, 'Stats').click();
  await expect(page.getByRole('button', { name: /peer\.ticks_total/ })).toBeVisible();

  await page.keyboard.press('ArrowRight');
  await expect(page.locator('rh-check-view')).toContainText('a peer has seen five pings', { timeout: 20_000 });
  await expect(tab(page, 'Check')).toContainText('1');
});

test('a plot is drawn with a tip; one that holds a function says what to write instead', async ({ page }) => {
  const [good, bad] = [page.locator('rh-plot').first(), page.locator('rh-plot').nth(1)];
  await good.scrollIntoViewIfNeeded();
  await expect(good.locator('g[aria-label="line"] path').first()).toBeVisible();
  await good.locator('svg').hover();
  await expect(good.locator('g[aria-label="tip"] text').first()).toContainText('time');
  await bad.scrollIntoViewIfNeeded();
  await expect(bad).toContainText('Give a d3-format string');
});

test('axe finds nothing serious in any view, light or dark', async ({ page }) => {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const name of ['Topology', 'State', 'Log', 'Stats', 'Check']) {
      await tab(page, name).click();
      const faults = await seriousFaults(page, ['rh-stage', 'rh-timeline', 'rh-plot']);
      expect(faults, `${name}, ${theme}`).toEqual([]);
    }
  }
});

/** The stage for a room: what a speaker does before and while people look. */
import type { Locator } from '@playwright/test';
import { seriousFaults } from './axe.ts';
import { cell, expectRunning, openNotebook, serveNotebook, showView, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const tab = (page: Page) => page.getByRole('tab', { name: 'Topology' });
const heightOf = async (page: Page): Promise<number> => (await tab(page).boundingBox())?.height ?? 0;

test('the stage for a room is larger in all that is drawn, pressed and dragged, stays over a reload, and Esc leaves it', async ({
  page,
}) => {
  await openNotebook(page, '02-raft.sim.md');
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(300);
  const atDesk = await heightOf(page);
  // Space plays and pauses, whatever the mouse has pressed last: a view's tab, a button of the bar.
  const is = (name: 'Play' | 'Pause') => expect(page.getByRole('button', { name, exact: true })).toBeVisible();
  await tab(page).click();
  await page.keyboard.press('Space');
  await is('Play');
  await page.getByRole('button', { name: 'Stage for a room' }).click();
  await expect.poll(() => heightOf(page)).toBeCloseTo(atDesk * 1.5, -1);
  await page.keyboard.press('Space');
  await is('Pause');
  await page.keyboard.press('Space');
  await is('Play');
  expect(await heightOf(page)).toBeCloseTo(atDesk * 1.5, -1);
  await expect(page.getByRole('region', { name: 'Notebook' })).toBeHidden();

  // What is pressed is what is seen: a node, its menu beside the mouse, the timeline.
  const node = page.locator('rh-topology [data-node="B"]');
  const box = await node.boundingBox();
  if (box === null) throw new Error('B is not on the stage');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.click(x, y);
  await expect(page.locator('rh-inspector').getByRole('heading', { name: 'B' })).toBeVisible();
  // No node is under it: they make way, and come back.
  const inspector = page.locator('rh-inspector');
  const covered = async (): Promise<readonly (string | null)[]> => {
    const over = await boxOf(inspector);
    const nodes = await page.locator('rh-topology [data-node]').all();
    const names = await Promise.all(
      nodes.map(async (one) => {
        const { x: left, y: top, width, height } = await boxOf(one);
        const isBeside = left + width <= over.x || left >= over.x + over.width;
        return isBeside || top + height <= over.y || top >= over.y + over.height ? [] : [one.getAttribute('data-node')];
      }),
    );
    return Promise.all(names.flat());
  };
  await expect.poll(covered).toEqual([]);
  await inspector.getByRole('button', { name: 'Close' }).click();
  await expect.poll(async () => Math.round((await node.boundingBox())?.x ?? 0)).toBe(Math.round(box.x));
  // The bar is larger too.
  expect((await page.getByRole('button', { name: 'Stage for a room' }).boundingBox())?.height).toBeGreaterThan(36);
  await page.mouse.click(x, y, { button: 'right' });
  const menu = await page.locator('rh-context-menu').boundingBox();
  expect(Math.abs((menu?.x ?? 0) - x)).toBeLessThan(10);
  await page.keyboard.press('Escape');
  await expect(page.locator('rh-context-menu')).toHaveCount(0);
  // What is dragged goes where the mouse goes.
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 150, y + 30, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await node.boundingBox())?.x ?? 0)).toBeCloseTo(box.x - 150, -1);

  const axis = await page.locator('rh-timeline .axis').boundingBox();
  const tip = await page.getByRole('slider', { name: 'Playhead' }).boundingBox();
  if (axis === null || tip === null) throw new Error('no timeline');
  const now = await virtualTime(page);
  await page.mouse.click(axis.x + (tip.x + tip.width / 2 - axis.x) / 2, axis.y + axis.height * 0.8);
  await expect.poll(() => virtualTime(page)).toBeLessThan(now * 0.6);
  expect(await virtualTime(page)).toBeGreaterThan(now * 0.4);

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const view of ['Topology', 'Space-time', 'State', 'Log', 'Stats', 'Check'] as const) {
      await showView(page, view);
      expect(await seriousFaults(page), `${view}, ${colorScheme}`).toEqual([]);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, `${view} fits the width`).toBeLessThanOrEqual(0);
    }
  }

  await page.reload();
  await expectRunning(page);
  expect(await heightOf(page)).toBeCloseTo(atDesk * 1.5, -1);
  await tab(page).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Notebook' })).toBeVisible();
  expect(await heightOf(page)).toBeCloseTo(atDesk, -1);
});

const ring = `---
title: A ring
seed: 1
speed: 1
---

# A ring

\`\`\`ts rules peer
const Token = message<{ n: number }>('Token')
const peer = node('peer', {
  state: () => ({ seen: 0, ring: new Map<number, NodeId>([[0, 'coordinator-eu-central-1a'], [1, 'b'], [2, 'c'], [3, 'b']]) }),
  start(s, ctx) { if (ctx.self === 'b') ctx.setTimer(Token({ n: 1 }), 20) },
})
peer.on(Token, (s, m, ctx) => {
  s.seen = m.n
  ctx.send(ctx.peers[m.n % ctx.peers.length] ?? ctx.self, Token({ n: m.n + 1 }))
})
\`\`\`

\`\`\`ts scenario
scenario('a token', { until: 600000 }, (world) => {
  world.add(peer, ['coordinator-eu-central-1a', 'b', 'c'])
  world.network({ latency: constant(100) })
})
\`\`\`

\`\`\`ts view ring
View.graph(world.all(peer), { id: (s) => s.id, layout: 'ring' }, { title: 'The ring' })
\`\`\`
`;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(found: Locator): Promise<Box> {
  const box = await found.boundingBox();
  if (box === null) throw new Error('It is not on the page.');
  return box;
}

const middleOf = async (found: Locator): Promise<readonly [number, number]> => {
  const { x, y, width, height } = await boxOf(found);
  return [x + width / 2, y + height / 2];
};

/** Wholly on the screen. */
async function expectSeen(page: Page, found: Locator): Promise<void> {
  const screen = page.viewportSize() ?? { width: 0, height: 0 };
  await expect(found).toBeVisible();
  await expect
    .poll(async () => {
      const { x, y, width, height } = await boxOf(found);
      return x >= 0 && y >= 0 && x + width <= screen.width + 1 && y + height <= screen.height + 1;
    })
    .toBe(true);
}

const zoomOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelector('.stage-side')?.currentCSSZoom ?? 0);

const said = (page: Page): Locator => page.locator('rh-partitions').getByRole('status');

/** Where along the first row of the matrix a partition begins, px from its left edge. */
async function edgeOf(page: Page, partition: number): Promise<number> {
  const matrix = await boxOf(page.locator('rh-partitions canvas'));
  const y = matrix.y + 36 * (await zoomOf(page));
  const isThere = async (x: number): Promise<boolean> => {
    await page.mouse.move(matrix.x + x, y);
    return Number(/^\s*(\d+) on /.exec((await said(page).textContent()) ?? '')?.[1] ?? -1) >= partition;
  };
  let x = 0;
  while (x < matrix.width && !(await isThere(x))) x += 12;
  while (x > 0 && (await isThere(x - 1))) x -= 1;
  return x;
}

test('in a room what is pointed at is what is hit, and what opens stands where it belongs, wholly on the screen', async ({
  page,
}) => {
  await serveNotebook(page, 'ring.sim.md', ring);
  await openNotebook(page, 'ring.sim.md');
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(900);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowLeft');
  await cell(page, 'rules peer').locator('.probe-chip').filter({ hasText: /^m \{/ }).first().click();
  await showView(page, 'Partitions');
  await page.getByRole('button', { name: 'Stage', exact: true }).click();
  const atDesk = [await edgeOf(page, 1), await edgeOf(page, 2)];
  await page.keyboard.press('l');
  await expect.poll(() => zoomOf(page)).toBe(1.5);

  await test.step('the matrix, field by field', async () => {
    const edges = [await edgeOf(page, 1), await edgeOf(page, 2)];
    for (const [i, edge] of edges.entries()) expect(Math.abs(edge - (atDesk[i] ?? 0) * 1.5)).toBeLessThan(5);
  });

  await test.step('the timeline: a click on a pinned row, a drag, the wheel', async () => {
    const strip = page.locator('rh-pin-rows').getByRole('group', { name: /^m along the run/ });
    const axis = await boxOf(page.locator('rh-timeline .axis'));
    const playhead = async (): Promise<number> => {
      const { x, width } = await boxOf(page.getByRole('slider', { name: 'Playhead' }));
      return x + width / 2;
    };
    const row = await boxOf(strip);
    await page.mouse.click(axis.x + axis.width * 0.3, row.y + row.height / 2);
    // To the nearest event: there is one every 100 ms.
    const end = Number(await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuemax'));
    await expect
      .poll(async () => Math.abs((await playhead()) - axis.x - axis.width * 0.3) / axis.width)
      .toBeLessThan(55 / end);
    const [x, y] = [axis.x + axis.width * 0.25, axis.y + 60];
    await page.mouse.move(axis.x + axis.width * 0.1, y);
    await page.mouse.down();
    await page.mouse.move(x, y, { steps: 6 });
    expect(Math.abs((await playhead()) - x)).toBeLessThan(3);
    await page.mouse.up();
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => Math.abs((await playhead()) - x)).toBeLessThan(3);
    await page.mouse.wheel(60, 0);
    await expect.poll(async () => Math.abs((await playhead()) - (x - 60))).toBeLessThan(3);
    await page.locator('rh-timeline').getByRole('button', { name: 'All' }).click();
  });

  await test.step('forms: over what they change; Esc closes them, and not the room', async () => {
    await showView(page, 'State');
    const place = page.locator('rh-state-view [data-cell="b\\a seen"]');
    const [x, y] = await middleOf(place);
    await page.mouse.dblclick(x, y);
    const editor = await boxOf(page.locator('rh-cell-editor'));
    expect(Math.abs(editor.y + 18 - y)).toBeLessThan(20);
    await page.keyboard.press('Escape');
    await showView(page, 'Topology');
    await page.mouse.click(...(await middleOf(page.locator('rh-topology [data-node="b"]'))));
    const inspector = page.locator('rh-inspector');
    await expectSeen(page, inspector);
    const field = inspector.getByRole('row', { name: /^Why is seen/ });
    const from = await boxOf(field.getByRole('cell'));
    await field.dblclick({ position: { x: from.x - (await boxOf(field)).x + 20, y: from.height / 2 } });
    const form = page.locator('rh-form-popover');
    await expect(form.getByRole('button', { name: 'Set' })).toBeVisible();
    await expectSeen(page, form);
    const over = await boxOf(form);
    expect(Math.abs(over.x - from.x)).toBeLessThan(20);
    expect(over.y).toBeLessThan(from.y);
    expect(over.y + over.height).toBeGreaterThan(from.y + from.height);
    // A press on its head leaves the focus nowhere.
    await page.mouse.click(over.x + over.width / 2, over.y + 8);
    await page.keyboard.press('Escape');
    await expect(form).toHaveCount(0);
    await expect(inspector).toBeVisible();
    await page.locator('rh-topology .over').click({ position: { x: 12, y: 12 } });
    await expect(inspector).toBeHidden();
    expect(await zoomOf(page)).toBe(1.5);
  });

  await test.step('a view of one’s own', async () => {
    await page.getByRole('tab', { name: 'The ring' }).click();
    const figure = page.getByRole('tabpanel').getByRole('button', { name: /coordinator/ });
    // 26 px high, and its border.
    expect(Math.abs((await boxOf(figure.locator('rect'))).height - 27 * 1.5)).toBeLessThan(2);
    await page.mouse.click(...(await middleOf(figure)));
    await expect(figure).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('two branches side by side', async () => {
    await page.keyboard.press('f');
    await showView(page, 'Branches');
    await page.getByRole('tabpanel').getByRole('button', { name: 'Compare' }).click();
    const figures = page.locator('rh-compare rh-topology').first().getByRole('button', { name: /^b\b/ });
    await expect(figures.locator('text').first()).toHaveText('b');
    const inspector = page.locator('rh-compare rh-inspector');
    await expect(inspector).toBeVisible();
    const differences = page.getByRole('region', { name: 'Differences' });
    expect((await boxOf(differences)).width).toBeGreaterThan(1440 / 2);
    await page.locator('rh-compare .parts button').last().click();
  });

  await test.step('on a phone, and on a projector', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => zoomOf(page)).toBe(1.25);
    await showView(page, 'Topology');
    const inspector = page.locator('rh-inspector');
    await expectSeen(page, inspector);
    await inspector.getByRole('button', { name: /^Actions on/ }).click();
    const menu = page.locator('rh-context-menu').first();
    await expectSeen(page, menu);
    await menu.getByRole('menuitem', { name: 'Send a message' }).click();
    await expectSeen(page, page.locator('rh-message-form dialog'));
    await page.keyboard.press('Escape');
    await showView(page, 'State');
    await page.locator('rh-state-view [data-cell="b\\a seen"]').dblclick();
    await expectSeen(page, page.getByRole('button', { name: /^Leave .* as it is$/ }));
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await expect.poll(() => zoomOf(page)).toBe(1.75);
    // Where there is width the bar says what its numbers are.
    for (const name of ['speed', 'seed'])
      await expect(page.locator('.setting').getByText(name, { exact: true })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThanOrEqual(0);
  });
});

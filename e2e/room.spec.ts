/** The stage for a room: what a speaker does before and while people look. */
import { seriousFaults } from './axe.ts';
import { expectRunning, openNotebook, showView, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const tab = (page: Page) => page.getByRole('tab', { name: 'Topology' });
const heightOf = async (page: Page): Promise<number> => (await tab(page).boundingBox())?.height ?? 0;

test('the stage for a room is larger in all that is drawn, pressed and dragged, stays over a reload, and Esc leaves it', async ({
  page,
}) => {
  await openNotebook(page, '02-raft.sim.md');
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(300);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Space');
  const atDesk = await heightOf(page);
  await page.keyboard.press('l');
  await expect.poll(() => heightOf(page)).toBeCloseTo(atDesk * 1.5, -1);
  await expect(page.getByRole('region', { name: 'Notebook' })).toBeHidden();

  // What is pressed is what is seen: a node, its menu beside the mouse, the timeline.
  const node = page.locator('rh-topology [data-node="B"]');
  const box = await node.boundingBox();
  if (box === null) throw new Error('B is not on the stage');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.click(x, y);
  await expect(page.locator('rh-inspector').getByRole('heading', { name: 'B' })).toBeVisible();
  await page.mouse.click(x, y, { button: 'right' });
  const menu = await page.locator('rh-context-menu').boundingBox();
  expect(Math.abs((menu?.x ?? 0) - x)).toBeLessThan(10);
  await page.keyboard.press('Escape');
  await expect(page.locator('rh-context-menu')).toHaveCount(0);
  await page.locator('rh-inspector').getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('rh-inspector')).toBeHidden();
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

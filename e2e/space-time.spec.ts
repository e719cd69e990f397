/** The space-time diagram: events on lanes, what led to one and what came of it. */
import { seriousFaults } from './axe.ts';
import { chooseSpeed, letDraw, openNotebook, pause, showView, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const plane = (page: Page) => page.getByRole('application', { name: 'Space-time diagram' });
const told = (page: Page) => plane(page).getByRole('status');
const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' });

/** The number of the event that is chosen. */
async function chosen(page: Page): Promise<number> {
  await expect(told(page)).toContainText(/^Event \d+ at/);
  return Number(/Event (\d+)/.exec((await told(page).textContent()) ?? '')?.[1]);
}

/** Presses a key until another event is chosen by it. */
async function move(page: Page, key: string): Promise<number> {
  const before = await told(page).textContent();
  await page.keyboard.press(key);
  await expect(told(page)).not.toHaveText(before ?? '');
  return chosen(page);
}

/** Moves the mouse along a lane, beside its name and well before the playhead, until it is told of an event of that node. */
async function eventOn(page: Page, lane: string): Promise<{ event: number; x: number; y: number }> {
  const box = await plane(page).boundingBox();
  const name = await plane(page).getByText(lane, { exact: true }).boundingBox();
  if (box === null || name === null) throw new Error('the diagram is not on the page');
  const y = name.y + name.height / 2;
  const hint = page.locator('rh-hint');
  for (let x = box.x + box.width * 0.4; x > box.x + 60; x -= 4) {
    await page.mouse.move(x, y);
    await letDraw(page, 2);
    if (!/\bover\b/.test((await plane(page).getAttribute('class')) ?? '')) continue;
    await expect(hint).toBeVisible();
    const found = new RegExp(`${lane} · .*event (\\d+)`, 's').exec(await hint.getByRole('tooltip').innerText());
    if (found !== null) return { event: Number(found[1]), x, y };
    await page.mouse.move(box.x + box.width - 4, box.y + box.height - 4);
    await expect(hint).toBeHidden();
  }
  throw new Error(`No event of ${lane} is told of.`);
}

test.describe('in Raft', () => {
  test.beforeEach(async ({ page }) => {
    await openNotebook(page, '02-raft.sim.md');
    await chooseSpeed(page, '1');
    await showView(page, 'Space-time');
    await expect.poll(() => virtualTime(page)).toBeGreaterThan(1_200);
    await pause(page);
  });

  test('the keyboard chooses an event, and goes along its lane and to its cause', async ({ page }) => {
    await plane(page).focus();
    await page.keyboard.press('ArrowLeft');
    const first = await chosen(page);
    const before = await move(page, 'ArrowLeft');
    expect(before).toBeLessThan(first);
    expect(await move(page, 'ArrowRight')).toBe(first);
    const cause = await move(page, 'ArrowUp');
    expect(cause).toBeLessThan(first);
    await expect(page.getByText(/hereabouts led to it/).first()).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(playhead(page)).toHaveAttribute('aria-valuetext', /^(?!.*live)/);
    // Its own acts stand beneath, and Escape lets go of it.
    await expect(page.locator('rh-log-actions').getByRole('button', { name: 'Fork the race' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(told(page)).toContainText('Left and right go along a lane');
  });

  test('the mouse is told of an event, and a click goes there; names stay beside their lanes', async ({ page }) => {
    await letDraw(page, 10);
    const { event, x, y } = await eventOn(page, 'A');
    const now = await virtualTime(page);
    await page.mouse.click(x, y);
    expect(await chosen(page)).toBe(event);
    await expect.poll(() => virtualTime(page)).toBeLessThan(now);
    // What can be done with the event takes a row from the diagram.
    await expect(page.locator('rh-space-time rh-log-actions')).toBeVisible();
    await letDraw(page, 10);
    await eventOn(page, 'E');
  });

  test('wheel and drag move the stretch; it is followed again when that is asked for', async ({ page }) => {
    const box = await plane(page).boundingBox();
    if (box === null) throw new Error('the diagram is not on the page');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.9);
    const follow = page.getByRole('button', { name: 'Follow', exact: true });
    await expect(follow).toBeHidden();
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 160, box.y + box.height * 0.9, { steps: 6 });
    await page.mouse.up();
    await expect(follow).toBeVisible();
    // A drag is no click: nothing was gone to.
    await expect(playhead(page)).toHaveAttribute('aria-valuetext', /live/);
    await page.mouse.wheel(0, -400);
    await page.mouse.wheel(120, 0);
    await follow.click();
    await expect(follow).toBeHidden();
    await page.getByRole('button', { name: 'See more time' }).click();
    await expect(playhead(page)).toHaveAttribute('aria-valuetext', /live/);
  });

  test('is right for those who do not see it', async ({ page }) => {
    await plane(page).focus();
    await page.keyboard.press('ArrowLeft');
    await chosen(page);
    expect(await seriousFaults(page, ['.stage-side'])).toEqual([]);
  });
});

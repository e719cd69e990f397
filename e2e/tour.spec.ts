/** The two-minute tour, as a newcomer takes it: offered, gone through by doing, left, and gone on with. */
import { seriousFaults } from './axe.ts';
import { cell, chooseSpeed, expectBadge, expectRunning, pasteOver, pause } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const card = (page: Page) => page.getByRole('region', { name: 'Tour' });
const offer = (page: Page) => page.getByRole('button', { name: 'Take the two-minute tour' });
const node = (page: Page, label: RegExp) => page.locator('rh-topology [data-node]').and(page.getByLabel(label)).first();

async function expectStep(page: Page, title: string): Promise<void> {
  await expect(card(page).getByRole('heading')).toHaveText(title);
}

/** Beside what is outlined, wholly on the screen. */
async function expectBeside(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const [mine, other] = [await card(page).boundingBox(), await page.locator('.tour-ring').boundingBox()];
      if (mine === null || other === null) return 'not both there';
      const isOver =
        mine.x < other.x + other.width &&
        other.x < mine.x + mine.width &&
        mine.y < other.y + other.height &&
        other.y < mine.y + mine.height;
      const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
      const isOff = mine.x < 0 || mine.y < 0 || mine.x + mine.width > width || mine.y + mine.height > height;
      return isOver ? 'over it' : isOff ? 'off the screen' : 'beside';
    })
    .toBe('beside');
}

/** The figures of the topology that the card lies over. */
async function coveredFigures(page: Page): Promise<readonly string[]> {
  const top = (await card(page).boundingBox())?.y ?? 0;
  return page
    .locator('rh-topology [data-node]')
    .evaluateAll(
      (all, limit) =>
        all.flatMap((one) =>
          one.getBoundingClientRect().bottom > limit ? [one.getAttribute('data-node') ?? '?'] : [],
        ),
      top,
    );
}

const lowestFigure = (page: Page): Promise<number> =>
  page
    .locator('rh-topology [data-node]')
    .evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().bottom)));

const goOn = (page: Page) => card(page).getByRole('button', { name: 'Go on' }).click();

test('a newcomer goes through the tour by doing, leaves it, and goes on with it after a reload', async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto('');
  await offer(page).click();
  await expectRunning(page);
  await expectStep(page, 'Time is yours');
  await expect(offer(page)).toHaveCount(0);
  await expectBeside(page);
  // What is only read aloud takes up no room.
  expect((await page.locator('rh-tour [aria-live]').boundingBox())?.height).toBe(1);
  expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Space');
  await goOn(page);

  await expectStep(page, 'Change a rule while it runs');
  await expectBeside(page);
  expect(await seriousFaults(page, ['rh-tour'])).toEqual([]);
  // Broken first: it says where that is told, and waits.
  await pasteOver(page, 'rules election-timeout', '150', '15 15');
  await expect(card(page)).toContainText('“election-timeout” does not compile');
  await page.keyboard.press('Control+z');
  await expect(card(page)).not.toContainText('does not compile');
  await pasteOver(page, 'rules election-timeout', '150', '15');
  await expect(card(page)).toContainText('The cluster obeys');
  await page.keyboard.press('Control+z');
  await expect(card(page)).toContainText('Nothing was restarted');
  // It has not taken the keyboard from the editor; F6 goes there.
  await expect(cell(page, 'rules election-timeout').locator('.monaco-editor.focused')).toBeVisible();
  await page.keyboard.press('F6');
  await page.keyboard.press('Enter');

  await expectStep(page, 'Break something');
  await expect(node(page, /leader/)).toBeVisible();
  await expectBeside(page);
  await node(page, /leader/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Crash' }).click();
  await goOn(page);

  await expectStep(page, 'Ask why');
  // Esc closes what was opened last: the card of a node, then the tour.
  await node(page, /^B/).click();
  const inspector = page.locator('rh-inspector');
  await expect(inspector).toBeVisible();
  await page.getByRole('heading', { name: 'Raft: agreeing on a log' }).click();
  await page.keyboard.press('Escape');
  await expect(inspector).toHaveCount(0);
  await expectStep(page, 'Ask why');
  await page.keyboard.press('Escape');
  await expect(card(page)).toHaveCount(0);
  await expect(page.getByText('You left the tour at 4 of 7')).toBeVisible();
  await page.reload();
  await expectRunning(page);
  await expectBadge(page, 'rules election-timeout', 'live');
  await expect(card(page)).toHaveCount(0);
  await expect(offer(page)).toHaveCount(0);
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Go on with the tour (4 of 7)' }).click();

  await expectStep(page, 'Ask why');
  await page.keyboard.press('End');
  await node(page, /^B/).click();
  await page.getByRole('button', { name: 'Why is term what it is?' }).click();
  await expect(card(page)).toContainText('Each line is an event');
  await page.locator('rh-why-popover').getByRole('listitem').getByRole('button').first().click();
  await expect(card(page)).toContainText('The run stands at that event');
  await page.keyboard.press('Escape');
  await goOn(page);

  await expectStep(page, 'Follow one thing');
  await expect(page.getByRole('tab', { name: 'All logs' })).toHaveAttribute('aria-selected', 'true');
  // Nothing was written before that event: on to where something is.
  await page.keyboard.press('End');
  await chooseSpeed(page, '1');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const box = page.getByRole('tabpanel').locator('table.lanes td button').first();
  await expect(box).toBeVisible({ timeout: 60_000 });
  await pause(page);
  await box.hover();
  await page.keyboard.press('s');
  await expect(card(page)).toContainText('Go to where it was before');
  await expectBeside(page);
  await page.keyboard.press('[');
  await goOn(page);

  await expectStep(page, 'What if?');
  await page.keyboard.press('f');
  await expect(card(page)).toContainText('Let the new branch run');
  await page.keyboard.press('Space');
  // A reload in the middle of it: the tour is still there, and so is all that was done.
  await page.reload();
  await expectRunning(page);
  await expectStep(page, 'What if?');
  await expect(card(page)).toContainText('Let the new branch run');
  await card(page).getByRole('button', { name: 'Show me' }).click();
  await page
    .getByRole('button', { name: /^Compare with/ })
    .first()
    .click();
  await expect(card(page)).toContainText('Two runs side by side');
  // Side by side there is no room for a card over a picture: it stands beneath them.
  await node(page, /^B/).click();
  await expect(page.locator('rh-inspector').getByRole('heading', { name: 'B' })).toBeVisible();
  const [below, figures] = [await page.locator('rh-inspector').boundingBox(), await lowestFigure(page)];
  expect(below?.y).toBeGreaterThanOrEqual(figures);
  await page.locator('rh-inspector').getByRole('button', { name: 'Close' }).click();
  await goOn(page);

  await expectStep(page, 'Every run, not just this one');
  await page.getByRole('button', { name: /^Checks:/ }).click();
  await page.getByRole('button', { name: 'All about the checks' }).click();
  await expect(card(page)).toContainText('Press Show as a branch');
  await page
    .getByRole('button', { name: /^Show as a branch/ })
    .first()
    .click();
  await goOn(page);
  await expectStep(page, 'The rest is yours');
  await card(page).getByRole('button', { name: 'End the tour' }).click();
  await expect(card(page)).toHaveCount(0);
  await page.goto('#/');
  await expect(page.getByRole('heading', { name: 'Notebooks' })).toBeVisible();
  await expect(offer(page)).toHaveCount(0);
});

test('the offer goes for ever by one click; on a phone and in a room the card stands beside what it is about', async ({
  page,
}) => {
  await page.goto('');
  await page.getByRole('button', { name: 'No tour, thank you' }).click();
  await expect(offer(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('link', { name: /Raft/ })).toBeVisible();
  await expect(offer(page)).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('two-minute tour');
  await page.keyboard.press('Enter');
  await expectRunning(page);
  await expectStep(page, 'Time is yours');
  await expectBeside(page);
  for (let i = 0; i < 2; i++) await card(page).getByRole('button', { name: 'Skip step' }).click();
  await expectStep(page, 'Break something');
  await expect(page.getByRole('region', { name: 'Stage' })).toBeVisible();
  await expectBeside(page);
  // What is read ends where the docked card begins: it covers no server.
  await expect.poll(() => coveredFigures(page)).toEqual([]);
  expect(await seriousFaults(page, ['rh-tour'])).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('l');
  await expect(page.getByRole('region', { name: 'Notebook' })).toBeHidden();
  await expectBeside(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Notebook' })).toBeVisible();
  await expectStep(page, 'Break something');
  await page.keyboard.press('Escape');
  await expect(card(page)).toHaveCount(0);
});

/** For everyone: what axe finds, the keyboard alone, a phone. */
import type { Locator } from '@playwright/test';
import { expect, type Page, test } from './watched.ts';
import { seriousFaults } from './axe.ts';
import {
  cell,
  expectBadge,
  expectRunning,
  openNotebook,
  pause,
  showView,
  typeOver,
  virtualTime,
} from './notebook-page.ts';

const schemes = ['light', 'dark'] as const;

test('axe finds nothing serious in the gallery, light or dark', async ({ page }) => {
  await page.goto('');
  await expect(page.getByRole('link', { name: 'Raft' })).toBeVisible();
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFaults(page), colorScheme).toEqual([]);
  }
});

test('axe finds nothing serious in Raft, light or dark, nor in its dialogs', async ({ page }) => {
  await openNotebook(page, '02-raft.sim.md');
  await expect(cell(page, 'rules election-timeout').locator('.monaco-editor')).toBeVisible();
  await pause(page);
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFaults(page), colorScheme).toEqual([]);
  }
  await page.getByRole('button', { name: /^Checks: / }).click();
  await expect(page.getByRole('dialog', { name: 'Checks' })).toBeVisible();
  expect(await seriousFaults(page), 'the list of properties').toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  expect(await seriousFaults(page), 'the list of keys').toEqual([]);
});

test('the keyboard alone opens a notebook, runs it, steps through it and edits it', async ({ page }) => {
  await page.goto('');
  const card = page.getByRole('link', { name: 'Raft' });
  await expect(card).toBeVisible();
  await tabTo(page, 'link', /^Raft/);
  await page.keyboard.press('Enter');
  await expectRunning(page);

  // The bar, in the order it stands in.
  for (const name of ['Restart', 'Step back', 'Pause', 'Step forward']) await tabTo(page, 'button', name);
  await tabTo(page, 'combobox', /^Speed/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('combobox', { name: /^Speed/ }).locator('option:checked')).toHaveText('1×');
  await tabTo(page, 'textbox', /^Seed/);
  await tabTo(page, 'combobox', /^Scenario/);
  await tabTo(page, 'button', 'Write');

  // Into the notebook: the first text takes the focus, j goes to the next part.
  await tabTo(page, 'group', /^Text/);
  const timeout = cell(page, 'rules election-timeout');
  await page.keyboard.press('j');
  await expect(timeout).toBeFocused();
  await page.keyboard.press('j');
  await expect(timeout).not.toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('k');
  await expect(timeout).toBeFocused();

  await expect.poll(() => virtualTime(page), { message: 'a past to step back to' }).toBeGreaterThan(400);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('button', { name: 'Go live' })).toBeVisible();
  const back = await virtualTime(page);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => virtualTime(page)).toBeLessThan(back);
  await page.keyboard.press('Home');
  await expect.poll(() => virtualTime(page)).toBe(0);
  await page.keyboard.press('End');
  await expect(page.getByRole('button', { name: 'Live', exact: true })).toBeVisible();
  const tip = await virtualTime(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(tip);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();

  await page.keyboard.press('Enter');
  await expect(timeout).toHaveAttribute('data-editing', 'true');
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('const patience = 1 ');
  await page.keyboard.press('Control+Enter');
  await expectBadge(page, 'rules election-timeout', 'live');
  await page.keyboard.press('Escape');
  await expect(timeout).toBeFocused();
  await expect(timeout).toHaveAttribute('data-editing', 'false');

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});

/** Presses Tab until the control has the focus; fails when it cannot be reached. */
async function tabTo(
  page: Page,
  role: 'link' | 'button' | 'combobox' | 'textbox' | 'group',
  name: string | RegExp,
): Promise<void> {
  const target = page.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) }).first();
  for (let i = 0; i < 25; i++) {
    if (await target.evaluate((element) => element.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  const overflow = (page: Page): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  /** What can be pressed and lies there. */
  const beyondTheEdge = (part: Page | Locator): Promise<readonly string[]> =>
    part.getByRole('button').evaluateAll((all) =>
      all
        .filter((button) => button.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .map((button) => ({ name: button.textContent?.trim() ?? '', box: button.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.left < -1 || box.right > innerWidth + 1))
        .map(({ name, box }) => `${name}: ${Math.round(box.left)}…${Math.round(box.right)}`),
    );

  test('the gallery and a notebook fit the width, and both sides can be used', async ({ page }) => {
    await page.goto('');
    await expect(page.getByRole('link', { name: 'Raft' })).toBeVisible();
    expect(await overflow(page)).toBe(0);
    await page.getByRole('link', { name: 'Raft' }).tap();
    await expectRunning(page);
    expect(await overflow(page)).toBe(0);

    const sides = page.getByRole('navigation', { name: 'Side' });
    await expect(cell(page, 'rules election-timeout')).toBeVisible();
    await sides.getByRole('button', { name: 'Stage' }).tap();
    await expect(page.getByRole('tab', { name: 'Topology' })).toBeVisible();
    await expect(cell(page, 'rules election-timeout')).toBeHidden();
    for (const view of ['State', 'Log', 'Stats', 'Check', 'Topology'] as const) {
      await showView(page, view);
      expect(await overflow(page), view).toBe(0);
    }
    await page.getByRole('button', { name: 'Pause' }).tap();
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
    await sides.getByRole('button', { name: 'Notebook' }).tap();
    await expect(cell(page, 'rules election-timeout')).toBeVisible();
    expect(await beyondTheEdge(page)).toEqual([]);
  });

  test('the run as it was before an edit fits the width with what can be done about it', async ({ page }) => {
    await openNotebook(page, '02-raft.sim.md');
    await expect.poll(() => virtualTime(page)).toBeGreaterThan(300);
    await page.keyboard.press('3');
    await typeOver(page, 'rules election-timeout', '150', '15');
    await page.getByRole('navigation', { name: 'Side' }).getByRole('button', { name: 'Stage' }).tap();
    await expect(page.locator('rh-ghost-bar').getByRole('button', { name: 'Drop' })).toBeVisible();
    // The legend scrolls by itself.
    expect(await beyondTheEdge(page.locator('rh-ghost-bar'))).toEqual([]);
  });
});

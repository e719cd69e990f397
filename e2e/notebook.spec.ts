/** A notebook's own life: made, edited, kept; and how its run is set. */
import { expect, test } from './watched.ts';
import {
  cell,
  chooseSpeed,
  expectBadge,
  expectCode,
  expectRunning,
  nodes,
  openNotebook,
  pause,
  showView,
  typeOver,
  virtualTime,
} from './notebook-page.ts';

test('a new notebook runs at once, obeys edits, and is still there after a reload', async ({ page }) => {
  // As a reader's page does, and as no other test's: beside the run, the compiler practises.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'withoutPractice'));
  await page.goto('');
  await page.getByRole('button', { name: 'New notebook' }).click();
  await expect(page).toHaveURL(/#\/n\/local/);
  await expectRunning(page);
  await showView(page, 'State');
  await chooseSpeed(page, '3');
  await expect
    .poll(async () => Number((await nodes(page, 'pinger'))[0]?.state['answered']), { message: 'pings are answered' })
    .toBeGreaterThan(3);

  await typeOver(page, 'rules ping', 's.answered += 1', 's.answered += 1000');
  await expectBadge(page, 'rules ping', 'live');
  await expect
    .poll(async () => Number((await nodes(page, 'pinger'))[0]?.state['answered']), { message: 'the edit is obeyed' })
    .toBeGreaterThan(1_000);
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  const url = page.url();

  // It is called what its heading says.
  await page.getByRole('heading', { name: 'Untitled' }).dblclick();
  await page.locator('.prose-editor').fill('# A counter\n');
  await page.keyboard.press('Escape');
  await expect(page).toHaveTitle('A counter · Rehearsal');

  await page.reload();
  await expectRunning(page);
  await expectCode(page, 'rules ping', 's.answered += 1000');
  await showView(page, 'State');
  await expect
    .poll(async () => Number((await nodes(page, 'pinger'))[0]?.state['answered']), {
      message: 'the run is where it was',
    })
    .toBeGreaterThan(1_000);

  await page.getByRole('link', { name: 'Rehearsal: all notebooks' }).click();
  await page.getByRole('link', { name: /^A counter/ }).click();
  await expect(page).toHaveURL(url);
  await expectCode(page, 'rules ping', 's.answered += 1000');
});

test('restart, seed and scenario begin the run again; the speed does not', async ({ page }) => {
  await openNotebook(page, '02-raft.sim.md');
  await showView(page, 'State');
  await chooseSpeed(page, '1');
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(1_000);
  const before = await virtualTime(page);
  await chooseSpeed(page, '0.01');
  expect(await virtualTime(page)).toBeGreaterThanOrEqual(before);

  await page.getByRole('button', { name: 'Restart' }).click();
  await expect.poll(() => virtualTime(page)).toBeLessThan(before);

  // The same seed elects the same leader again, another seed may elect another; the field keeps what was typed.
  await chooseSpeed(page, '3');
  const firstTimers = async (seed: string): Promise<unknown> => {
    const field = page.getByRole('textbox', { name: /^Seed/ });
    await field.fill(seed);
    await page.keyboard.press('Enter');
    await expect(field).toHaveValue(seed);
    await pause(page);
    const playhead = page.getByRole('slider', { name: 'Playhead' });
    await playhead.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => virtualTime(page)).toBe(0);
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
    await showView(page, 'Log');
    const events = page.getByRole('listbox', { name: 'Events' }).getByRole('option');
    await expect(events.nth(20)).toBeVisible();
    return (await events.allInnerTexts()).slice(0, 20);
  };
  const seven = await firstTimers('7');
  expect(await firstTimers('8')).not.toEqual(seven);
  expect(await firstTimers('7')).toEqual(seven);

  // What is no seed is said to be none, and the run is left alone.
  const seedField = page.getByRole('textbox', { name: /^Seed/ });
  await seedField.fill('-3');
  await seedField.press('Enter');
  await expect(page.getByText('-3 is no seed')).toBeVisible();
  await expect(seedField).toHaveValue('7');

  const scenarios = page.getByRole('combobox', { name: /^Scenario/ });
  await scenarios.selectOption('three servers elect');
  await showView(page, 'State');
  await expect.poll(async () => (await nodes(page, 'server')).map(({ id }) => id)).toEqual(['A', 'B', 'C']);
  await cell(page, 'scenario one-server').getByRole('button', { name: /Run/ }).click();
  await expect(scenarios).toHaveValue('one server');
  await expect.poll(async () => (await nodes(page, 'server')).map(({ id }) => id)).toEqual(['A']);
  await chooseSpeed(page, '10');
  await expect(page.locator('.run-status')).toHaveText('ended');
  await expect(cell(page, 'scenario one-server').getByRole('button', { name: 'ended' })).toBeVisible();
  await expect.poll(() => virtualTime(page)).toBe(3_000);
});

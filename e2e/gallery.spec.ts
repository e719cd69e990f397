/** The first page: what stands there when the folder has notebooks, none, or cannot be read; with the keyboard alone. */
import { seriousFaults } from './axe.ts';
import { expectBadge, expectCode, expectRunning, openNotebook, pasteOver } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const card = (page: Page, name: string) =>
  page.getByRole('listitem').getByRole('link', { name: new RegExp(`^${name}`) });
const head = (page: Page) => page.locator('.hero-picture');

test('with the keyboard: a card that has it runs at the head, Enter opens it, and back is at the same card', async ({
  page,
}) => {
  await page.goto('');
  await expect(head(page)).toContainText('Raft server × 5, client');
  await expect(page.locator('.card rh-miniature').nth(1).locator('[data-node="A"]')).toBeVisible();
  await page.getByRole('button', { name: 'New notebook' }).focus();
  // The guide, the tour and its refusal, then the cards in their order.
  for (let i = 0; i < 4; i++) await page.keyboard.press('Tab');
  await expect(card(page, 'Two-phase commit')).toBeFocused();
  await expect(head(page)).toContainText('Two-phase commit', { timeout: 30_000 });
  for (let i = 0; i < 2; i++) await page.keyboard.press('Tab');
  await expect(card(page, 'Mutation race')).toBeFocused();
  const scrolled = () => page.evaluate(() => document.documentElement.scrollTop);
  await page.evaluate(() => scrollTo({ top: 240, behavior: 'instant' }));
  // It has been drawn there.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await scrolled()).toBe(240);
  await page.keyboard.press('Enter');
  await expectRunning(page);
  await page.goBack();
  await expect(card(page, 'Mutation race')).toBeFocused();
  // But for what has come or gone above, the width of a line.
  await expect.poll(async () => Math.abs((await scrolled()) - 240)).toBeLessThan(30);
  expect(await seriousFaults(page)).toEqual([]);
});

test('an empty folder has a run to begin with; a list that cannot be read is told, and read again; what was edited is listed in full', async ({
  page,
}) => {
  let answer: 'empty' | 'none' = 'empty';
  await page.route('**/notebooks/index.json', (route) =>
    answer === 'empty' ? route.fulfill({ json: [] }) : route.fulfill({ status: 404, body: '' }),
  );
  await page.goto('');
  const main = page.getByRole('main');
  await expect(main).toContainText('This folder has no notebooks yet');
  await expect(head(page)).toContainText('A new notebook pinger, ponger');
  await expect(head(page).locator('[data-node="ponger"]')).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  // Seven of them: the latest six are listed, the last one is a click away.
  for (let i = 0; i < 7; i++) {
    await main.getByRole('button', { name: 'New notebook' }).first().click();
    await expectRunning(page);
    await page.goto('#/');
    await expect(page.getByRole('heading', { name: 'Edited here' })).toBeVisible();
  }
  const edited = page.getByRole('region', { name: 'Edited here' });
  await expect(edited.getByRole('link')).toHaveCount(6);
  await edited.getByRole('button', { name: '1 more' }).press('Enter');
  await expect(edited.getByRole('link')).toHaveCount(7);
  await expect(edited.getByRole('link').last()).toBeFocused();
  answer = 'none';
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('no list of notebooks');
  await expect(edited.getByRole('link')).toHaveCount(6);
  answer = 'empty';
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(main).toContainText('This folder has no notebooks yet');
});

test('without a server a notebook that was edited here opens with all that was written; of another it is told', async ({
  page,
}) => {
  await openNotebook(page, '02-raft.sim.md');
  await pasteOver(page, 'rules election-timeout', '150', '151');
  await expectBadge(page, 'rules election-timeout', 'live');
  await expect(page.locator('.saved')).toHaveText('saved');
  await page.route('**/notebooks/*.sim.md', (route) => route.abort('blockedbyclient'));
  await page.goto('#/');
  await page.getByRole('region', { name: 'Edited here' }).getByRole('link', { name: /^Raft/ }).click();
  await expectRunning(page);
  await expectCode(page, 'rules election-timeout', '151');
  await page.goto('#/n/03-mutation-race.sim.md');
  await expect(page.getByRole('heading', { name: /The server does not answer/ })).toBeVisible();
});

/** What a reader does to the running system: faults by menus, values and messages by forms, what happens next by hand. */
import { seriousFaults } from './axe.ts';
import { chooseSpeed, nodes, openNotebook, pause, serveNotebook, showView, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const file = 'acts-test.sim.md';
const text = `---
title: Acts test
speed: 0.02
---

# Acts test

\`\`\`ts rules store
const Put = message<{ key: string; value: number }>('Put')
const Done = message('Done')
const Tick = message('Tick')
const store = node('store', {
  state: () => ({ puts: 0, items: new Map<string, number>(), tags: new Set<string>(['red']) }),
})
store.on(Put, (s, m, ctx) => {
  s.puts += 1
  s.items.set(m.key, m.value)
  ctx.reply(Done())
})
const writer = node('writer', {
  state: () => ({ sent: 0, done: 0, step: 1 }),
  start: (s, ctx) => ctx.setTimer(Tick(), 20),
})
writer.on(Tick, (s, _, ctx) => {
  s.sent += s.step
  ctx.send('store', Put({ key: 'k', value: s.sent }))
  ctx.setTimer(Tick(), 100)
})
writer.on(Done, (s) => { s.done += 1 })
\`\`\`

\`\`\`ts scenario one
scenario('one writer', (world) => {
  world.add(store)
  world.add(writer)
  world.network({ latency: constant(60) })
})
\`\`\`
`;

const node = (page: Page, id: string) => page.locator(`rh-stage [data-node="${id}"]`);
const marks = (page: Page) => page.getByRole('toolbar', { name: 'Marks' });
const next = (page: Page) => page.getByRole('listbox', { name: 'What can happen next' });
const option = (page: Page, name: RegExp) => next(page).getByRole('option', { name }).first();

/** The fields of the one node of a kind, as the State view shows them. */
async function fields(page: Page, kind: string): Promise<Readonly<Record<string, unknown>>> {
  const [only] = await nodes(page, kind);
  return only?.state ?? {};
}

async function openTest(page: Page): Promise<void> {
  await serveNotebook(page, file, text);
  await openNotebook(page, file);
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(25);
}

test('a node is crashed by its menu with the mouse, and the notice takes that back', async ({ page }) => {
  await openTest(page);
  await node(page, 'store').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Crash' }).click();
  await expect(node(page, 'store')).toHaveAttribute('aria-label', 'store, down');
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(node(page, 'store')).not.toHaveAttribute('aria-label', 'store, down');
});

test('a message is delivered now by hand, another is dropped by its menu; the run goes on from there', async ({
  page,
}) => {
  await openTest(page);
  await showView(page, 'State');
  await pause(page);
  expect((await fields(page, 'store'))['puts']).toBe(0);
  await page.keyboard.press('h');
  await option(page, /Put/).click();
  await expect.poll(async () => (await fields(page, 'store'))['puts']).toBe(1);

  // Its answer never arrives.
  await expect(option(page, /Done/)).toBeVisible();
  await expect(option(page, /Put/)).toHaveCount(0);
  await next(page).focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 5 && !(await page.locator('rh-next-panel .row.active').innerText()).includes('Done'); i++)
    await page.keyboard.press('ArrowDown');
  // A delay that the run refuses stays where it was typed, with why.
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Delay by' }).press('ArrowRight');
  await page.getByRole('menuitem', { name: 'By another time…' }).click();
  const delay = page.locator('rh-delay-form');
  const time = delay.getByRole('textbox', { name: 'Delay in virtual milliseconds' });
  await time.fill('1000000000000000');
  await page.keyboard.press('Enter');
  await expect(delay.getByRole('alert')).toContainText('form/refused');
  await expect(time).toHaveValue('1000000000000000');
  await time.fill('7');
  await expect(delay.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(delay).toHaveCount(0);
  await expect(page.getByRole('status')).toContainText(/Done .*delayed by 7 ms/);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Drop' }).click();
  await expect(option(page, /Done/)).toHaveCount(0);
  expect((await fields(page, 'writer'))['done']).toBe(0);
  await page.keyboard.press('Escape');

  await chooseSpeed(page, '0.3');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => Number((await fields(page, 'writer'))['done']), { timeout: 20_000 }).toBeGreaterThan(0);
  // Two were put, one of them was answered.
  expect(Number((await fields(page, 'store'))['puts'])).toBeGreaterThanOrEqual(2);
});

test('a number, a member and an entry are edited in the table; the rules obey, and a reload finds it all', async ({
  page,
}) => {
  await openTest(page);
  await showView(page, 'State');
  await pause(page);
  const form = page.locator('rh-value-form');

  await page.getByRole('button', { name: 'Edit step of writer' }).click({ force: true });
  const number = page.getByRole('spinbutton', { name: 'step of writer' });
  await number.fill('ten');
  await page.keyboard.press('Enter');
  await expect(page.locator('rh-cell-editor').getByRole('alert')).toContainText(/no number.*form\/not-a-number/);
  await expect(number).toHaveValue('ten');
  await number.fill('10');
  await page.keyboard.press('Enter');
  await expect(number).toBeHidden();
  await expect.poll(async () => (await fields(page, 'writer'))['step']).toBe(10);

  await page.getByRole('button', { name: 'Edit tags of store' }).click({ force: true });
  const sheet = page.locator('rh-sheet');
  await sheet.getByRole('button', { name: /Add a member/ }).click();
  await sheet.getByRole('textbox', { name: 'member' }).fill('blue');
  await sheet.getByRole('button', { name: 'Add', exact: true }).click();
  await expect.poll(async () => (await fields(page, 'store'))['tags']).toEqual(['red', 'blue']);

  await page.getByRole('button', { name: 'Edit items of store' }).click({ force: true });
  await sheet.getByRole('button', { name: 'Edit items of store as a whole' }).click();
  await form.getByRole('button', { name: /Add an entry/ }).click();
  await form.getByRole('textbox', { name: 'key of items' }).fill('x');
  await form.getByRole('spinbutton').fill('7');
  await form.getByRole('button', { name: 'Set', exact: true }).click();
  await expect.poll(async () => (await fields(page, 'store'))['items']).toEqual({ x: 7 });

  await chooseSpeed(page, '0.3');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => (await fields(page, 'writer'))['sent'], { timeout: 20_000 }).toBe(11);
  await pause(page);
  await page.keyboard.press('Control+s');
  await expect(page.locator('.saved')).toHaveText('saved');
  await page.reload();
  await showView(page, 'State');
  await expect.poll(async () => (await fields(page, 'writer'))['step'], { timeout: 20_000 }).toBe(10);
  await expect.poll(async () => (await fields(page, 'store'))['tags']).toEqual(['red', 'blue']);
  await expect(marks(page).getByRole('button').first()).toBeVisible();
});

test('a message is written and sent with the keyboard alone', async ({ page }) => {
  await openTest(page);
  await page.keyboard.press('Space');
  await node(page, 'store').focus();
  await page.keyboard.press('m');
  for (let i = 0; i < 12; i++) {
    if (await page.getByRole('menuitem', { name: 'Send a message…' }).evaluate((item) => item.matches(':focus'))) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'Send a message' });
  await expect(form.getByRole('combobox', { name: 'message' })).toHaveValue('Put');
  const key = form.getByRole('textbox', { name: 'key' });
  await expect(key).toBeVisible();
  for (let i = 0; i < 12 && !(await key.evaluate((field) => field.matches(':focus'))); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('mine');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('42');
  // The store answers: it is sent in the writer's name.
  await form.getByRole('combobox', { name: 'from' }).focus();
  await page.keyboard.type('writer');
  await expect(form.getByRole('combobox', { name: 'from' })).toHaveValue('writer');
  await form.getByRole('spinbutton', { name: 'value' }).focus();
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  await showView(page, 'State');
  await expect.poll(async () => (await fields(page, 'store'))['items']).toMatchObject({ mine: 42 });
});

test('two-phase commit is stepped by hand: the manager aborts before anyone has promised', async ({ page }) => {
  await openNotebook(page, '01-two-phase-commit.sim.md');
  await page.keyboard.press('Space');
  await page.keyboard.press('Home');
  await showView(page, 'State');
  await page.keyboard.press('h');
  const abort = option(page, /^abort(?! alone)/);
  await abort.click();
  await expect.poll(async () => (await fields(page, 'tm'))['status']).toBe('aborted');
  // Each resource manager is told; the first hears of it when it is chosen.
  await option(page, /Abort/).click();
  await expect
    .poll(async () => (await nodes(page, 'rm')).filter(({ state }) => state['status'] === 'aborted').length)
    .toBe(1);
});

test('axe finds nothing serious in menus, panel and forms, light or dark', async ({ page }) => {
  await openTest(page);
  await pause(page);
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.keyboard.press('h');
    await expect(next(page)).toBeVisible();
    expect(await seriousFaults(page, ['rh-stage']), `panel, ${theme}`).toEqual([]);
    await page.keyboard.press('Escape');
    await showView(page, 'State');
    if (theme === 'light') await page.getByRole('button', { name: 'Edit items of store' }).click({ force: true });
    await page.getByRole('button', { name: 'Edit items of store as a whole' }).click();
    await expect(page.locator('rh-value-form').getByRole('button', { name: 'Set', exact: true })).toBeVisible();
    expect(await seriousFaults(page, ['rh-value-form']), `form, ${theme}`).toEqual([]);
    await page.keyboard.press('Escape');
    await showView(page, 'Topology');
    await node(page, 'store').click({ button: 'right' });
    await expect(page.getByRole('menu').first()).toBeVisible();
    expect(await seriousFaults(page, ['rh-stage']), `menu, ${theme}`).toEqual([]);
    await page.keyboard.press('Escape');
  }
});

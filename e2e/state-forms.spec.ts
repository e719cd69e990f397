/** The tables of states as a spreadsheet: cells by the keyboard, each edited by the type that the model declares. */
import { seriousFaults } from './axe.ts';
import { chooseSpeed, nodes, openNotebook, pause, serveNotebook, showView, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const file = 'forms-test.sim.md';
const text = `---
title: Forms test
speed: 0.02
---

# Forms test

\`\`\`ts rules store
const Tick = message('Tick')
const Put = message<{ key: string; at: { row: number; tags: string[] }; by?: NodeId; urgent: boolean }>('Put')
type Role = 'leader' | 'follower'
const store = node('store', {
  state: () => ({
    beats: 0,
    step: 1,
    role: 'follower' as Role,
    vote: null as NodeId | null,
    isOpen: false,
    label: 'plain',
    big: 12n,
    items: new Map<string, number>([['a', 1], ['b', 2]]),
    tags: new Set<string>(['red', 'blue']),
    log: [] as { term: number; op: string }[],
    many: Array.from({ length: 10_000 }, (_, i) => i),
  }),
  durable: ['step', 'log'],
  start: (s, ctx) => { s.log = [{ term: 1, op: 'x' }, { term: 2, op: 'y' }]; ctx.setTimer(Tick(), 20) },
})
store.on(Tick, (s, _, ctx) => {
  s.beats += s.step
  ctx.setTimer(Tick(), 20)
})
store.on(Put, (s, m) => { s.items.set(m.key, m.at.row); for (const tag of m.at.tags) s.tags.add(tag) })
\`\`\`

\`\`\`ts scenario one
scenario('three stores', (world) => {
  world.add(store, ['A', 'B', 'C'])
  world.network({ latency: constant(60) })
  world.at(50_000, 'less', (w) => w.edit(store, 'A', (s) => { s.items.delete('a'); s.log.pop() }))
})
\`\`\`
`;

const table = (page: Page) => page.getByRole('grid', { name: 'store' });
const editor = (page: Page) => page.locator('rh-cell-editor');
/** The field of a node, as a cell. */
const place = (page: Page, node: string, field: string) =>
  page.locator(`rh-state-view [data-cell="${node}\\a ${field}"]`);
const state = async (page: Page, node: string) =>
  (await nodes(page, 'store')).find(({ id }) => id === node)?.state ?? {};

async function openTest(page: Page): Promise<void> {
  await serveNotebook(page, file, text);
  await openNotebook(page, file);
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(25);
  await showView(page, 'State');
}

test('cells are walked and written by the keyboard alone, each by its type; what is wrong is told and kept', async ({
  page,
}) => {
  await openTest(page);
  await pause(page);
  // One stop of the Tab key, and arrows from there.
  await place(page, 'A', 'beats').focus();
  expect(await table(page).locator('[tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('ArrowRight');
  await expect(place(page, 'A', 'step')).toBeFocused();
  await page.keyboard.type('ten');
  await expect(editor(page)).toHaveCount(0);
  await page.keyboard.type('1x');
  await page.keyboard.press('Enter');
  const alert = editor(page).getByRole('alert');
  await expect(alert).toContainText('‘1x’ is no number. Type a number such as 2.5.');
  // Once more it is another line, or a screen reader would say nothing.
  const said = await alert.elementHandle();
  await page.keyboard.press('Enter');
  await expect.poll(() => said?.evaluate((line) => line.isConnected)).toBe(false);
  await expect(alert).toContainText('‘1x’ is no number. Type a number such as 2.5.');
  await expect(editor(page).getByRole('spinbutton')).toHaveValue('1x');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('0');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  await expect.poll(async () => (await state(page, 'A'))['step']).toBe(11);

  // A choice: the first letter, and Enter goes on below.
  await expect(place(page, 'A', 'role')).toBeFocused();
  await page.keyboard.press('F2');
  // The types may be known a moment later than the table.
  await expect(editor(page).locator('select')).toBeFocused();
  await page.keyboard.press('l');
  await expect(editor(page).getByRole('combobox', { name: 'role of A' })).toHaveValue('leader');
  await page.keyboard.press('Enter');
  await expect(place(page, 'B', 'role')).toBeFocused();
  await expect.poll(async () => (await state(page, 'A'))['role']).toBe('leader');

  // The name of a node, or nothing.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('F2');
  await editor(page).getByRole('combobox', { name: 'vote of B' }).selectOption('C');
  await page.keyboard.press('Shift+Enter');
  await expect.poll(async () => (await state(page, 'B'))['vote']).toBe('C');
  await expect(place(page, 'A', 'vote')).toBeFocused();

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('t');
  await page.keyboard.press('Tab');
  await expect.poll(async () => (await state(page, 'A'))['isOpen']).toBe(true);

  // A text, begun and left: nothing happens.
  await page.keyboard.press('Enter');
  await expect(editor(page).getByRole('textbox', { name: 'label of A' })).toHaveValue('plain');
  await page.keyboard.type('other');
  await page.keyboard.press('Escape');
  await expect(place(page, 'A', 'label')).toBeFocused();
  expect((await state(page, 'A'))['label']).toBe('plain');
  // Any letter begins a text, those of the star and of why too: these are asked with Alt there.
  await page.keyboard.type('sw');
  await expect(editor(page).getByRole('textbox', { name: 'label of A' })).toHaveValue('sw');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+w');
  await expect(page.getByRole('dialog', { name: 'Why label of A is what it is' })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(place(page, 'A', 'label')).toBeFocused();
  // What a crash leaves is marked.
  await expect(table(page).getByRole('columnheader', { name: 'durable' })).toHaveText(['step', 'log']);
  expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);

  // Each was an event, and is taken back.
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await state(page, 'A'))['isOpen']).toBe(false);
  expect((await state(page, 'A'))['step']).toBe(11);
});

test('while the run goes on, what is typed stays, and what the model wrote meanwhile is told before it is written over', async ({
  page,
}) => {
  await openTest(page);
  await chooseSpeed(page, '0.1');
  await place(page, 'A', 'beats').focus();
  await page.keyboard.type('1000');
  await expect(editor(page)).toContainText('It has changed meanwhile.');
  await expect(editor(page).getByRole('spinbutton')).toHaveValue('1000');
  // Another view is looked at meanwhile.
  await showView(page, 'Log');
  await showView(page, 'State');
  await expect(editor(page).getByRole('spinbutton')).toHaveValue('1000');
  await expect(editor(page)).toContainText('It has changed meanwhile.');
  await page.keyboard.press('Enter');
  await expect(editor(page)).toHaveCount(0);
  await expect.poll(async () => Number((await state(page, 'A'))['beats'])).toBeGreaterThanOrEqual(1_000);
  expect(Number((await state(page, 'B'))['beats'])).toBeLessThan(1_000);
});

const sheet = (page: Page) => page.locator('rh-sheet');
const inside = (page: Page) => sheet(page).getByRole('grid');
/** A cell of the collection that is open, by its row and column from 0. */
const part = (page: Page, row: number, column: number) => sheet(page).locator(`[data-cell="${row}:${column}"]`);

test('maps, sets and lists open beneath their node: entries are edited, added, deleted and moved, and nothing is there twice', async ({
  page,
}) => {
  await openTest(page);
  await pause(page);
  await place(page, 'A', 'items').focus();
  await page.keyboard.press('Enter');
  await expect(part(page, 0, 0)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('70');
  await page.keyboard.press('Tab');
  await expect.poll(async () => (await state(page, 'A'))['items']).toEqual({ a: 70, b: 2 });
  // Another key: one that is there is refused where it was typed.
  await expect(part(page, 1, 0)).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('a');
  await page.keyboard.press('Enter');
  await expect(editor(page).getByRole('alert')).toContainText(/The key 'a' is there already.*form\/twice/);
  await page.keyboard.type('c');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await state(page, 'A'))['items']).toEqual({ a: 70, ac: 2 });

  // One more: refused while its key is there, and the form stays open for the next.
  await sheet(page).getByRole('button', { name: 'Add an entry to items of A' }).click();
  const form = page.locator('rh-sheet-add');
  await form.getByRole('textbox', { name: 'key' }).fill('a');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toContainText('is there already');
  await form.getByRole('textbox', { name: 'key' }).fill('d');
  await form.getByRole('spinbutton', { name: 'value' }).fill('4');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await state(page, 'A'))['items']).toEqual({ a: 70, ac: 2, d: 4 });
  await expect(form.getByRole('textbox', { name: 'key' })).toHaveValue('');
  expect(await seriousFaults(page, ['rh-stage'])).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await part(page, 1, 0).focus();
  await page.keyboard.press('Shift+Delete');
  await expect.poll(async () => (await state(page, 'A'))['items']).toEqual({ a: 70, d: 4 });
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toHaveCount(0);
  await expect(place(page, 'A', 'items')).toBeFocused();

  // A list of records has a column for each field; rows change places.
  await place(page, 'A', 'log').focus();
  await page.keyboard.press('Enter');
  await expect(inside(page).getByRole('columnheader')).toContainText(['#', 'term', 'op']);
  await expect(part(page, 0, 0)).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect
    .poll(async () => (await state(page, 'A'))['log'])
    .toEqual([
      { term: 2, op: 'y' },
      { term: 1, op: 'x' },
    ]);
  await expect(part(page, 1, 0)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('9');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await state(page, 'A'))['log'])
    .toEqual([
      { term: 2, op: 'y' },
      { term: 9, op: 'x' },
    ]);

  // A star on a field of an item, by the keyboard.
  await part(page, 1, 2).focus();
  await page.keyboard.press('Alt+s');
  await expect(page.getByRole('list', { name: 'Stars' })).toContainText(/same value/);
  await expect(part(page, 1, 2)).toHaveClass(/starred/);

  // Each was an event: the run is saved with them.
  await page.keyboard.press('Control+s');
  await expect(page.locator('.saved')).toHaveText('saved');
  await page.reload();
  await showView(page, 'State');
  await expect.poll(async () => (await state(page, 'A'))['items'], { timeout: 20_000 }).toEqual({ a: 70, d: 4 });
  expect((await state(page, 'A'))['log']).toEqual([
    { term: 2, op: 'y' },
    { term: 9, op: 'x' },
  ]);
});

test('ten thousand items are walked to the end and edited there; an edit in the past begins a branch', async ({
  page,
}) => {
  await openTest(page);
  await pause(page);
  await place(page, 'B', 'many').focus();
  await page.keyboard.press('Enter');
  await expect(inside(page)).toHaveAttribute('aria-rowcount', '10001');
  expect(await inside(page).locator('tbody tr').count()).toBeLessThan(80);
  await page.keyboard.press('Control+End');
  await expect(part(page, 9_999, 1)).toBeFocused();
  await page.keyboard.press('PageUp');
  await expect(part(page, 9_988, 1)).toBeFocused();
  await page.keyboard.press('Control+End');
  await expect(part(page, 9_999, 1)).toBeFocused();
  await page.keyboard.type('-5');
  await page.keyboard.press('Enter');
  await expect(part(page, 9_999, 1)).toContainText('-5');
  await expect(part(page, 9_999, 1)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(part(page, 9_998, 1)).toContainText('-5');

  // In the past it is as it was; what is set there begins a branch.
  await page.keyboard.press('Escape');
  await page.getByRole('slider', { name: 'Playhead' }).focus();
  await page.keyboard.press('ArrowLeft');
  await place(page, 'B', 'label').focus();
  await page.keyboard.press('Enter');
  await expect(editor(page)).toContainText(/Begins a branch at/);
  await page.keyboard.type('forked');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText(/A branch begins here/);
  await expect.poll(async () => (await state(page, 'B'))['label']).toBe('forked');
});

test('a message is sent by its own fields, later when that is wanted, again in one press; its values are starred in the form', async ({
  page,
}) => {
  await openTest(page);
  await pause(page);
  await page.getByRole('rowheader', { name: 'A' }).getByRole('button').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Send a message…' }).click();
  const form = page.getByRole('dialog', { name: 'Send a message' });
  await form.getByRole('combobox', { name: 'message' }).selectOption('Put');
  const row = form.getByRole('spinbutton', { name: 'row' });
  await form.getByRole('textbox', { name: 'key' }).fill('k42');
  await form.getByRole('button', { name: 'Add an item to tags' }).click();
  await form.getByRole('textbox', { name: 'item 0 of tags' }).fill('green');
  await form.getByRole('switch', { name: 'urgent' }).click();
  await form.getByRole('button', { name: 'by', exact: true }).click();
  await form.getByRole('combobox', { name: 'by' }).selectOption('C');
  await row.fill('x');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toContainText(/‘x’ is no number.*form\/not-a-number/);
  await row.fill('42');

  // A key is starred where it is typed: by equality.
  await form.getByRole('textbox', { name: 'key' }).press('Alt+s');
  await expect(form.getByRole('button', { name: "Star key: 'k42'" })).toHaveAttribute('aria-pressed', 'true');

  await form.getByRole('combobox', { name: 'arrives' }).selectOption('after');
  const late = form.getByRole('spinbutton', { name: 'arrives after, in ms' });
  await late.fill('soon');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('alert')).toContainText(/‘soon’ is no time/);
  await late.fill('30');
  expect(await seriousFaults(page, ['rh-forms'])).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  await expect(page.getByRole('status')).toContainText(/sent to A, arrives 30 ms later/);
  await expect(
    page.getByRole('list', { name: 'Stars' }).getByRole('listitem').filter({ hasText: 'k42' }),
  ).toContainText('1 message');
  expect((await state(page, 'A'))['items']).toEqual({ a: 1, b: 2 });
  await chooseSpeed(page, '0.1');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => (await state(page, 'A'))['items']).toEqual({ a: 1, b: 2, k42: 42 });
  expect((await state(page, 'A'))['tags']).toEqual(['red', 'blue', 'green']);

  // The same once more, as it was.
  await page.getByRole('rowheader', { name: 'A' }).getByRole('button').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Send a message…' }).click();
  await form.getByRole('button', { name: 'Send it again' }).click();
  await expect(page.getByRole('status')).toContainText(/sent to A, arrives 30 ms later/);
});

test('what the run refuses stays in its cell as it was typed, with what is wrong beside it', async ({ page }) => {
  await openTest(page);
  await place(page, 'A', 'items').focus();
  await page.keyboard.press('Enter');
  await expect(part(page, 0, 1)).toBeVisible();
  await part(page, 0, 1).focus();
  await page.keyboard.type('77');
  // Meanwhile the entry goes away.
  await chooseSpeed(page, '100');
  await expect.poll(async () => (await state(page, 'A'))['items'], { timeout: 60_000 }).toEqual({ b: 2 });
  await pause(page);
  await expect(editor(page).getByRole('spinbutton')).toHaveValue('77');
  await editor(page).getByRole('spinbutton').press('Enter');
  await expect(editor(page).getByRole('alert')).toContainText('form/refused');
  await expect(editor(page).getByRole('spinbutton')).toHaveValue('77');
  expect((await state(page, 'A'))['items']).toEqual({ b: 2 });

  // Set again, and another value is being typed when the answer comes: it waits until that is done.
  await editor(page).evaluate(async (first) => {
    const root = first.getRootNode();
    // No task of the page comes in between, so no answer of the run.
    const settled = async (): Promise<void> => {
      for (let i = 0; i < 200; i++) await Promise.resolve();
    };
    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true });
    first.shadowRoot?.querySelector('input')?.dispatchEvent(enter);
    await settled();
    if (root instanceof ShadowRoot)
      root.querySelector('td[data-cell="0:1"]')?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    await settled();
  });
  await expect(editor(page).getByRole('spinbutton')).toHaveValue('2');
  expect((await state(page, 'A'))['items']).toEqual({ b: 2 });
  await page.keyboard.press('Escape');
  await expect(editor(page).getByRole('spinbutton')).toHaveValue('77');
  await expect(editor(page).getByRole('alert')).toContainText('form/refused');
  // It waits for its table, too, while another tab is shown.
  await showView(page, 'Log');
  await showView(page, 'State');
  await expect(editor(page).getByRole('spinbutton')).toHaveValue('77');
  await page.keyboard.press('Escape');
  await expect(editor(page)).toHaveCount(0);

  // What is typed in the last row of a list stays when the list becomes shorter.
  await chooseSpeed(page, '0.01');
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect.poll(async () => (await state(page, 'A'))['items']).toEqual({ a: 1, b: 2 });
  await place(page, 'A', 'log').focus();
  await page.keyboard.press('Enter');
  await part(page, 1, 2).focus();
  await page.keyboard.type('zz');
  await chooseSpeed(page, '100');
  await expect(sheet(page)).toContainText('Its row is gone.', { timeout: 60_000 });
  await expect(editor(page).getByRole('textbox')).toHaveValue('zz');
});

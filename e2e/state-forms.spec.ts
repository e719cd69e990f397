/** The tables of states as a spreadsheet: cells by the keyboard, each edited by the type that the model declares. */
import { seriousFaults } from './axe.ts';
import { chooseSpeed, nodes, openNotebook, serveNotebook, showView, virtualTime } from './notebook-page.ts';
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

async function pause(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
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
  await expect(editor(page).getByRole('alert')).toContainText('‘1x’ is no number. Type a number such as 2.5.');
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
  await page.keyboard.press('Enter');
  await expect(editor(page)).toHaveCount(0);
  await expect.poll(async () => Number((await state(page, 'A'))['beats'])).toBeGreaterThanOrEqual(1_000);
  expect(Number((await state(page, 'B'))['beats'])).toBeLessThan(1_000);
});

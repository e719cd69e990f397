/** Why: of a message, a field and a property, asked as a reader asks, and followed to the event. */
import { seriousFaults } from './axe.ts';
import { openNotebook, pause, serveNotebook, showView, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const file = 'doors.sim.md';
/** Two doors, of which one at a time may be open; the rule forgets to ask. */
const text = `# Doors

\`\`\`ts rules doors
const Push = message<{ by: string }>('Push')
const door = node('door', { state: () => ({ open: false, pushed: 0 }), start: (s, ctx) => ctx.setTimer(Knock(), 100) })
const Knock = message('Knock')
door.on(Knock, (s, m, ctx) => {
  for (const peer of ctx.peers) ctx.send(peer, Push({ by: ctx.self }))
  ctx.setTimer(Knock(), 400)
})
door.on(Push, (s) => {
  s.pushed += 1
  s.open = s.pushed > 1
})
\`\`\`

\`\`\`ts check one-door
always('at most one door is open', (world) => world.all(door).filter((s) => s.open).length < 2)
\`\`\`

\`\`\`ts scenario two
scenario('two', { until: 2_000 }, (world) => {
  world.add(door, 2)
  world.network({ latency: constant(90) })
})
\`\`\`
`;

const why = (page: Page) => page.locator('rh-explanation');

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, file, text);
  await openNotebook(page, file);
  await page.keyboard.press('Escape');
});

test('a violated property shows what it read and what had just changed; the cause of it all is a click away', async ({
  page,
}) => {
  await page.getByRole('button', { name: /Checks:/ }).click();
  await page.getByRole('button', { name: 'Why is at most one door is open violated?' }).click();
  await expect(why(page).getByRole('row', { name: /door1/ })).toContainText('true');
  await expect(why(page).locator('td.new')).toHaveText(['true']);
  await expect(why(page)).toContainText(/door\d received Push from door\d/);
  await expect(why(page)).toContainText(/the timer Knock of door\d fired/);
  await why(page)
    .getByRole('button', { name: /the timer Knock/ })
    .first()
    .click();
  await expect.poll(() => virtualTime(page)).toBe(500);
  expect(await seriousFaults(page)).toEqual([]);
});

test('a field of a node says since when, by what, and what it was; by the keyboard too', async ({ page }) => {
  await page.keyboard.press('Space');
  await showView(page, 'State');
  const edit = page.getByRole('button', { name: 'Edit pushed of door1' });
  await edit.focus();
  await page.keyboard.press('w');
  const card = page.getByRole('dialog', { name: 'Why pushed of door1 is what it is' });
  await expect(why(page)).toContainText(/door1 received Push from door2|as it began/);
  await expect(card).toHaveCount(1);
  expect(await seriousFaults(page, ['rh-forms'])).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(edit).toBeFocused();
});

test('a message on its way says what sent it', async ({ page }) => {
  const slow = 'slow-doors.sim.md';
  await serveNotebook(page, slow, text.replace('constant(90)', 'constant(4_000)').replace('2_000', '9_000'));
  await openNotebook(page, slow);
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(300);
  await pause(page);
  const boxes = await page.locator('rh-topology [data-node]').all();
  const [a, b] = [await boxes[0]?.boundingBox(), await boxes[1]?.boundingBox()];
  if (a == null || b == null) throw new Error('the doors are not on the stage');
  const message = page.locator('rh-thing-card').getByRole('heading', { name: /^Push door/ });
  // Somewhere between the doors, on one of two lanes.
  search: for (let part = 0.1; part < 0.9; part += 0.015) {
    for (const aside of [-6, 6]) {
      const x = a.x + a.width / 2 + (b.x - a.x) * part;
      await page.mouse.click(x, a.y + a.height / 2 + (b.y - a.y) * part + aside);
      if (await message.isVisible()) break search;
    }
  }
  await expect(why(page)).toContainText(/the timer Knock of door\d fired/);
});

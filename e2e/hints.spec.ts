/** What things tell of themselves, in one hint: by the pointer, by the keyboard, by a press; and how one gets rid of it. */
import type { Locator } from '@playwright/test';
import { seriousFaults } from './axe.ts';
import { cell, expectBadge, openNotebook, serveNotebook, showView, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const text = `---
title: Hints
speed: 1
---

\`\`\`ts rules model
const Tick = message('Tick')
const Word = message<{ n: number }>('Word')
const ear = node('ear', { state: () => ({ role: 'deaf', heard: 0 }) })
const mouth = node('mouth', { state: () => ({ said: 0 }) })
mouth.start((s, ctx) => ctx.setTimer(Tick(), 20))
mouth.on(Tick, (s, _, ctx) => {
  s.said += 1
  ctx.send('ear', Word({ n: s.said }))
  ctx.setTimer(Tick(), 500)
})
ear.on(Word, (s, m) => {
  s.heard = m.n
  s.role = 'hearing'
})
\`\`\`

\`\`\`ts scenario
scenario('s', { until: 700 }, (world) => {
  world.add(ear)
  world.add(mouth)
  world.network({ latency: constant(10) })
})
\`\`\`

\`\`\`ts check
always('not too much', (world) => world.get(ear).heard < 2)
\`\`\`
`;

const hint = (page: Page) => page.locator('rh-hint');
/** A finger that stays where something is, and is lifted; some systems send a click then. */
async function pressLong(thing: Locator, answered: () => Promise<void>): Promise<void> {
  const box = await thing.boundingBox();
  if (box === null) throw new Error('nothing to be pressed');
  const finger = {
    pointerType: 'touch',
    pointerId: 7,
    isPrimary: true,
    bubbles: true,
    composed: true,
    cancelable: true,
  };
  const at = { ...finger, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, detail: 1 };
  await thing.dispatchEvent('pointerdown', at);
  await answered();
  await thing.dispatchEvent('pointerup', at);
  await thing.dispatchEvent('click', at);
}

const link = (page: Page, name: string) => hint(page).getByRole('button', { name });

/** The ring round a node, found by going over it from the outside. */
async function overArcOf(page: Page, node: string): Promise<void> {
  const body = await page.locator(`rh-stage [data-node="${node}"] .body`).boundingBox();
  if (body === null) throw new Error(`${node} is not on the stage`);
  const [x, y, radius] = [body.x + body.width / 2, body.y + body.height / 2, body.width / 2];
  const over = page.locator('rh-topology[style*="pointer"]');
  for (let reach = radius * 1.5; reach > radius; reach -= 1) {
    await page.mouse.move(x + reach * Math.SQRT1_2, y - reach * Math.SQRT1_2);
    if ((await over.count()) > 0) return;
  }
  throw new Error(`There is no arc round ${node}.`);
}

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, 'hints.sim.md', text);
  await openNotebook(page, 'hints.sim.md');
  await expectBadge(page, 'rules model', 'live');
  await expect.poll(() => virtualTime(page)).toBe(700);
});

test('nodes, the arc of a timer, events, states and badges tell what they are, since when and by what, where the pointer rests', async ({
  page,
}) => {
  await page.locator('rh-stage [data-node="ear"]').first().hover();
  await expect(hint(page)).toContainText(/ear\s*hearing\s*Since 30 ms: ear received Word/);
  await expect(hint(page)).toContainText(/Caused by: the timer Tick of mouth fired, 20 ms/);
  await page.mouse.move(5, 5);
  await expect(hint(page)).toBeHidden();

  await overArcOf(page, 'mouth');
  await expect(hint(page)).toContainText(/timer\s*Tick of mouth\s*fires in .* at 1\.020 s/);
  await expect(hint(page)).toContainText(/Set at 520 ms: the timer Tick of mouth fired/);
  expect(await seriousFaults(page, ['rh-hint'])).toEqual([]);
  // The pointer goes onto it, it stays, and its link is pressed.
  await link(page, 'Show the rule').hover();
  await expect(hint(page)).toBeVisible();
  await link(page, 'Go to that event').click();
  await expect.poll(() => virtualTime(page)).toBe(520);
  await expect(hint(page)).toBeHidden();

  await showView(page, 'Space-time');
  const plane = page.getByRole('application', { name: 'Space-time diagram' });
  const lane = await plane.getByText('ear', { exact: true }).boundingBox();
  const box = await plane.boundingBox();
  if (lane === null || box === null) throw new Error('the diagram is not on the page');
  await expect(async () => {
    for (let x = box.x + box.width - 20; x > box.x + 80; x -= 6) {
      await page.mouse.move(x, lane.y + lane.height / 2);
      if (/\bover\b/.test((await plane.getAttribute('class')) ?? '')) break;
    }
    await expect(hint(page)).toContainText(/message received\s*ear · Word from mouth\s*event \d+, at/, {
      timeout: 3_000,
    });
  }).toPass();
  await expect(hint(page)).toContainText(/Caused by: the timer Tick of mouth fired/);
  await page.mouse.move(5, 5);
  await expect(hint(page)).toBeHidden();

  const verdict = cell(page, 'check').getByRole('button', { name: /^not too much/ });
  await verdict.hover();
  await expect(hint(page)).toContainText(/always\s*not too much/);
  const badge = cell(page, 'rules model').getByRole('button', { name: 'live' });
  await badge.hover();
  await expect(hint(page)).toContainText(/The run obeys this text\.\s*In force since the start of the run/);
  // A press keeps it, wherever the pointer goes; a second one ends it.
  await badge.click();
  await page.mouse.move(5, 5);
  await expect(hint(page)).toBeVisible();
  await badge.click();
  await expect(hint(page)).toBeHidden();
});

test('by the keyboard a row of the log and a state tell of themselves, once; Escape ends that and nothing else; Alt I goes in', async ({
  page,
}) => {
  await showView(page, 'Log');
  const log = page.getByRole('listbox', { name: 'Events' });
  await log.focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowUp');
  const row = log.getByRole('option', { selected: true });
  await expect(hint(page)).toContainText(/event \d+, at [\s\S]*Caused by: /);
  await expect(row).toHaveAttribute('aria-description', /event \d+, at .* Caused by: /);
  await page.keyboard.press('Escape');
  await expect(hint(page)).toBeHidden();
  await expect(row).not.toHaveAttribute('aria-description');
  await expect(log).toBeFocused();
  await expect(row).toHaveCount(1);

  const before = await virtualTime(page);
  await page.keyboard.press('ArrowUp');
  await expect(hint(page)).toBeVisible();
  await page.keyboard.press('Alt+i');
  await expect(link(page, 'Go to this event')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(link(page, 'Go to its cause')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => virtualTime(page)).toBeLessThan(before);
  await expect(hint(page)).toBeHidden();
  await expect(log).toBeFocused();

  await page.getByRole('button', { name: 'Go live' }).click();
  await showView(page, 'State');
  const field = page.getByRole('grid', { name: 'ear' }).getByRole('button', { name: 'Edit role of ear' });
  await field.press('ArrowRight');
  await expect(hint(page)).toContainText(/heard of ear\s*2\s*Since 530 ms: ear received Word from mouth\s*Before: 1/);
  await page.keyboard.press('Escape');
  await expect(hint(page)).toBeHidden();

  // A finger that stays asks: of a badge its hint, of a node its menu. The click that follows is no tap, the next one is.
  const badge = cell(page, 'rules model').getByRole('button', { name: 'live' });
  await pressLong(badge, () => expect(hint(page)).toContainText('The run obeys this text.'));
  await expect(hint(page)).toBeVisible();
  await badge.click();
  await expect(hint(page)).toBeHidden();
  await showView(page, 'Topology');
  const ear = page.locator('rh-stage [data-node="ear"]').first();
  await pressLong(ear, () => expect(page.getByRole('menu', { name: 'Actions on ear' })).toBeVisible());
  await page.keyboard.press('Escape');
  await expect(page.locator('rh-inspector')).toBeHidden();
  await ear.click();
  await expect(page.locator('rh-inspector')).toBeVisible();
});

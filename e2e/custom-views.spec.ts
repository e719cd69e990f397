/** View cells: what one is given in a cell and as a tab of the stage, and what stays when an edit goes wrong. */
import { seriousFaults } from './axe.ts';
import { cell, diagnostic, expectBadge, expectRunning, pasteOver, serveNotebook } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const tokens = `---
title: Tokens
seed: 1
speed: 1
---

# Tokens

\`\`\`ts rules
const Token = message<{ n: number }>('Token')
const peer = node('peer', {
  state: () => ({ seen: [] as number[] }),
  start(s, ctx) { if (ctx.self === 'p1') ctx.setTimer(Token({ n: 1 }), 20) },
})
peer.on(Token, (s, m, ctx) => {
  s.seen.push(m.n)
  ctx.send(ctx.peers[m.n % ctx.peers.length] ?? ctx.self, Token({ n: m.n + 1 }))
})
\`\`\`

\`\`\`ts scenario
scenario('a token', { until: 600000 }, (world) => {
  world.add(peer, ['p1', 'p2', 'p3'])
  world.network({ latency: constant(100) })
})
\`\`\`
`;

const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const panel = (page: Page) => page.getByRole('tabpanel');

test('a view that is typed is live in its cell and in the stage; edited wrongly, the last good one stays; its nodes can be chosen', async ({
  page,
}) => {
  await serveNotebook(page, 'tokens.sim.md', tokens);
  await page.goto('#/n/tokens.sim.md');
  await expectRunning(page);

  await page.getByRole('group', { name: 'Add at the end' }).getByRole('button', { name: 'view' }).click();
  const view = cell(page, 'view');
  await expect(view.locator('.monaco-editor.focused')).toBeVisible();
  await page.keyboard.insertText(
    "View.lanes(world.all(peer), { label: (s) => s.id, cells: (s) => s.seen.map((n, i) => ({ text: n, node: s.id, path: `seen.${i}` })) }, { title: 'Seen' })",
  );
  await expectBadge(page, 'view', 'live');
  const seen = view.getByRole('table', { name: 'Seen' });
  // It follows the run.
  await expect(seen.getByRole('columnheader', { name: '3', exact: true })).toBeVisible();
  await expect(seen.getByRole('rowheader')).toHaveText(['p1', 'p2', 'p3']);

  await view.getByRole('button', { name: 'In the stage' }).click();
  await expect(tab(page, 'Seen')).toHaveAttribute('aria-selected', 'true');
  const staged = panel(page).getByRole('table', { name: 'Seen' });
  await expect(staged.getByRole('rowheader')).toHaveText(['p1', 'p2', 'p3']);

  // The keyboard goes from word to word; Enter chooses the node, in every view.
  await staged.getByRole('button', { name: 'p1' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(staged.getByRole('button', { name: 'p2' })).toHaveAttribute('aria-pressed', 'true');
  await expect(seen.getByRole('button', { name: 'p2' })).toHaveAttribute('aria-pressed', 'true');
  expect(await seriousFaults(page)).toEqual([]);

  await pasteOver(page, 'view', 's.seen.map', 's.sene.map');
  await expect(diagnostic(page, 'view', 'view/threw')).toBeVisible();
  await expect(seen.getByRole('rowheader')).toHaveText(['p1', 'p2', 'p3']);
  await expect(view).toContainText('as it was');
  await expect(panel(page)).toContainText('This is how it was before.');
  await expect(staged.getByRole('button', { name: 'p2' })).toBeVisible();

  await pasteOver(page, 'view', 's.sene.map', 's.seen.map');
  await expect(diagnostic(page, 'view', 'view/threw')).toHaveCount(0);
  await expect(view).not.toContainText('as it was');

  // One that says so stands in the place of a built-in view, which is not lost.
  await page.keyboard.press('ControlOrMeta+End');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.insertText(", replaces: 'state'");
  await expect(tab(page, 'State')).toHaveCount(0);
  await tab(page, 'Seen').click();
  await panel(page).getByRole('button', { name: 'The built-in view' }).click();
  await expect(tab(page, 'State')).toHaveAttribute('aria-selected', 'true');
  await expect(panel(page).getByRole('grid', { name: 'peer' })).toBeVisible();

  // Its tab goes when one leaves it; the focus stays with the one that is chosen.
  await tab(page, 'State').press('ArrowRight');
  await expect(tab(page, 'Partitions')).toHaveAttribute('aria-selected', 'true');
  await expect(tab(page, 'State')).toHaveCount(0);
  await expect(tab(page, 'Partitions')).toBeFocused();
});

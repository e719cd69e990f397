/** The matrix of partitions and nodes. */
import { seriousFaults } from './axe.ts';
import { chooseSpeed, openNotebook, serveNotebook, showView, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const matrix = (page: Page) => page.getByRole('application', { name: 'Matrix of partitions and nodes' });
const said = (page: Page) => page.locator('rh-partitions').getByRole('status');

test('a rebalance is seen field by field: what nodes hold, what the map wants, and sums', async ({ page }) => {
  await openNotebook(page, '05-rebalance.sim.md');
  await showView(page, 'Partitions');
  await expect(page.getByRole('combobox', { name: 'Map' })).toHaveValue('server.copies');
  const sums = page.getByRole('table', { name: 'Copies by node' });
  await expect(sums.getByRole('row', { name: /^all/ })).toContainText('8');
  await matrix(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect(said(page)).toHaveText(/^\s*P0 on a: /);
  await page.keyboard.press('s');
  await expect(said(page).getByRole('img', { name: '★ P0' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(said(page)).toHaveText(/^\s*P0 on b: /);
  await expect(said(page).getByRole('img', { name: '★ P0' })).toBeVisible();
  await page.keyboard.press('s');
  await expect(said(page).getByRole('img')).toHaveCount(0);
  // What the copy is, since when and by what; the first Escape is for that alone.
  await expect(page.locator('rh-hint')).toContainText(/P0 on b: [\s\S]*as b has it[\s\S]*Since /);
  await page.keyboard.press('Escape');
  await expect(page.locator('rh-hint')).toBeHidden();
  await expect(said(page)).toHaveText(/^\s*P0 on b: /);
  await page.keyboard.press('Escape');
  await chooseSpeed(page, '1');
  await expect.poll(() => virtualTime(page), { timeout: 30_000 }).toBeGreaterThan(200);
  await expect(said(page)).toContainText(/8 partitions on 5 nodes\./);
  expect(await seriousFaults(page, ['.stage-side'])).toEqual([]);
  // Another map.
  await page.getByRole('combobox', { name: 'Map' }).selectOption('manager.map');
  await expect(said(page)).not.toContainText('wants them');
});

test('whose map is the reader’s choice, and where maps disagree is said', async ({ page }) => {
  await serveNotebook(
    page,
    'ring.sim.md',
    `# A ring

\`\`\`ts rules peer
const peer = node('peer', {
  state: (self: NodeId) => ({ ring: new Map<number, NodeId>([[0, 'peer1'], [1, 'peer2'], [2, self]]) }),
  start(s, ctx) { ctx.note('up') },
})
\`\`\`

\`\`\`ts scenario
scenario('three', { until: 100 }, (world) => { world.add(peer, 3) })
\`\`\`
`,
  );
  await page.goto('#/n/ring.sim.md');
  await showView(page, 'Partitions');
  await expect(said(page)).toContainText('peer2’s map differs in 1 partition, peer3’s in 1.');
  await matrix(page).focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await expect(said(page)).toHaveText(/2 on peer1: active; not all maps agree/);
  await page.getByRole('combobox', { name: 'of' }).selectOption('peer3');
  await expect(said(page)).toHaveText(/2 on peer1: no copy; not all maps agree/);
});

test('where there is no such map it says what one looks like', async ({ page }) => {
  await openNotebook(page, '02-raft.sim.md');
  await showView(page, 'Partitions');
  await expect(page.getByRole('tabpanel')).toContainText('No map from partitions to nodes was found');
});

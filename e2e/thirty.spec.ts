/** A notebook of thirty cells: the one in which typing is measured. */
import { cell, openNotebook, serveNotebook } from './notebook-page.ts';
import { thirtyCells } from './typing-bench.ts';
import { expect, test } from './watched.ts';

test('of thirty cells only those that are seen have an editor, and the last gets one when it is come to', async ({
  page,
}) => {
  await serveNotebook(page, 'thirty.sim.md', thirtyCells);
  await openNotebook(page, 'thirty.sim.md');
  await expect(page.getByRole('article')).toHaveCount(30);
  await expect(cell(page, 'rules messages').locator('.monaco-editor')).toBeVisible();
  const last = cell(page, 'scenario');
  await expect(last.locator('.monaco-editor')).toHaveCount(0);
  await expect(page.getByRole('article').filter({ has: page.locator('.monaco-editor') })).not.toHaveCount(30);
  await last.scrollIntoViewIfNeeded();
  await expect(last.locator('.monaco-editor')).toBeVisible();
});

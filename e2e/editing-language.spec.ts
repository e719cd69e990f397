/** What the editor knows of the language, from cell to cell: also of cells whose editors are not there yet. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cell, expectBadge, expectCode, openNotebook, placeOf, serveNotebook, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const fillers = Array.from(
  { length: 26 },
  (_, i) => `\`\`\`ts rules filler${i}\nconst filler${i} = ${i}\n${'// nothing\n'.repeat(8)}\`\`\`\n`,
).join('\n');

/** Thirty cells: what the first defines the last ones use. */
const text = `---
title: Language
speed: 0.1
---

\`\`\`ts rules messages
/** One beat of the heart. */
const Beat = message<{ at: number }>('Beat')
const twice = (n: number, why: string) => n * 2
namespace Units { export const second = 1_000 }
\`\`\`

${fillers}

\`\`\`ts rules heart
const heart = node('heart', {
  state: () => ({ beats: 0 }),
  start: (s, ctx) => ctx.setTimer(Beat({ at: 0 }), 10),
})
heart.on(Beat, (s, m, ctx) => {
  s.beats += twice(m.at, 'x') > 0 ? 1 : 2
  ctx.setTimer(Beat({ at: Units.second }), 10)
})
\`\`\`

\`\`\`ts scenario one
scenario('one heart', (world) => {
  world.add(heart)
})
\`\`\`

\`\`\`ts check beats
always('beats', (world) => world.get(heart).beats >= 0)
\`\`\`
`;

const editors = (page: Page): Promise<number> => page.locator('rh-cell .cell-editor > .monaco-editor').count();

async function caretAt(page: Page, name: string, find: string): Promise<void> {
  const { x, y, height } = await placeOf(page, name, find);
  await page.mouse.click(x + 4, y + height / 2);
}

test('thirty cells are one program: completion, signatures, hover, definition, references and rename reach cells without editors', async ({
  page,
}) => {
  await serveNotebook(page, 'language.sim.md', text);
  await openNotebook(page, 'language.sim.md');
  await expectBadge(page, 'rules messages', 'live');
  await expect(cell(page, 'rules messages').locator('.monaco-editor')).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(30);
  await expect(cell(page, 'rules heart').locator('.monaco-editor')).toHaveCount(0);
  expect(await editors(page), 'only what is in view').toBeLessThan(10);
  const before = await virtualTime(page);

  // Completion: of what the last cell defines, in the first.
  await caretAt(page, 'rules messages', 'namespace');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nhea');
  const suggestions = page.locator('.suggest-widget');
  await expect(suggestions).toContainText('const heart: NodeKind<{ beats: number;}>', { timeout: 30_000 });
  await expect(suggestions).not.toContainText('alias');
  await page.keyboard.press('Escape');
  for (const _ of '\nhea') await page.keyboard.press('Backspace');
  await expectBadge(page, 'rules messages', 'live');

  // References, by the names of the cells.
  await caretAt(page, 'rules messages', 'Beat =');
  await page.keyboard.press('Shift+F12');
  const references = page.locator('.reference-zone-widget');
  await expect(references).toContainText('References (4)');
  await expect(references).toContainText('rules heart');
  await page.keyboard.press('Escape');
  await expect(references).toHaveCount(0);
  await expect(cell(page, 'rules messages')).toHaveAttribute('data-editing', 'true');

  // Rename: cells without editors are edited too, and the run goes on with the new names.
  await page.keyboard.press('F2');
  await expect(page.locator('.rename-box input')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Pulse');
  await page.keyboard.press('Enter');
  await expect(cell(page, 'rules heart').locator('.cell-still')).toContainText('heart.on(Pulse,');
  await expect(cell(page, 'rules heart').locator('.cell-still')).toContainText('setTimer(Pulse({ at: Units.second })');
  await expect(cell(page, 'rules heart').locator('.monaco-editor')).toHaveCount(0);
  await expectBadge(page, 'rules heart', 'live');
  expect(await virtualTime(page), 'the run went on').toBeGreaterThan(before);

  // To a definition whose editor is not there: it comes, with the caret in it.
  await caretAt(page, 'rules messages', 'namespace');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nheart ');
  await expect(suggestions).toBeHidden();
  for (const _ of 'rt ') await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('F12');
  await expect(cell(page, 'rules heart')).toHaveAttribute('data-editing', 'true');
  await expect(cell(page, 'rules heart').locator('.monaco-editor.focused')).toBeVisible();
  await page.keyboard.type('great_');
  await expectCode(page, 'rules heart', "const great_heart = node('heart'");
  for (const _ of 'great_') await page.keyboard.press('Backspace');

  // Hover: what it is, without the import that nobody wrote.
  const { x, y, height } = await placeOf(page, 'rules heart', 'twice');
  await page.mouse.move(x + 6, y + height / 2);
  const hover = page.locator('.monaco-hover:not(.hidden)');
  await expect(hover).toContainText('twice(n: number, why: string): number');
  await expect(hover).not.toContainText('alias');
  const beat = await placeOf(page, 'rules heart', 'Pulse, (s');
  await page.mouse.move(beat.x + 6, beat.y + beat.height / 2);
  await expect(hover).toContainText('One beat of the heart.');

  // And back: from the use to the definition far above.
  await caretAt(page, 'rules heart', 'second');
  await page.keyboard.press('F12');
  await expect(cell(page, 'rules messages')).toHaveAttribute('data-editing', 'true');
  await expect(cell(page, 'rules messages')).toBeInViewport();
  await expect.poll(() => page.evaluate(() => getSelection()?.isCollapsed)).not.toBeUndefined();

  // Signature help for a kind of another cell, while a brace is open.
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.type('if (twice(1, "x") > 1) { heart.on(Pulse, ');
  await expect(page.locator('.parameter-hints-widget')).toContainText('state: { beats: number; }');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  expect(await virtualTime(page)).toBeGreaterThan(before);
});

test('type errors are the same, with their lines, in the page and from the command line', async ({ page }) => {
  // Three notebooks of thirty cells, each checked from the beginning twice.
  test.setTimeout(180_000);
  const erroneous = {
    body: text.replace("twice(m.at, 'x')", "twice(m.when, 'x')"),
    several: text
      .replace('Units.second', 'Units.minute')
      .replace('.beats >= 0', '.beat >= 0')
      .replace('const filler3 = 3', 'const filler3: string = 3\ntype Twin = 1')
      .replace('const filler4 = 4', 'interface Twin { a: 1 }'),
    broken: text.replace('s.beats += twice(', 's.beats += twice((').replace('.beats >= 0', '.beat >= 0'),
  };
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-types-'));
  for (const [name, wrong] of Object.entries(erroneous)) {
    const path = join(folder, `${name}.sim.md`);
    writeFileSync(path, wrong);
    const cli = `${process.env['E2E_DIST'] ?? 'dist'}/cli/rehearsal.js`;
    const { stdout, status } = spawnSync('node', [cli, 'check', '--types', '--json', path], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: undefined },
    });
    expect(status).toBe(1);
    const found: readonly { readonly code: string; readonly line: number; readonly text: string }[] =
      JSON.parse(stdout).files[0].diagnostics;
    const types = found.filter(({ code }) => code === 'compile/type' || code === 'graph/duplicate');
    const fromCli = types.map((each) => `${each.line} ${each.text}`).toSorted();
    expect(fromCli.length, name).toBeGreaterThan(0);

    await serveNotebook(page, `${name}.sim.md`, wrong);
    // One of them is broken, and so has no run.
    await page.goto(`#/n/${name}.sim.md`);
    const fromPage = async (): Promise<readonly string[]> => {
      const cells = await page.getByRole('article').evaluateAll((all) =>
        all.map((each) => ({
          first: each.querySelector('.cell-still')?.textContent ?? each.querySelector('.view-line')?.textContent ?? '',
          errors: each.querySelector('.type-count')?.getAttribute('title') ?? '',
        })),
      );
      const lines = wrong.split('\n');
      return cells
        .flatMap(({ first, errors }) => {
          const [head = ''] = first.replaceAll('\u00a0', ' ').split('\n');
          return errors === ''
            ? []
            : errors.split('\nline ').map((error) => {
                const [, line, said] = /^(?:line )?(\d+): ([\s\S]*)$/.exec(error) ?? [];
                return `${lines.indexOf(head) + Number(line)} ${said}`;
              });
        })
        .toSorted();
    };
    await expect.poll(fromPage, { timeout: 30_000 }).toEqual(fromCli);
  }
});

/**
 * Input methods, as the browser meets them: Japanese is composed, changed, chosen among candidates, taken back; a dead key becomes a
 * letter. What is not decided yet is nobody's command.
 */
import type { CDPSession } from '@playwright/test';
import { cell, expectBadge, expectCode, openNotebook, placeOf, serveNotebook, virtualTime } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

const name = 'rules model';
const text = `---
title: Input methods
speed: 1
---

# Words

First.

\`\`\`ts rules model
const Tick = message('Tick')
const up = node('up', { state: () => ({ count: 0 }) })
up.start((s, ctx) => ctx.setTimer(Tick(), 20))
up.on(Tick, (s, _, ctx) => {
  s.count += 1
  ctx.note('x')
  ctx.setTimer(Tick(), 10)
})
\`\`\`

\`\`\`ts scenario
scenario('s', (world) => { world.add(up) })
\`\`\`
`;

interface InputMethod {
  /** What stands underlined, not decided yet. */
  compose(...texts: readonly string[]): Promise<void>;
  /** Keys that the input method has: the page hears of them, with the code that says so. */
  press(...keys: readonly string[]): Promise<void>;
  decide(text: string): Promise<void>;
  takeBack(): Promise<void>;
}

async function inputMethod(page: Page): Promise<InputMethod> {
  const devtools: CDPSession = await page.context().newCDPSession(page);
  const method: InputMethod = {
    async compose(...texts) {
      for (const composed of texts) {
        await method.press('Process');
        const end = { selectionStart: composed.length, selectionEnd: composed.length };
        await devtools.send('Input.imeSetComposition', { text: composed, ...end });
      }
    },
    async press(...keys) {
      for (const key of keys) {
        const modifiers = key === key.toUpperCase() && key.length === 1 ? 8 : 0;
        await devtools.send('Input.dispatchKeyEvent', {
          ...{ type: 'rawKeyDown', key, code: key.length === 1 ? `Key${key.toUpperCase()}` : key, modifiers },
          windowsVirtualKeyCode: 229,
        });
        await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode: 229 });
      }
    },
    async decide(decided) {
      await devtools.send('Input.insertText', { text: decided });
    },
    async takeBack() {
      await devtools.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
    },
  };
  return method;
}

const cells = (page: Page) => page.getByRole('article');
/** Keys of the page and of the editor, all of which an input method may use for itself. */
const keys = ['Enter', 'Escape', ' ', 'ArrowDown', 'ArrowLeft', 's', 'f', 'd', 'd', 'j', 'A', 'Tab'];

test.beforeEach(async ({ page }) => {
  await serveNotebook(page, 'words.sim.md', text);
  await openNotebook(page, 'words.sim.md');
  await expectBadge(page, name, 'live');
});

test('Japanese is written in a rule and in prose: no key acts meanwhile, the run goes on, one undo takes the word back', async ({
  page,
}) => {
  const method = await inputMethod(page);
  const { x, y, height } = await placeOf(page, name, "x')");
  await page.mouse.click(x + 0.5, y + height / 2);
  await page.keyboard.press('ArrowRight');
  await method.compose('n', 'に', 'にh', 'にほん');
  await method.press(...keys);
  await expectCode(page, name, "ctx.note('xにほん')");
  await method.compose('二本', '日本');
  await expectCode(page, name, "ctx.note('x日本')");
  await method.decide('日本');
  await method.compose('g', 'ご');
  await method.decide('語');
  await expectCode(page, name, "ctx.note('x日本語')");
  await expectBadge(page, name, 'live');
  await expect(cells(page)).toHaveCount(2);
  // Taken back it leaves nothing, and nothing to undo.
  await method.compose('か', 'かい');
  await method.takeBack();
  await expectCode(page, name, "ctx.note('x日本語')");
  await page.keyboard.press('Control+z');
  await expectCode(page, name, "ctx.note('x日本')");
  await page.keyboard.press('Control+z');
  await expectCode(page, name, "ctx.note('x')");

  // What is half composed is no rule yet: the last good version stays in force.
  await page.keyboard.press('End');
  await method.compose('（');
  await expectBadge(page, name, 'kept');
  const before = await virtualTime(page);
  await expect.poll(() => virtualTime(page)).toBeGreaterThan(before);
  await method.takeBack();
  await expectBadge(page, name, 'live');

  // A dead key is a letter of its word.
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(' caf');
  await method.compose('´');
  await method.decide('é');
  await page.keyboard.type('s und Grüße');
  await expectCode(page, name, "ctx.note('x cafés und Grüße')");
  await expectBadge(page, name, 'live');

  await page.getByText('First.').dblclick();
  const prose = page.getByRole('textbox', { name: 'Markdown text. Escape to leave' });
  await prose.press('End');
  await method.compose('k', 'か', 'かな');
  await method.press(...keys);
  await expect(prose).toBeFocused();
  await method.compose('仮名');
  await method.decide('仮名');
  await expect(prose).toHaveValue(/First\.仮名$/);
  await method.compose('だ');
  await method.takeBack();
  await expect(prose).toHaveValue(/First\.仮名$/);
  await page.keyboard.press('Control+z');
  await expect(prose).toHaveValue(/First\.$/);
  await expect(cells(page)).toHaveCount(2);
});

test('Japanese is searched for and asked of the palette, and a German keyboard reaches what stands elsewhere on it', async ({
  page,
}) => {
  const method = await inputMethod(page);
  const devtools = await page.context().newCDPSession(page);
  /** With Shift, as a German keyboard has it. */
  const pressShifted = async (key: string, code: string): Promise<void> => {
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text: key, modifiers: 8 });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, modifiers: 8 });
  };
  await cell(page, name).locator('.cell-kind').click();
  await pressShifted('/', 'Digit7');
  const field = page.getByRole('search').getByRole('textbox').first();
  await expect(field).toBeFocused();
  await method.compose('k', 'か', 'かう');
  await method.press(...keys);
  await method.compose('count');
  await expect(field).toBeFocused();
  await method.decide('count');
  await expect(field).toHaveValue('count');
  await expect(page.getByRole('search')).toContainText('1 of 2');
  await field.press('Enter');
  await expect(page.getByRole('search')).toContainText('2 of 2');
  await field.press('Escape');
  await expect(field).toBeHidden();

  await page.keyboard.press('Control+k');
  const command = page.getByRole('combobox', { name: 'Command' });
  await expect(command).toBeFocused();
  await method.compose('は', 'はれ');
  await method.press(...keys);
  await expect(command).toHaveValue('はれ');
  await method.takeBack();
  await page.keyboard.type('list of keys');
  await page.keyboard.press('Enter');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await pressShifted('?', 'Minus');
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(cells(page)).toHaveCount(2);

  // AltGr is Ctrl and Alt on Windows: Ctrl+Alt+7 would be nothing, `{` is a letter like others, and 1 would be a command.
  const pressGraph = (key: string, code: string) =>
    page.evaluate(
      ([pressed, place]) => {
        const press = { key: pressed, code: place, ctrlKey: true, altKey: true, modifierAltGraph: true, bubbles: true };
        return document.body.dispatchEvent(new KeyboardEvent('keydown', { ...press, cancelable: true }));
      },
      [key, code] as const,
    );
  expect(await pressGraph('/', 'Digit7')).toBe(false);
  await expect(field).toBeFocused();
  await field.press('Escape');
  expect(await pressGraph('s', 'KeyS')).toBe(true);
});

/**
 * What a reader does with an open notebook, in words: the small language of the end-to-end tests. Keys and mouse are real;
 * what is read is what a reader, or a screen reader, is given.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Shown } from '../kernel/protocol.ts';

/** Opens a notebook by its file's name and waits until its run is alive. */
export async function openNotebook(page: Page, file: string): Promise<void> {
  await page.goto(`#/n/${encodeURIComponent(file)}`);
  await expectRunning(page);
}

export async function expectRunning(page: Page): Promise<void> {
  const soon = { message: 'the run has begun', timeout: 30_000, intervals: [50] };
  await expect.poll(() => virtualTime(page), soon).toBeGreaterThan(0);
}

/** Serves a text as a notebook of that name, as if it stood in the folder. */
export async function serveNotebook(page: Page, file: string, text: string): Promise<void> {
  await page.route(`**/notebooks/${file}`, (route) =>
    route.fulfill({ contentType: 'text/markdown; charset=utf-8', body: text }),
  );
}

/** The cell named as in its header: `rules election-timeout`. */
export function cell(page: Page, name: string): Locator {
  const [kind = '', ...slug] = name.split(' ');
  return page.getByRole('article', { name: [kind, 'cell', ...slug].join(' '), exact: true });
}

export type Badge = 'loading' | 'rehearsing' | 'live' | 'kept' | 'broken';

export async function expectBadge(page: Page, name: string, badge: Badge): Promise<void> {
  await expect(cell(page, name)).toHaveAttribute('data-badge', badge);
}

/** Virtual milliseconds at the playhead. */
export async function virtualTime(page: Page): Promise<number> {
  return Number(await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow'));
}

/**
 * Selects `find`, which stands once in the cell on one line, by a click before it and another one, with Shift, after it: a
 * drag that begins on a number moves the number.
 * @param find as the editor shows it
 */
export async function select(page: Page, name: string, find: string): Promise<void> {
  await expect(async () => {
    const { x, y, width, height } = await placeOf(page, name, find);
    const middle = y + height / 2;
    await page.mouse.click(x + 0.5, middle);
    await page.keyboard.down('Shift');
    await page.mouse.click(x + width, middle);
    await page.keyboard.up('Shift');
    // An editor that is only just there, or moves with the page, may miss a click.
    await expect(cell(page, name).locator('.selected-text')).not.toHaveCount(0, { timeout: 2_000 });
  }).toPass();
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where `find` is seen, which stands once in the cell on one line. */
export async function placeOf(page: Page, name: string, find: string): Promise<Box> {
  const lines = cell(page, name).locator('.view-lines');
  await cell(page, name).scrollIntoViewIfNeeded();
  await expect(lines).toContainText(find);
  // The editor scrolls with the page until it is where it was found.
  return lines.evaluate((editor, text) => {
    const plain = (part: string): string => part.replaceAll('\u00a0', ' ');
    for (const line of editor.querySelectorAll('.view-line')) {
      const at = plain(line.textContent ?? '').indexOf(text);
      if (at < 0) continue;
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let passed = 0;
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0;
        if (at >= passed && at < passed + length) range.setStart(node, at - passed);
        if (at + text.length <= passed + length) {
          range.setEnd(node, at + text.length - passed);
          line.scrollIntoView({ block: 'nearest' });
          const box = range.getBoundingClientRect();
          return { x: box.x, y: box.y, width: box.width, height: box.height };
        }
        passed += length;
      }
    }
    throw new Error(`${JSON.stringify(text)} is on no line that is shown.`);
  }, find);
}

/** Presses the mouse on `find` and moves it sideways, a little at a time; it stays pressed. */
export async function dragBy(page: Page, name: string, find: string, pixels: number): Promise<void> {
  const { x, y, width, height } = await placeOf(page, name, find);
  const [from, middle] = [x + width / 2, y + height / 2];
  await page.mouse.move(from, middle);
  await page.mouse.down();
  await page.mouse.move(from + pixels, middle, { steps: Math.ceil(Math.abs(pixels) / 5) });
}

/** Types `text` over `find`, which stands once in the cell on one line. */
export async function typeOver(page: Page, name: string, find: string, text: string): Promise<void> {
  await select(page, name, find);
  await page.keyboard.type(text);
}

/** As `typeOver`, in one go, as a paste does: no half of it is an edit of its own, however slow the machine. */
export async function pasteOver(page: Page, name: string, find: string, text: string): Promise<void> {
  await select(page, name, find);
  await page.keyboard.insertText(text);
}

/** The cell's editor shows this text; spaces and line ends count as one space. */
export async function expectCode(page: Page, name: string, text: string): Promise<void> {
  await expect(cell(page, name).locator('.view-lines')).toContainText(text);
}

/** A diagnostic beneath a cell, by its code. */
export function diagnostic(page: Page, name: string, code: string): Locator {
  return cell(page, name).locator('.diagnostic').filter({ hasText: code });
}

/** With the keyboard: the list takes the option that begins with what is typed. */
export async function chooseSpeed(page: Page, speed: string): Promise<void> {
  const list = page.getByRole('combobox', { name: /^Speed/ });
  await list.selectOption({ label: `${speed}×` });
  await expect(list.locator('option:checked')).toHaveText(`${speed}×`);
}

export async function showView(
  page: Page,
  name: 'Topology' | 'Space-time' | 'State' | 'Partitions' | 'Log' | 'Stats' | 'Check' | 'Branches' | 'Journey',
): Promise<void> {
  // A tab may count what is wrong: `Check 1`.
  const tab = page.getByRole('tab', { name: new RegExp(`^${name}`) });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
}

/**
 * Pauses the run and waits until it stands still: when it is paused, a moment may have been asked for that has not come yet.
 * Space and F are for the page from then on, not for the button.
 */
export async function pause(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const play = page.getByRole('button', { name: 'Play', exact: true });
  await expect(play).toBeVisible();
  await play.blur();
  let before: number;
  do {
    before = await virtualTime(page);
    await letDraw(page, 10);
  } while ((await virtualTime(page)) !== before);
}

/** Waits while the page draws so many frames. */
export async function letDraw(page: Page, frames: number): Promise<void> {
  await page.evaluate(async (count) => {
    for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, frames);
}

export interface NodeRow {
  readonly id: string;
  readonly alive: boolean;
  /** Field → value, as plain data. */
  readonly state: Readonly<Record<string, unknown>>;
}

/** What the State view's table of a kind shows, collections in full. The view must be open. */
export async function nodes(page: Page, kind: string): Promise<readonly NodeRow[]> {
  const rows = await page
    .getByRole('grid', { name: kind })
    .locator('> tbody > tr:not(.inside)')
    .evaluateAll((all) =>
      all.map((row) => ({
        // Without the stars that it carries.
        id: (row.querySelector('th button') ?? row.querySelector('th'))?.textContent?.trim() ?? '',
        alive: !row.classList.contains('down'),
        fields: [...(row.closest('table')?.querySelectorAll('thead th') ?? [])]
          .slice(1)
          .map((th) => th.textContent ?? ''),
        values: [...row.querySelectorAll('td')].map(
          (td) => Reflect.get(td.querySelector('rh-value') ?? {}, 'value') ?? null,
        ),
      })),
    );
  return rows.map(({ id, alive, fields, values }) => ({
    id,
    alive,
    state: Object.fromEntries(fields.map((field, i) => [field, plain(values[i] ?? null)])),
  }));
}

function plain(shown: Shown | null): unknown {
  if (shown === null) return undefined;
  switch (shown.t) {
    case 'list':
      return shown.items.map(plain);
    case 'record':
      return Object.fromEntries(shown.entries.map(([key, value]) => [key, plain(value)]));
    case 'atom':
      return shown.kind === 'string' || shown.kind === 'bigint'
        ? shown.text
        : shown.kind === 'null'
          ? null
          : JSON.parse(shown.text);
  }
}

/** Watches the clock of the run from now on: how often it was seen to go back. */
export async function watchClock(
  page: Page,
): Promise<() => Promise<{ readonly ticks: number; readonly back: string[] }>> {
  await page.getByRole('slider', { name: 'Playhead' }).evaluate((playhead) => {
    const seen = { ticks: 0, back: [] as string[] };
    let last = Number(playhead.getAttribute('aria-valuenow'));
    new MutationObserver(() => {
      const now = Number(playhead.getAttribute('aria-valuenow'));
      seen.ticks += 1;
      if (now < last) seen.back.push(`${last} → ${now}`);
      last = now;
    }).observe(playhead, { attributeFilter: ['aria-valuenow'] });
    Object.assign(window, { clockSeen: seen });
  });
  return () => page.evaluate(() => Reflect.get(window, 'clockSeen'));
}

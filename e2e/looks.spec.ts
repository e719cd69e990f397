/**
 * How the page looks: every view at three sizes, light and dark, beside the pictures in `e2e/looks`, which are of the notebook there.
 * To accept what is new: `npm run looks`, and look at what git says has changed.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Bench, differs, keep, kept, openBench } from './looks/pictures.ts';
import { cell, chooseSpeed, expectBadge, openNotebook, serveNotebook, showView } from './notebook-page.ts';
import { expect, type Page, test } from './watched.ts';

/** Full pictures go here too, to be looked at; empty: they do not. */
const folder = process.env['E2E_PICTURES'] ?? '';
const sizes = [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
] as const;
const schemes = ['light', 'dark'] as const;
type Size = (typeof sizes)[number];

const file = 'shards.sim.md';
const text = readFileSync(fileURLToPath(new URL(`looks/${file}`, import.meta.url)), 'utf8');

/** What is another thing each time: how long a check took. */
const hidden = '.took { visibility: hidden !important; }';

class Album {
  readonly #page: Page;
  readonly #bench: Bench;
  readonly #isAccepting: boolean;
  readonly faults: string[] = [];
  /** Pictures may be taken so often more, all together, until the page stands still. */
  #patience = 60;
  #still: Buffer | null = null;

  constructor(page: Page, bench: Bench, isAccepting: boolean) {
    this.#page = page;
    this.#bench = bench;
    this.#isAccepting = isAccepting;
  }

  /** Of the whole page, or of a part of it. */
  async look(name: string, part?: string): Promise<void> {
    const before = kept(name);
    let last: Buffer | null = null;
    for (;;) {
      const now = await this.#picture(name, part);
      const difference = before === null ? null : await this.#bench.compare(now, before);
      if (difference !== null && !differs(difference)) return;
      const isStill = last !== null && (await this.#bench.compare(now, last)).blocks === 0;
      if (isStill && this.#isAccepting) return keep(name, now);
      if (isStill && (difference === null || this.#patience <= 0)) {
        const why =
          difference === null
            ? 'none is kept'
            : `${difference.blocks} of ${difference.of} blocks differ, ${difference.within}`;
        this.faults.push(`${name}: ${why}`);
        return;
      }
      this.#patience -= 1;
      last = now;
    }
  }

  /** Remembers the page as it is when it stands still. */
  async takeStill(): Promise<void> {
    for (;;) {
      const before = this.#still;
      this.#still = await this.#picture('still');
      if (before !== null && (await this.#bench.compare(before, this.#still)).blocks === 0) return;
    }
  }

  /** Whether the page looks otherwise than it did then. */
  async isOther(): Promise<boolean> {
    if (this.#still === null) throw new Error('no still');
    return differs(await this.#bench.compare(await this.#picture('still'), this.#still));
  }

  async #picture(name: string, part?: string): Promise<Buffer> {
    const clip = part === undefined ? null : await this.#page.locator(part).boundingBox();
    const png = await this.#page.screenshot({
      animations: 'disabled',
      style: hidden,
      ...(clip && { clip }),
      ...(folder !== '' && { path: `${folder}/${name}.png` }),
    });
    return this.#bench.shrink(png);
  }
}

const stage = '.stage-side';
const node = (page: Page, id: string) => page.locator(`rh-stage [data-node="${id}"]`);
const isPhone = ({ width }: Size): boolean => width < 760;

async function showSide(page: Page, size: Size, side: 'Write' | 'Both' | 'Stage'): Promise<void> {
  const phone = page.getByRole('navigation', { name: 'Side' });
  if (isPhone(size)) await phone.getByRole('button', { name: side === 'Stage' ? 'Stage' : 'Notebook' }).click();
  else await page.getByRole('group', { name: 'Layout' }).getByRole('button', { name: side }).click();
}

/** A run with a branch and stars, at one moment. */
async function prepare(page: Page): Promise<void> {
  await openNotebook(page, file);
  await expect(page.locator('.run-status')).toHaveText('ended', { timeout: 30_000 });
  await expectBadge(page, 'rules unfinished', 'broken');
  await page.keyboard.press('Space');
  await goTo(page, /b crashes/, '500 ms');
  await node(page, 'c').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Crash' }).click();
  await expect(node(page, 'c')).toHaveAttribute('aria-label', /down/);
  await page.keyboard.press('Space');
  await expect(page.locator('.run-status')).toHaveText('ended', { timeout: 30_000 });
  await page.keyboard.press('Space');
  await node(page, 'a').hover();
  await page.keyboard.press('s');
  await expect(page.getByRole('list', { name: 'Stars' }).getByRole('listitem')).toHaveCount(1);
  await showView(page, 'Check');
  await expect(page.locator('rh-check-view li.card[data-verdict="violated"]')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  await chooseSpeed(page, '0.1');
  await goTo(page, /a look around/, '765 ms');
  await page.getByRole('button', { name: 'Dismiss' }).click();
}

/** The moment of a mark on the timeline. */
async function goTo(page: Page, mark: RegExp, time: string): Promise<void> {
  await page.getByRole('toolbar', { name: 'Marks' }).getByRole('button', { name: mark }).click();
  await expect(page.getByRole('slider', { name: 'Playhead' })).toHaveAttribute('aria-valuetext', time);
}

test('every view looks as it did, at three sizes, light and dark', async ({ page, context }, { config }) => {
  test.setTimeout(600_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const album = new Album(page, await openBench(context), /all|changed/.test(config.updateSnapshots));
  await serveGallery(page);
  await page.goto('');
  await expect.poll(() => stills(page)).toEqual([400, 400, 400, 400]);
  await inAllSizes(page, album, (_, look) => look('gallery'));
  await prepare(page);
  await inAllSizes(page, album, (size, look) => walk(page, size, look));
  expect(album.faults).toEqual([]);
  await expectSeen(page, album);
});

/** What would have to be noticed is, and what is only smoothed otherwise is not: a comparison that sees nothing would pass everything. */
async function expectSeen(page: Page, album: Album): Promise<void> {
  await showSide(page, sizes[0], 'Both');
  await showView(page, 'Stats');
  const change = (css: string) => page.addStyleTag({ content: css });
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [what, css, isSeen] of [
      ['the stage 8 px aside', '.stage-side { translate: 8px 0 }', true],
      ['the timeline 8 px lower', '.timeline-side { translate: 0 8px }', true],
      ['no buttons to run with', '.bar-run { visibility: hidden }', true],
      ['another ground', ':root { --stage: light-dark(#dcd8cc, #2c3238) }', true],
      ['text in another colour', ':root { --ink-2: light-dark(#b0aa9c, #5c584f) }', true],
      ['letters smoothed otherwise', 'rh-notebook-page { translate: 0.4px 0.3px }', false],
    ] as const) {
      await album.takeStill();
      const style = await change(css);
      // What is still being drawn comes to rest.
      await expect.poll(() => album.isOther(), { message: `${what}, ${colorScheme}` }).toBe(isSeen);
      await style.evaluate((element) => element.parentNode?.removeChild(element));
    }
  }
}

type Look = (view: string, part?: string) => Promise<void>;

async function inAllSizes(page: Page, album: Album, each: (size: Size, look: Look) => Promise<void>): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    // Another theme takes a page of that size longer than another view.
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await each(size, (view, part) => album.look(`${view}-${size.width}-${colorScheme}`, part));
    }
  }
  await page.setViewportSize(sizes[0]);
}

async function serveGallery(page: Page): Promise<void> {
  const names = [file, 'second.sim.md', 'third.sim.md'];
  const description = 'Four shards have two copies each, on three stores. This is the second sentence.';
  const index = names.map((name, i) => ({ file: name, title: `Four shards, ${i + 1}`, description }));
  await page.route('**/notebooks/index.json', (route) => route.fulfill({ json: index }));
  for (const name of names) await serveNotebook(page, name, text);
}

/** To which virtual ms the pictures of the gallery have come. */
const stills = (page: Page): Promise<readonly number[]> =>
  page.locator('rh-miniature').evaluateAll((all) => all.map((one) => Reflect.get(one, 'frame')?.tip.now ?? 0));

async function walk(page: Page, size: Size, look: Look): Promise<void> {
  await showSide(page, size, 'Write');
  await page.getByRole('heading', { name: 'Four shards on three stores' }).scrollIntoViewIfNeeded();
  await look('write');
  await cell(page, 'rules unfinished').scrollIntoViewIfNeeded();
  await look('error');
  await showSide(page, size, isPhone(size) ? 'Stage' : 'Both');
  await showView(page, 'Topology');
  await look('topology');
  await node(page, 'a').click();
  await expect(page.locator('rh-inspector')).toContainText('copies');
  await look('inspector', stage);
  await page.getByRole('button', { name: 'Why is copies what it is?' }).click();
  await expect(page.locator('rh-explanation').last()).toContainText('a received');
  await look('explanation', stage);
  await page.keyboard.press('Escape');
  await page.locator('rh-inspector').getByRole('button', { name: 'Close' }).click();
  for (const view of ['Space-time', 'State', 'Partitions', 'Log', 'Stats', 'Check', 'Journey', 'Branches'] as const) {
    await showView(page, view);
    await look(view.toLowerCase(), stage);
  }
  await page.getByRole('button', { name: 'Compare with main' }).click();
  await expect(page.getByRole('row', { name: /^c / }).first()).toBeVisible();
  await look('compare', stage);
  await page.getByRole('button', { name: 'End the comparison' }).click();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('palette', 'dialog');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await look('help', 'dialog');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** What can only be measured in Chromium, on the built page: compile latency, keystroke to rule, start-up, checks, recovery, typing, the timeline. */
import type { Browser, Page } from '@playwright/test';
import { debounceMs } from '../app/run/editing.ts';
import { fiftyLines } from '../kernel/compile/compile.bench.ts';
import { type Row, row } from '../kernel/hosts/node/bench-table.ts';
import { checkRows } from './checks-bench.ts';
import { cell, expectBadge, openNotebook, select } from './notebook-page.ts';
import { startRawKernel } from './raw-kernel.ts';
import { recoveryRows } from './recovery-bench.ts';
import { surfaceRows } from './surface-bench.ts';
import { timelineRows } from './timeline-bench.ts';
import { typingRows } from './typing-bench.ts';

const raft = '02-raft.sim.md';
const timeoutCell = 'rules election-timeout';

/** By name; each has a browser of its own. `address`: of the server of the built app, with this repository's notebooks. */
export const browserParts: Readonly<Record<string, (browser: Browser, address: string) => Promise<readonly Row[]>>> = {
  compile: compileLatency,
  keystroke: keystrokeToRule,
  start: startUp,
  checks: (browser, address) => checkRows(() => openPage(browser, address)),
  recovery: (browser, address) => recoveryRows(() => openPage(browser, address), raft),
  typing: typingRows,
  timeline: timelineRows,
  surface: surfaceRows,
};

async function openPage(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
  return context.newPage();
}

/** In a page that has been open for some seconds: the compiler has practised on a sample of its own (`practice.ts`). */
async function compileLatency(browser: Browser, address: string): Promise<readonly Row[]> {
  const page = await openPage(browser, address);
  await page.goto('');
  const { timeCompiles, practised } = await startRawKernel(page);
  await practised();
  const samples = await timeCompiles(fiftyLines, 110);
  await page.context().close();
  const about = {
    name: 'compile a cell of 50 lines, some seconds after the start (Chromium)',
    unit: 'ms',
    better: 'lower',
    budget: 10,
    budgetP95: 25,
  } as const;
  return [row(about, samples.slice(10))];
}

/** From the key going down to the cell being live again, less the pause in typing that the page waits for. */
async function keystrokeToRule(browser: Browser, address: string): Promise<readonly Row[]> {
  const page = await openPage(browser, address);
  await openNotebook(page, raft);
  await expectBadge(page, timeoutCell, 'live');
  await select(page, timeoutCell, 'between(150');
  await page.keyboard.press('ArrowRight');
  await cell(page, timeoutCell).evaluate((article) => {
    const samples: number[] = [];
    let pressed = 0;
    addEventListener('keydown', () => (pressed = performance.now()), { capture: true });
    new MutationObserver(() => {
      if (article.dataset['badge'] !== 'live' || pressed === 0) return;
      samples.push(performance.now() - pressed);
      pressed = 0;
    }).observe(article, { attributes: true, attributeFilter: ['data-badge'] });
    Object.assign(window, { keystrokes: samples });
  });
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press(i % 2 === 0 ? 'Backspace' : '0');
    await page.waitForFunction((n) => Reflect.get(window, 'keystrokes').length > n, i, { timeout: 5_000 });
    await page.waitForTimeout(100);
  }
  const samples: readonly number[] = await page.evaluate(() => Reflect.get(window, 'keystrokes'));
  await page.context().close();
  const name = `keystroke → new rule in force, after the debounce of ${debounceMs} ms (Chromium)`;
  const about = { name, unit: 'ms', better: 'lower', budget: 30, budgetP95: 60 } as const;
  return [
    row(
      about,
      samples.slice(10).map((ms) => ms - debounceMs),
    ),
  ];
}

/** From navigation to the first event shown, with a warm cache. */
async function startUp(browser: Browser, address: string): Promise<readonly Row[]> {
  const first = await openPage(browser, address);
  await openNotebook(first, raft);
  const context = first.context();
  await first.close();
  const samples: number[] = [];
  for (let i = 0; i < 10; i++) {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const find = (root: ParentNode): Element | null => {
        const found = root.querySelector('[role="slider"][aria-label="Playhead"]');
        if (found !== null) return found;
        for (const element of root.querySelectorAll('*')) {
          const inside = element.shadowRoot && find(element.shadowRoot);
          if (inside) return inside;
        }
        return null;
      };
      const look = (): void => {
        if (Number(find(document)?.getAttribute('aria-valuenow')) > 0)
          Object.assign(window, { runningAt: performance.now() });
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(`#/n/${raft}`);
    await page.waitForFunction(() => 'runningAt' in window, null, { timeout: 30_000 });
    samples.push(await page.evaluate(() => Number(Reflect.get(window, 'runningAt'))));
    await page.close();
  }
  await context.close();
  const name = 'cached start to a running simulation (Chromium)';
  return [row({ name, unit: 'ms', better: 'lower', budget: 1_500 }, samples)];
}

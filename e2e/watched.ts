/**
 * Playwright's `test`, with two habits of ours. It fails when the page throws or complains in its console, whatever else it
 * shows. And tests of one process share a browser context, whose storage is emptied before each: what a newcomer's browser keeps of
 * the program itself (files, compiled code) stays, so that a page is there in half the time. Its compiler does not practise: the
 * browser of the tests (`chromium.ts`) would not make it faster.
 */
import { type Browser, type BrowserContext, type BrowserContextOptions, test as base } from '@playwright/test';

export { expect, type Page } from '@playwright/test';

/** What the browser reports of hostile cells, and of addresses that lead nowhere. */
const expected = /Content Security Policy|violates the following|ERR_BLOCKED_BY|status of 404/;

/** By their options. */
type Contexts = Map<string, BrowserContext>;

export const test = base.extend<{ readonly quietPage: void }, { readonly contexts: Contexts }>({
  contexts: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it which fixtures are wanted
    async ({}, use) => {
      const contexts: Contexts = new Map();
      await use(contexts);
      for (const context of contexts.values()) await context.close();
    },
    { scope: 'worker' },
  ],
  context: async ({ browser, contexts, baseURL, viewport, hasTouch, colorScheme }, use) => {
    const options: BrowserContextOptions = { viewport, hasTouch, colorScheme, ...(baseURL && { baseURL }) };
    const context = await emptyContext(browser, contexts, options);
    await use(context);
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await context.clearPermissions();
    for (const page of context.pages()) await page.close();
  },
  quietPage: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !expected.test(message.text())) faults.push(message.text());
      });
      await use();
      if (faults.length > 0) throw new Error(`The page complained:\n${faults.join('\n')}`);
    },
    { auto: true },
  ],
});

async function emptyContext(
  browser: Browser,
  contexts: Contexts,
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  const key = JSON.stringify(options);
  const known = contexts.get(key);
  const context = known ?? (await browser.newContext(options));
  contexts.set(key, context);
  if (known === undefined) {
    await context.addInitScript(() => Object.assign(globalThis, { withoutPractice: true }));
    return context;
  }
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  const { origin } = new URL(options.baseURL ?? 'http://127.0.0.1/');
  const storageTypes = 'cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage';
  await devTools.send('Storage.clearDataForOrigin', { origin, storageTypes });
  await page.close();
  return context;
}

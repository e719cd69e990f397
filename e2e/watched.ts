/** Playwright's `test`, which also fails when the page throws or complains in its console, whatever else it shows. */
import { test as base } from '@playwright/test';

export { expect, type Page } from '@playwright/test';

/** What the browser reports of hostile cells, and of addresses that lead nowhere. */
const expected = /Content Security Policy|violates the following|ERR_BLOCKED_BY|status of 404/;

export const test = base.extend<{ readonly quietPage: void }>({
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

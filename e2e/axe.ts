/** What axe finds wrong for readers with a screen reader, with few colours, with the keyboard alone. */
import type { Page } from '@playwright/test';
import axe from 'axe-core';

/**
 * Serious and critical faults, a line each.
 * @param include only within these, by selector; else on the whole page
 */
export async function seriousFaults(page: Page, include?: readonly string[]): Promise<readonly string[]> {
  // A change of the theme fades; what it fades to is what counts.
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))));
  await page.evaluate(axe.source);
  return page.evaluate(async (selectors) => {
    const engine: typeof axe = Reflect.get(window, 'axe');
    const context = selectors === undefined ? document : { include: [...selectors] };
    const { violations } = await engine.run(context, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.slice(0, 3).map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
      );
  }, include);
}

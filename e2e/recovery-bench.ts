/** How long a rule that never comes back is in the way: measured in the page, in Chromium. */
import type { Page } from '@playwright/test';
import { type Row, row } from '../kernel/hosts/node/bench-table.ts';
import { expectBadge, openNotebook, select } from './notebook-page.ts';

const rounds = 5;
const hanging = 'rules heartbeat';

/** @param openPage in a context of its own  @param file of the Raft notebook */
export async function recoveryRows(openPage: () => Promise<Page>, file: string): Promise<readonly Row[]> {
  const said: number[] = [];
  const seen: RecoverySeen[] = [];
  for (let i = 0; i < rounds; i++) {
    const page = await openPage();
    await openNotebook(page, file);
    await expectBadge(page, hanging, 'live');
    await select(page, hanging, 'for');
    const watch = await watchRecovery(page);
    await page.keyboard.type("/^(a+)+$/.test('a'.repeat(50) + 'b'); for");
    const notice = page.getByText(/rebuilt in [\d.]+ s/);
    await notice.waitFor({ timeout: 40_000 });
    said.push(Number(/rebuilt in ([\d.]+) s/.exec((await notice.textContent()) ?? '')?.[1]) * 1_000);
    await page.waitForFunction(() => Reflect.get(window, 'recoverySeen').running > 0);
    seen.push(await watch());
    await page.context().close();
  }
  const about = (what: string, budget: number | null) =>
    ({ name: `runaway rule: ${what} (Chromium)`, unit: 'ms', better: 'lower', budget }) as const;
  return [
    row(about('from the edit to the run restored', 2_000), said),
    row(
      about('from the last key to the kernel replaced', null),
      seen.map(({ replacedMs }) => replacedMs),
    ),
    row(
      about('from the last key to the run going on', null),
      seen.map(({ runningMs }) => runningMs),
    ),
    row(
      about('the longest pause between two frames of the page', null),
      seen.map(({ worstFrameMs }) => worstFrameMs),
    ),
  ];
}

interface RecoverySeen {
  /** From the last key before the kernel was replaced, in wall ms. */
  readonly replacedMs: number;
  /** Until the clock of the run moved again. */
  readonly runningMs: number;
  /** The longest pause between two frames of the page from that key on. */
  readonly worstFrameMs: number;
}

/** Measures in the page how a kernel that hangs is replaced. Call it before the keys that make it hang. */
async function watchRecovery(page: Page): Promise<() => Promise<RecoverySeen>> {
  await page.getByRole('slider', { name: 'Playhead' }).evaluate((playhead) => {
    const seen = { key: 0, replaced: 0, running: 0, worstFrameMs: 0 };
    const kernel = document.querySelector('iframe');
    addEventListener(
      'keydown',
      () => {
        if (seen.replaced === 0) seen.key = performance.now();
        seen.worstFrameMs = 0;
      },
      true,
    );
    new MutationObserver(() => {
      if (seen.replaced === 0 && kernel?.isConnected === false) seen.replaced = performance.now();
    }).observe(document, { childList: true, subtree: true });
    new MutationObserver(() => {
      if (seen.replaced > 0 && seen.running === 0) seen.running = performance.now();
    }).observe(playhead, { attributeFilter: ['aria-valuenow'] });
    let last = performance.now();
    const beat = (): void => {
      const now = performance.now();
      if (seen.running === 0) seen.worstFrameMs = Math.max(seen.worstFrameMs, now - last);
      last = now;
      requestAnimationFrame(beat);
    };
    beat();
    Object.assign(window, { recoverySeen: seen });
  });
  return async () => {
    const seen = await page.evaluate(
      (): Record<'key' | 'replaced' | 'running' | 'worstFrameMs', number> => Reflect.get(window, 'recoverySeen'),
    );
    return {
      replacedMs: Math.round(seen.replaced - seen.key),
      runningMs: Math.round(seen.running - seen.key),
      worstFrameMs: Math.round(seen.worstFrameMs),
    };
  };
}

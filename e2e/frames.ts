/** Frames, as `requestAnimationFrame` is given them, and long tasks of a page. */
import type { Page } from '@playwright/test';
import { type Row, row } from '../kernel/hosts/node/bench-table.ts';

/** How far the ends of frames lie from each other on a screen of 60 a second. */
const frameMs = 16.7;

/** Frames and tasks of more than 50 ms while something is done. */
export async function watched(page: Page, what: string, act: (page: Page) => Promise<void>): Promise<readonly Row[]> {
  await page.evaluate(() => {
    const seen = { frames: [] as number[], tasks: [] as number[], isOver: false };
    const tasks = new PerformanceObserver((list) =>
      seen.tasks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    tasks.observe({ type: 'longtask' });
    let before = performance.now();
    const frame = (now: number): void => {
      seen.frames.push(now - before);
      before = now;
      if (seen.isOver) tasks.disconnect();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(window, { seenFrames: seen });
  });
  await act(page);
  const { frames, tasks }: { readonly frames: readonly number[]; readonly tasks: readonly number[] } =
    await page.evaluate(() => {
      const seen = Reflect.get(window, 'seenFrames');
      seen.isOver = true;
      return { frames: seen.frames.slice(1), tasks: seen.tasks };
    });
  const about = { unit: 'ms', better: 'lower', budget: null } as const;
  const where = `${what} (Chromium)`;
  return [
    row({ ...about, name: `frames: ${where}`, budget: frameMs + 0.1, budgetP95: 2 * frameMs + 0.1 }, frames),
    row({ ...about, name: `longest frame: ${where}` }, [Math.max(...frames)]),
    row({ ...about, name: `${tasks.length} long tasks, the longest: ${where}`, budget: 50 }, [Math.max(0, ...tasks)]),
  ];
}

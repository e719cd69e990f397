/**
 * Editors wait for the run: both want the processor when a notebook is opened, and a moving picture comes first.
 * Whoever clicks into a cell does not wait.
 */
import { hasBegun } from '../model/open.ts';
import { page } from '../model/page.ts';

/** A run that cannot start must not keep the editors away. */
const patienceMs = 2_500;

/** Resolves when the first event of the run can be seen. */
export function runStarted(): Promise<void> {
  const started = (): boolean => hasBegun(page.state.open?.frame ?? null);
  if (started()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      clearTimeout(timer);
      // The next frame draws it; what comes after that frame does not hold it up.
      requestAnimationFrame(() => setTimeout(resolve));
    };
    const stop = page.subscribe(() => {
      if (started()) done();
    });
    const timer = setTimeout(done, patienceMs);
  });
}

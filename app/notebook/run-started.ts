/**
 * Editors wait for the run: both want the processor when a notebook is opened, and a moving picture comes first.
 * Whoever clicks into a cell does not wait.
 */
import { page } from '../model/page.ts';

/** A run that cannot start must not keep the editors away. */
const patienceMs = 2_500;

export function runStarted(): Promise<void> {
  const started = (): boolean => (page.state.open?.frame ?? null) !== null;
  if (started()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const stop = page.subscribe(() => {
      if (started()) done();
    });
    const timer = setTimeout(done, patienceMs);
  });
}

/**
 * Editors wait for the run: both want the processor when a notebook is opened, and a moving picture comes first.
 * Then they come one after the other, each in a frame of its own, so that the picture goes on moving. Whoever
 * clicks into a cell does not wait.
 */
import { loadEditors } from '../editor/load.ts';
import { hasBegun } from '../model/open.ts';
import { page } from '../model/page.ts';

/** A run that cannot start must not keep the editors away. */
const patienceMs = 2_500;

let last: Promise<unknown> = Promise.resolve();

/** Resolves when it is the caller's turn to make an editor. */
export function editorTurn(): Promise<void> {
  const until = performance.now() + patienceMs;
  const turn = last
    .then(() => runBegun(until))
    .then(() => loadEditors(page))
    .then(frameDrawn);
  last = turn.catch(() => undefined);
  return turn;
}

/** @param until wall time at which the waiting ends in any case */
function runBegun(until: number): Promise<void> | void {
  const begun = (): boolean => hasBegun(page.state.open?.frame ?? null);
  if (begun()) return;
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const stop = page.subscribe(() => {
      if (begun()) done();
    });
    const timer = setTimeout(done, until - performance.now());
  });
}

const frameDrawn = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });

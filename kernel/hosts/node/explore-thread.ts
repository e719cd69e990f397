/** The entry of a worker thread in which `rehearsal check` explores: one exploration, and the counterexamples as runs. */
import { parentPort, workerData } from 'node:worker_threads';
import { createSession } from '../../session.ts';
import { hideGlobals } from '../hide-globals.ts';
import { type Counterexample, counterexamplesOf } from './counterexamples.ts';
import { open, type ToRun } from './run-scenarios.ts';
import type { Exploration } from '../../exploration.ts';

export interface ExploreTask {
  readonly notebook: ToRun;
  readonly name: string;
  /** Wall time that it may take. */
  readonly limitMs: number;
  /** Of the notebook, for the runs. */
  readonly title: string;
}

/** It is told to end with what it has. */
export type ExploreOrder = 'end';

export type ExploreMessage =
  | { readonly type: 'progress'; readonly states: number; readonly transitions: number; readonly depth: number }
  | {
      readonly type: 'done';
      readonly exploration: Exploration;
      readonly counterexamples: readonly Counterexample[];
      /** False when it was ended before everything was explored. */
      readonly isWhole: boolean;
    };

const port = parentPort;
if (port === null) throw new Error('explore-thread.js is started by `rehearsal check`, not by itself.');

/** Wall time between two signs of progress. */
const sliceMs = 100;

const say = (message: ExploreMessage): void => port.postMessage(message);
const wallClock = performance.now.bind(performance);
const pause = setImmediate;
let isEnded = false;
port.on('message', (order: ExploreOrder) => {
  isEnded = order === 'end';
});
const session = createSession({ wallClock });
hideGlobals(globalThis);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only starter of this thread is explore-in-threads.ts
const { notebook, name, limitMs, title } = workerData as ExploreTask;
const opened = open(session, notebook, null);
const startedAt = wallClock();
goOn();

function goOn(): void {
  const budgetMs = Math.min(sliceMs, Math.max(1, limitMs - (wallClock() - startedAt)));
  const exploration = session.handle({ type: 'explore', name, budgetMs: isEnded ? 0 : budgetMs });
  const { verdict, states, transitions, depth } = exploration;
  say({ type: 'progress', states, transitions, depth });
  if (verdict === 'exploring' && !isEnded && wallClock() - startedAt < limitMs) {
    // An order to end comes in between.
    pause(goOn);
    return;
  }
  say({
    type: 'done',
    exploration,
    counterexamples: counterexamplesOf(session, exploration, opened.source, title),
    isWhole: verdict !== 'exploring' && verdict !== 'limited',
  });
}

/** The entry of the worker thread in which `rehearsal check` runs cells: isolation from accidents, not from attackers. */
import { parentPort, workerData } from 'node:worker_threads';
import { createSession } from '../../session.ts';
import { closeRealm } from '../hide-globals.ts';
import { inspectRun, runScenarios } from './run-scenarios.ts';
import type { ThreadMessage, ThreadTask } from './thread-messages.ts';

const port = parentPort;
if (port === null) throw new Error('check-thread.js is started by `rehearsal check`, not by itself.');

const say = (message: ThreadMessage): void => port.postMessage(message);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only starter of this thread is run-in-thread.ts
const { notebook, inspect } = workerData as ThreadTask;
const session = createSession({ wallClock: performance.now.bind(performance) });
closeRealm(globalThis);

if (inspect === null) {
  const runs = runScenarios(
    session,
    notebook,
    (scenario, tip) => say({ type: 'progress', scenario, ...tip }),
    (asked) => say({ type: 'view', asked }),
  );
  say({ type: 'done', runs });
} else {
  inspectRun(session, notebook, inspect, (step, next) => say({ type: 'next', step, next }));
  say({ type: 'done', runs: null });
}

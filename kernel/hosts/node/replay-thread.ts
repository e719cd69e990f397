/** The entry of the worker thread in which `rehearsal replay` runs cells: isolation from accidents, not from attackers. */
import { parentPort, workerData } from 'node:worker_threads';
import { createSession } from '../../session.ts';
import { closeRealm } from '../hide-globals.ts';
import { type BranchReplay, replayRun, type ToReplay } from './replay-run.ts';

export type ReplayMessage =
  | { readonly type: 'progress'; readonly branch: string; readonly step: number }
  | { readonly type: 'done'; readonly branches: readonly BranchReplay[] };

const port = parentPort;
if (port === null) throw new Error('replay-thread.js is started by `rehearsal replay`, not by itself.');

const say = (message: ReplayMessage): void => port.postMessage(message);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only starter of this thread is replay-in-thread.ts
const task = workerData as ToReplay;
const session = createSession({ wallClock: performance.now.bind(performance) });
closeRealm(globalThis);

say({ type: 'done', branches: replayRun(session, task, (branch, step) => say({ type: 'progress', branch, step })) });

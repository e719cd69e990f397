/** The entry of a worker thread in which `rehearsal check` fuzzes: it runs the seeds that it is given, and makes failures small. */
import { parentPort, workerData } from 'node:worker_threads';
import type { SeedRange } from '../../check/fuzz.ts';
import type { Tally } from '../../check/tally.ts';
import type { Fuzzing } from '../../findings.ts';
import { createSession } from '../../session.ts';
import { closeRealm } from '../hide-globals.ts';
import type { DoingMessage } from './hangs.ts';
import { open, type ToRun } from './run-scenarios.ts';

export interface FuzzTask {
  readonly notebook: ToRun;
  /** It tells of each rule that it runs, to find out what hangs. */
  readonly watch: boolean;
}

/** What it is to do next. */
export type FuzzJob =
  | { readonly type: 'sow'; readonly name: string; readonly seeds: SeedRange }
  /** `tally`: of all seeds. */
  | { readonly type: 'conclude'; readonly name: string; readonly seeds: SeedRange; readonly tally: Tally };

export type FuzzMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'progress' }
  | DoingMessage
  | { readonly type: 'sown'; readonly tally: Tally }
  | { readonly type: 'concluded'; readonly fuzzing: Fuzzing };

const port = parentPort;
if (port === null) throw new Error('fuzz-thread.js is started by `rehearsal check`, not by itself.');

/** Wall time between two signs of progress. */
const sliceMs = 100;

const say = (message: FuzzMessage): void => port.postMessage(message);
const wallClock = performance.now.bind(performance);
const session = createSession({ wallClock, tell: (doing) => say({ type: 'doing', doing }) });
port.on('message', (job: FuzzJob) => say(job.type === 'sow' ? sow(job) : conclude(job)));
closeRealm(globalThis);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only starter of this thread is fuzz-in-threads.ts
const { notebook, watch } = workerData as FuzzTask;
open(session, notebook, null);
say({ type: 'ready' });

function sow({ name, seeds }: Extract<FuzzJob, { readonly type: 'sow' }>): FuzzMessage {
  const sowing = session.sow(name, seeds, { watch });
  while (!sowing.advance(slice())) say({ type: 'progress' });
  return { type: 'sown', tally: sowing.tally() };
}

function conclude({ name, seeds, tally }: Extract<FuzzJob, { readonly type: 'conclude' }>): FuzzMessage {
  const fuzzer = session.conclude(name, seeds, tally, { watch });
  for (;;) {
    const fuzzing = fuzzer.advance(slice());
    if (fuzzing.status !== 'fuzzing' && fuzzing.status !== 'shrinking') return { type: 'concluded', fuzzing };
    say({ type: 'progress' });
  }
}

function slice(): () => boolean {
  const end = wallClock() + sliceMs;
  return () => wallClock() >= end;
}

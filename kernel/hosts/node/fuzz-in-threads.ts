/**
 * Fuzzes in as many threads as wanted. Each takes small ranges of seeds, one after the other; what they find is added up, and one of
 * them makes the failures small. The result is the same for any number of threads.
 */
import { Worker } from 'node:worker_threads';
import type { SeedRange } from '../../check/fuzz.ts';
import { addTallies, type Tally } from '../../check/tally.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import type { Fuzzing } from '../../findings.ts';
import type { FuzzJob, FuzzMessage, FuzzTask } from './fuzz-thread.ts';
import { hangDiagnostic, hangs, whatHangs } from './hangs.ts';
import type { Doing } from '../../world/step.ts';
import type { ThreadLimits } from './run-in-thread.ts';
import type { ToRun } from './run-scenarios.ts';

export interface FuzzPlan {
  readonly name: string;
  readonly seeds: SeedRange;
}

export interface FuzzSurroundings {
  /** The built or bundled fuzz-thread. */
  readonly script: URL;
  readonly workers: number;
  readonly limits: ThreadLimits;
  /** Runs done of those to be done. */
  readonly onProgress: (name: string, done: number, of: number) => void;
  /** Ends the sowing: what has been found by then is reported. */
  readonly signal: AbortSignal | null;
}

export type FuzzOutcome =
  | { readonly type: 'fuzzed'; readonly fuzzing: Fuzzing; readonly isWhole: boolean }
  | { readonly type: 'ended'; readonly diagnostic: Diagnostic };

/** Ranges a thread gets on average: many, so that none is left with a long one at the end. */
const rangesPerThread = 8;

export async function fuzzInThreads(
  notebook: ToRun,
  plans: readonly FuzzPlan[],
  surroundings: FuzzSurroundings,
): Promise<readonly FuzzOutcome[]> {
  if (plans.length === 0) return [];
  const { workers, limits, script } = surroundings;
  const start = (): readonly Thread[] =>
    Array.from({ length: Math.max(1, workers) }, () => startThread(script, notebook, limits));
  let threads = start();
  const late = performance.now() + limits.totalMs;
  try {
    const outcomes: FuzzOutcome[] = [];
    for (const plan of plans) {
      const outcome = await fuzz(notebook, plan, threads, surroundings, late);
      outcomes.push(outcome);
      if (outcome.type !== 'ended') continue;
      // What hung in one says nothing of the next.
      for (const thread of threads) thread.end();
      threads = start();
    }
    return outcomes;
  } finally {
    for (const thread of threads) thread.end();
  }
}

async function fuzz(
  notebook: ToRun,
  { name, seeds }: FuzzPlan,
  threads: readonly Thread[],
  { script, limits, onProgress, signal }: FuzzSurroundings,
  late: number,
): Promise<FuzzOutcome> {
  const all = seeds.to - seeds.from;
  const size = Math.max(1, Math.ceil(all / (threads.length * rangesPerThread)));
  const tallies: Tally[] = [];
  let next = seeds.from;
  let done = 0;
  const isOver = (): boolean => next >= seeds.to || signal?.aborted === true || performance.now() >= late;

  async function work(thread: Thread): Promise<void> {
    while (!isOver()) {
      const from = next;
      const to = Math.min(seeds.to, from + size);
      next = to;
      const { tally } = await thread.ask({ type: 'sow', name, seeds: { from, to } }, 'sown');
      tallies.push(tally);
      done += tally.runs;
      onProgress(name, done, all);
    }
  }

  async function blame({ job, tookMs }: Stalled): Promise<Doing | null> {
    // The others would take the processors from it.
    for (const thread of threads) thread.end();
    const again = startFuzzing(script, { notebook, watch: true }, limits);
    again.postMessage(job);
    return whatHangs(again, ({ type }) => type === 'sown' || type === 'concluded', limits, tookMs, signal);
  }

  try {
    await Promise.all(threads.map(work));
    const [first] = threads;
    if (first === undefined) throw new ThreadError('There is no thread.');
    const tally = addTallies(tallies);
    // Every range says that it cannot begin.
    const diagnostics = [...new Map(tally.diagnostics.map((one) => [JSON.stringify(one), one])).values()];
    const { fuzzing } = await first.ask(
      { type: 'conclude', name, seeds, tally: { ...tally, diagnostics } },
      'concluded',
    );
    return { type: 'fuzzed', fuzzing, isWhole: done >= all || diagnostics.length > 0 };
  } catch (error) {
    if (!(error instanceof ThreadError)) throw error;
    const doing = error.stalled === null ? null : await blame(error.stalled);
    return { type: 'ended', diagnostic: hangDiagnostic(`fuzzing ${JSON.stringify(name)}`, error.message, doing) };
  }
}

/** What a thread was doing when it showed no progress, and for how long it had done it. */
interface Stalled {
  readonly job: FuzzJob;
  readonly tookMs: number;
}

/** A thread that ended, or shows no progress. */
class ThreadError extends Error {
  override readonly name = 'ThreadError';
  /** Null when it ended. */
  readonly stalled: Stalled | null;

  constructor(message: string, stalled: Stalled | null = null) {
    super(message);
    this.stalled = stalled;
  }
}

interface Thread {
  /** Rejects with a ThreadError. */
  ask<T extends FuzzMessage['type']>(job: FuzzJob, answer: T): Promise<Extract<FuzzMessage, { readonly type: T }>>;
  end(): void;
}

interface Waiting {
  readonly job: FuzzJob;
  readonly since: number;
  readonly take: (message: FuzzMessage) => void;
  readonly fail: (error: ThreadError) => void;
}

function startFuzzing(script: URL, task: FuzzTask, { memoryMb }: ThreadLimits): Worker {
  return new Worker(script, {
    workerData: task,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, stackSizeMb: 4 },
  });
}

function startThread(script: URL, notebook: ToRun, limits: ThreadLimits): Thread {
  const worker = startFuzzing(script, { notebook, watch: false }, limits);
  let failed: ThreadError | null = null;
  let waiting: Waiting | null = null;
  let stall: ReturnType<typeof setTimeout> | null = null;

  function fail(text: string, stalled: Stalled | null = null): void {
    failed ??= new ThreadError(text, stalled);
    if (stall !== null) clearTimeout(stall);
    waiting?.fail(failed);
    waiting = null;
  }
  function watch(): void {
    if (stall !== null) clearTimeout(stall);
    stall = null;
    if (waiting === null) return;
    const { job, since } = waiting;
    stall = setTimeout(() => fail(hangs(limits), { job, tookMs: performance.now() - since }), limits.stallMs);
  }
  worker.on('message', (message: FuzzMessage) => {
    if (message.type !== 'ready' && message.type !== 'progress') {
      const { take } = waiting ?? {};
      waiting = null;
      take?.(message);
    }
    watch();
  });
  worker.on('error', (error: Error) => fail(`The thread ended: ${error.message}.`));
  worker.on('exit', () => fail('The thread ended by itself.'));
  return {
    ask: (job, answer) =>
      new Promise((resolve, reject) => {
        if (failed !== null) return reject(failed);
        waiting = {
          job,
          since: performance.now(),
          take: (message) => {
            if (isOf(message, answer)) resolve(message);
            else reject(new ThreadError(`The thread answered ${message.type}.`));
          },
          fail: reject,
        };
        watch();
        worker.postMessage(job);
      }),
    end: () => void worker.terminate(),
  };
}

function isOf<T extends FuzzMessage['type']>(
  message: FuzzMessage,
  type: T,
): message is Extract<FuzzMessage, { readonly type: T }> {
  return message.type === type;
}

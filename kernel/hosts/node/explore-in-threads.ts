/**
 * Explores in a thread of its own, one exploration after the other, each with a limit of time. A thread that shows no progress is
 * ended; one that is told to end gives what it has found.
 */
import { Worker } from 'node:worker_threads';
import { type Diagnostic, diagnostic } from '../../diagnostic.ts';
import type { ExploreMessage, ExploreOrder, ExploreTask } from './explore-thread.ts';
import type { ThreadLimits } from './run-in-thread.ts';
import type { ToRun } from './run-scenarios.ts';

/** How far one has come. */
export interface ExploreProgress {
  readonly name: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Wall time since it began. */
  readonly ms: number;
}

export interface ExploreSurroundings {
  /** The built or bundled explore-thread. */
  readonly script: URL;
  /** Of the notebook. */
  readonly title: string;
  /** Wall time for each exploration. */
  readonly limitMs: number;
  readonly limits: ThreadLimits;
  /** Told now and then; null when an exploration is over. */
  readonly onProgress: (progress: ExploreProgress | null) => void;
  /** Ends the exploring: what has been found by then is reported. */
  readonly signal: AbortSignal | null;
}

export type Explored = Extract<ExploreMessage, { readonly type: 'done' }> & {
  /** Wall time that it took. */
  readonly ms: number;
};

export type ExploreOutcome =
  | { readonly type: 'explored'; readonly explored: Explored }
  | { readonly type: 'ended'; readonly diagnostic: Diagnostic };

export async function exploreInThreads(
  notebook: ToRun,
  names: readonly string[],
  surroundings: ExploreSurroundings,
): Promise<readonly ExploreOutcome[]> {
  const outcomes: ExploreOutcome[] = [];
  for (const name of names) outcomes.push(await explore(notebook, name, surroundings));
  return outcomes;
}

function explore(
  notebook: ToRun,
  name: string,
  { script, title, limitMs, limits, onProgress, signal }: ExploreSurroundings,
): Promise<ExploreOutcome> {
  return new Promise((resolve) => {
    const task: ExploreTask = { notebook, name, limitMs, title };
    const worker = new Worker(script, {
      workerData: task,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, stackSizeMb: 4 },
    });
    const startedAt = performance.now();
    let stall = setTimeout(stalled, limits.stallMs);
    const order = (what: ExploreOrder): void => worker.postMessage(what);
    const interrupt = (): void => order('end');
    if (signal?.aborted === true) interrupt();
    signal?.addEventListener('abort', interrupt);

    worker.on('message', (message: ExploreMessage) => {
      clearTimeout(stall);
      stall = setTimeout(stalled, limits.stallMs);
      const ms = performance.now() - startedAt;
      if (message.type === 'progress') onProgress({ name, ...message, ms });
      else end({ type: 'explored', explored: { ...message, ms } });
    });
    worker.on('error', (error: Error) => broken(`The thread ended: ${error.message}.`));
    worker.on('exit', () => broken('The thread ended by itself.'));

    function stalled(): void {
      broken(`A rule did not come back within ${limits.stallMs / 1_000} s.`);
    }

    function broken(why: string): void {
      const text = `${why} It was exploring ${JSON.stringify(name)}.`;
      const help = 'Look for a loop that never ends, a very slow regular expression, or a huge array.';
      end({ type: 'ended', diagnostic: diagnostic('rule/hangs', text, { help }) });
    }

    function end(outcome: ExploreOutcome): void {
      clearTimeout(stall);
      signal?.removeEventListener('abort', interrupt);
      onProgress(null);
      resolve(outcome);
      void worker.terminate();
    }
  });
}

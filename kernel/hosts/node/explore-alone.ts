/** One exploration in one thread. */
import { Worker } from 'node:worker_threads';
import { type Diagnostic, diagnostic } from '../../diagnostic.ts';
import type { ExploreOutcome, ExploreSurroundings } from './explore-outcome.ts';
import type { ExploreMessage, ExploreOrder, ExploreTask } from './explore-thread.ts';
import type { ThreadLimits } from './run-in-thread.ts';
import type { ToRun } from './run-scenarios.ts';

/** @param shareMs wall time after which `share` is the answer, if several can share the work; null: never */
export function exploreAlone(
  notebook: ToRun,
  name: string,
  { script, title, limits, onProgress, signal }: ExploreSurroundings,
  limitMs: number,
  shareMs: number | null,
): Promise<ExploreOutcome | 'share'> {
  return new Promise((resolve) => {
    const worker = startExploring(
      script,
      { notebook, name, limitMs, firstMs: Math.min(100, shareMs ?? 100), title, seat: null },
      limits,
    );
    const startedAt = performance.now();
    let stall = setTimeout(stalled, limits.stallMs);
    const interrupt = (): void => worker.postMessage({ type: 'end' } satisfies ExploreOrder);
    if (signal?.aborted === true) interrupt();
    signal?.addEventListener('abort', interrupt);

    worker.on('message', (message: ExploreMessage) => {
      clearTimeout(stall);
      stall = setTimeout(stalled, limits.stallMs);
      const ms = performance.now() - startedAt;
      if (message.type === 'done') end({ type: 'explored', explored: { ...message, ms } });
      if (message.type !== 'progress') return;
      if (message.canBeShared && shareMs !== null && ms >= shareMs && signal?.aborted !== true) return end('share');
      onProgress({ name, ...message, ms });
    });
    worker.on('error', (error: Error) => end(ended(name, `The thread ended: ${error.message}.`)));
    worker.on('exit', () => end(ended(name, 'The thread ended by itself.')));

    function stalled(): void {
      end(ended(name, hangs(limits)));
    }

    function end(outcome: ExploreOutcome | 'share'): void {
      clearTimeout(stall);
      signal?.removeEventListener('abort', interrupt);
      if (outcome !== 'share') onProgress(null);
      resolve(outcome);
      void worker.terminate();
    }
  });
}

export function startExploring(script: URL, task: ExploreTask, { memoryMb }: ThreadLimits): Worker {
  return new Worker(script, {
    workerData: task,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, stackSizeMb: 4 },
  });
}

export function hangs({ stallMs }: ThreadLimits): string {
  return `A rule did not come back within ${stallMs / 1_000} s.`;
}

export function ended(name: string, why: string): { readonly type: 'ended'; readonly diagnostic: Diagnostic } {
  const text = `${why} It was exploring ${JSON.stringify(name)}.`;
  const help = 'Look for a loop that never ends, a very slow regular expression, or a huge array.';
  return { type: 'ended', diagnostic: diagnostic('rule/hangs', text, { help }) };
}

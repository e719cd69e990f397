/** One exploration in one thread. */
import { Worker } from 'node:worker_threads';
import type { Doing } from '../../world/step.ts';
import type { ExploreOutcome, ExploreSurroundings } from './explore-outcome.ts';
import type { ExploreMessage, ExploreOrder, ExploreTask } from './explore-thread.ts';
import { hangDiagnostic, hangs, whatHangs } from './hangs.ts';
import type { ThreadLimits } from './run-in-thread.ts';
import type { ToRun } from './run-scenarios.ts';

/** An exploration that goes on in a thread, with which others may help. */
export interface ToShare {
  readonly type: 'share';
  readonly thread: Worker;
}

/** @param shareMs wall time after which it is to be shared, if several can share the work; null: never */
export function exploreAlone(
  notebook: ToRun,
  name: string,
  { script, title, workers, limits, onProgress, signal }: ExploreSurroundings,
  limitMs: number,
  shareMs: number | null,
): Promise<ExploreOutcome | ToShare> {
  return new Promise((resolve) => {
    const sliceMs = shareMs === null ? 100 : Math.max(10, Math.min(25, shareMs));
    const task: ExploreTask = { notebook, name, limitMs, sliceMs, title, isHelper: false };
    const thread = startExploring(script, task, limits);
    const startedAt = performance.now();
    let stall = setTimeout(stalled, limits.stallMs);
    // Its listeners stay: without any, the thread would no longer be heard.
    let isOver = false;
    const interrupt = (): void => thread.postMessage({ type: 'end' } satisfies ExploreOrder);
    if (signal?.aborted === true) interrupt();
    signal?.addEventListener('abort', interrupt);

    thread.on('message', hear);
    thread.on('error', (error: Error) => end(ended(name, `The thread ended: ${error.message}.`)));
    thread.on('exit', () => end(ended(name, 'The thread ended by itself.')));

    function hear(message: ExploreMessage): void {
      if (isOver) return;
      clearTimeout(stall);
      stall = setTimeout(stalled, limits.stallMs);
      const ms = performance.now() - startedAt;
      if (message.type === 'done') end({ type: 'explored', explored: { ...message, ms } });
      if (message.type !== 'progress') return;
      onProgress({ name, ...message, ms });
      const isWorth = message.crewFrom !== null && message.crewFrom <= workers;
      if (!isWorth || shareMs === null || ms < shareMs || signal?.aborted === true) return;
      stop();
      resolve({ type: 'share', thread });
    }

    function stalled(): void {
      if (isOver) return;
      const tookMs = performance.now() - startedAt;
      stop();
      void thread.terminate();
      const again = startExploring(script, { ...task, watch: true }, limits);
      void whatHangs(again, ({ type }) => type === 'done', limits, tookMs, signal).then((doing) =>
        resolve(ended(name, hangs(limits), doing)),
      );
    }

    function stop(): void {
      isOver = true;
      clearTimeout(stall);
      signal?.removeEventListener('abort', interrupt);
    }

    function end(outcome: ExploreOutcome): void {
      if (isOver) return;
      stop();
      onProgress(null);
      resolve(outcome);
      void thread.terminate();
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

/** @param doing what is to blame; null when that is not known */
export function ended(name: string, why: string, doing: Doing | null = null): ExploreOutcome {
  return { type: 'ended', diagnostic: hangDiagnostic(`exploring ${JSON.stringify(name)}`, why, doing) };
}

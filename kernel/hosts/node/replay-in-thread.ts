/** Replays a journal in a thread of its own, with limits of memory and time. A thread that shows no progress is ended. */
import { Worker } from 'node:worker_threads';
import { type Diagnostic, diagnostic } from '../../diagnostic.ts';
import type { BranchReplay, ToReplay } from './replay-run.ts';
import type { ReplayMessage } from './replay-thread.ts';
import type { ThreadLimits } from './run-in-thread.ts';

export type ReplayOutcome =
  | { readonly type: 'ran'; readonly branches: readonly BranchReplay[] }
  | { readonly type: 'ended'; readonly diagnostic: Diagnostic };

/** @param script the built or bundled replay-thread */
export function replayInThread(
  script: URL,
  task: ToReplay,
  { stallMs, totalMs, memoryMb }: ThreadLimits,
): Promise<ReplayOutcome> {
  return new Promise((resolve) => {
    const worker = new Worker(script, {
      workerData: task,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, stackSizeMb: 4 },
    });
    let last: Extract<ReplayMessage, { readonly type: 'progress' }> | null = null;
    const late = setTimeout(() => ended(`It took more than ${totalMs / 1_000} s.`), totalMs);
    let stall = setTimeout(stalled, stallMs);

    worker.on('message', (message: ReplayMessage) => {
      clearTimeout(stall);
      if (message.type === 'done') return end({ type: 'ran', branches: message.branches });
      last = message;
      stall = setTimeout(stalled, stallMs);
    });
    worker.on('error', (error: Error) => ended(`The thread ended: ${error.message}.`));
    worker.on('exit', () => ended('The thread ended by itself.'));

    function stalled(): void {
      ended(`A rule did not come back within ${stallMs / 1_000} s.`);
    }

    function ended(why: string): void {
      const where = last === null ? '' : ` The branch ${JSON.stringify(last.branch)} had come to event ${last.step}.`;
      const help = 'The page held back a rule that never comes back; here it was run.';
      end({ type: 'ended', diagnostic: diagnostic('rule/hangs', `${why}${where}`, { help }) });
    }

    function end(outcome: ReplayOutcome): void {
      clearTimeout(late);
      clearTimeout(stall);
      resolve(outcome);
      void worker.terminate();
    }
  });
}

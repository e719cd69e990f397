/**
 * Runs a notebook's scenarios in a thread of their own, with limits of memory and time. A thread that shows no progress
 * is ended; a second one then goes to the same place event by event, to name the rule.
 */
import { Worker } from 'node:worker_threads';
import { type Diagnostic, diagnostic } from '../../diagnostic.ts';
import type { Runs, ToRun } from './run-scenarios.ts';
import type { ThreadMessage, ThreadTask } from './thread-messages.ts';

export interface ThreadLimits {
  /** Without a sign of progress. */
  readonly stallMs: number;
  /** For all scenarios of a notebook. */
  readonly totalMs: number;
  readonly memoryMb: number;
}

export const threadLimits: ThreadLimits = { stallMs: 10_000, totalMs: 300_000, memoryMb: 2_048 };

export type Outcome =
  | { readonly type: 'ran'; readonly runs: Runs }
  | { readonly type: 'ended'; readonly diagnostic: Diagnostic };

const hangs = 'Look for a loop that never ends, a very slow regular expression, or a huge array.';

type Message<T extends ThreadMessage['type']> = Extract<ThreadMessage, { readonly type: T }>;

interface Ending {
  readonly reason: 'done' | 'stalled' | 'late' | 'crashed';
  readonly text: string;
  readonly progress: Message<'progress'> | null;
  readonly next: Message<'next'> | null;
  /** The view that has not answered. */
  readonly view: Message<'view'>['asked'];
  readonly runs: Runs | null;
}

/** @param script the built or bundled check-thread */
export async function runInThread(script: URL, notebook: ToRun, limits: ThreadLimits = threadLimits): Promise<Outcome> {
  const ending = await watch(script, { notebook, inspect: null }, limits);
  if (ending.runs !== null) return { type: 'ran', runs: ending.runs };
  const { progress, view } = ending;
  if (ending.reason !== 'stalled') return { type: 'ended', diagnostic: diagnostic('rule/hangs', where(ending)) };
  if (view !== null) {
    const text = `The view did not come back ${view.when}.`;
    return { type: 'ended', diagnostic: diagnostic('rule/hangs', text, { cell: view.cell, help: hangs }) };
  }
  if (progress === null) {
    const help = 'Look for a loop that never ends at the top level of a cell, or in the set-up of a scenario.';
    return { type: 'ended', diagnostic: diagnostic('rule/hangs', where(ending), { help }) };
  }
  const inspect = { scenario: progress.scenario, step: progress.step };
  const { next } = await watch(script, { notebook, inspect }, { ...limits, stallMs: Math.min(limits.stallMs, 3_000) });
  if (next === null) return { type: 'ended', diagnostic: diagnostic('rule/hangs', where(ending)) };
  const { rule, node, cell, range } = next.next;
  const text = `${rule} did not come back on ${node} at event ${next.step} of the scenario ${JSON.stringify(progress.scenario)}.`;
  return { type: 'ended', diagnostic: diagnostic('rule/hangs', text, { cell, range, help: hangs }) };
}

function where({ progress, text }: Ending): string {
  if (progress === null) return `${text} No scenario had started.`;
  const { scenario, step, now } = progress;
  return `${text} The scenario ${JSON.stringify(scenario)} had come to event ${step} at ${now} ms.`;
}

function watch(script: URL, task: ThreadTask, { stallMs, totalMs, memoryMb }: ThreadLimits): Promise<Ending> {
  return new Promise((resolve) => {
    const worker = new Worker(script, {
      workerData: task,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, stackSizeMb: 4 },
    });
    let progress: Ending['progress'] = null;
    let next: Ending['next'] = null;
    let view: Ending['view'] = null;
    const late = setTimeout(() => end('late', `The scenarios took more than ${totalMs / 1_000} s.`), totalMs);
    let stall = setTimeout(stalled, stallMs);

    worker.on('message', (message: ThreadMessage) => {
      clearTimeout(stall);
      if (message.type === 'done') return end('done', '', message.runs);
      if (message.type === 'progress') progress = message;
      else if (message.type === 'view') view = message.asked;
      else next = message;
      stall = setTimeout(stalled, stallMs);
    });
    worker.on('error', (error: Error) => end('crashed', `The thread ended: ${error.message}.`));
    worker.on('exit', () => end('crashed', 'The thread ended by itself.'));

    function stalled(): void {
      end('stalled', `A rule did not come back within ${stallMs / 1_000} s.`);
    }

    function end(reason: Ending['reason'], text: string, runs: Runs | null = null): void {
      clearTimeout(late);
      clearTimeout(stall);
      resolve({ reason, text, progress, next, view, runs });
      void worker.terminate();
    }
  });
}

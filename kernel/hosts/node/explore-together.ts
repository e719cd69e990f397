/** One exploration in several threads, which share one table of the worlds found: see `check/crew.ts`. */
import type { Worker } from 'node:worker_threads';
import { type Crew, createCrew, isInTrouble, progressOf, stopCrew } from '../../check/crew.ts';
import { mostShared } from '../../check/together.ts';
import { ended, startExploring } from './explore-alone.ts';
import type { ExploreOutcome, ExploreSurroundings } from './explore-outcome.ts';
import type { ExploreMessage, ExploreOrder } from './explore-thread.ts';
import type { ToRun } from './run-scenarios.ts';

type Part = Extract<ExploreMessage, { readonly type: 'done' }>;

/** Wall time between two looks at how far they have come. */
const lookMs = 100;

/**
 * `trouble`: one of them could not go on.
 * @param startedAt when the exploration began, alone: its time is counted from there
 */
export async function exploreTogether(
  notebook: ToRun,
  name: string,
  { script, title, workers, limits, onProgress, signal }: ExploreSurroundings,
  limitMs: number,
  startedAt: number,
): Promise<ExploreOutcome | 'trouble'> {
  const crew = createCrew(workers, mostShared);
  const threads = Array.from({ length: workers }, (_, member) =>
    startExploring(script, { notebook, name, limitMs, firstMs: 0, title, seat: { crew, member } }, limits),
  );
  const sinceStart = (): number => performance.now() - startedAt;
  const interrupt = (): void => stopCrew(crew);
  if (signal?.aborted === true) interrupt();
  signal?.addEventListener('abort', interrupt);
  const watch = watchCrew(crew, limits.stallMs, () => {
    onProgress({ name, ...progressOf(crew), ms: sinceStart() });
    if (sinceStart() >= limitMs) stopCrew(crew);
  });
  try {
    const parts = await Promise.race([Promise.all(threads.map(partOf)), watch.hung]);
    if (parts === 'hung') return 'trouble';
    if (isInTrouble(crew)) return 'trouble';
    const [first] = threads;
    if (first === undefined) throw new RangeError('a crew has at least one member');
    const explorations = parts.map(({ exploration }) => exploration);
    const exploration = await join(first, explorations);
    const counterexamples = exploration.violations.flatMap(({ property, path }) => {
      const whose = explorations.findIndex(({ violations }) =>
        violations.some((one) => one.property === property && one.path.join('\n') === path.join('\n')),
      );
      return parts[whose]?.counterexamples.find((one) => one.property === property) ?? [];
    });
    const isWhole = parts.every((part) => part.isWhole);
    return { type: 'explored', explored: { type: 'done', exploration, counterexamples, isWhole, ms: sinceStart() } };
  } catch (error) {
    if (error instanceof ThreadEnded) return ended(name, error.message);
    throw error;
  } finally {
    watch.end();
    signal?.removeEventListener('abort', interrupt);
    onProgress(null);
    for (const thread of threads) void thread.terminate();
  }
}

class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded';
}

function answerOf<T extends ExploreMessage['type']>(
  thread: Worker,
  type: T,
): Promise<Extract<ExploreMessage, { readonly type: T }>> {
  return new Promise((resolve, reject) => {
    thread.on('message', (message: ExploreMessage) => {
      if (isOf(message, type)) resolve(message);
    });
    thread.on('error', (error: Error) => reject(new ThreadEnded(`A thread ended: ${error.message}.`)));
    thread.on('exit', () => reject(new ThreadEnded('A thread ended by itself.')));
  });
}

function isOf<T extends ExploreMessage['type']>(
  message: ExploreMessage,
  type: T,
): message is Extract<ExploreMessage, { readonly type: T }> {
  return message.type === type;
}

function partOf(thread: Worker): Promise<Part> {
  return answerOf(thread, 'done');
}

async function join(thread: Worker, parts: readonly Part['exploration'][]): Promise<Part['exploration']> {
  const answer = answerOf(thread, 'joined');
  thread.postMessage({ type: 'join', parts } satisfies ExploreOrder);
  return (await answer).exploration;
}

/** Looks now and then; `hung` when for a while nobody got on. */
function watchCrew(
  crew: Crew,
  stallMs: number,
  look: () => void,
): { readonly hung: Promise<'hung'>; readonly end: () => void } {
  let timer: ReturnType<typeof setInterval> | null = null;
  const hung = new Promise<'hung'>((resolve) => {
    let last = '';
    let since = performance.now();
    timer = setInterval(() => {
      look();
      const now = JSON.stringify(progressOf(crew));
      if (now !== last) since = performance.now();
      last = now;
      if (performance.now() - since > stallMs) resolve('hung');
    }, lookMs);
  });
  return {
    hung,
    end: () => {
      if (timer !== null) clearInterval(timer);
    },
  };
}

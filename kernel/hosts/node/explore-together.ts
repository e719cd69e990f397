/** One exploration in several threads, which share one table of the worlds found: see `check/crew.ts`. */
import type { Worker } from 'node:worker_threads';
import { type Crew, createCrew, isInTrouble, progressOf, stopCrew } from '../../check/crew.ts';
import { mostShared } from '../../check/together.ts';
import { ended, startExploring } from './explore-alone.ts';
import type { ExploreOutcome, ExploreProgress, ExploreSurroundings } from './explore-outcome.ts';
import type { ExploreMessage, ExploreOrder } from './explore-thread.ts';
import type { ToRun } from './run-scenarios.ts';

type Told<T extends ExploreMessage['type']> = Extract<ExploreMessage, { readonly type: T }>;

/** Wall time between two looks at how far they have come. */
const lookMs = 100;

/**
 * `trouble`: one of them could not go on, or did not come back.
 * @param first explores already, and goes on with it while the others get ready
 * @param startedAt when it began
 */
export async function exploreTogether(
  first: Worker,
  notebook: ToRun,
  name: string,
  { script, title, workers, limitMs, limits, onProgress, signal }: ExploreSurroundings,
  startedAt: number,
): Promise<ExploreOutcome | 'trouble'> {
  const crew = createCrew(workers, mostShared);
  const task = { notebook, name, limitMs, sliceMs: 25, title, isHelper: true } as const;
  const helpers = Array.from({ length: workers - 1 }, () => startExploring(script, task, limits));
  const threads = [first, ...helpers];
  const interrupt = (): void => {
    order(first, { type: 'end' });
    stopCrew(crew);
  };
  if (signal?.aborted === true) interrupt();
  signal?.addEventListener('abort', interrupt);
  const watch = watchProgress(crew, first, limits.stallMs, (progress) =>
    onProgress({ name, ...progress, ms: performance.now() - startedAt }),
  );
  try {
    const outcome = await Promise.race([share(first, helpers, crew), watch.hung]);
    if (outcome === 'hung' || outcome === 'trouble') return 'trouble';
    return { type: 'explored', explored: { ...outcome, ms: performance.now() - startedAt } };
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

async function share(first: Worker, helpers: readonly Worker[], crew: Crew): Promise<Told<'done'> | 'trouble'> {
  const done = answerOf(first, 'done');
  const handed = answerOf(first, 'handed');
  const parts = [first, ...helpers].map((thread) => answerOf(thread, 'part'));
  const ready = Promise.all(helpers.map((thread) => answerOf(thread, 'ready')));
  // It may come to its end before the others are there.
  const begun = await Promise.race([done, ready]);
  if ('type' in begun) return begun;
  order(first, { type: 'share', crew });
  const answer = await Promise.race([done, handed]);
  if (answer.type === 'done') return answer;
  const { handover } = answer;
  if (handover === null) return done;
  helpers.forEach((thread, index) => order(thread, { type: 'help', crew, member: index + 1, handover }));
  const all = await Promise.all(parts);
  if (isInTrouble(crew)) return 'trouble';
  order(first, { type: 'join', parts: all.map(({ exploration }) => exploration) });
  return withAllWays(await done, all);
}

/** To what others found only they know the way, where one did not look for it again. */
function withAllWays(whole: Told<'done'>, parts: readonly Told<'part'>[]): Told<'done'> {
  const counterexamples = whole.exploration.violations.flatMap(({ property, path }) => {
    const own = whole.counterexamples.find((one) => one.property === property);
    const other = parts.find(({ exploration }) =>
      exploration.violations.some((one) => one.property === property && one.path.join('\n') === path.join('\n')),
    );
    return own ?? other?.counterexamples.find((one) => one.property === property) ?? [];
  });
  return { ...whole, counterexamples };
}

class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded';
}

function order(thread: Worker, what: ExploreOrder): void {
  thread.postMessage(what);
}

/** Rejects with ThreadEnded; whoever does not wait for it need not mind. */
function answerOf<T extends ExploreMessage['type']>(thread: Worker, type: T): Promise<Told<T>> {
  const answer = new Promise<Told<T>>((resolve, reject) => {
    thread.on('message', (message: ExploreMessage) => {
      if (isOf(message, type)) resolve(message);
    });
    thread.on('error', (error: Error) => reject(new ThreadEnded(`A thread ended: ${error.message}.`)));
    thread.on('exit', () => reject(new ThreadEnded('A thread ended by itself.')));
  });
  answer.catch(() => undefined);
  return answer;
}

function isOf<T extends ExploreMessage['type']>(message: ExploreMessage, type: T): message is Told<T> {
  return message.type === type;
}

/** Looks now and then; `hung` when for a while nobody got on. */
function watchProgress(
  crew: Crew,
  first: Worker,
  stallMs: number,
  tell: (progress: Pick<ExploreProgress, 'states' | 'transitions' | 'depth'>) => void,
): { readonly hung: Promise<'hung'>; readonly end: () => void } {
  let timer: ReturnType<typeof setInterval> | null = null;
  let since = performance.now();
  // Alone, before the others are there and when all is put together.
  first.on('message', (message: ExploreMessage) => {
    since = performance.now();
    if (message.type === 'progress') tell(message);
  });
  const hung = new Promise<'hung'>((resolve) => {
    let last = '';
    timer = setInterval(() => {
      const progress = progressOf(crew);
      const now = JSON.stringify(progress);
      if (now !== last) {
        since = performance.now();
        if (progress.states > 0) tell(progress);
      }
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

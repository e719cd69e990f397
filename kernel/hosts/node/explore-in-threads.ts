/**
 * Explores in threads, one exploration after the other, each with a limit of time. One thread begins; when there is much to do and it
 * can be shared, others come to help. A thread that shows no progress is ended; threads that are told to end give what they have found.
 */
import { exploreAlone } from './explore-alone.ts';
import type { ExploreOutcome, ExploreSurroundings } from './explore-outcome.ts';
import { exploreTogether } from './explore-together.ts';
import type { ToRun } from './run-scenarios.ts';

export async function exploreInThreads(
  notebook: ToRun,
  names: readonly string[],
  surroundings: ExploreSurroundings,
): Promise<readonly ExploreOutcome[]> {
  const outcomes: ExploreOutcome[] = [];
  for (const name of names) outcomes.push(await explore(notebook, name, surroundings));
  return outcomes;
}

async function explore(notebook: ToRun, name: string, surroundings: ExploreSurroundings): Promise<ExploreOutcome> {
  const { workers, aloneMs, limitMs } = surroundings;
  const startedAt = performance.now();
  const alone = await exploreAlone(notebook, name, surroundings, limitMs, workers > 1 ? aloneMs : null);
  if (alone.type !== 'share') return alone;
  const shared = await exploreTogether(alone.thread, notebook, name, surroundings, startedAt);
  // What one of them could not do, one alone tells best.
  if (shared !== 'trouble') return shared;
  const leftMs = Math.max(1, limitMs - (performance.now() - startedAt));
  const again = await exploreAlone(notebook, name, surroundings, leftMs, null);
  if (again.type === 'share') throw new Error('nobody asked for it to be shared');
  return again;
}

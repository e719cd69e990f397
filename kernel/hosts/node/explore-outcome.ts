/** What exploring in threads is given, and what comes of it. */
import type { Diagnostic } from '../../diagnostic.ts';
import type { ExploreMessage } from './explore-thread.ts';
import type { ThreadLimits } from './run-in-thread.ts';

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
  readonly workers: number;
  /** Wall time for each exploration. */
  readonly limitMs: number;
  /** Wall time after which the work is shared. */
  readonly aloneMs: number;
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

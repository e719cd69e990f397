/** What is known of one starred thing in one run. */
import type { Locator } from './matchers.ts';
import type { Run } from './run.ts';
import type { Tracker } from './tracker.ts';

export interface Trail {
  readonly locator: Locator;
  readonly tracker: Tracker;
  /** In words: how it is followed, and what cannot be known. */
  readonly told: string;
}

/** Of each run, by what is followed. */
export type Trails = WeakMap<Run, Map<string, Trail>>;

/** Where an exploration stands, whoever goes on with it: one explorer alone (`explore.ts`) or one of a crew (`share.ts`). */
import type { Diagnostic } from '../diagnostic.ts';
import type { Exercise, Exploration } from '../exploration.ts';
import type { PlannedProperty } from '../world/plan.ts';
import type { Explored } from './create-space.ts';
import type { Search, SearchLimits } from './search.ts';
import type { Telling } from './violations.ts';
import type { Way } from './way.ts';

export interface Course {
  verdict: Exploration['verdict'];
  limitedBy: Exploration['limitedBy'];
  readonly diagnostics: Diagnostic[];
  /** Each order of members is a state of its own. */
  orderMatters: boolean;
  /** Its bounds are met by several nodes together: see `sleep.ts`. */
  isEntangled: boolean;
  /** Null before it begins. */
  explored: Explored | null;
  /** Null until the worlds are found in which it begins. */
  search: Search | null;
  telling: Telling;
  /** Worlds that another one counts. */
  uncounted: number;
  /** Of the limit of time. */
  spentMs: number;
}

export function endAtLimit(course: Course, by: NonNullable<Course['limitedBy']>): void {
  course.verdict = 'limited';
  course.limitedBy = by;
}

/** What going on in a crew takes from the explorer that it is part of. */
export interface Core {
  readonly course: Course;
  readonly limits: SearchLimits;
  readonly expected: string | undefined;
  properties(): readonly PlannedProperty[];
  /** Finds the worlds in which it begins, if it has not; null when it cannot. */
  begin(): Search | null;
  /** A space in which nothing is known yet. */
  createExplored(): Explored;
  /** Whether the limit of time is over, of a stretch that began then. */
  isLate(startedAt: number): boolean;
  now(): number;
  fail(error: unknown): void;
  /** Says of the whole what is to be said. */
  conclude(violated: Exploration['violations'], states: number, exercise: Exercise): void;
  /** What was found so far. */
  exploration(): Exploration;
  /** One explorer that looks, from the beginning, for the violations of these alone, and ends when it has found them. */
  retell(properties: ReadonlySet<string>): Retelling;
}

export interface Retelling {
  advance(isSpent: () => boolean): Exploration;
  wayTo(property: string): Way | null;
}

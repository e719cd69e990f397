/** What is known of one starred thing in one run, and how to get to know more. */
import type { Birth, Carriers, Origin, Pattern } from '../star.ts';
import { createFinder, type Finding, followThing } from './lineage.ts';
import { equalTo, type Locator } from './matchers.ts';
import type { Run } from './run.ts';
import { createTracker, goOnTracking, type Tracker } from './tracker.ts';

export interface Trail {
  readonly locator: Locator;
  readonly tracker: Tracker;
  /** In words: how it is followed, and what cannot be known. */
  readonly told: string;
  readonly births: readonly Birth[];
  /** Goes on following, as far as the time given allows. True when it is where the run is. */
  advance(isSpent: () => boolean): boolean;
}

/** Of each run, by what is followed. */
export type Trails = WeakMap<Run, Map<string, Trail>>;

/** Of what is known as soon as it is seen. */
export function simpleTrail(locator: Locator, tracker: Tracker, told: string): Trail {
  return { locator, tracker, told, births: [], advance: (isSpent) => goOnTracking(tracker, isSpent) };
}

const nowhere: Carriers = { nodes: [], messages: [], timers: [] };

/** Nothing yet. */
const unknown: Locator = {
  enter: () => undefined,
  inState: () => 0,
  inBody: () => false,
  where: () => nowhere,
};

/** Of one thing: first it is found, then followed. What has no identity there is followed by its value. */
export function thingTrail(run: Run, origin: Origin, pattern: Pattern): Trail {
  let { edition } = run.columns;
  let find: ((isSpent: () => boolean) => Finding) | null = createFinder(run, origin, pattern);
  let [locator, told]: [Locator, string] = [unknown, ''];
  let births: readonly Birth[] = [];
  let tracker = createTracker(run, unknown);

  function follow(finding: Exclude<Finding, 'going on'>): void {
    locator = finding === null ? equalTo(pattern) : followThing(finding);
    told =
      finding === null
        ? 'What stood there then does not stand there in this history: it is followed by its value.'
        : finding.told;
    births = finding?.births ?? [];
    tracker = createTracker(run, locator);
  }

  return {
    get locator() {
      return locator;
    },
    get tracker() {
      return tracker;
    },
    get told() {
      return told;
    },
    get births() {
      return births;
    },
    advance(isSpent) {
      if (edition !== run.columns.edition) {
        // Events were taken back: perhaps the one in which it was starred.
        ({ edition } = run.columns);
        find = createFinder(run, origin, pattern);
      }
      if (find !== null) {
        const finding = find(isSpent);
        if (finding === 'going on') return false;
        find = null;
        follow(finding);
      }
      return !isSpent() && goOnTracking(tracker, isSpent);
    },
  };
}

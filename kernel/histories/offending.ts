/**
 * Which operations cannot be together. A response that cannot be explained is found by the search; what it clashes with is found by
 * asking the other way round: take away what an operation was told and when it ended, so that it may have happened at any time or not
 * at all. If what is left still cannot be explained, that operation has nothing to do with it. What remains in the end does.
 */
import { createLinearizer, type ObjectEvent, type Specification } from './linearize.ts';

/** Operations that are tried, nearest to the culprit first; the others stay as they are. */
const triedLimit = 64;
/** Steps of search for one question, and for all. */
const stepsPerQuestion = 10_000;
const stepsInAll = 200_000;

/** Numbers of calls, the culprit among them, ascending. `events`: up to the response that cannot be explained. */
export function offendingCalls(
  specification: Specification,
  events: readonly ObjectEvent[],
  culprit: number,
): readonly number[] {
  const freed = new Set<number>();
  let left = stepsInAll;

  /** True when it is certain that what is left cannot be explained. */
  function isStillWrong(more: readonly number[]): boolean {
    const linearizer = createLinearizer(specification);
    for (const event of events) {
      if (event.type !== 'invoke' && (freed.has(event.call) || more.includes(event.call))) continue;
      linearizer.push(event);
    }
    const found = linearizer.search(Math.min(left, stepsPerQuestion));
    left -= linearizer.steps;
    return found === 'violated';
  }

  /** Frees as many of them as can be, halving what cannot be freed together. */
  function free(calls: readonly number[]): void {
    if (calls.length === 0 || left <= 0) return;
    if (isStillWrong(calls)) {
      for (const call of calls) freed.add(call);
    } else if (calls.length > 1) {
      const middle = calls.length >> 1;
      free(calls.slice(middle));
      free(calls.slice(0, middle));
    }
  }

  const answered = events.flatMap((event) => (event.type === 'invoke' || event.call === culprit ? [] : [event.call]));
  const tried = answered.slice(-triedLimit).toReversed();
  free(tried);
  return [...tried.filter((call) => !freed.has(call)), culprit].toSorted((a, b) => a - b);
}

/** What is said of other seeds. */
import { type OverSeeds, seedCount } from '../model/over-seeds.ts';

/** How far they are, or why they are no further. */
export function seedsText({ done, failure }: Pick<OverSeeds, 'done' | 'failure'>): string {
  const far = done === seedCount ? `${done} seeds` : `${done} of ${seedCount} seeds`;
  return failure === '' ? far : `${far}: ${failure}`;
}

/**
 * A sentence for each property that seeds violate, and one when a rule throws.
 * @param now virtual ms: what is violated later is not told yet
 */
export function violationTexts({ done, bands, violations, stopped, isOld }: OverSeeds, now: number): readonly string[] {
  // Until there are new ones, those of the program before are shown pale, and nothing is said of them.
  if (isOld || (done === 0 && bands.length === 0)) return [];
  const told = violations.flatMap(({ property, times }) => {
    const count = times.filter((time) => time === null || time <= now).length;
    return count === 0 ? [] : [`${count} of ${done} seeds ${count === 1 ? 'violates' : 'violate'} ${property}`];
  });
  return stopped === 0
    ? told
    : [...told, `${stopped} of ${done} seeds ${stopped === 1 ? 'stops' : 'stop'} at an error of a rule`];
}

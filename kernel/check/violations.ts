/** What was found, as it is told: each violation with the shortest way there. */
import type { Exploration, Violation } from '../exploration.ts';
import { wrongOf } from '../world/monitor.ts';
import type { PlannedProperty } from '../world/plan.ts';
import type { Explored } from './create-space.ts';
import type { Finding } from './judge.ts';
import type { BrokenPromise } from './never-comes.ts';
import { wayTo } from './way.ts';

/** Each finding is worked out once. */
export interface Telling {
  readonly told: Map<Finding, Violation>;
}

export function createTelling(): Telling {
  return { told: new Map() };
}

/** Throws when a way cannot be gone again. */
export function violationsOf(
  { told }: Telling,
  explored: Explored,
  properties: readonly PlannedProperty[],
  broken: readonly BrokenPromise[],
): readonly Violation[] {
  const { space, starts, findings, base } = explored;
  const found = findings.violations.map((finding): Violation => {
    const known = told.get(finding);
    if (known !== undefined) return known;
    const { steps } = wayTo(space, starts, finding.from, finding.number, base);
    const text = textAt(explored, properties, finding, steps.at(-1)?.words);
    const violation = { property: finding.property, text, path: steps.map((step) => step.text), loop: null };
    told.set(finding, violation);
    return violation;
  });
  return [...found, ...broken.map(({ property, text, path, loop }) => ({ property, text, path, loop }))];
}

/** Under symmetry what a property said was of other nodes than those on the way. */
function textAt(
  { space, show }: Explored,
  properties: readonly PlannedProperty[],
  finding: Finding,
  words: Int32Array | undefined,
): string {
  const property = properties.find(({ name }) => name === finding.property);
  if (space.symmetry === null || words === undefined || property?.form !== 'always') return finding.text;
  return wrongOf(property.holds(show(words)), property) ?? finding.text;
}

/** Which of the violations comes first, and whether it is meant. `expected`: what is to be violated, if anything. */
export function foremost(
  violations: readonly Violation[],
  expected: string | undefined,
): Pick<Exploration, 'violations' | 'path' | 'loop' | 'violated' | 'isExpected'> {
  const isExpected = ({ property }: Violation): boolean => property === expected;
  const first = violations.find((violation) => !isExpected(violation)) ?? violations[0] ?? null;
  return {
    violations,
    path: first?.path ?? [],
    loop: first?.loop ?? null,
    violated: first === null ? null : { property: first.property, text: first.text },
    isExpected: violations.length > 0 && violations.every(isExpected),
  };
}

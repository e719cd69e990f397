/** What several can explore together, and how the parts that all have found are put together. */
import type { Exercise, Exploration, Violation } from '../exploration.ts';
import type { ExploreOptions } from '../program/language.ts';
import type { PlannedProperty } from '../world/plan.ts';
import { isPromised } from './truths.ts';

/** Worlds for which there is room in what several share. */
export const mostShared = 20_000_000;

/** Whether an exploration can be shared: not where worlds are kept in full, ways and not worlds matter, or it ends in the middle of a depth. */
export function canBeShared(options: ExploreOptions, properties: readonly PlannedProperty[]): boolean {
  return (
    options.exact !== true &&
    options.stop !== 'first' &&
    (options.limits?.states ?? 0) <= mostShared &&
    (options.symmetry?.length ?? 0) === 0 &&
    !properties.some(isPromised)
  );
}

/** Put together, without what is said of the whole. `properties`: in the order in which they are told. */
export function together(parts: readonly Exploration[], properties: readonly PlannedProperty[]): Exploration {
  const [first] = parts;
  if (first === undefined) throw new RangeError('there are no parts');
  const sum = (of: (part: Exploration) => number): number => parts.reduce((all, part) => all + of(part), 0);
  const states = sum((part) => part.states);
  const verdicts = new Set(parts.map(({ verdict }) => verdict));
  return {
    ...first,
    states,
    transitions: sum((part) => part.transitions),
    depth: Math.max(...parts.map(({ depth }) => depth)),
    waiting: sum((part) => part.waiting),
    rests: sum((part) => part.rests),
    collisions: (states * states) / 2 ** 65,
    verdict: (['error', 'limited', 'violated'] as const).find((verdict) => verdicts.has(verdict)) ?? 'holds',
    violations: shortest(parts.flatMap(({ violations }) => violations)),
    witnessed: properties.map(({ name }) => name).filter((name) => parts.some((part) => part.witnessed.includes(name))),
    limitedBy: parts.find(({ limitedBy }) => limitedBy !== null)?.limitedBy ?? null,
    exercise: exerciseTogether(parts.map(({ exercise }) => exercise)),
  };
}

/** Of each property one, in the order in which one explorer would have found them. */
function shortest(all: readonly Violation[]): readonly Violation[] {
  const best = new Map<string, Violation>();
  for (const one of all) {
    const known = best.get(one.property);
    if (known === undefined || isBefore(one, known)) best.set(one.property, one);
  }
  return [...best.values()].toSorted((a, b) => a.path.length - b.path.length);
}

function isBefore(a: Violation, b: Violation): boolean {
  return a.path.length !== b.path.length ? a.path.length < b.path.length : a.path.join('\n') < b.path.join('\n');
}

function exerciseTogether(all: readonly Exercise[]): Exercise {
  const [first] = all as readonly [Exercise];
  const sum = (of: (one: Exercise) => number): number => all.reduce((total, one) => total + of(one), 0);
  return {
    rules: first.rules.map((use, index) => ({
      ...use,
      times: sum(({ rules }) => rules[index]?.times ?? 0),
      ways: Math.max(...all.map(({ rules }) => rules[index]?.ways ?? 1)),
    })),
    faults: {
      crash: sum(({ faults }) => faults.crash),
      restart: sum(({ faults }) => faults.restart),
      drop: sum(({ faults }) => faults.drop),
      duplicate: sum(({ faults }) => faults.duplicate),
    },
    actions: first.actions.map((action, index) => ({
      ...action,
      times: sum(({ actions }) => actions[index]?.times ?? 0),
    })),
  };
}

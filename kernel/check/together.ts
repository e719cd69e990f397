/** What one explorer of a crew does besides exploring, and how the parts that all have found are put together. */
import type { Exercise, Exploration, Violation } from '../exploration.ts';
import type { ExploreOptions } from '../program/language.ts';
import type { PlannedProperty } from '../world/plan.ts';
import type { Explored } from './create-space.ts';
import type { Seat } from './crew.ts';
import { OutcomeWord, outcomeWords } from './memo.ts';
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

/** Puts every fingerprint that was found where others see it. */
export function showSeen({ space }: Explored): (put: (a: number, b: number) => void) => void {
  return (put) => {
    const { table } = space.seen;
    for (let at = 0; at < table.length; at += 2) {
      const [a, b] = [table[at] as number, table[at + 1] as number];
      if (a !== 0 || b !== 0) put(a, b);
    }
  };
}

/** From now on the table is the crew's. */
export function useTable({ space }: Explored, seat: Seat): void {
  const { table } = seat;
  if (table === null) return;
  space.seen.table = table;
  space.seen.mask = table.length / 2 - 1;
}

/** What all have done alike is counted once: by the first of them. Returns the worlds that are not to be counted. */
export function forgetCounts({ space, besides }: Explored, { member }: Seat): number {
  if (member === 0) return 0;
  const { outcomes } = space.memo;
  for (let at = OutcomeWord.hits; at < outcomes.length; at += outcomeWords) outcomes.data[at] = 0;
  space.moves.fill(0);
  space.rests = 0;
  space.transitions = 0;
  space.seen.size = 0;
  besides.rules.clear();
  for (const action of besides.actions) action.times = 0;
  return space.states;
}

/** Put together, without what is said of the whole. */
export function together(parts: readonly Exploration[]): Exploration {
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
    witnessed: [...new Set(parts.flatMap(({ witnessed }) => witnessed))],
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

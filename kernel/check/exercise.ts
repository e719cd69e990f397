/**
 * What an exploration has tried: firings of rules, ways through `choose`, faults, actions of the scenario. That nothing was violated
 * says nothing of a rule that never fired, nor of a property that looked at things which never changed.
 */
import { type Exercise, noExercise, type RuleUse } from '../exploration.ts';
import type { Program } from '../program/program.ts';
import type { PlannedAction } from '../world/plan.ts';
import { EventKind, type Pending } from '../world/queue.ts';
import type { World } from '../world/world.ts';
import type { Explored } from './create-space.ts';
import { intAt } from './ints.ts';
import { GroupKind, GroupWord, groupWords, OutcomeWord, outcomeWords } from './memo.ts';
import { Move } from './space.ts';

/** What is taken on real worlds, and so is not in the memo: the starts, and the scenario's actions. */
export interface TakenBesides {
  /** Firings by number of the rule. */
  readonly rules: Map<number, number>;
  /** The actions of the scenario in their order. */
  readonly actions: { readonly name: string; times: number }[];
  fire(rule: number): void;
  act(record: Pending): void;
}

export function createTaken(world: Pick<World, 'heap'>): TakenBesides {
  const planned = world.heap
    .filter(({ kind }) => kind === EventKind.action)
    .toSorted((a, b) => a.at - b.at || a.order - b.order)
    .map(({ payload }) => payload as PlannedAction);
  const actions = planned.map(({ at, name }) => ({ name: name === '' ? `at ${at} ms` : name, times: 0 }));
  const rules = new Map<number, number>();
  return {
    rules,
    actions,
    fire: (rule) => {
      if (rule >= 0) rules.set(rule, (rules.get(rule) ?? 0) + 1);
    },
    act: ({ payload }) => {
      const action = actions[planned.indexOf(payload as PlannedAction)];
      if (action !== undefined) action.times += 1;
    },
  };
}

export function exerciseOf(program: Program, explored: Explored | null): Exercise {
  if (explored === null) return noExercise;
  const { space, base, besides } = explored;
  const { memo, moves } = space;
  const times = new Map(besides.rules);
  const ways = new Map<number, number>();
  const byKind = Object.values(GroupKind).map(() => 0);
  const groups = memo.groups.length / groupWords;
  for (let group = 0; group < groups; group++) {
    const word = (which: number): number => intAt(memo.groups, group * groupWords + which);
    const [first, count, kind] = [word(GroupWord.first), word(GroupWord.count), word(GroupWord.kind)];
    for (let outcome = first; outcome < first + count; outcome++) {
      const hits = intAt(memo.outcomes, outcome * outcomeWords + OutcomeWord.hits);
      byKind[kind] = (byKind[kind] ?? 0) + hits;
      if (hits === 0) continue;
      for (const rule of memo.rules[outcome] ?? []) {
        times.set(rule, (times.get(rule) ?? 0) + hits);
        ways.set(rule, Math.max(ways.get(rule) ?? 1, count));
      }
    }
  }
  const kinds = new Set(base.nodes.map(({ kind }) => kind));
  const numbers = new Map(base.names.list.map((name, number) => [name, number]));
  return {
    rules: [...program.rules.values()]
      .filter(({ kind }) => kinds.has(kind))
      .map(({ id, place }): RuleUse => {
        const number = numbers.get(id) ?? -1;
        const { cell, range } = place;
        return { rule: id, cell, range, times: times.get(number) ?? 0, ways: ways.get(number) ?? 1 };
      }),
    faults: {
      crash: byKind[GroupKind.crash] ?? 0,
      restart: byKind[GroupKind.restart] ?? 0,
      drop: moves[Move.lost] ?? 0,
      duplicate: moves[Move.twice] ?? 0,
    },
    actions: besides.actions.map((action) => ({ ...action })),
  };
}

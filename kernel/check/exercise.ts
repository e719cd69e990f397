/**
 * What an exploration has tried: firings of rules, ways through `choose`, faults, actions of the scenario. That nothing was violated
 * says nothing of a rule that never fired, nor of a property that looked at things which never changed.
 */
import { type Exercise, noExercise, type RuleUse } from '../exploration.ts';
import type { Program } from '../program/program.ts';
import type { Explored } from './create-space.ts';
import { intAt } from './ints.ts';
import { GroupKind, GroupWord, groupWords, OutcomeWord, outcomeWords } from './memo.ts';
import { Move } from './space.ts';

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
    const slept = word(GroupWord.slept);
    for (let outcome = first; outcome < first + count; outcome++) {
      const hits = slept + intAt(memo.outcomes, outcome * outcomeWords + OutcomeWord.hits);
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

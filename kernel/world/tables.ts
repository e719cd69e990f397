/** Rules, laid out for the step function: an array lookup by message number instead of a map of names. */
import type { Kind, Program, Rule, RuleOf } from '../program/program.ts';
import type { Names } from './names.ts';
import type { KindTable, RuleSlot } from './world.ts';

export function tablesOf(program: Program, names: Names): ReadonlyMap<string, KindTable> {
  return new Map([...program.kinds].map(([name, kind]) => [name, tableOf(kind, names)]));
}

function tableOf(kind: Kind, names: Names): KindTable {
  const on: (RuleSlot<RuleOf<'on'>> | undefined)[] = [];
  for (const [message, rule] of kind.on) on[names.of(message)] = slotOf(rule, names);
  return {
    name: kind.name,
    start: kind.start === null ? null : slotOf(kind.start, names),
    on,
    when: kind.when.map((rule) => slotOf(rule, names)),
    may: kind.may.map((rule) => slotOf(rule, names)),
  };
}

function slotOf<R extends Rule>(rule: R, names: Names): RuleSlot<R> {
  const number = names.of(rule.id);
  return { rule, number, hash: names.hash(number) };
}

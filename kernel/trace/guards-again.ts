/**
 * Where guards of another program would have answered otherwise. The trace does not hold what guards answered, so the run is run
 * again in silence, and wherever a guard is asked the new one is asked too. That costs about as much as the events themselves
 * without their rows, checkpoints and properties; it ends at the first answer that differs, and at a limit.
 */
import type { Guard } from '../program/declaration.ts';
import type { Program, RuleOf } from '../program/program.ts';
import { restore } from '../world/snapshot.ts';
import { createMachine, type Machine, turn } from '../world/step.ts';
import type { KindTable, RuleSlot, World } from '../world/world.ts';
import { type Run, worldOf } from './run.ts';

/** Events that are run again to look: some tens of milliseconds. */
const eventLimit = 50_000;

/**
 * A row before which no answer differs: the one to run again from.
 * @param guards those that may answer otherwise, by id of their rule; a rule that is new is one that never held
 * @param first a row from which on history is run again anyway
 */
export function firstOtherAnswer(
  run: Run,
  program: Program,
  guards: ReadonlyMap<string, Guard>,
  first: number,
): number {
  // What the reader did happens in no turn: each stretch begins after it.
  const starts = run.checkpoints.list.filter(({ isOutside }) => isOutside);
  for (const [index, { snapshot }] of starts.entries()) {
    const end = starts[index + 1]?.snapshot.turn ?? worldOf(run).turn;
    const machine = createMachine(restore(snapshot));
    const { world } = machine;
    let differs = false;
    if (!askBoth(machine, program, guards, () => (differs = true))) differs = true;
    while (!differs && world.turn < end && world.step <= first && world.step < eventLimit) {
      const before = world.turn;
      turn(machine, Number.POSITIVE_INFINITY);
      // Cannot be: it was run before.
      if (world.turn === before) differs = true;
    }
    if (world.step > first) return first;
    // The turn that asked made an event, which is the one; or it made none, and then a checkpoint may lie between it and the
    // event before, which is run again too.
    if (differs || world.step >= eventLimit) return Math.min(first, Math.max(0, world.step - 1));
  }
  return first;
}

/** Puts guards into a machine that ask both and answer as the old one. False when it knows no such rules. */
function askBoth(machine: Machine, program: Program, guards: ReadonlyMap<string, Guard>, differs: () => void): boolean {
  const { world } = machine;
  const tables = new Map(world.tables);
  for (const [name, table] of world.tables) {
    const kind = program.kinds.get(name);
    if (kind === undefined) continue;
    const when = whenOf(world, table, kind.when);
    if ([...kind.when, ...kind.may].some(({ id }) => guards.has(id) && !isIn(id, when) && !isIn(id, table.may)))
      return false;
    const both = <R extends RuleOf<'when' | 'may'>>(slot: RuleSlot<R>): RuleSlot<R> => {
      const guard = guards.get(slot.rule.id);
      return guard === undefined
        ? slot
        : { ...slot, rule: { ...slot.rule, guard: bothGuards(machine, slot.rule.guard, guard, differs) } };
    };
    tables.set(name, { ...table, when: when.map(both), may: table.may.map(both) });
  }
  world.tables = tables;
  for (const node of world.nodes) node.table = tables.get(node.kind) ?? node.table;
  return true;
}

const isIn = (id: string, slots: readonly RuleSlot[]): boolean => slots.some(({ rule }) => rule.id === id);
const never: Guard = () => false;

/** In the order of the new program, with those that are new to it; those that are gone from it after the others. */
function whenOf(world: World, { when }: KindTable, wanted: readonly RuleOf<'when'>[]): RuleSlot<RuleOf<'when'>>[] {
  const slots = wanted.map((rule): RuleSlot<RuleOf<'when'>> => {
    const number = world.names.of(rule.id);
    const slot = when.find((old) => old.number === number);
    return slot ?? { rule: { ...rule, guard: never }, number, hash: world.names.hash(number) };
  });
  return [...slots, ...when.filter(({ number }) => !slots.some((slot) => slot.number === number))];
}

/** Answers as the old one. Whether a guard reads the clock counts too: one that does keeps a run from coming to rest. */
function bothGuards({ context: { hand } }: Machine, old: Guard, guard: Guard, differs: () => void): Guard {
  return (state, ctx) => {
    const reader = hand.clockReader;
    hand.clockReader = null;
    const answer = old(state, ctx);
    const readBy = hand.clockReader;
    hand.clockReader = null;
    try {
      const isSame = (guard(state, ctx) === true) === (answer === true);
      if (!isSame || (hand.clockReader === null) !== (readBy === null)) differs();
    } catch {
      differs();
    }
    hand.clockReader = readBy ?? reader;
    return answer;
  };
}

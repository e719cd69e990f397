/** Puts the rules of a probed program in the place of their own in a copy of a world. */
import type { RuleBody, State } from '../program/declaration.ts';
import type { Program, Rule } from '../program/program.ts';
import type { Plan, PlannedAction } from '../world/plan.ts';
import { EventKind, type Pending } from '../world/queue.ts';
import type { Machine } from '../world/step.ts';
import type { KindTable, RuleSlot, World } from '../world/world.ts';

/** Told before a rule's guard or body, or an action, is called. `state`: what it is given as that. */
export interface Calls {
  guard(rule: string, state: State): void;
  held(rule: string, holds: boolean): void;
  body(rule: string, state: State): void;
  action(acts: object): void;
}

/**
 * Rules that the probed program has with other content, or not at all, stay as they are.
 * @returns those, by id
 */
export function installProbes({ world }: Machine, program: Program, calls: Calls): readonly string[] {
  const tables = new Map<string, KindTable>();
  const left: string[] = [];
  for (const [name, table] of world.tables) {
    const probed = <R extends Rule>(slot: RuleSlot<R>): RuleSlot<R> => {
      const found = program.rules.get(slot.rule.id);
      if (found === undefined || found.form !== slot.rule.form || found.content !== slot.rule.content) {
        left.push(slot.rule.id);
        return slot;
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has the same form
      return { ...slot, rule: told(found, calls) as R };
    };
    tables.set(name, {
      ...table,
      start: table.start === null ? null : probed(table.start),
      on: table.on.map((slot) => (slot === undefined ? undefined : probed(slot))),
      when: table.when.map(probed),
      may: table.may.map(probed),
    });
  }
  world.tables = tables;
  for (const node of world.nodes) node.table = tables.get(node.kind) ?? node.table;
  return left;
}

function told(rule: Rule, calls: Calls): Rule {
  const { id } = rule;
  switch (rule.form) {
    case 'on':
      return {
        ...rule,
        run(state, message, ctx) {
          calls.body(id, state);
          return rule.run(state, message, ctx);
        },
      };
    case 'start':
      return { ...rule, run: bodyOf(rule.run) };
    default:
      return {
        ...rule,
        run: bodyOf(rule.run),
        guard(state, ctx) {
          calls.guard(id, state);
          const answer = rule.guard(state, ctx);
          calls.held(id, answer === true);
          return answer;
        },
      };
  }
  function bodyOf(run: RuleBody): RuleBody {
    return (state, ctx) => {
      calls.body(id, state);
      return run(state, ctx);
    };
  }
}

/** The timed actions that are still to come, as the probed scenario has them. `plan`: made by it. */
export function installActions(world: World, plan: Plan, calls: Calls): void {
  if (plan.content !== world.plan.content) return;
  world.heap = world.heap.map((record): Pending => {
    if (record.kind !== EventKind.action) return record;
    const index = world.plan.actions.findIndex((one) => one === record.payload);
    const action = plan.actions[index];
    if (action === undefined || !('run' in action)) return record;
    const { run } = action;
    const payload: PlannedAction = {
      ...action,
      run(acts) {
        calls.action(acts);
        return run(acts);
      },
    };
    return { ...record, payload };
  });
}

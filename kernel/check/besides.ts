/** What is taken on real worlds, and so is not in the memo: the starts, and the scenario's actions. */
import type { PlannedAction } from '../world/plan.ts';
import { EventKind, type Pending } from '../world/queue.ts';
import type { World } from '../world/world.ts';

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

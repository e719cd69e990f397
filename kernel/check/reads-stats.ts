/**
 * Stats are not part of what is explored: a rule is run once for each state and message, however often it is met. So a property
 * that reads them is left out. Which do is found by asking each once, of the nodes as the scenario adds them.
 */
import { callTurns, grant } from '../program/budget.ts';
import type { Plan, PlannedProperty } from '../world/plan.ts';
import { createView } from '../world/view.ts';

export function readsStats(property: PlannedProperty, { nodes }: Pick<Plan, 'nodes'>): boolean {
  let reads = false;
  const view = createView({
    now: 0,
    nodes: nodes.map((node) => ({ ...node, alive: true })),
    messages: () => [],
    isCut: () => false,
    stat: () => {
      reads = true;
      return 0;
    },
  });
  grant(callTurns);
  try {
    if (property.form === 'step') property.holds(view, view);
    else if ('holds' in property) {
      if (property.form === 'leadsTo') property.whenever(view);
      property.holds(view);
    }
  } catch {
    // It is asked again, where what it throws is told.
  }
  return reads;
}

/** Looks for events in the trace. */
import { valueAt } from './columns.ts';
import { type Run, worldOf } from './run.ts';

/**
 * The nearest event after (1) or before (−1) the moment after `step` events, of a node or a rule (null: any).
 * @returns the moment right after it, as a number of events; null when there is none
 */
export function findEvent(run: Run, step: number, by: 1 | -1, node: string | null, rule: string | null): number | null {
  const { columns } = run;
  const { names, byId } = worldOf(run);
  const wantedNode = node === null ? null : (byId.get(node)?.index ?? -2);
  const wantedRule = rule === null ? null : names.find(rule);
  if (wantedRule === -1) return null;
  // The event that led to the moment shown is not meant.
  for (let row = by === 1 ? step : step - 2; row >= 0 && row < columns.length; row += by) {
    if (wantedNode !== null && valueAt(columns, 'node', row) !== wantedNode) continue;
    if (wantedRule !== null && valueAt(columns, 'rule', row) !== wantedRule) continue;
    return row + 1;
  }
  return null;
}

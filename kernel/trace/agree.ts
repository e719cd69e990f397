/** Whether an event that was run again is the one that the trace has. */
import type { LastEvent } from '../world/world.ts';
import { type Columns, valueAt } from './columns.ts';

export function columnsAgree(
  columns: Columns,
  row: number,
  { kind, node, rule, type, from, cause }: LastEvent,
): boolean {
  return (
    valueAt(columns, 'kind', row) === kind &&
    valueAt(columns, 'node', row) === node &&
    valueAt(columns, 'rule', row) === rule &&
    valueAt(columns, 'type', row) === type &&
    valueAt(columns, 'from', row) === from &&
    valueAt(columns, 'cause', row) === cause
  );
}

/** A row of the trace in names. */
import type { LogRow } from '../protocol.ts';
import { EventKind, eventKindNames } from '../world/queue.ts';
import { millis } from '../world/world.ts';
import { valueAt } from './columns.ts';
import { type Run, worldOf } from './run.ts';

export function rowOf(run: Run, row: number): LogRow {
  const { columns } = run;
  const { names, nodes } = worldOf(run);
  const nameOf = (number: number): string => names.list[number] ?? '';
  const kind = valueAt(columns, 'kind', row);
  const type = nameOf(valueAt(columns, 'type', row));
  const from = nodes[valueAt(columns, 'from', row)]?.id ?? '';
  const kindName = eventKindNames[kind] ?? '';
  return {
    step: row,
    time: millis(valueAt(columns, 'time', row)),
    kind: kindName,
    node: nodes[valueAt(columns, 'node', row)]?.id ?? '',
    rule: nameOf(valueAt(columns, 'rule', row)),
    text: kind === EventKind.deliver || kind === EventKind.drop ? `${type}${from === '' ? '' : ` from ${from}`}` : type,
  };
}

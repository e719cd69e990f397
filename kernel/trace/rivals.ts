/** How many messages were on their way to a node when another one arrived there: where in a log it is worth forking a race. */
import { EventKind } from '../world/queue.ts';
import { type Columns, scan } from './columns.ts';
import { type Run, worldOf } from './run.ts';

/** Events after the last row that are looked at for messages that were on their way. */
const lookAhead = 1_000;
/** More are not counted. */
const countLimit = 9;

/** Counts for arrivals among the rows of [from, to). */
export function rivalCounts(run: Run, from: number, to: number): (row: number) => number {
  const { columns } = run;
  const end = Math.min(columns.length, to + lookAhead);
  const arrivals = arrivalsIn(columns, from, end);
  // What has not arrived by the tip is on its way still.
  if (end === columns.length)
    for (const { kind, node, cause } of worldOf(run).heap)
      if (kind === EventKind.deliver) listed(arrivals, node).push({ row: Number.POSITIVE_INFINITY, cause });
  const nodeOf = new Map<number, number>();
  for (const [node, list] of arrivals) for (const { row } of list) nodeOf.set(row, node);
  return (row) => {
    const list = arrivals.get(nodeOf.get(row) ?? -1) ?? [];
    let count = 0;
    for (const other of list) if (other.row > row && other.cause < row && ++count === countLimit) break;
    return count;
  };
}

interface Arrival {
  readonly row: number;
  readonly cause: number;
}

function arrivalsIn(columns: Columns, from: number, to: number): Map<number, Arrival[]> {
  const arrivals = new Map<number, Arrival[]>();
  scan(columns, from, to, ({ kind, node, cause }, first, last, base) => {
    for (let i = first; i < last; i++)
      if (kind[i] === EventKind.deliver)
        listed(arrivals, node[i] as number).push({ row: base + i, cause: cause[i] as number });
  });
  return arrivals;
}

function listed(arrivals: Map<number, Arrival[]>, node: number): Arrival[] {
  const list = arrivals.get(node) ?? [];
  arrivals.set(node, list);
  return list;
}

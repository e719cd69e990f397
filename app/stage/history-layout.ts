/**
 * Places the operations of a history on a page: clients as lanes, time from left to right. A label stands in its bar where it fits,
 * else beside it. Within a lane rows are opened so that nothing covers anything.
 */
import type { ChartedOperation, HistoryChart } from '../../kernel/findings.ts';

export interface PlacedOperation {
  readonly operation: ChartedOperation;
  /** px from the left of the plot. */
  readonly x: number;
  readonly width: number;
  readonly label: string;
  readonly labelAt: 'inside' | 'after' | 'before';
  /** Row within its lane, from 0. */
  readonly row: number;
  /** When it ended, or whether it took effect, nobody knows. */
  readonly isOpen: boolean;
}

export interface Lane {
  readonly node: string;
  readonly rows: number;
  readonly operations: readonly PlacedOperation[];
}

export interface HistoryLayout {
  readonly from: number;
  readonly to: number;
  readonly lanes: readonly Lane[];
}

/** Narrower bars could not be hit. */
const leastWidth = 6;
/** Between a bar's end and its label, and between one label and the next bar. */
const gap = 5;

/**
 * @param width px of the plot
 * @param measure px that a label takes
 */
export function layoutHistory(
  { operations }: HistoryChart,
  width: number,
  measure: (text: string) => number,
): HistoryLayout {
  const from = Math.min(...operations.map(({ invoked }) => invoked.time));
  const to = Math.max(from + 0.001, ...operations.map(({ invoked, ended }) => ended?.time ?? invoked.time));
  const nodes = [...new Set(operations.map(({ node }) => node))].toSorted(byName);
  const xOf = (time: number): number => ((time - from) / (to - from)) * width;
  const lanes = nodes.map((node): Lane => {
    const ends: number[] = [];
    const placed = operations
      .filter((operation) => operation.node === node)
      .map((operation) => place(operation, xOf, width, measure, ends));
    return { node, rows: ends.length, operations: placed };
  });
  return { from, to, lanes };
}

/** @param ends px at which each row is free; written to */
function place(
  operation: ChartedOperation,
  xOf: (time: number) => number,
  width: number,
  measure: (text: string) => number,
  ends: number[],
): PlacedOperation {
  const { invoked, ended, outcome } = operation;
  const isOpen = ended === null || outcome === 'unknown';
  const wide = (isOpen ? width : xOf(ended.time)) - xOf(invoked.time);
  const barWidth = Math.min(width, Math.max(leastWidth, wide));
  const x = Math.min(xOf(invoked.time), width - barWidth);
  const label = labelOf(operation);
  const needed = measure(label) + 2 * gap;
  const fitsAfter = x + barWidth + needed <= width;
  const labelAt = needed <= barWidth ? 'inside' : fitsAfter || x < needed ? 'after' : 'before';
  const start = labelAt === 'before' ? x - needed : x;
  const end = labelAt === 'after' ? x + barWidth + needed : x + barWidth;
  const free = ends.findIndex((taken) => taken <= start);
  const row = free < 0 ? ends.length : free;
  ends[row] = end + gap;
  return { operation, x, width: barWidth, label, labelAt, row, isOpen };
}

/** A transaction by its number, as the links name it. */
export function labelOf({ id, text, isCulprit, isOffending }: ChartedOperation): string {
  const short = text.startsWith('transaction') ? `T${id}${text.slice('transaction'.length)}` : text;
  // Colour is not the only sign.
  return isCulprit ? `✗ ${short}` : isOffending ? `! ${short}` : short;
}

/** `c2` before `c10`. */
function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

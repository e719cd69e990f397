/**
 * A chart of operations as text: a row for each, time from left to right.
 *
 * ```
 *    120 ms                          184 ms
 *    c1  ├────── write x 1 ──────┤
 * ✗  c3            ├─ read x → 0 ─┤
 * ```
 */
import type { ChartedOperation, HistoryChart } from '../findings.ts';

/** Columns of the time axis. */
const axis = 48;

/** Lines without indentation. */
export function chartText({ operations, links, possible }: HistoryChart): readonly string[] {
  if (operations.length === 0) return [];
  const from = Math.min(...operations.map(({ invoked }) => invoked.time));
  const to = Math.max(from + 0.001, ...operations.map(({ invoked, ended }) => ended?.time ?? invoked.time));
  const names = Math.max(...operations.map(({ node }) => node.length));
  const column = (time: number): number => Math.round(((time - from) / (to - from)) * (axis - 1));
  const head = `${time(from)}${time(to).padStart(Math.max(1, axis - time(from).length))}`;
  const rows = operations.map((operation) => {
    const mark = operation.isCulprit ? '✗' : operation.isOffending ? '!' : ' ';
    return `${mark}  ${operation.node.padEnd(names)}  ${barText(operation, column)}`.trimEnd();
  });
  const told = possible.length === 0 ? [] : [`   could have been told: ${possible.join(', ')}`];
  return [
    `   ${' '.repeat(names)}  ${head}`,
    ...rows,
    ...told,
    ...links.map(({ from, to, text }) => `   T${from} ${text} T${to}`),
  ];
}

/** Its bar, with what it is within it where that fits, else after it. An open end: nobody knows when, or whether. */
function barText({ id, invoked, ended, outcome, text }: ChartedOperation, column: (time: number) => number): string {
  const isOpen = ended === null || outcome === 'unknown';
  const start = column(invoked.time);
  const end = isOpen ? axis - 1 : Math.max(start + 1, column(ended.time));
  const label = text.startsWith('transaction') ? `T${id}${text.slice('transaction'.length)}` : text;
  const room = end - start - 5;
  const close = isOpen ? '┄' : '┤';
  const line = isOpen ? '┄' : '─';
  if (label.length > room) return `${' '.repeat(start)}├${line.repeat(end - start - 1)}${close} ${label}`;
  const left = Math.floor((room - label.length) / 2) + 1;
  const right = room - label.length - left + 2;
  return `${' '.repeat(start)}├${line.repeat(left)} ${label} ${line.repeat(right)}${close}`;
}

function time(ms: number): string {
  return `${Number(ms.toFixed(3))} ms`;
}

/** What is wrong with the history of a run, for those who ask. */
import { chartOf } from '../histories/chart.ts';
import type { HistoryChart } from '../findings.ts';
import { type Run, worldOf } from '../trace/run.ts';
import { historyPropertyOf, isOfHistory } from '../world/history-monitor.ts';

/** Found once more, from the beginning: the monitor need not keep it. Null when the property is not violated. */
export function chartOfProperty(run: Run, name: string): HistoryChart | null {
  const monitor = run.monitors.list.find(({ property }) => property.name === name);
  if (monitor?.verdict !== 'violated' || !isOfHistory(monitor.property)) return null;
  return chartOf(worldOf(run).history, historyPropertyOf(monitor.property));
}

/** How hot lines and rules are, for the margin. */
import type { CellKey } from '../../kernel/diagnostic.ts';
import type { Heat } from '../../kernel/heat.ts';

/** 1, warm, to `levels`, hot. */
export const levels = 4;

export interface WarmLine {
  readonly line: number;
  readonly count: number;
  readonly level: number;
}

/** The lines of a cell that ran, as long as its text is the one that was counted. Each level is half as often as the next. */
export function warmLines(heat: Heat | null, key: CellKey, text: string): readonly WarmLine[] {
  if (heat?.cells.find((cell) => cell.key === key)?.source !== text) return [];
  const most = heat.lines.reduce((sum, { count }) => Math.max(sum, count), 1);
  return heat.lines
    .filter(({ cell }) => cell === key)
    .map(({ line, count }) => ({
      line,
      count,
      level: Math.max(1, levels - Math.floor(Math.log2(most / count) / 2)),
    }));
}

/** `12 lines a firing, 34 % of all lines that ran`; empty when it did not fire. */
export function costText(heat: Heat | null, rule: string): string {
  const all = heat?.rules.reduce((sum, { lines }) => sum + lines, 0) ?? 0;
  const own = heat?.rules.find((one) => one.rule === rule);
  if (own === undefined || own.firings === 0 || all === 0) return '';
  const each = own.lines / own.firings;
  const lines = each >= 10 || Number.isInteger(each) ? Math.round(each) : each.toFixed(1);
  return `${lines} ${lines === 1 ? 'line' : 'lines'} a firing, ${shareText(own.lines / all)} of all lines that ran`;
}

/** Of all lines that ran; null when it did not fire. */
export function shareOf(heat: Heat | null, rule: string): string | null {
  const all = heat?.rules.reduce((sum, { lines }) => sum + lines, 0) ?? 0;
  const own = heat?.rules.find((one) => one.rule === rule);
  return own === undefined || all === 0 ? null : shareText(own.lines / all);
}

function shareText(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? '<1 %' : `${Math.round(percent)} %`;
}

/** A stat as a small picture: its unit, read from its name, and its points as an area. */
import type { StatView } from '../../kernel/protocol.ts';
import type { StatLabels } from '../../kernel/stat.ts';
import { formatNumber, formatTime } from './format.ts';

export type Unit = 'ms' | 'bytes' | 'percent' | 'count';

/** `service.entity_measure_unit`: the unit stands last. */
export function unitOf(name: string): Unit {
  if (name.endsWith('_ms')) return 'ms';
  if (name.endsWith('_bytes')) return 'bytes';
  if (/_(percent|ratio)$/.test(name)) return 'percent';
  return 'count';
}

/** Where a long name may go on in the next line: after a dot or an underscore, and nowhere else. */
export const breakable = (name: string): readonly string[] => name.split(/(?<=[._])/);

export function valueText({ name, value }: Pick<StatView, 'name' | 'value'>): string {
  switch (unitOf(name)) {
    case 'ms':
      return formatTime(value);
    case 'bytes':
      return value >= 10_000 ? `${formatNumber(value)}B` : `${formatNumber(value)} B`;
    case 'percent':
      return `${formatNumber(name.endsWith('_ratio') ? value * 100 : value)} %`;
    case 'count':
      return formatNumber(value);
  }
}

export interface Area {
  readonly line: string;
  readonly fill: string;
  readonly least: number;
  readonly most: number;
}

/**
 * A step line: a stat keeps its value until it changes. Starts at zero unless all values are negative or far away.
 * @param beside points that are drawn in the same scales, though not here
 */
export function areaOf(
  points: StatView['points'],
  until: number,
  width: number,
  height: number,
  beside: StatView['points'] = [],
): Area {
  const values = [...points, ...beside].map(([, value]) => value).filter(Number.isFinite);
  const most = Math.max(0, ...values);
  const least = Math.min(0, ...values);
  const span = most - least || 1;
  const end = Math.max(until, points.at(-1)?.[0] ?? 0, beside.at(-1)?.[0] ?? 0, 1);
  const x = (time: number) => ((time / end) * width).toFixed(1);
  const y = (value: number) => (height - 1 - ((value - least) / span) * (height - 2)).toFixed(1);
  const steps: string[] = [];
  for (const [time, value] of points) {
    if (!Number.isFinite(value) || !Number.isFinite(time)) continue;
    steps.push(steps.length === 0 ? `M${x(time)} ${y(value)}` : `H${x(time)}V${y(value)}`);
  }
  if (steps.length === 0) return { line: '', fill: '', least, most };
  const line = `${steps.join('')}H${x(end)}`;
  const start = points.find(([time, value]) => Number.isFinite(time) && Number.isFinite(value))?.[0] ?? 0;
  return { line, fill: `${line}V${y(0)}H${x(start)}Z`, least, most };
}

/** Points of a curve that can be chosen. */
export const pointsOf = 120;

/** The span of time that the n-th point (from 0) stands for; it ends there. */
export function pointOf(point: number, now: number): { readonly from: number; readonly to: number } {
  const step = now / (pointsOf - 1);
  // What happens at time 0 belongs to the first point that can be chosen.
  return { from: point <= 1 ? -1 : (point - 1) * step, to: point >= pointsOf - 1 ? now : point * step };
}

/** `op=scan status=ok`. */
export function labelText(labels: StatLabels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** Every word of the query stands in its name, its help or its labels. */
export function matchesStat({ name, help, parts }: Pick<StatView, 'name' | 'help' | 'parts'>, query: string): boolean {
  const text = [name, help, ...parts.map(({ labels }) => labelText(labels))].join('\n').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

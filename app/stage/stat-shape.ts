/** A stat as a small picture: its unit, read from its name, and its points as an area. */
import type { StatView } from '../../kernel/protocol.ts';
import { formatNumber, formatTime } from './format.ts';

export type Unit = 'ms' | 'bytes' | 'percent' | 'count';

/** `service.entity_measure_unit`: the unit stands last. */
export function unitOf(name: string): Unit {
  if (name.endsWith('_ms')) return 'ms';
  if (name.endsWith('_bytes')) return 'bytes';
  if (/_(percent|ratio)$/.test(name)) return 'percent';
  return 'count';
}

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

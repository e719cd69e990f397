/** What a pinned place held along the run, as something to draw: numbers as lines, other values as stretches, each node by itself. */
import type { Shown, WatchedPoint } from '../../kernel/protocol.ts';
import { oneLine } from '../stage/shown.ts';

export type Strip =
  | {
      readonly type: 'numbers';
      readonly rows: readonly {
        readonly node: string;
        readonly colour: string;
        readonly points: readonly { readonly time: number; readonly value: number }[];
      }[];
      readonly least: number;
      readonly most: number;
    }
  | {
      readonly type: 'categories';
      readonly rows: readonly { readonly node: string; readonly stretches: readonly Stretch[] }[];
    };

export interface Stretch {
  /** Virtual ms. */
  readonly from: number;
  /** Null: until now. */
  readonly to: number | null;
  readonly text: string;
  readonly colour: string;
}

const colours = ['--c1', '--c2', '--c3', '--c4', '--c5', '--c6'].map((name) => `var(${name})`);
/** For values beyond as many as there are colours. */
const other = 'var(--ink-3)';

/** Numbers only when all values are. */
export function stripOf(points: readonly WatchedPoint[]): Strip {
  const byNode = new Map<string, WatchedPoint[]>();
  for (const point of points) {
    const row = byNode.get(point.node);
    if (row === undefined) byNode.set(point.node, [point]);
    else row.push(point);
  }
  const nodes = [...byNode].toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const numbers = points.map(({ value }) => numberOf(value));
  if (numbers.every((value) => value !== null)) {
    const rows = nodes.map(([node, row], index) => ({
      node,
      colour: colours[index % colours.length] ?? other,
      points: row.map(({ time, value }) => ({ time, value: numberOf(value) ?? 0 })),
    }));
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of numbers) [least, most] = [Math.min(least, value), Math.max(most, value)];
    return { type: 'numbers', rows, least, most };
  }
  const colourOf = new Map<string, string>();
  const rows = nodes.map(([node, row]) => ({ node, stretches: stretchesOf(row, colourOf) }));
  return { type: 'categories', rows };
}

function stretchesOf(points: readonly WatchedPoint[], colourOf: Map<string, string>): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { time, value } of points) {
    const text = textOf(value);
    const last = stretches.at(-1);
    if (last?.text === text) continue;
    if (last !== undefined) stretches[stretches.length - 1] = { ...last, to: time };
    const colour = colourOf.get(text) ?? colours[colourOf.size] ?? other;
    colourOf.set(text, colour);
    stretches.push({ from: time, to: null, text, colour });
  }
  return stretches;
}

const textOf = (value: Shown): string => (value.t === 'atom' ? value.text : oneLine(value, 40));

/** Null for what is no finite number. */
function numberOf(value: Shown): number | null {
  if (value.t !== 'atom' || value.kind !== 'number') return null;
  const number = Number(value.text);
  return Number.isFinite(number) ? number : null;
}

/** The last that was seen in the first `step` events; null when none was. */
export function lastBefore(points: readonly WatchedPoint[], step: number): WatchedPoint | null {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.step ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return points[low - 1] ?? null;
}

/** The one that is nearest in virtual time; null when there is none. */
export function nearest(points: readonly WatchedPoint[], time: number): WatchedPoint | null {
  let found: WatchedPoint | null = null;
  for (const point of points)
    if (found === null || Math.abs(point.time - time) < Math.abs(found.time - time)) found = point;
  return found;
}

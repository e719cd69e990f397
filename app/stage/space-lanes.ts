/**
 * The lanes of a space-time diagram: one for each node, in the order of the scenario; above `aggregateAbove` nodes one for each kind.
 * All lanes fit, however narrow; names that would lie over each other are left out.
 */
import { aggregateAbove } from './layout.ts';

export interface Lane {
  readonly name: string;
  readonly kind: string;
  /** How many nodes it stands for. */
  readonly count: number;
  /** px from the top. */
  readonly y: number;
  readonly isNamed: boolean;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  /** Index of a node → index of its lane. */
  readonly laneOf: readonly number[];
  /** px between two lanes. */
  readonly step: number;
}

/** A name takes so much height, in px. */
export const nameHeight = 15;
const widestStep = 104;

export function lanesOf(
  nodes: readonly { readonly id: string; readonly kind: string }[],
  top: number,
  height: number,
): Lanes {
  const isByKind = nodes.length > aggregateAbove;
  const names = isByKind ? [...new Set(nodes.map(({ kind }) => kind))] : nodes.map(({ id }) => id);
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const laneOf = nodes.map(({ id, kind }) => indexOf.get(isByKind ? kind : id) ?? 0);
  const step = Math.min(widestStep, height / Math.max(1, names.length));
  // Few lanes stand in the middle rather than at the top of a high stage.
  const start = top + Math.max(0, (height - step * names.length) / 2) + step / 2;
  const every = Math.max(1, Math.ceil(nameHeight / Math.max(0.1, step)));
  const counts = new Map<number, number>();
  for (const lane of laneOf) counts.set(lane, (counts.get(lane) ?? 0) + 1);
  const lanes = names.map((name, index): Lane => {
    const count = counts.get(index) ?? 0;
    const kind = isByKind ? name : (nodes[index]?.kind ?? '');
    return {
      name: isByKind ? `${name} × ${count}` : name,
      kind,
      count,
      y: start + index * step,
      isNamed: index % every === 0,
    };
  });
  return { lanes, laneOf, step };
}

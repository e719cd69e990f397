/**
 * How a matrix of partitions and nodes fits a stage: a row for each node, a column for each partition, cut into as many bands as make
 * its fields largest. A thousand partitions on sixteen nodes are seen at once; what does not fit even so is scrolled.
 */

export interface Grid {
  /** Side of a field, px. */
  readonly field: number;
  /** Partitions side by side. */
  readonly perBand: number;
  readonly bands: number;
  /** px from one band to the next. */
  readonly bandHeight: number;
  readonly height: number;
}

export const largestField = 34;
export const smallestField = 3;
/** Room above a band for the names of its partitions, and beneath it, px. */
const headHeight = 18;
const gap = 10;

/** @param width right of the names of nodes */
export function gridOf(partitions: number, nodes: number, width: number, height: number): Grid {
  let best: Grid | null = null;
  for (let field = largestField; field >= smallestField; field -= 1) {
    const perBand = Math.max(1, Math.min(partitions, Math.floor(width / field)));
    const bands = Math.ceil(partitions / perBand);
    const bandHeight = nodes * field + headHeight + gap;
    best = { field, perBand, bands, bandHeight, height: bands * bandHeight };
    if (best.height <= height) return evened(best, partitions);
  }
  return best ?? { field: smallestField, perBand: 1, bands: 0, bandHeight: headHeight, height: 0 };
}

/** Bands of equal length, in eights where there are many and room is left, so that a partition is found by its number. */
function evened(grid: Grid, partitions: number): Grid {
  const even = Math.ceil(partitions / grid.bands);
  const round = even > 16 ? Math.ceil(even / 8) * 8 : even;
  return { ...grid, perBand: round <= grid.perBand ? round : even };
}

export interface Field {
  readonly partition: number;
  readonly node: number;
}

/** Its upper left corner. */
export function placeOf(
  { field, perBand, bandHeight }: Grid,
  { partition, node }: Field,
  left: number,
): { x: number; y: number } {
  const band = Math.floor(partition / perBand);
  return { x: left + (partition % perBand) * field, y: band * bandHeight + headHeight + node * field };
}

/** The field under a point; null between fields. */
export function fieldAt(
  { field, perBand, bands, bandHeight }: Grid,
  partitions: number,
  nodes: number,
  left: number,
  x: number,
  y: number,
): Field | null {
  const band = Math.floor(y / bandHeight);
  const column = Math.floor((x - left) / field);
  const node = Math.floor((y - band * bandHeight - headHeight) / field);
  const partition = band * perBand + column;
  if (band < 0 || band >= bands || column < 0 || column >= perBand || node < 0 || node >= nodes) return null;
  return partition < partitions ? { partition, node } : null;
}

/** Every so many partitions have a name above them, so that names do not touch. `widest`: px of a name. */
export function nameEvery({ field }: Grid, widest: number): number {
  const least = Math.max(1, Math.ceil((widest + 6) / field));
  return [1, 2, 4, 8, 16, 32, 64, 128, 256].find((every) => every >= least) ?? least;
}

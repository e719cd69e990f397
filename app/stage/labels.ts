/** Labels beside moving things: each takes the first free side, the one it had before first, or is left out. */

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Label {
  readonly key: number;
  /** What it belongs to. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedLabel extends Rect {
  readonly key: number;
}

/** The sides, by preference: above right, below right, above left, below left. */
const sides: readonly (readonly [number, number])[] = [
  [1, -1],
  [1, 1],
  [-1, -1],
  [-1, 1],
];

/** `before` remembers the side each label had; it is brought up to date. */
export function placeLabels(
  labels: readonly Label[],
  obstacles: readonly Rect[],
  bounds: Rect,
  before: Map<number, number>,
): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const present = new Set(labels.map((label) => label.key));
  for (const key of before.keys()) if (!present.has(key)) before.delete(key);
  for (const label of labels) {
    const last = before.get(label.key);
    const order = last === undefined ? [0, 1, 2, 3] : [last, ...[0, 1, 2, 3].filter((side) => side !== last)];
    for (const side of order) {
      const rect = beside(label, side);
      if (!contains(bounds, rect) || obstacles.some((o) => overlap(o, rect)) || placed.some((o) => overlap(o, rect)))
        continue;
      placed.push({ key: label.key, ...rect });
      before.set(label.key, side);
      break;
    }
  }
  return placed;
}

function beside(label: Label, side: number): Rect {
  const [right, down] = sides[side] ?? [1, -1];
  const x = right > 0 ? label.x + 10 : label.x - 10 - label.width;
  const y = down > 0 ? label.y + 5 : label.y - 5 - label.height;
  return { x, y, width: label.width, height: label.height };
}

export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/**
 * Where the figures of a graph stand. In a ring: by their place on it. In layers: each below all that link to it, lines that would
 * close a circle aside (Sugiyama's method: longest path from the top, then a few sweeps in which each figure goes to the middle of
 * its neighbours; Sugiyama, Tagawa and Toda, 1981).
 */
export interface Sized {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Of a ring: 0 to below 1, clockwise from the top. */
  readonly at: number;
}

export interface Joined {
  readonly from: string;
  readonly to: string;
}

export interface Layout {
  /** The middle of each figure, in px. */
  readonly places: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  readonly width: number;
  readonly height: number;
}

const gap = { x: 22, y: 44, edge: 10 } as const;
const sweeps = 6;

export function ringLayout(figures: readonly Sized[]): Layout & { readonly radius: number } {
  const widest = Math.max(0, ...figures.map(({ width }) => width));
  const highest = Math.max(0, ...figures.map(({ height }) => height));
  // Around it there is room for all, and for the lines within.
  const radius = Math.max(70, Math.min(300, (figures.length * (widest + 14)) / (2 * Math.PI)));
  const [middleX, middleY] = [radius + widest / 2 + gap.edge, radius + highest / 2 + gap.edge];
  const places = new Map(
    figures.map(({ id, at }) => {
      const angle = 2 * Math.PI * at - Math.PI / 2;
      return [id, { x: middleX + radius * Math.cos(angle), y: middleY + radius * Math.sin(angle) }];
    }),
  );
  return { places, width: 2 * middleX, height: 2 * middleY, radius };
}

export function layeredLayout(figures: readonly Sized[], lines: readonly Joined[]): Layout {
  const down = downwards(figures, lines);
  const layers = layersOf(figures, down);
  for (let sweep = 0; sweep < sweeps; sweep++) order(layers, down, sweep % 2 === 0);
  const widthOf = (layer: readonly Sized[]): number => layer.reduce((sum, { width }) => sum + width + gap.x, -gap.x);
  const width = Math.max(0, ...layers.map(widthOf));
  const places = new Map<string, { readonly x: number; readonly y: number }>();
  let y: number = gap.edge;
  for (const layer of layers) {
    const height = Math.max(0, ...layer.map((figure) => figure.height));
    let x = gap.edge + (width - widthOf(layer)) / 2;
    for (const figure of layer) {
      places.set(figure.id, { x: x + figure.width / 2, y: y + height / 2 });
      x += figure.width + gap.x;
    }
    y += height + gap.y;
  }
  return { places, width: width + 2 * gap.edge, height: Math.max(0, y - gap.y) + gap.edge };
}

/** The lines without those that lead back to where one came from. */
function downwards(figures: readonly Sized[], lines: readonly Joined[]): ReadonlyMap<string, readonly string[]> {
  const to = new Map<string, string[]>(figures.map(({ id }) => [id, []]));
  for (const line of lines) if (line.from !== line.to) to.get(line.from)?.push(line.to);
  const kept = new Map<string, string[]>(figures.map(({ id }) => [id, []]));
  const state = new Map<string, 'open' | 'done'>();
  for (const { id } of figures) {
    if (state.has(id)) continue;
    // Depth first without recursion: a chain may be long.
    const trail: { readonly id: string; next: number }[] = [{ id, next: 0 }];
    state.set(id, 'open');
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const child = to.get(top.id)?.[top.next++];
      if (child === undefined) {
        state.set(top.id, 'done');
        trail.pop();
      } else if (state.get(child) !== 'open') {
        kept.get(top.id)?.push(child);
        if (!state.has(child)) {
          state.set(child, 'open');
          trail.push({ id: child, next: 0 });
        }
      }
    }
  }
  return kept;
}

function layersOf(figures: readonly Sized[], down: ReadonlyMap<string, readonly string[]>): Sized[][] {
  const waits = new Map(figures.map(({ id }) => [id, 0]));
  for (const children of down.values()) for (const child of children) waits.set(child, (waits.get(child) ?? 0) + 1);
  const level = new Map<string, number>();
  const ready = figures.filter(({ id }) => waits.get(id) === 0).map(({ id }) => id);
  for (const id of ready) level.set(id, 0);
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    for (const child of down.get(id) ?? []) {
      level.set(child, Math.max(level.get(child) ?? 0, (level.get(id) ?? 0) + 1));
      const left = (waits.get(child) ?? 0) - 1;
      waits.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  const layers: Sized[][] = [];
  for (const figure of figures) (layers[level.get(figure.id) ?? 0] ??= []).push(figure);
  return layers.map((layer) => layer ?? []);
}

/** Each figure goes to the middle of those it is joined to in the layer before (or after). */
function order(layers: Sized[][], down: ReadonlyMap<string, readonly string[]>, isFromTop: boolean): void {
  const up = new Map<string, string[]>();
  for (const [id, children] of down)
    for (const child of children) {
      const parents = up.get(child);
      if (parents === undefined) up.set(child, [id]);
      else parents.push(id);
    }
  const place = new Map(layers.flatMap((layer) => layer.map(({ id }, i) => [id, i / Math.max(1, layer.length - 1)])));
  const joined = isFromTop ? up : down;
  for (const [index, layer] of layers.entries()) {
    if ((isFromTop && index === 0) || (!isFromTop && index === layers.length - 1)) continue;
    const middle = new Map(
      layer.map(({ id }) => {
        const others = joined.get(id) ?? [];
        const sum = others.reduce((total, other) => total + (place.get(other) ?? 0), 0);
        return [id, others.length === 0 ? (place.get(id) ?? 0) : sum / others.length];
      }),
    );
    // Stable: what has no reason to move stays.
    layers[index] = layer.toSorted((a, b) => (middle.get(a.id) ?? 0) - (middle.get(b.id) ?? 0));
    for (const [i, { id }] of (layers[index] ?? []).entries()) place.set(id, i / Math.max(1, layer.length - 1));
  }
}

/**
 * Where the nodes stand. Problem: any number of nodes of any mix of kinds must fit the stage, none over another, and
 * the picture must not jump when a node crashes or one is added.
 *
 * Approach: a place depends only on the nodes' kinds and order, never on their states. Single nodes (a coordinator)
 * stand in the middle; each kind of several has a ring of its own, smaller kinds inside; kinds that only ask
 * (clients) stand aside, two on either side and more in columns, unless all they ask is one node. The radius of a node is the largest at which everything fits. Above
 * `aggregateAbove` nodes each kind is drawn as one node.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Place extends Point {
  readonly id: string;
  readonly kind: string;
}

export interface Layout {
  /** In the order of the nodes given. */
  readonly places: readonly Place[];
  /** The same radius for all nodes, in px. */
  readonly radius: number;
  readonly size: Size;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Member {
  readonly id: string;
  readonly kind: string;
  /** Those of one group stand side by side; empty or left out: none. */
  readonly group?: string;
}

/** Above this number of nodes, kinds are drawn instead of nodes. */
export const aggregateAbove = 200;

const largestRadius = 60;
const smallestRadius = 3;
/** Free space beside a node, as a share of its radius: its timers and its neighbour's. */
const gap = 0.9;

const asking = /client|user|load|workload|generator|customer|browser/i;

/** Whether nodes of a kind only ask others, by its name: they stand aside. */
export function isAsking(kind: string): boolean {
  return asking.test(kind);
}

export function layOut(members: readonly Member[], size: Size, widest: number = largestRadius): Layout {
  const groups = grouped(members);
  // On a small stage nodes stay small enough for links to be seen between them.
  const largest = Math.min(
    widest,
    Math.max(26, Math.round(Math.min(size.width, size.height) / (widest > largestRadius ? 12 : 16))),
  );
  for (let radius = largest; radius > smallestRadius; radius -= 1) {
    const points = tryLayout(groups, size, radius);
    if (points !== null) return finish(members, points, radius, size);
  }
  return finish(members, gridLayout(members, size), smallestRadius, size);
}

/** One member per kind, for the picture of very many nodes. */
export function kindsAsMembers(members: readonly Member[]): readonly Member[] {
  return [...new Set(members.map((member) => member.kind))].map((kind) => ({ id: kind, kind }));
}

function finish(members: readonly Member[], points: ReadonlyMap<string, Point>, radius: number, size: Size): Layout {
  const middle = { x: size.width / 2, y: size.height / 2 };
  return { places: members.map((member) => ({ ...member, ...(points.get(member.id) ?? middle) })), radius, size };
}

// ---------------------------------------------------------------- groups

interface Groups {
  readonly aside: readonly string[];
  readonly centre: readonly string[];
  /** Inner ring first. */
  readonly rings: readonly (readonly string[])[];
}

function grouped(members: readonly Member[]): Groups {
  const kinds = new Map<string, string[]>();
  for (const { id, kind } of members) kinds.set(kind, [...(kinds.get(kind) ?? []), id]);
  // Around one node there is room for those who ask it, and nobody stands aside.
  const asked = members.filter(({ kind }) => !isAsking(kind)).length;
  const isAside = (kind: string) => isAsking(kind) && asked > 1;
  const inside = [...kinds].filter(([kind]) => !isAside(kind)).map(([, ids]) => ids);
  const aside = [...kinds].filter(([kind]) => isAside(kind)).flatMap(([, ids]) => ids);
  const singles = inside.filter((ids) => ids.length === 1).flat();
  // Fewest inside; Array.sort is stable, so kinds of the same size keep the order of the notebook.
  const rings = inside
    .filter((ids) => ids.length > 1)
    .toSorted((a, b) => a.length - b.length)
    .map((ids) => inGroups(ids, members));
  // Single nodes only: they form the ring themselves.
  return rings.length === 0 ? { aside, centre: [], rings: [singles] } : { aside, centre: singles, rings };
}

/** In the order of the notebook, but those of one group together, where its first one stands. */
function inGroups(ids: readonly string[], members: readonly Member[]): readonly string[] {
  const groupOf = new Map(members.map(({ id, group = '' }) => [id, group]));
  const order = [...new Set(ids.map((id) => groupOf.get(id) ?? ''))];
  return order.length < 2
    ? ids
    : ids.toSorted((a, b) => order.indexOf(groupOf.get(a) ?? '') - order.indexOf(groupOf.get(b) ?? ''));
}

// ---------------------------------------------------------------- one radius

function tryLayout(groups: Groups, size: Size, radius: number): ReadonlyMap<string, Point> | null {
  const step = radius * 2 * (1 + gap / 2);
  const margin = radius * (1 + gap / 2) + 10;
  const points = new Map<string, Point>();

  const box = placeAside(groups.aside, size, step, margin, points);
  if (box === null) return null;

  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const available = { a: box.width / 2 - margin, b: box.height / 2 - margin };
  if (available.a < 0 || available.b < 0) return null;
  // A ring is nearly round while that fits; a very wide or high stage gets a longer one.
  const longest = Math.max(1.25, Math.min(2, Math.max(size.width / size.height, size.height / size.width) * 0.7));
  const outer = {
    a: Math.min(available.a, available.b * longest, 560),
    b: Math.min(available.b, available.a * longest, 440),
  };

  const inner = placeCentre(groups.centre, centre, step, points);
  const count = groups.rings.length;
  for (const [i, ids] of groups.rings.entries()) {
    const share = (i + 1) / count;
    const ring =
      count === 1 && ids.length === 1
        ? { a: 0, b: 0 }
        : { a: mix(inner, outer.a, share), b: mix(inner, outer.b, share) };
    placeRing(ids, centre, ring, step, i, points);
  }
  centreInBox(points, groups, centre);
  return clear([...points.values()], step) ? points : null;
}

/** Rings of an odd number reach farther up than down; what they cover is put in the middle. */
function centreInBox(points: Map<string, Point>, { centre: singles, rings }: Groups, centre: Point): void {
  const inside = [...singles, ...rings.flat()];
  const heights = inside.flatMap((id) => points.get(id)?.y ?? []);
  if (heights.length === 0) return;
  const shift = centre.y - (Math.min(...heights) + Math.max(...heights)) / 2;
  for (const id of inside) {
    const p = points.get(id);
    if (p !== undefined) points.set(id, { x: p.x, y: p.y + shift });
  }
}

/** Whether all keep the distance. Quadratic, and run only when nodes or the stage's size change. */
function clear(points: readonly Point[], distance: number): boolean {
  for (const [i, p] of points.entries()) {
    for (let k = i + 1; k < points.length; k++) {
      const q = points[k];
      if (q !== undefined && (p.x - q.x) ** 2 + (p.y - q.y) ** 2 < distance ** 2 - 1e-6) return false;
    }
  }
  return true;
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

interface Box extends Point, Size {}

/**
 * Columns at the left of a wide stage, rows at the foot of a narrow one; two on a wide stage stand on either side, for they often ask
 * different nodes. Returns what is left, or null.
 */
function placeAside(
  ids: readonly string[],
  size: Size,
  step: number,
  margin: number,
  points: Map<string, Point>,
): Box | null {
  if (ids.length === 0) return { x: 0, y: 0, ...size };
  const wide = size.width >= size.height;
  const [left, right] = ids;
  if (wide && ids.length === 2 && left !== undefined && right !== undefined) {
    const y = size.height / 2;
    points.set(left, { x: margin, y }).set(right, { x: size.width - margin, y });
    const width = size.width - 4 * margin;
    return width > 0 ? { x: 2 * margin, y: 0, width, height: size.height } : null;
  }
  const length = (wide ? size.height : size.width) - 2 * margin;
  const perLine = Math.floor(length / step) + 1;
  if (length < 0) return null;
  const lines = Math.ceil(ids.length / perLine);
  const depth = margin + (lines - 1) * step + margin;
  if (depth > (wide ? size.width : size.height) * 0.4) return null;
  const inLine = Math.ceil(ids.length / lines);
  // Spread over the line, but not so far that the group falls apart.
  const spread = Math.min(inLine > 1 ? length / (inLine - 1) : 0, step * 1.8);
  for (const [i, id] of ids.entries()) {
    const line = Math.floor(i / inLine);
    const inThisLine = Math.min(inLine, ids.length - line * inLine);
    const along = (wide ? size.height : size.width) / 2 + ((i % inLine) - (inThisLine - 1) / 2) * spread;
    const across = margin + line * step;
    points.set(id, wide ? { x: across, y: along } : { x: along, y: size.height - across });
  }
  return wide
    ? { x: depth, y: 0, width: size.width - depth, height: size.height }
    : { x: 0, y: 0, width: size.width, height: size.height - depth };
}

/** Singles in the middle; returns the radius they take. */
function placeCentre(ids: readonly string[], centre: Point, step: number, points: Map<string, Point>): number {
  if (ids.length === 0) return 0;
  if (ids.length === 1) {
    for (const id of ids) points.set(id, centre);
    return step / 4;
  }
  const radius = step / (2 * Math.sin(Math.PI / ids.length));
  for (const [i, id] of ids.entries()) {
    const angle = -Math.PI / 2 + (i * 2 * Math.PI) / ids.length;
    points.set(id, { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) });
  }
  return radius;
}

/** Equal steps along an ellipse, the first at the top; in up to three lanes when there are many. */
function placeRing(
  ids: readonly string[],
  centre: Point,
  ring: { readonly a: number; readonly b: number },
  step: number,
  index: number,
  points: Map<string, Point>,
): void {
  const count = ids.length;
  if (count === 1) {
    for (const id of ids) points.set(id, { x: centre.x, y: centre.y - ring.b });
    return;
  }
  if (count === 2) {
    // Side by side reads better than one above the other.
    const reach = Math.min(ring.a * 0.85, step * 2.4);
    ids.forEach((id, i) => points.set(id, { x: centre.x + (i === 0 ? -reach : reach), y: centre.y }));
    return;
  }
  const lanes = count > 60 ? 3 : count > 36 ? 2 : 1;
  // The rings are turned against each other, so that fewer links lie on a line.
  const turn = -Math.PI / 2 + (index % 2 === 1 ? Math.PI / count : 0);
  const angles = equalSteps(ring, count, turn);
  for (const [i, id] of ids.entries()) {
    const angle = angles[i] ?? 0;
    const inward = (i % lanes) * step;
    points.set(id, {
      x: centre.x + (ring.a - inward) * Math.cos(angle),
      y: centre.y + (ring.b - inward) * Math.sin(angle),
    });
  }
}

/** Angles at equal distances along an ellipse, found by walking it in small steps. */
function equalSteps(ring: { readonly a: number; readonly b: number }, count: number, turn: number): readonly number[] {
  const parts = 720;
  const lengths = new Float64Array(parts + 1);
  for (let i = 1; i <= parts; i++) {
    const from = turn + ((i - 1) * 2 * Math.PI) / parts;
    const to = turn + (i * 2 * Math.PI) / parts;
    const dx = ring.a * (Math.cos(to) - Math.cos(from));
    const dy = ring.b * (Math.sin(to) - Math.sin(from));
    lengths[i] = (lengths[i - 1] ?? 0) + Math.hypot(dx, dy);
  }
  const total = lengths[parts] ?? 0;
  const angles: number[] = [];
  let part = 0;
  for (let i = 0; i < count; i++) {
    const wanted = (total * i) / count;
    while (part < parts && (lengths[part + 1] ?? 0) < wanted) part++;
    const before = lengths[part] ?? 0;
    const after = lengths[part + 1] ?? before;
    const share = after > before ? (wanted - before) / (after - before) : 0;
    angles.push(turn + ((part + share) * 2 * Math.PI) / parts);
  }
  return angles;
}

/** The last resort on a stage too small for rings. */
function gridLayout(members: readonly Member[], size: Size): ReadonlyMap<string, Point> {
  const columns = Math.max(1, Math.ceil(Math.sqrt((members.length * size.width) / Math.max(1, size.height))));
  const rows = Math.max(1, Math.ceil(members.length / columns));
  return new Map(
    members.map(({ id }, i) => [
      id,
      { x: (((i % columns) + 0.5) * size.width) / columns, y: ((Math.floor(i / columns) + 0.5) * size.height) / rows },
    ]),
  );
}

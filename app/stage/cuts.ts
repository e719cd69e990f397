/**
 * What a set of cut links means. When the cuts split the nodes into islands, that is a partition and is drawn as a
 * line round each island; cuts that split nothing are drawn as broken links.
 */
import type { Point } from './layout.ts';

export interface Division {
  /** Groups of nodes that can reach each other, largest first; one group when the cuts split nothing. */
  readonly islands: readonly (readonly string[])[];
  /** Cut links inside an island. */
  readonly broken: readonly (readonly [string, string])[];
}

export function divisionOf(nodes: readonly string[], cuts: readonly (readonly [string, string])[]): Division {
  if (cuts.length === 0) return { islands: [nodes], broken: [] };
  const cut = new Set(cuts.flatMap(([a, b]) => [linkName(a, b), linkName(b, a)]));
  const islandOf = new Map<string, number>();
  const islands: string[][] = [];
  for (const start of nodes) {
    if (islandOf.has(start)) continue;
    const island = [start];
    islandOf.set(start, islands.length);
    // Grows while it is walked: everything reached is walked from in turn.
    for (const reached of island) {
      for (const other of nodes) {
        if (islandOf.has(other) || cut.has(linkName(reached, other))) continue;
        islandOf.set(other, islands.length);
        island.push(other);
      }
    }
    islands.push(island);
  }
  const broken = cuts.filter(([a, b]) => islandOf.get(a) === islandOf.get(b));
  return { islands: islands.toSorted((a, b) => b.length - a.length), broken };
}

function linkName(a: string, b: string): string {
  return `${a}\n${b}`;
}

/** A smooth line at a distance round some points: the convex hull of circles about them, as points of a polygon. */
export function outline(points: readonly Point[], distance: number): readonly Point[] {
  const corners = 20;
  const rim = points.flatMap((p) =>
    Array.from({ length: corners }, (_, i) => {
      const angle = (i * 2 * Math.PI) / corners;
      return { x: p.x + distance * Math.cos(angle), y: p.y + distance * Math.sin(angle) };
    }),
  );
  return convexHull(rim);
}

/** Andrew's monotone chain, 1979. */
export function convexHull(points: readonly Point[]): readonly Point[] {
  const sorted = points.toSorted((p, q) => p.x - q.x || p.y - q.y);
  if (sorted.length < 3) return sorted;
  const lower = chain(sorted);
  const upper = chain(sorted.toReversed());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(points: readonly Point[]): readonly Point[] {
  const hull: Point[] = [];
  for (const p of points) {
    for (;;) {
      const b = hull.at(-1);
      const a = hull.at(-2);
      if (a === undefined || b === undefined) break;
      if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0) break;
      hull.pop();
    }
    hull.push(p);
  }
  return hull;
}

/** Whether a point lies inside a convex polygon. */
export function inside(polygon: readonly Point[], p: Point): boolean {
  let sign = 0;
  for (const [i, a] of polygon.entries()) {
    const b = polygon[(i + 1) % polygon.length];
    if (b === undefined) return false;
    const cross = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    if (cross !== 0 && sign !== 0 && Math.sign(cross) !== sign) return false;
    if (cross !== 0) sign = Math.sign(cross);
  }
  return sign !== 0;
}

export function pathOf(polygon: readonly Point[]): string {
  return polygon.length === 0 ? '' : `M${polygon.map((p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join('L')}Z`;
}

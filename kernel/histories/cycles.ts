/** Cycles in a graph of transactions: the shortest through an edge that some path leads back from. */
import type { Edge, EdgeKind } from './dependencies.ts';

export interface EdgeGraph {
  readonly size: number;
  /** By the transaction they lead from. */
  readonly out: readonly (readonly Edge[])[];
}

export function graphOf(size: number, edges: readonly Edge[]): EdgeGraph {
  const out: Edge[][] = Array.from({ length: size }, () => []);
  for (const edge of edges) out[edge.from]?.push(edge);
  return { size, out };
}

/** What a cycle is made of. */
export interface CycleKind {
  /** The edge it is looked for from. */
  readonly first: EdgeKind;
  /** What the way back may use. */
  readonly rest: readonly EdgeKind[];
  /** No `rw` follows another one, around the cycle. */
  readonly isSpread?: boolean;
}

/** A shortest cycle of that kind; null when there is none. `component`: of `componentsOf` the same graph, or one with more edges. */
export function findCycle(graph: EdgeGraph, component: readonly number[], kind: CycleKind): readonly Edge[] | null {
  let best: readonly Edge[] | null = null;
  for (const edges of graph.out) {
    for (const edge of edges) {
      if (edge.kind !== kind.first || component[edge.from] !== component[edge.to]) continue;
      const back = wayBack(graph, component, edge, kind, best === null ? Number.POSITIVE_INFINITY : best.length - 1);
      if (back !== null) best = [edge, ...back];
      if (best?.length === 2) return best;
    }
  }
  return best;
}

/** The shortest way from the end of an edge to its start, shorter than `limit`; breadth first. */
function wayBack(
  { out }: EdgeGraph,
  component: readonly number[],
  first: Edge,
  { rest, isSpread = false }: CycleKind,
  limit: number,
): readonly Edge[] | null {
  interface Place {
    readonly at: number;
    readonly edge: Edge | null;
    readonly before: Place | null;
    readonly depth: number;
  }
  const nameOf = (at: number, edge: Edge): number => at * 2 + (isSpread && edge.kind === 'rw' ? 1 : 0);
  const known = new Set([nameOf(first.to, first)]);
  const queue: Place[] = [{ at: first.to, edge: null, before: null, depth: 0 }];
  for (const place of queue) {
    if (place.depth + 1 >= limit) return null;
    for (const edge of out[place.at] ?? []) {
      if (!rest.includes(edge.kind) || component[edge.to] !== component[first.from]) continue;
      const isAfterRw = (place.edge ?? first).kind === 'rw';
      if (isSpread && edge.kind === 'rw' && (isAfterRw || (edge.to === first.from && first.kind === 'rw'))) continue;
      const next: Place = { at: edge.to, edge, before: place, depth: place.depth + 1 };
      if (edge.to === first.from) return trace(next);
      const name = nameOf(edge.to, edge);
      if (known.has(name)) continue;
      known.add(name);
      queue.push(next);
    }
  }
  return null;

  function trace(last: Place): readonly Edge[] {
    const way: Edge[] = [];
    for (let place: Place | null = last; place?.edge != null; place = place.before) way.push(place.edge);
    return way.toReversed();
  }
}

/** The number of each transaction's strongly connected component (Tarjan, 1972; without recursion). */
export function componentsOf({ size, out }: EdgeGraph): readonly number[] {
  const order = new Array<number>(size).fill(-1);
  const low = new Array<number>(size).fill(0);
  const component = new Array<number>(size).fill(-1);
  const stack: number[] = [];
  let count = 0;
  let components = 0;
  for (let root = 0; root < size; root++) {
    if (order[root] !== -1) continue;
    const path = [{ at: root, next: 0 }];
    while (path.length > 0) {
      const frame = path[path.length - 1] as { at: number; next: number };
      const { at } = frame;
      if (frame.next === 0) {
        order[at] = low[at] = count++;
        stack.push(at);
      }
      const edge = out[at]?.[frame.next];
      if (edge !== undefined) {
        frame.next += 1;
        if (order[edge.to] === -1) path.push({ at: edge.to, next: 0 });
        else if (component[edge.to] === -1) low[at] = Math.min(low[at] as number, order[edge.to] as number);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent.at] = Math.min(low[parent.at] as number, low[at] as number);
      if (low[at] !== order[at]) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        component[member] = components;
        if (member === at) break;
      }
      components += 1;
    }
  }
  return component;
}

/**
 * Strongly connected components by Tarjan's algorithm (1972), with a stack of its own instead of recursion, over some of the worlds.
 * Gives each component as the list of its worlds, those from which no way leads on first.
 */
import { edgesFrom, edgesTo, type Graph } from './graph.ts';
import { longAt } from './ints.ts';

/** Worlds between two pauses. */
const stretch = 4_096;

/**
 * @param worlds those that count, each once
 * @param placeOf by world: its place among them; −1 for none
 * Yields null now and then, so that its owner can look at the clock.
 */
export function* componentsOf(graph: Graph, worlds: Int32Array, placeOf: Int32Array): Generator<Int32Array | null> {
  const count = worlds.length;
  /** By place: the order in which they were met, from 1; 0: not yet. */
  const met = new Int32Array(count);
  const low = new Int32Array(count);
  const isOpen = new Uint8Array(count);
  /** Worlds met that belong to no component yet. */
  const open = new Int32Array(count);
  /** The way to the world being looked at, and the next edge of each on it. */
  const way = new Int32Array(count);
  const next = new Float64Array(count);
  let opened = 0;
  let meetings = 0;
  let steps = 0;

  for (let root = 0; root < count; root++) {
    if (met[root] !== 0) continue;
    let depth = 0;
    way[0] = root;
    next[0] = -1;
    while (depth >= 0) {
      const place = way[depth] as number;
      const world = worlds[place] as number;
      if ((next[depth] as number) < 0) {
        if (++steps % stretch === 0) yield null;
        met[place] = low[place] = ++meetings;
        open[opened++] = place;
        isOpen[place] = 1;
        next[depth] = edgesFrom(graph, world);
      }
      const end = edgesTo(graph, world);
      let edge = next[depth] as number;
      let below = -1;
      for (; edge < end && below < 0; edge += 2) {
        const to = longAt(graph.edges, edge);
        const other = to < 0 ? -1 : (placeOf[to] as number);
        if (other < 0) continue;
        if (met[other] === 0) below = other;
        else if (isOpen[other] === 1 && (met[other] as number) < (low[place] as number))
          low[place] = met[other] as number;
      }
      next[depth] = edge;
      if (below >= 0) {
        depth += 1;
        way[depth] = below;
        next[depth] = -1;
        continue;
      }
      if (low[place] === met[place]) {
        let first = opened;
        do isOpen[open[--first] as number] = 0;
        while (open[first] !== place);
        yield open.slice(first, opened).map((inside) => worlds[inside] as number);
        opened = first;
      }
      depth -= 1;
      if (depth < 0) continue;
      const above = way[depth] as number;
      if ((low[place] as number) < (low[above] as number)) low[above] = low[place] as number;
    }
  }
}

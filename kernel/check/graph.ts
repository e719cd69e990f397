/**
 * The graph of the worlds found, as flat integers: for what is to come some time, which is a matter of ways and not of worlds. It is
 * recorded only when something asks for it. The edges of a world stand in the order of its transitions, so an edge names one.
 *
 * Under symmetry a world stands for all that are like it, and an edge leads to the one that stands for where its transition led; which
 * nodes were exchanged is kept beside it.
 */
import { bytesOf, createLongInts, longAt, type LongInts, pushLong, setLong } from './ints.ts';
import type { Truths } from './truths.ts';

/** What an edge is. From 0 on: the outcome that was taken. From `firstLost` down: a message that was lost in a cut. */
export const Label = { fault: -1, action: -2, firstLost: -3 } as const;

/** Of an edge to a world beyond the bounds. */
export const beyond = -1;

export interface Graph {
  /** By world: where its edges begin. Worlds that are still to be left have none. */
  readonly begins: LongInts;
  /** Two words for each: the world it leads to, its label. */
  readonly edges: LongInts;
  /** By edge: the exchange that leads from where its transition led to the world it names; null without symmetry. */
  readonly exchanges: LongInts | null;
  /** Worlds that were met and for which another stands: that one's number, and the exchange that leads there. */
  readonly likenesses: LongInts;
  /** By world. */
  readonly surroundings: LongInts;
  readonly truths: Truths;
  /** Of the transition being taken. */
  label: number;
}

export function createGraph(truths: Truths, isSymmetric: boolean): Graph {
  return {
    begins: createLongInts(),
    edges: createLongInts(),
    exchanges: isSymmetric ? createLongInts() : null,
    likenesses: createLongInts(),
    surroundings: createLongInts(),
    truths,
    label: Label.fault,
  };
}

/** The edges that follow are those of the next world. */
export function beginEdges({ begins, edges }: Graph): void {
  pushLong(begins, edges.length);
}

/** @param entry what stands beside the fingerprint of where it leads: the number of a world, `beyond`, or a likeness */
export function addEdge(graph: Graph, entry: number, label: number): void {
  if (entry > firstLikeness) return addExchanged(graph, entry, label, 0);
  const at = (firstLikeness - entry) * 2;
  addExchanged(graph, longAt(graph.likenesses, at), label, longAt(graph.likenesses, at + 1));
}

export function addExchanged({ edges, exchanges }: Graph, to: number, label: number, exchange: number): void {
  pushLong(edges, to);
  pushLong(edges, label);
  if (exchanges !== null) pushLong(exchanges, exchange);
}

/** Likenesses are entries from here down. */
const firstLikeness = -2;

/** The entry of a world that was met, for which another will stand: see `nameLikeness`. */
export function addLikeness({ likenesses }: Graph, exchange: number): number {
  const entry = firstLikeness - likenesses.length / 2;
  pushLong(likenesses, beyond);
  pushLong(likenesses, exchange);
  return entry;
}

/** @param world −1: beyond the bounds */
export function nameLikeness({ likenesses }: Graph, entry: number, world: number): void {
  setLong(likenesses, (firstLikeness - entry) * 2, world);
}

/** A world is new, and within the bounds. */
export function addWorld({ surroundings, truths }: Graph, words: Int32Array): void {
  pushLong(surroundings, words[2] as number);
  truths.note(words);
}

/** Worlds whose edges are known. */
export function leftIn({ begins }: Graph): number {
  return begins.length;
}

/** Where the edges of a world begin and end in `edges`. */
export function edgesFrom({ begins }: Graph, world: number): number {
  return longAt(begins, world);
}

export function edgesTo({ begins, edges }: Graph, world: number): number {
  return world + 1 < begins.length ? longAt(begins, world + 1) : edges.length;
}

/** How the nodes are exchanged along an edge; 0: not at all. */
export function exchangeAt({ exchanges }: Graph, edge: number): number {
  return exchanges === null ? 0 : longAt(exchanges, edge / 2);
}

/** Whether an edge leads to another world than the one it leaves. */
export function isMove(graph: Graph, edge: number, world: number): boolean {
  return longAt(graph.edges, edge) !== world || exchangeAt(graph, edge) !== 0;
}

export function bytesOfGraph({ begins, edges, exchanges, likenesses, surroundings, truths }: Graph): number {
  const columns = [begins, edges, likenesses, surroundings, truths.words, ...(exchanges === null ? [] : [exchanges])];
  return columns.reduce((sum, column) => sum + bytesOf(column), 0);
}

/**
 * The graph of the worlds found, as flat integers: for what is to come some time, which is a matter of ways and not of worlds. It is
 * recorded only when something asks for it. The edges of a world stand in the order of its transitions, so an edge names one.
 */
import { bytesOf, createLongInts, longAt, type LongInts, pushLong } from './ints.ts';
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
  /** By world. */
  readonly surroundings: LongInts;
  readonly truths: Truths;
  /** Of the transition being taken. */
  label: number;
}

export function createGraph(truths: Truths): Graph {
  return {
    begins: createLongInts(),
    edges: createLongInts(),
    surroundings: createLongInts(),
    truths,
    label: Label.fault,
  };
}

/** The edges that follow are those of the next world. */
export function beginEdges({ begins, edges }: Graph): void {
  pushLong(begins, edges.length);
}

export function addEdge({ edges }: Graph, to: number, label: number): void {
  pushLong(edges, to);
  pushLong(edges, label);
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

export function bytesOfGraph({ begins, edges, surroundings, truths }: Graph): number {
  return bytesOf(begins) + bytesOf(edges) + bytesOf(surroundings) + bytesOf(truths.words);
}

/**
 * Which node holds what of which partition, as the nodes' states say: what a matrix of partitions and nodes draws. The words are those of
 * the field: a copy is active, a replica, pending (it is to take over) or dead.
 */

export interface PartitionsWish {
  /** After so many events; null at the tip. */
  readonly step: number | null;
  /** A table by its id, and the node whose map is meant; null: the first there is. */
  readonly table: string | null;
  readonly holder: string | null;
}

export interface PartitionSource {
  /** `server.copies`: a kind and a path in its state; names that hold dots are quoted. */
  readonly id: string;
  readonly kind: string;
  /** Fields of the state that lead to it. */
  readonly path: readonly string[];
  /** `held`: each node tells its own copies. `map`: a node tells of all nodes. */
  readonly form: 'held' | 'map';
  /** Nodes that have one. */
  readonly holders: readonly string[];
  readonly partitions: number;
}

export interface PartitionTable {
  readonly id: string;
  readonly kind: string;
  readonly path: readonly string[];
  readonly form: 'held' | 'map';
  /** Whose map it is; null for copies that are held. */
  readonly holder: string | null;
  readonly nodes: readonly string[];
  /** Nodes among them that are down. */
  readonly down: readonly string[];
  readonly partitions: readonly string[];
  /** The known ones first, in the order of the glossary. */
  readonly states: readonly string[];
  /** Of partition p on node n, at p × nodes + n: 0 for no copy, else a state's index + 1. */
  readonly cells: Uint8Array;
  /** The same as a map wants it, where copies are held and there is a map of them. */
  readonly wanted: { readonly id: string; readonly holder: string; readonly cells: Uint8Array } | null;
  /** Other nodes' maps that are not the same, and in how many partitions. */
  readonly others: readonly { readonly node: string; readonly differs: number }[];
  /** Of each partition: 1 when not all maps agree. */
  readonly disputed: Uint8Array;
}

export interface Partitions {
  readonly sources: readonly PartitionSource[];
  readonly table: PartitionTable | null;
}

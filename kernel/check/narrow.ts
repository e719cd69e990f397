/**
 * What properties say that have looked at the nodes of one kind alone: remembered by the states of those nodes, so that they are asked
 * once for these, whatever the others do. `no commit without every promise`, say, looks at the transaction manager first, and mostly
 * needs no more. A property belongs to the kind at which it looked first when it was first asked.
 */
import { bytesOfTuples, createTuples, tupleOf, type Tuples } from './tuples.ts';
import type { Viewer } from './viewer.ts';

export interface Narrow {
  /** Of these properties (a bit each) the ones that are not settled by such nodes in this world. */
  open(words: Int32Array, properties: number): number;
  /**
   * One was asked in the world that `open` was told of last.
   * @param property its bit
   * @param first the kind at which it looked first; 0 for none
   * @param seen all at which it looked; −1 when it looked at more than nodes
   */
  settle(property: number, first: number, seen: number): void;
  bytes(): number;
}

interface OfKind {
  readonly kind: number;
  /** Marks are bits of the properties that are settled. */
  readonly tuples: Tuples;
  properties: number;
  /** In the world that `open` was told of last; −1: it was not looked at. */
  tuple: number;
}

/** @param wide kinds by which all properties are remembered together: where that is one kind, nothing is gained here */
export function createNarrow(viewer: Viewer, wide: Tuples): Narrow {
  const ofKinds: OfKind[] = [];
  let assigned = 0;

  function ofKind(kind: number): OfKind {
    const known = ofKinds.find((one) => one.kind === kind);
    if (known !== undefined) return known;
    const tuples = createTuples();
    viewer.kindsSeen = kind;
    viewer.widen(tuples);
    const made = { kind, tuples, properties: 0, tuple: -1 };
    ofKinds.push(made);
    return made;
  }

  return {
    open(words, properties) {
      let left = properties & ~assigned;
      for (const one of ofKinds) {
        one.tuple = -1;
        const mine = one.properties & properties;
        if (mine === 0) continue;
        if (one.kind !== wide.kinds) one.tuple = tupleOf(one.tuples, words, 0);
        left |= one.tuple < 0 ? mine : mine & ~(one.tuples.marks.data[one.tuple] as number);
      }
      return left;
    },
    settle(property, first, seen) {
      if (property === 0 || first === 0) return;
      if ((assigned & property) === 0) {
        assigned |= property;
        ofKind(first).properties |= property;
        return;
      }
      for (const { kind, properties, tuples, tuple } of ofKinds)
        if (tuple >= 0 && kind === seen && (properties & property) !== 0)
          tuples.marks.data[tuple] = (tuples.marks.data[tuple] as number) | property;
    },
    bytes: () => ofKinds.reduce((sum, { tuples }) => sum + bytesOfTuples(tuples), 0),
  };
}

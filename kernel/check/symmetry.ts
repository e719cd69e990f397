/**
 * Of worlds that differ only in which of some nodes is which, one is explored (decision 74; Ip and Dill 1996). The nodes are put in
 * the order of what they are to the world (`roles.ts`). Nodes that the order leaves together are either alike, so that nothing
 * changes when they are exchanged, or every arrangement of them is tried and the one with the least fingerprint taken.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { ExploreDeclaration } from '../program/declaration.ts';
import type { World } from '../world/world.ts';
import { HeadWord, type Words } from './codec.ts';
import { createExchange, type Exchange } from './exchange.ts';
import type { Items } from './items.ts';
import type { Locals } from './locals.ts';
import { arrangementCount, arrangements, createPermutations, type Permutations } from './permutations.ts';
import { createRenamer } from './rename.ts';
import { createRoles } from './roles.ts';
import type { Surroundings } from './surroundings.ts';

/** The one that stands for a world and all that are like it. */
export interface Canonical {
  readonly words: Words;
  /** Leads from the world to it. */
  readonly permutation: number;
}

export interface Symmetry {
  readonly permutations: Permutations;
  readonly exchange: Exchange;
  canonise(words: Words): Canonical;
}

/** Tries whether the nodes are alike: see `symmetry-guard.ts`. */
export interface SymmetryGuard {
  /** Throws DiagnosticError when exchanged starts are no starts. */
  starts(starts: readonly Words[]): void;
  /** Tries what was remembered since it was asked last. Throws DiagnosticError. */
  results(): void;
  /** Of a world that is new. Throws DiagnosticError. */
  world(words: Words): void;
  /** Of an action of the scenario. Throws DiagnosticError. */
  action(words: Words, ways: readonly Words[]): void;
}

/** Arrangements of nodes that the order leaves together, of one world. */
const arrangementLimit = 40_320;

/** Null when there is nothing to exchange. */
export function createSymmetry(
  { name, place, options }: Pick<ExploreDeclaration, 'name' | 'place' | 'options'>,
  base: Pick<World, 'names' | 'nodes' | 'byId'>,
  locals: Locals,
  items: Items,
  surroundings: Surroundings,
): Symmetry | null {
  const kinds = new Set((options.symmetry ?? []).map(({ kindName }) => kindName));
  const groups = [...kinds]
    .map((kind) => base.nodes.filter((node) => node.kind === kind).map(({ index }) => index))
    .filter((group) => group.length > 1);
  if (groups.length === 0) return null;
  const nodes = groups.flat();
  const permutations = createPermutations(base.nodes.length, groups);
  const renamer = createRenamer(nodes.map((node) => base.nodes[node]?.id ?? ''));
  const exchange = createExchange(base, permutations, renamer, locals, items, surroundings);
  const roles = createRoles(base, nodes, renamer, locals, items, surroundings);
  const sums = new Int32Array(nodes.length);
  /** By place of a node in the world. */
  const orderOf = new Int32Array(base.nodes.length);

  /** Nodes of a group that the order leaves together, in that order; each part as sorts of nodes that are alike. */
  function partsOf(group: readonly number[], words: Words): readonly (readonly number[])[][] {
    const sorted = group.toSorted((a, b) => (orderOf[a] as number) - (orderOf[b] as number) || a - b);
    const parts: number[][][] = [];
    for (const [at, node] of sorted.entries()) {
      const isTogether = at > 0 && orderOf[sorted[at - 1] as number] === orderOf[node];
      const part = isTogether ? parts.at(-1) : undefined;
      const sort = part?.find(([other]) => isAlike(words, other as number, node));
      if (sort !== undefined) sort.push(node);
      else if (part !== undefined) part.push([node]);
      else parts.push([[node]]);
    }
    return parts;
  }

  function isAlike(words: Words, a: number, b: number): boolean {
    const other = exchange.world(words, permutations.swap(a, b));
    return other[HeadWord.a] === words[HeadWord.a] && other[HeadWord.b] === words[HeadWord.b];
  }

  /** Every order of the nodes of a part that could make a difference. */
  function ordersOf(part: readonly (readonly number[])[]): readonly (readonly number[])[] {
    if (part.length === 1) return [part[0] as readonly number[]];
    const counts = part.map(({ length }) => length);
    if (arrangementCount(counts) > arrangementLimit) throw tooMany();
    return arrangements(counts).map((sorts) => {
      const rows = part.map((alike) => alike.values());
      return sorts.map((sort) => rows[sort]?.next().value as number);
    });
  }

  function tooMany(): DiagnosticError {
    return new DiagnosticError(
      diagnostic('check/not-available', `The symmetry of '${name}' has too many orders of nodes to try.`, {
        cell: place.cell,
        range: place.range,
        help: 'Explore with fewer nodes, or without symmetry.',
      }),
    );
  }

  return {
    permutations,
    exchange,
    canonise(words) {
      roles.sum(words, sums);
      nodes.forEach((node, at) => (orderOf[node] = sums[at] as number));
      let permutationsOf: Int32Array[] = [(permutations.list[0] as Int32Array).slice()];
      for (const group of groups) {
        let filled = 0;
        for (const part of partsOf(group, words)) {
          const orders = ordersOf(part);
          permutationsOf = permutationsOf.flatMap((to) =>
            orders.map((order, which) => {
              const made = which === orders.length - 1 ? to : to.slice();
              order.forEach((node, at) => (made[node] = group[filled + at] as number));
              return made;
            }),
          );
          filled += part.reduce((sum, { length }) => sum + length, 0);
          if (permutationsOf.length > arrangementLimit) throw tooMany();
        }
      }
      let best: Canonical | null = null;
      for (const to of permutationsOf) {
        const permutation = permutations.of(to);
        const made = exchange.world(words, permutation);
        if (best === null || isLess(made, best.words)) best = { words: made, permutation };
      }
      return best as Canonical;
    },
  };
}

function isLess(one: Words, other: Words): boolean {
  const [a, b] = [(one[HeadWord.a] as number) >>> 0, (other[HeadWord.a] as number) >>> 0];
  return a !== b ? a < b : (one[HeadWord.b] as number) >>> 0 < (other[HeadWord.b] as number) >>> 0;
}

/** Exchanges of nodes of the same kind, each distinct one a small integer; 0 changes nothing. */

export interface Permutations {
  /** Number of nodes that may be exchanged, by kind: their places in the world. */
  readonly groups: readonly (readonly number[])[];
  /** By number: the place that a node takes, by its own. */
  readonly list: readonly Int32Array[];
  of(to: Int32Array): number;
  inverse(number: number): number;
  /** `second` after `first`. */
  compose(first: number, second: number): number;
  /** Exchanges two nodes. */
  swap(a: number, b: number): number;
  /** Neighbours exchanged: all others can be made of these. */
  readonly neighbours: readonly number[];
}

export function createPermutations(nodes: number, groups: readonly (readonly number[])[]): Permutations {
  const numbers = new Map<string, number>();
  const list: Int32Array[] = [];
  function of(to: Int32Array): number {
    const text = to.join();
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, list.length);
    return list.push(to.slice()) - 1;
  }
  const identity = Int32Array.from({ length: nodes }, (_, place) => place);
  of(identity);
  const at = (number: number): Int32Array => list[number] as Int32Array;
  function swap(a: number, b: number): number {
    const to = identity.slice();
    to[a] = b;
    to[b] = a;
    return of(to);
  }
  return {
    groups,
    list,
    of,
    inverse(number) {
      const to = identity.slice();
      at(number).forEach((place, from) => (to[place] = from));
      return of(to);
    },
    compose: (first, second) => of(at(first).map((place) => at(second)[place] as number)),
    swap,
    neighbours: groups.flatMap((group) => group.slice(1).map((place, index) => swap(group[index] as number, place))),
  };
}

/** Every way to put `counts[i]` things of sort i into a row, as the sort of each place. */
export function arrangements(counts: readonly number[]): readonly (readonly number[])[] {
  const length = counts.reduce((sum, count) => sum + count, 0);
  if (length === 0) return [[]];
  return counts.flatMap((count, sort) =>
    count === 0
      ? []
      : arrangements(counts.map((other, index) => (index === sort ? other - 1 : other))).map((rest) => [sort, ...rest]),
  );
}

/** How many there are. */
export function arrangementCount(counts: readonly number[]): number {
  let result = 1;
  let placed = 0;
  for (const count of counts) for (let i = 1; i <= count; i++) result = (result * ++placed) / i;
  return Math.round(result);
}

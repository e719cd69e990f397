import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateOver } from './duplicate-over.ts';
import { copy, freeze, literal, NotPlainError } from './plain.ts';

/** Data in which the same object may stand in several places, some of them frozen; and a few changes of it. */
type Tree = { leaf: number } | { list: Tree[] } | { map: Map<string, Tree> } | { set: Set<Tree | number> };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.record({ leaf: fc.nat(3) }),
    fc.record({ list: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({
      map: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), tie('tree')), { maxLength: 3 }).map((es) => new Map(es)),
    }),
    fc.record({ set: fc.array(fc.oneof(tie('tree'), fc.nat(3)), { maxLength: 3 }).map((ms) => new Set(ms)) }),
  ),
}));

/** Which places hold one and the same object, which are frozen, what stands there: all that code can tell. */
function portrait(value: unknown): string {
  const seen = new Map<object, number>();
  const of = (one: unknown): string => {
    if (typeof one !== 'object' || one === null) return literal(one);
    const known = seen.get(one);
    if (known !== undefined) return `#${known}`;
    seen.set(one, seen.size);
    const parts =
      one instanceof Map
        ? [...one].map(([key, held]) => `${of(key)}→${of(held)}`)
        : one instanceof Set
          ? [...one].map(of)
          : Object.entries(one).map(([key, held]) => `${key}:${of(held)}`);
    const kind = Array.isArray(one) ? `[${one.length}]` : `${Object.getPrototypeOf(one)?.constructor.name}`;
    return `${Object.isFrozen(one) ? 'frozen ' : ''}${kind}(${parts.join(',')})`;
  };
  return of(value);
}

const state = fc
  .tuple(fc.array(tree, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(99), { maxLength: 8 }), fc.nat(7))
  .map(([trees, picks, frozen]) => {
    const places = picks.map((pick) => trees[pick % trees.length]);
    if (frozen < trees.length) freeze(trees[frozen]);
    return { places, more: new Map(places.map((place, index) => [index, place])) };
  });

describe('a duplicate over an earlier one', () => {
  it('cannot be told from the original, whatever the earlier one is', () => {
    fc.assert(
      fc.property(state, state, (value, other) => {
        const first = duplicateOver(other, null);
        expect(portrait(first.value)).toBe(portrait(other));
        expect(first.isSimple).toBe(portrait(copy(other)) === portrait(other));
        const second = duplicateOver(value, first);
        expect(portrait(second.value)).toBe(portrait(value));
        // And over one that shares itself.
        expect(portrait(duplicateOver(other, second).value)).toBe(portrait(other));
      }),
      { numRuns: 500 },
    );
  });

  it('is the earlier one itself when nothing changed', () => {
    fc.assert(
      fc.property(state, (value) => {
        const earlier = duplicateOver(value, null);
        expect(duplicateOver(value, earlier).value).toBe(earlier.value);
      }),
      { numRuns: 300 },
    );
  });

  it('shares the entries of a log that grew', () => {
    const live = { log: [{ term: 1 }, { term: 2 }], votes: new Set(['a']), last: -0 };
    const first = duplicateOver(live, null);
    const earlier = first.value;
    live.log.push({ term: 3 });
    live.last = 0;
    const later = duplicateOver(live, first).value;
    expect(later).toEqual(live);
    expect(later.log[0]).toBe(earlier.log[0]);
    expect(later.votes).toBe(earlier.votes);
    expect(later.log).not.toBe(earlier.log);
    expect(Object.is(later.last, 0)).toBe(true);
  });

  it('tells a hole from undefined, and the order of keys', () => {
    // oxlint-disable-next-line no-sparse-arrays -- that is the point
    const hole = [1, , 3];
    const over = <T extends object>(value: T, earlier: T): T =>
      duplicateOver(value, duplicateOver(earlier, null)).value;
    expect(1 in over(hole, [1, undefined, 3])).toBe(false);
    expect(1 in over([1, undefined, 3], hole)).toBe(true);
    expect(Object.keys(over({ a: 1, b: 2 }, { b: 2, a: 1 }))).toEqual(['a', 'b']);
    expect([...over(new Set([1, 2]), new Set([2, 1]))]).toEqual([1, 2]);
  });

  it('refuses what is not plain data, with the path to it', () => {
    const bad = { a: [1, { b: () => 1 }] };
    const earlier = duplicateOver({ a: [1, {}] }, null);
    expect(() => duplicateOver(bad, earlier)).toThrow(NotPlainError);
    expect(() => duplicateOver(bad, earlier)).toThrow('a.1.b is a function');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedAt, type Path, PathError, pathText, positionsOf, valueAt } from './path.ts';
import { canonical, literal, type Plain } from './plain.ts';

const atom: fc.Arbitrary<Plain> = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom(NaN, -0, Infinity),
  fc.boolean(),
  fc.bigInt({ min: -3n, max: 12n }),
  fc.constant(null),
  fc.constant(undefined),
);
const field = fc.string({ maxLength: 3 }).filter((name) => name !== '__proto__');
const { plain } = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    fc.array(tie('plain'), { maxLength: 4 }),
    fc.dictionary(field, tie('plain'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(fc.oneof(atom, tie('plain')), tie('plain')), { maxLength: 4 }).map((all) => new Map(all)),
    fc.array(fc.oneof(atom, tie('plain')), { maxLength: 4 }).map((all) => new Set(all)),
  ),
}));

/** Every place of a value with the value there, the whole first. */
function places(value: Plain, path: Path = []): readonly { readonly path: Path; readonly value: Plain }[] {
  const inside: readonly (readonly [Path[number], Plain])[] =
    value instanceof Map
      ? [...value].map(([key, member]) => [{ key }, member])
      : value instanceof Set
        ? [...value].map((member) => [{ key: member }, member])
        : Array.isArray(value)
          ? value.map((member: Plain, index): [number, Plain] => [index, member])
          : typeof value === 'object' && value !== null
            ? Object.entries(value)
            : [];
  return [{ path, value }, ...inside.flatMap(([part, member]) => places(member, [...path, part]))];
}

/** Keys alike can be told apart by nobody: what is meant is one of them. */
const hasTwins = (value: Plain): boolean =>
  places(value).some(({ value: one }) => {
    const keys = one instanceof Map ? [...one.keys()] : one instanceof Set ? [...one] : [];
    return new Set(keys.map(canonical)).size < keys.length;
  });
const clear = plain.filter((value) => !hasTwins(value));

describe('a place in plain data', () => {
  it('is found by its path, whatever holds it', () => {
    fc.assert(
      fc.property(clear, (root) => {
        for (const { path, value } of places(root)) expect(literal(valueAt(root, path))).toBe(literal(value));
      }),
    );
  });

  it('is set, and everything else stays as it was, in its order', () => {
    fc.assert(
      fc.property(clear, fc.nat(), (root, which) => {
        const all = places(root);
        const { path } = all[which % all.length] ?? { path: [] };
        const before = literal(root);
        const after = changedAt(root, path, { type: 'set', value: 'changed here' });
        expect(literal(root)).toBe(before);
        // A member of a Set is its own key, and is elsewhere now.
        const isInSet = path.some((_, depth) => valueAt(root, path.slice(0, depth)) instanceof Set);
        if (!isInSet) expect(valueAt(after, path)).toBe('changed here');
        const others = all.filter((one) => !path.every((part, i) => one.path[i] === part) && !isWithin(path, one.path));
        if (!isInSet) for (const one of others) expect(literal(valueAt(after, one.path))).toBe(literal(one.value));
      }),
    );
  });

  it('goes elsewhere among its siblings and back, and nothing has changed', () => {
    fc.assert(
      fc.property(clear, fc.nat(), fc.nat(), (root, which, where) => {
        const all = places(root).filter(({ path }) => path.length > 0);
        const { path } = all[which % Math.max(1, all.length)] ?? { path: [] };
        const holder = path.length === 0 ? undefined : valueAt(root, path.slice(0, -1));
        const part = path.at(-1);
        // A member of a Set is its own key, and is elsewhere once a part of it is.
        if (part === undefined || path.some((_, depth) => valueAt(root, path.slice(0, depth)) instanceof Set)) return;
        const [from, to]: readonly Plain[] = Array.isArray(holder)
          ? [typeof part === 'number' ? part : 0, where % holder.length]
          : [typeof part === 'object' ? part.key : part, 'a key that is new'];
        const moved = changedAt(root, path, { type: 'move', to });
        const there: Path = [...path.slice(0, -1), { key: to }];
        expect(literal(valueAt(moved, there))).toBe(literal(valueAt(root, path)));
        expect(literal(changedAt(moved, there, { type: 'move', to: from }))).toBe(literal(root));
      }),
    );
  });

  it('is not moved over another, nor out of what holds it', () => {
    const two = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    const move = (root: Plain, path: Path, to: Plain) => () => changedAt(root, path, { type: 'move', to });
    expect(move(two, ['a'], 'b')).toThrow(new PathError(' has the key b already.'));
    expect(literal(move(two, ['a'], 'a')())).toBe(literal(two));
    expect(move({ x: { a: 1, b: 2 } }, ['x', 'a'], 'b')).toThrow('x has the field b already.');
    expect(move({ list: [1, 2] }, ['list', 0], 2)).toThrow('list has 2 items: nothing can stand at 2.');
    expect(move({ set: new Set([1]) }, ['set', { key: 1 }], 2)).toThrow(PathError);
  });

  it('has a place among its siblings at each step of its way', () => {
    const root = {
      a: 0,
      log: [
        new Map<Plain, Plain>([
          ['x', 1],
          [{ k: 1 }, new Set(['p', 'q'])],
        ]),
      ],
    };
    expect(positionsOf(root, ['log', 0, { key: { k: 1 } }, { key: 'q' }])).toEqual([1, 0, 1, 1]);
    expect(() => positionsOf(root, ['log', 1])).toThrow(PathError);
  });

  it('is set to what it was, and nothing has changed', () => {
    fc.assert(
      fc.property(clear, (root) => {
        for (const { path, value } of places(root))
          expect(literal(changedAt(root, path, { type: 'set', value }))).toBe(literal(root));
      }),
    );
  });

  it('is removed, and what was added last is what removing takes away again', () => {
    fc.assert(
      fc.property(clear, (root) => {
        for (const { path, value } of places(root)) {
          if (typeof value !== 'object' || value === null || value instanceof Set) continue;
          const key = value instanceof Map || !Array.isArray(value) ? 'a new key' : undefined;
          const added = changedAt(root, path, { type: 'add', ...(key === undefined ? {} : { key }), value: 7 });
          if (path.some((_, depth) => valueAt(root, path.slice(0, depth)) instanceof Set)) continue;
          const last = Array.isArray(value) ? value.length : { key: 'a new key' };
          expect(valueAt(added, [...path, last])).toBe(7);
          expect(literal(changedAt(added, [...path, last], { type: 'remove' }))).toBe(literal(root));
        }
      }),
    );
  });
});

const isWithin = (outer: Path, inner: Path): boolean => inner.every((part, i) => outer[i] === part);

describe('a key', () => {
  it('of a Map is meant exactly, or by how it reads', () => {
    const map = new Map<Plain, Plain>([
      [1, 'number'],
      ['1', 'text'],
      [1n, 'bigint'],
      [{ a: 1 }, 'object'],
      [null, 'null'],
    ]);
    expect([1, '1', 'null', { key: 1n }, { key: { a: 1 } }, { key: null }].map((part) => valueAt(map, [part]))).toEqual(
      ['number', 'text', 'null', 'bigint', 'object', 'null'],
    );
    // An object reads like every other one.
    expect(() => valueAt(map, ['[object Object]'])).toThrow(PathError);
  });

  it('of a Map keeps its place when its value is set, and a member of a Set when it is replaced', () => {
    const map = changedAt(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      ['a'],
      { type: 'set', value: 3 },
    );
    expect([...(map as Map<string, number>)]).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
    expect(changedAt(new Set(['a', 'b']), ['a'], { type: 'set', value: 'c' })).toEqual(new Set(['c', 'b']));
  });

  it('that is there already is given its new value by adding', () => {
    expect(changedAt(new Map([['a', 1]]), [], { type: 'add', key: 'a', value: 2 })).toEqual(new Map([['a', 2]]));
    expect(changedAt(new Set([{ a: 1 }]), [], { type: 'add', value: { a: 1 } })).toEqual(new Set([{ a: 1 }]));
  });
});

describe('a path that leads nowhere', () => {
  it('is refused: no length of a list, no field that only the language has, no index beyond the end', () => {
    const root = { list: [1, 2], atom: 5, map: new Map([['a', 1]]), set: new Set([1]) };
    for (const path of [
      ['list', 'length'],
      ['list', 2],
      ['list', -1],
      ['list', 0.5],
      ['atom', 0],
      ['toString'],
      ['map', 'size'],
      ['set', 2],
    ] as const) {
      expect(() => valueAt(root, path), pathText(path)).toThrow(PathError);
      expect(() => changedAt(root, path, { type: 'set', value: 1 }), pathText(path)).toThrow(PathError);
    }
    expect(() => changedAt(root, ['list'], { type: 'add', key: 3, value: 0 })).toThrow(/2 items/);
    expect(() => changedAt(root, [], { type: 'add', key: '__proto__', value: {} })).toThrow(PathError);
    expect(() => changedAt(root, [], { type: 'add', key: 7, value: {} })).toThrow(PathError);
    expect(() => changedAt(root, ['atom'], { type: 'add', value: {} })).toThrow(/no collection/);
  });
});

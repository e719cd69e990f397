import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainData as plain } from './plain.fixture.ts';
import { canonical, copy, equal, freeze, literal, NotPlainError, shapeOf } from './plain.ts';

describe('copy', () => {
  it('gives equal data that shares no object with the original', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const made = copy(value);
        expect(made).toEqual(value);
        expect(canonical(made)).toBe(canonical(value));
        if (typeof value === 'object' && value !== null) expect(made).not.toBe(value);
      }),
    );
  });

  it('refuses what is not plain data and says where it is', () => {
    class Account {
      balance = 1;
    }
    const cases: readonly (readonly [unknown, string, string])[] = [
      [() => 1, '', 'a function'],
      [{ a: [1, { b: () => 1 }] }, 'a.1.b', 'a function'],
      [{ when: new Date(0) }, 'when', 'a Date'],
      [[new Account()], '0', 'an instance of Account'],
      [new Map([['k', Symbol('s')]]), 'k', 'a symbol'],
      [{ p: Promise.resolve() }, 'p', 'a promise'],
    ];
    for (const [value, path, found] of cases) {
      const error = thrownBy(() => copy(value));
      expect(error).toBeInstanceOf(NotPlainError);
      expect((error as NotPlainError).path.join('.')).toBe(path);
      expect((error as NotPlainError).found).toBe(found);
    }
  });

  it('refuses data that refers to itself instead of running for ever', () => {
    const ring: { next?: unknown } = {};
    ring.next = ring;
    expect(() => copy(ring)).toThrow(/refers to itself/);
  });
});

describe('canonical', () => {
  it('is one text whatever the order of keys and members', () => {
    expect(canonical({ a: 1, b: new Set([1, 2]) })).toBe(canonical({ b: new Set([2, 1]), a: 1 }));
    expect(
      canonical(
        new Map([
          ['x', 1],
          ['y', 2],
        ]),
      ),
    ).toBe(
      canonical(
        new Map([
          ['y', 2],
          ['x', 1],
        ]),
      ),
    );
  });

  it('and the literal text tells the order', () => {
    const pairs: readonly (readonly [unknown, unknown])[] = [
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      [new Set([1, 2]), new Set([2, 1])],
      [
        [
          new Map([
            [1, 1],
            [2, 2],
          ]),
        ],
        [
          new Map([
            [2, 2],
            [1, 1],
          ]),
        ],
      ],
    ];
    for (const [one, other] of pairs) {
      expect(canonical(one)).toBe(canonical(other));
      expect(literal(one)).not.toBe(literal(other));
    }
    fc.assert(
      fc.property(plain, (value) => {
        expect(literal(copy(value))).toBe(literal(value));
      }),
    );
  });

  it('tells apart what is different, types included', () => {
    const values: readonly unknown[] = [
      1,
      '1',
      1n,
      true,
      'true',
      null,
      undefined,
      0,
      -0,
      [],
      {},
      new Map(),
      new Set(),
      [1],
      new Set([1]),
      { a: 1 },
      new Map([['a', 1]]),
    ];
    expect(new Set(values.map(canonical)).size).toBe(values.length);
  });
});

describe('equal', () => {
  it('is to have the same canonical text', () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        expect(equal(one, other)).toBe(canonical(one) === canonical(other));
        expect(equal(one, copy(one))).toBe(true);
      }),
      { numRuns: 300 },
    );
    const values: readonly unknown[] = [0, -0, NaN, 1, null, undefined, [], {}, new Map(), new Set(), [undefined], 1n];
    for (const one of values)
      for (const other of values) expect(equal(one, other)).toBe(canonical(one) === canonical(other));
  });

  it('minds neither the order of keys nor that of members', () => {
    const [one, other] = [
      { a: 1, b: new Set([1, [2]]) },
      { b: new Set([[2], 1]), a: 1 },
    ];
    expect(equal(one, other)).toBe(true);
    expect(equal(new Map([[[1], { x: 1 }]]), new Map([[[1], { x: 2 }]]))).toBe(false);
  });
});

describe('freeze', () => {
  it('makes data read-only in depth, collections included', () => {
    const value = freeze({ list: [1], map: new Map([['k', { n: 1 }]]), set: new Set([1]) });
    expect(() => value.list.push(2)).toThrow(TypeError);
    expect(() => value.map.set('j', { n: 2 })).toThrow(/shared by every node/);
    expect(() => value.set.add(2)).toThrow(/shared by every node/);
    expect(() => {
      (value.map.get('k') as { n: number }).n = 2;
    }).toThrow(TypeError);
    expect(value.map.get('k')?.n).toBe(1);
  });
});

describe('shapeOf', () => {
  it('lets null and undefined fit any type', () => {
    expect([null, undefined, 1, 'x', [], new Map(), new Set(), {}].map(shapeOf)).toEqual([
      'any',
      'any',
      'number',
      'string',
      'array',
      'map',
      'set',
      'object',
    ]);
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

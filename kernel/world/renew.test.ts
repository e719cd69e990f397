import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literal, NotPlainError } from '../plain.ts';
import { plainData } from '../plain.fixture.ts';
import { renew } from './renew.ts';

describe('renew', () => {
  it('gives what no code can tell from the value, frozen in depth, whatever was there earlier', () => {
    fc.assert(
      fc.property(plainData, plainData, (earlier, value) => {
        const made = renew(renew(undefined, earlier), value);
        expect(literal(made)).toBe(literal(value));
        expect(isFrozenInDepth(made)).toBe(true);
      }),
    );
  });

  it('is the earlier one exactly when no code can tell them apart, at every depth', () => {
    fc.assert(
      fc.property(fc.array(plainData, { minLength: 1, maxLength: 4 }), plainData, fc.nat(3), (members, other, at) => {
        const earlier = renew(undefined, members) as readonly unknown[];
        const changed = members.with(at % members.length, other);
        const made = renew(earlier, changed) as readonly unknown[];
        const isEqual = whatCodeSees(changed) === whatCodeSees(members);
        expect(made === earlier).toBe(isEqual);
        for (const [i, member] of made.entries())
          if (typeof member === 'object' && member !== null && i !== at % members.length)
            expect(member).toBe(earlier[i]);
      }),
    );
  });

  it('keeps holes, the order of keys and members, and the sign of zero apart', () => {
    const holed = [1];
    holed[2] = 3;
    const pairs: readonly (readonly [unknown, unknown])[] = [
      [holed, [1, undefined, 3]],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      [new Set([1, 2]), new Set([2, 1])],
      [
        new Map([
          [1, 'a'],
          [2, 'b'],
        ]),
        new Map([
          [2, 'b'],
          [1, 'a'],
        ]),
      ],
      [{ a: 0 }, { a: -0 }],
      [{ a: 1 }, { a: 1, b: undefined }],
      [{ a: 1, b: undefined }, { a: 1 }],
      [
        [1, 2, 3],
        [1, 2],
      ],
      [
        [1, 2],
        [1, 2, 3],
      ],
      [{}, []],
      [{}, Object.create(null)],
      [new Set(), new Map()],
    ];
    for (const [a, b] of pairs) {
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const) {
        const earlier = renew(undefined, from);
        const made = renew(earlier, to);
        expect(made).not.toBe(earlier);
        expect(made).toStrictEqual(to);
        expect(renew(made, to)).toBe(made);
      }
    }
    expect(1 in (renew(undefined, holed) as unknown[])).toBe(false);
    expect(renew(renew(undefined, [Number.NaN]), [Number.NaN])).toEqual([Number.NaN]);
  });

  it('refuses what is not plain data and says where it is', () => {
    const wrong = (): unknown => renew(undefined, { a: [1, { b: () => 1 }] });
    expect(wrong).toThrow(NotPlainError);
    expect(wrong).toThrow('a.1.b is a function');
    const ring: { next?: unknown } = {};
    ring.next = ring;
    expect(() => renew(undefined, ring)).toThrow(NotPlainError);
  });
});

/** A literal says nothing of an object without a prototype, and code can tell; so both are told, in the order of a walk. */
function whatCodeSees(value: unknown): string {
  const bare: boolean[] = [];
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    bare.push(Object.getPrototypeOf(part) === null);
    membersOf(part).forEach(walk);
  };
  walk(value);
  return `${literal(value)} ${bare.join()}`;
}

function membersOf(value: object): readonly unknown[] {
  return value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.values(value);
}

function isFrozenInDepth(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && membersOf(value).every(isFrozenInDepth);
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equal, type Plain } from '../plain.ts';
import type { Pattern } from '../star.ts';
import { finderOf, fitting } from './pattern.ts';

/** Values that have something in common by chance. */
const plain = fc.letrec<{ readonly any: Plain }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      fc.constantFrom<Plain>('a', 'b', 'k42', ''),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom<Plain>(true, null, undefined),
    ),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'term', 'txn'), tie('any'), { maxKeys: 3 }),
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom<Plain>('a', 'k42'), fc.integer({ min: 0, max: 3 })), tie('any')), {
        maxLength: 3,
      })
      .map((entries): Plain => new Map(entries)),
    fc.array(tie('any'), { maxLength: 3 }).map((members): Plain => new Set(members)),
  ),
})).any;
const pattern: fc.Arbitrary<Pattern> = fc.record({
  under: fc.array(fc.constantFrom('a', 'b', 'term', 'txn', 'root'), { maxLength: 2 }),
  value: plain,
});

interface Met {
  readonly value: unknown;
  readonly names: readonly string[];
  readonly isKey: boolean;
}

/** Everything that stands in a value, written down as simply as can be. */
function everything(value: unknown, names: readonly string[], isBody: boolean): readonly Met[] {
  const own: Met = { value, names, isKey: false };
  const below = (key: unknown, member: unknown, isKey: boolean): readonly Met[] => [
    ...(isKey ? [{ value: key, names, isKey: true }] : []),
    ...everything(member, typeof key === 'string' ? [...names, key] : names, false),
  ];
  if (Array.isArray(value) || value instanceof Set)
    return [own, ...[...value].flatMap((one) => everything(one, names, false))];
  if (value instanceof Map) return [own, ...[...value].flatMap(([key, member]) => below(key, member, true))];
  if (typeof value !== 'object' || value === null) return [own];
  return [own, ...Object.entries(value).flatMap(([key, member]) => below(key, member, !isBody))];
}

function naive(wanted: Pattern, value: Plain, isBody: boolean): number {
  const fits = fitting(wanted.value);
  const isAtom = typeof wanted.value !== 'object' || wanted.value === null;
  return everything(value, ['root'], isBody).filter((met) => {
    const isObject = typeof met.value === 'object' && met.value !== null;
    if (isObject === isAtom || !fits(met.value) || (met.isKey && isObject)) return false;
    // A key that is a text has no other name.
    if (met.isKey && typeof met.value === 'string') return wanted.under.length === 0;
    return wanted.under.length === 0 || met.names.slice(-wanted.under.length).join('/') === wanted.under.join('/');
  }).length;
}

/** What stands at a place, by position. */
function at(value: unknown, way: readonly number[], isKey: boolean): unknown {
  const [first, ...rest] = way;
  if (first === undefined) return value;
  const entries: readonly (readonly [unknown, unknown])[] =
    value instanceof Map
      ? [...value]
      : Array.isArray(value) || value instanceof Set
        ? [...value].map((one) => [null, one] as const)
        : Object.entries(value as object);
  const [key, member] = entries[first] ?? [];
  return rest.length === 0 && isKey ? key : at(member, rest, isKey);
}

describe('a pattern', () => {
  test('is found in as many places as a search of everything finds', () => {
    fc.assert(
      fc.property(pattern, plain, fc.boolean(), (wanted, value, isBody) => {
        expect(finderOf(wanted).count(value, 'root', isBody)).toBe(naive(wanted, value, isBody));
      }),
      { numRuns: 2_000 },
    );
  });

  test('has at each of its places what it stands for', () => {
    fc.assert(
      fc.property(pattern, plain, fc.boolean(), (wanted, value, isBody) => {
        const finder = finderOf(wanted);
        const places = finder.places(value, 'root', 1_000, isBody);
        expect(places).toHaveLength(finder.count(value, 'root', isBody));
        for (const { at: way, isKey } of places) expect(fitting(wanted.value)(at(value, way, isKey))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('that is a record fits records that say more, and none that say otherwise', () => {
    const fits = fitting({ txn: 7 });
    expect(fits({ txn: 7, key: 'x' })).toBe(true);
    expect(fits({ txn: 8, key: 'x' })).toBe(false);
    expect(fits([7])).toBe(false);
  });

  test('that is any value of the model fits a copy of it', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(fitting(value)(value)).toBe(true);
        expect(equal(value, value)).toBe(true);
      }),
    );
  });

  test('with a name is found under that name alone, in lists too', () => {
    const finder = finderOf({ under: ['txn'], value: 7 });
    expect(finder.count({ txn: [7, 8], key: 7, inner: { txn: 7 } }, 'Write', true)).toBe(2);
  });

  test('that is a text is found as a key of a Map and of a record in a state, and not as the name of a field of a message', () => {
    const finder = finderOf({ under: [], value: 'k42' });
    expect(finder.count(new Map([['k42', 'k42']]), 'data')).toBe(2);
    expect(finder.count({ k42: 1 }, 'data')).toBe(1);
    expect(finder.count({ k42: 1 }, 'Write', true)).toBe(0);
  });
});

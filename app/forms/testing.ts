/** Plain data of every kind, for the tests of forms. */
import fc from 'fast-check';
import { canonical, type Plain } from '../../kernel/plain.ts';

const atom: fc.Arbitrary<Plain> = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.double({ min: -3, max: 12, noNaN: true }),
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom(NaN, -0, Infinity, -Infinity),
  fc.boolean(),
  fc.bigInt({ min: -3n, max: 12n }),
  fc.constant(null),
  fc.constant(undefined),
);
const field = fc.string({ minLength: 1, maxLength: 3 }).filter((name) => name !== '__proto__');

const { tree } = fc.letrec<{ tree: Plain }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(field, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(fc.oneof(atom, tie('tree')), tie('tree')), { maxLength: 4 }).map((all) => new Map(all)),
    fc.array(fc.oneof(atom, tie('tree')), { maxLength: 4 }).map((all) => new Set(all)),
  ),
}));

/** Keys that are equal as data would be one to a reader. */
function hasTwins(value: Plain): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const keys = value instanceof Map ? [...value.keys()] : value instanceof Set ? [...value] : [];
  if (new Set(keys.map(canonical)).size < keys.length) return true;
  const members: readonly Plain[] =
    value instanceof Map ? [...keys, ...value.values()] : value instanceof Set ? keys : Object.values(value);
  return members.some(hasTwins);
}

export const plain: fc.Arbitrary<Plain> = tree.filter((value) => !hasTwins(value));

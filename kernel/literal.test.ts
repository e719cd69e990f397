import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical } from './plain.ts';
import { listed, literal, numeral } from './literal.ts';

const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.integer(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
    fc.array(fc.tuple(fc.string(), tie('value'))).map((pairs) => new Map(pairs)),
    fc.array(fc.string()).map((members) => new Set(members)),
  ),
})).value;

it('what it says evaluates to what it was', () => {
  fc.assert(
    fc.property(plain, (value) => {
      const again: unknown = runInThisContext(`(${literal(value)})`);
      expect(canonical(again)).toBe(canonical(value));
    }),
    { numRuns: 500 },
  );
});

it('sets thousands apart from five digits on', () => {
  expect([1_234, 12_345, -1_234_567.25, 0.5, 1e21].map(numeral)).toEqual([
    '1234',
    '12_345',
    '-1_234_567.25',
    '0.5',
    '1e+21',
  ]);
});

it('breaks a list that is too long for a line', () => {
  const long = Array.from({ length: 4 }, () => 'x'.repeat(30));
  expect(listed('{ ', ['a: 1'], ' }', '')).toBe('{ a: 1 }');
  expect(listed('{ ', long, ' }', '  ')).toBe(`{\n${long.map((x) => `    ${x},\n`).join('')}  }`);
});

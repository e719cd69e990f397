import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fnvRemainder } from './fnv.ts';

/** YCSB's `Utils.fnvhash64`, word for word, in 64-bit integers. */
function oracle(value: number): bigint {
  let rest = BigInt(value);
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < 8; i++) {
    hash ^= rest & 0xffn;
    rest >>= 8n;
    hash = BigInt.asUintN(64, hash * 1099511628211n);
  }
  const signed = BigInt.asIntN(64, hash);
  return signed < 0n ? -signed : signed;
}

test('the hash on 32-bit halves equals the 64-bit one', () => {
  fc.assert(
    fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: 1, max: 2 ** 37 }), (value, modulus) => {
      expect(fnvRemainder(value, modulus)).toBe(Number(oracle(value) % BigInt(modulus)));
    }),
    { numRuns: 2000 },
  );
});

/**
 * FNV-1a style hash of a number's eight bytes, as YCSB uses it to scatter keys and to name them. Works on two 32-bit halves:
 * the prime is 2^40 + 0x1b3, so a 64-bit product is one small multiplication and one shift.
 */

const PRIME_LOW = 0x1b3;

interface Hash {
  readonly high: number;
  readonly low: number;
}

/** The remainder by `modulus` (an integer below 2^37) of YCSB's `fnvhash64(value)`, for an integer 0 ≤ value < 2^53. */
export function fnvRemainder(value: number, modulus: number): number {
  const { high, low } = fnvHash(value);
  const upper = ((high % modulus) * 0x10000 + (low >>> 16)) % modulus;
  return (upper * 0x10000 + (low & 0xffff)) % modulus;
}

/** YCSB's `fnvhash64(value)` in decimal, as it stands in its keys, for an integer 0 ≤ value < 2^53. */
export function fnvText(value: number): string {
  const { high, low } = fnvHash(value);
  return ((BigInt(high) << 32n) | BigInt(low)).toString();
}

function fnvHash(value: number): Hash {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  let rest = value;
  for (let octet = 0; octet < 8; octet++) {
    const next = Math.floor(rest / 256);
    low = (low ^ (rest - next * 256)) >>> 0;
    rest = next;
    const product = low * PRIME_LOW;
    high = (Math.imul(high, PRIME_LOW) + Math.floor(product / 0x100000000) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  if (high >= 0x80000000) {
    // Java's Math.abs of a negative long.
    high = (~high + (low === 0 ? 1 : 0)) >>> 0;
    low = -low >>> 0;
  }
  return { high, low };
}

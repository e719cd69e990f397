import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from './hash.ts';

describe('hashText', () => {
  it('is 16 hexadecimal digits, and stays what it was: journals name programs by it', () => {
    expect(['', 'a', 'const a = 1', 'é𝒳'].map(hashText)).toMatchInlineSnapshot(`
      [
        "62456890ca6da181",
        "c9e68ddab57aeea2",
        "be7dd5776291d081",
        "169222399ef6eed1",
      ]
    `);
  });

  it('differs for texts that differ in one place', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.nat(59), (text, at) => {
        const i = at % text.length;
        const other = text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) ^ 1) + text.slice(i + 1);
        expect(hashText(other)).not.toBe(hashText(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('has no collision among 300,000 short texts, in either half', () => {
    const count = 300_000;
    const whole = new Set<string>();
    for (let i = 0; i < count; i++) whole.add(hashText(`x${i}`));
    expect(whole.size).toBe(count);
    // The halves alone are 32 bits: about count²/2³³ = 10 collisions each are to be expected.
    for (const [from, to] of [
      [0, 8],
      [8, 16],
    ] as const) {
      expect(new Set([...whole].map((hash) => hash.slice(from, to))).size).toBeGreaterThan(count - 40);
    }
  });
});

/**
 * A small hash of a text, to notice that content changed. Two 32-bit lanes (the mixing of MurmurHash3), 64 bits
 * in all; not cryptographic: whoever can write a cell can make two texts collide, and harms only his own run.
 */

/** 16 hexadecimal digits; the same in every engine. */
export function hashText(text: string): string {
  const [a, b] = lanesOf(text);
  return hex(a) + hex(b);
}

/** The two lanes by themselves, as signed 32-bit integers. */
export function lanesOf(text: string): readonly [a: number, b: number] {
  let a = 0xdeadbeef ^ text.length;
  let b = 0x41c6ce57 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(rotate(a ^ Math.imul(unit, 0xcc9e2d51), 15), 0x1b873593) + b;
    b = Math.imul(rotate(b ^ Math.imul(unit, 0x85ebca6b), 13), 0xc2b2ae35) + a;
  }
  a = finish(a ^ (b >>> 3));
  b = finish(b ^ (a >>> 5));
  return [a, b];
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

function finish(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

const hex = (x: number): string => (x >>> 0).toString(16).padStart(8, '0');

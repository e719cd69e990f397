import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { movedNumber, readNumber, roomFor } from './number-literal.ts';

function moved(text: string, steps: number): string {
  const literal = readNumber(text);
  if (literal === null) throw new Error(`${text} is no number.`);
  return movedNumber(literal, steps);
}

/** What the language makes of a literal. */
function valueOf(text: string): number | bigint {
  const plain = text.replaceAll('_', '').replace(/^-/, '');
  const size = plain.endsWith('n') ? BigInt(plain.slice(0, -1)) : Number(plain);
  return text.startsWith('-') ? -size : size;
}

const digits = (min: number, max: number, of = '0123456789') =>
  fc.string({ unit: fc.constantFrom(...of.split('')), minLength: min, maxLength: max });
const noZeroFirst = (text: string): string => text.replace(/^0+(?=\d)/, '');
const threes = (text: string): string => text.replace(/\B(?=(\d{3})+$)/g, '_');
const whole = digits(1, 12).map(noZeroFirst);
const literals = fc
  .record({
    sign: fc.constantFrom('', '-'),
    body: fc.oneof(
      whole,
      whole.map(threes),
      fc.tuple(whole, digits(1, 4)).map(([a, b]) => `${a}.${b}`),
      digits(1, 4).map((b) => `.${b}`),
      whole.map((a) => `${a}.`),
      fc.tuple(digits(1, 4).map(noZeroFirst), fc.constantFrom('e3', 'E-2', 'e+1')).map(([a, e]) => a + e),
      fc.tuple(digits(1, 2).map(noZeroFirst), digits(1, 2)).map(([a, b]) => `${a}.${b}e2`),
      digits(1, 5, '0123456789abcdef').map((h) => `0x${h}`),
      digits(1, 5, '0123456789ABCDEF').map((h) => `0X${h}`),
      digits(1, 8, '01').map((b) => `0b${b}`),
      whole.map((a) => `${a}n`),
    ),
  })
  .map(({ sign, body }) => sign + body)
  // Whatever comes back to 0 comes back without a sign.
  .filter((text) => !(text.startsWith('-') && Number(valueOf(text)) === 0));

describe('A number literal', () => {
  test.each([
    ['150', 1, '151'],
    ['150', -135, '15'],
    ['0.05', 1, '0.06'],
    ['0.05', 5, '0.10'],
    ['5_000', 1, '5_100'],
    ['5_000', -5, '4_500'],
    ['60_000', 1, '61_000'],
    ['1000', -1, '900'],
    ['999', 1, '1000'],
    ['1_000', -3, '700'],
    ['900_000', 10, '1_000_000'],
    ['.5', 1, '.6'],
    ['.9', 1, '1.0'],
    ['2.', 1, '3.'],
    ['1e3', 1, '2e3'],
    ['1.5e-3', -1, '1.4e-3'],
    ['0x10', -1, '0x0f'],
    ['0XFF', 1, '0X100'],
    ['0b1010', 1, '0b1011'],
    ['0xFF_FF', -1, '0xFF_FE'],
    ['0.000_1', 1, '0.000_2'],
    ['10n', 1, '11n'],
    ['-5', 6, '1'],
    ['-1', 1, '0'],
    ['-0.5', -1, '-0.6'],
  ])('%s moved by %d is %s', (text, steps, wanted) => {
    expect(moved(text, steps)).toBe(wanted);
  });

  test('ends at 0 when it has no sign, and has no room beyond', () => {
    expect(moved('3', -10)).toBe('0');
    expect(moved('5_050', -1_000)).toBe('0');
    expect(moved('0', -1)).toBe('0');
    const literal = readNumber('3');
    expect(literal && roomFor(literal, -10)).toBe(-3);
    expect(literal && roomFor(literal, 10)).toBe(10);
  });

  test('stays exact: it ends at the largest safe integer, unless it is a bigint', () => {
    expect(Number(moved('9007199254740991', 100))).toBe(Number.MAX_SAFE_INTEGER);
    expect(moved('9007199254740991n', 1)).toBe('9107199254740991n');
  });

  test.each(['', '-', '.', 'x1', '010', '1px', '0x', '1e', '--1', 'NaN'])('%j is none', (text) => {
    expect(readNumber(text)).toBeNull();
  });

  test('moved by no steps it is the text as it stands, however odd', () => {
    for (const text of ['1_0', '10_00', '0x0_1', '1.0_0', '-0']) expect(moved(text, 0)).toBe(text);
  });

  /** Moved within its bounds: where it ends at one, the way back is not a whole number of steps. */
  const within = fc.tuple(literals, fc.integer({ min: -2_000, max: 2_000 })).map(([text, steps]) => {
    const literal = readNumber(text);
    if (literal === null) throw new Error(`${text} is no number.`);
    const { units, step, least } = literal;
    const isWithin = roomFor(literal, steps) === steps && (least === null || units + BigInt(steps) * step >= least);
    return { text, literal, steps: isWithin ? steps : 0 };
  });

  test('moved there and back it is the same text (property)', () => {
    fc.assert(
      fc.property(within, ({ text, literal, steps }) => {
        const there = readNumber(movedNumber(literal, steps));
        // By the same step and in the same manner: on its own, 1000 would move by 100.
        const back = there && { ...there, step: literal.step, manner: literal.manner, least: null };
        expect(back && movedNumber(back, -steps)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('its value moves by its step, and it stays a literal of the language (property)', () => {
    fc.assert(
      fc.property(within, ({ text, literal, steps }) => {
        const exponent = /^-?0x/i.test(text) ? '0' : (/e([+-]?\d+)$/i.exec(text)?.[1] ?? '0');
        const unit = 10 ** (Number(exponent) - literal.manner.decimals);
        const after = Number(valueOf(movedNumber(literal, steps)));
        const wanted = Number(valueOf(text)) + steps * Number(literal.step) * unit;
        expect(Math.abs(after - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
      }),
      { numRuns: 500 },
    );
  });
});

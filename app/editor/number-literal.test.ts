import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NumberBounds } from '../../kernel/typed-literal.ts';
import { endAt, movedNumber, readNumber, roomFor } from './number-literal.ts';

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
    const isWithin = roomFor(literal, steps) === steps && units + BigInt(steps) * step >= least;
    return { text, literal, steps: isWithin ? steps : 0 };
  });

  test('moved there and back it is the same text (property)', () => {
    fc.assert(
      fc.property(within, ({ text, literal, steps }) => {
        const there = readNumber(movedNumber(literal, steps));
        // By the same step and in the same manner: on its own, 1000 would move by 100.
        const back = there && { ...there, step: literal.step, manner: literal.manner, least: -there.most };
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

describe('A number literal with bounds', () => {
  /** `[0, 1]`, `(0, 1)`, `[1, …) by 1`. */
  function bounds(text: string): NumberBounds {
    const [, open = '', low = '', high = '', close = '', by] =
      /^([[(])(.+), (.+)([\])])(?: by (.+))?$/.exec(text) ?? [];
    return {
      least: low === '…' ? null : { value: low, isIncluded: open === '[' },
      most: high === '…' ? null : { value: high, isIncluded: close === ']' },
      multipleOf: by ?? null,
    };
  }

  const read = (text: string, within: string) => {
    const literal = readNumber(text, bounds(within));
    if (literal === null) throw new Error(`${text} is no number.`);
    return literal;
  };

  test.each(['1e-999999999', '1e999999999', '-1.5E+99_999_999'])(
    '%s, beyond every double, is moved without them',
    (text) => {
      // A bound in its units would have as many digits as its exponent says.
      expect(read(text, '[-1, 1] by 0.5')).toEqual(readNumber(text));
      expect(read(text, '(0, …)')).toEqual(readNumber(text));
    },
  );

  test.each([
    // A probability.
    ['0', '[0, 1]', 1, '0.01'],
    ['0', '[0, 1]', -1, '0'],
    ['0.5', '[0, 1]', 1, '0.51'],
    ['.5', '[0, 1]', -1, '.49'],
    ['0.05', '[0, 1]', 500, '1.00'],
    ['1', '[0, 1]', -1, '0.99'],
    ['1', '[0, 1]', 1, '1'],
    ['0.001', '[0, 1]', -1, '0.000'],
    ['1e-3', '[0, 1]', 5_000, '1000e-3'],
    // Ends that do not belong to it.
    ['0.99', '(0, 1)', 1, '0.99'],
    ['0.99', '(0, 1)', -500, '0.01'],
    ['3', '(0, …)', -5, '1'],
    ['0.5', '(0, …)', -9, '0.1'],
    ['3', '(0.5, …)', -5, '1'],
    // Counts.
    ['3', '[1, …) by 1', -5, '1'],
    ['3', '[0, …) by 1', -5, '0'],
    ['2.5', '[0, …) by 1', 1, '3.5'],
    ['10', '[0, 50] by 5', 1, '15'],
    ['10', '[0, 52] by 5', 99, '52'],
    ['1_000', '[1, 20_00] by 1', 5, '1_500'],
    // Other ways to write.
    ['0x10', '[0, 17]', 5, '0x11'],
    ['0b101', '[4, 6]', -5, '0b100'],
    ['1e3', '[0, 5000]', 9, '5e3'],
    ['1e3', '[0, 5500]', 9, '5e3'],
    ['10n', '[1, 12]', 5, '12n'],
    ['5_000', '[0, 10000]', 99, '10_000'],
    ['-3', '[-5, 5]', -9, '-5'],
    ['3', '[-5, 5]', -9, '-5'],
    // Beyond an end it may come back, and goes no further.
    ['7', '[0, 5]', 1, '7'],
    ['7', '[0, 5]', -1, '6'],
    ['-2', '[0, 5]', -1, '-2'],
    ['-2', '[0, 5]', 3, '1'],
  ])('%s in %s moved by %d is %s', (text, within, steps, wanted) => {
    expect(movedNumber(read(text, within.replaceAll('_', '')), steps)).toBe(wanted);
  });

  test('says at which end it is', () => {
    expect(endAt(read('0.5', '[0, 1]'), 99)).toBe('at most 1');
    expect(endAt(read('0.5', '[0, 1]'), -99)).toBe('at least 0');
    expect(endAt(read('0.5', '[0, 1]'), 1)).toBeNull();
    expect(endAt(read('0.5', '(0, 1)'), -99)).toBe('above 0');
    expect(endAt(read('0.5', '(0, 1)'), 99)).toBe('below 1');
    expect(endAt(read('3', '[1, …) by 1'), -2)).toBe('at least 1');
    expect(endAt(read('3', '[1, …) by 1'), 99)).toBeNull();
    // Without a type: no sign, so not below 0.
    const plain = readNumber('3');
    expect(plain && [endAt(plain, -3), endAt(plain, 3)]).toEqual(['at least 0', null]);
  });

  const limits = fc.record({
    low: fc.option(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.constantFrom('[', '('))),
    high: fc.option(fc.tuple(fc.integer({ min: 51, max: 5_000 }), fc.constantFrom(']', ')'))),
    by: fc.option(fc.constantFrom('1', '0.5', '5')),
  });

  test('never leaves them, stays a literal of its form, and comes back to the text it was (property)', () => {
    fc.assert(
      fc.property(literals, limits, fc.integer({ min: -9_000, max: 9_000 }), (text, { low, high, by }, steps) => {
        const within = `${low?.[1] ?? '['}${low?.[0] ?? '…'}, ${high?.[0] ?? '…'}${high?.[1] ?? ']'}${by === null ? '' : ` by ${by}`}`;
        const literal = read(text, within);
        const after = movedNumber(literal, steps);
        const [from, to] = [Number(valueOf(text)), Number(valueOf(after))];
        expect(readNumber(after)).not.toBeNull();
        expect(/^-?(0[xob])?/i.exec(after)?.[0].replace('-', '')).toBe(
          /^-?(0[xob])?/i.exec(text)?.[0].replace('-', ''),
        );
        expect(after.endsWith('n')).toBe(text.endsWith('n'));
        // Where it was outside it may still be, on its way back.
        if (low !== null) expect(to).toBeGreaterThanOrEqual(Math.min(from, low[0]));
        if (high !== null) expect(to).toBeLessThanOrEqual(Math.max(from, high[0]));
        if (low?.[1] === '(' && from > low[0]) expect(to).toBeGreaterThan(low[0]);
        if (high?.[1] === ')' && from < high[0]) expect(to).toBeLessThan(high[0]);
        expect(movedNumber(literal, 0)).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });
});

/**
 * A number as it is written, moved by steps: `1_000`, `0x1F`, `.5`, `1.50e-3`, `-5`, `10n`. What is written is kept:
 * separators, decimals, base and its case, exponent, suffix. The arithmetic is done in whole units of the last digit,
 * so nothing is ever rounded.
 *
 * A step is one unit of the last digit; a number of four digits or more moves its second one: 150 by 1, 0.05 by 0.01,
 * 5_000 by 100. A number without a sign never goes below 0. Where the types say how far a number goes, it stays within that;
 * a share of 1 is written with two decimals as soon as it moves, for a step of 0.1 or 1 would say little.
 */
import type { Limit, NumberBounds } from '../../kernel/typed-literal.ts';

export interface NumberLiteral {
  readonly text: string;
  /** In units of the last digit written. */
  readonly units: bigint;
  readonly step: bigint;
  readonly least: bigint;
  readonly most: bigint;
  readonly manner: Manner;
  /** In words, for where they are reached: `at least 0`. Null: that end is the language's, not the model's. */
  readonly ends: { readonly least: string | null; readonly most: string | null };
}

/** How it is written. */
interface Manner {
  readonly radix: 2 | 8 | 10 | 16;
  readonly prefix: string;
  /** Digits before the point, at least; `.5` has none. */
  readonly width: number;
  readonly isUpper: boolean;
  /** Digits between separators; 0: there are none. */
  readonly group: number;
  /** Digits after the point, and where separators stand among them. */
  readonly decimals: number;
  readonly gaps: readonly number[];
  /** `5.` */
  readonly endsInPoint: boolean;
  /** Exponent or `n`, as it stands. */
  readonly suffix: string;
}

const decimal = /^(?<whole>\d[\d_]*)?(?<point>\.(?<part>[\d_]*))?(?<suffix>[eE][+-]?\d[\d_]*|n)?$/;
const based = /^(?<prefix>0[xX]|0[oO]|0[bB])(?<whole>[\da-fA-F_]+)(?<suffix>n)?$/;
const radixes: Readonly<Record<string, Manner['radix']>> = { x: 16, o: 8, b: 2 };

/** Above this a number that is no bigint is not exact any more. */
const exactLimit = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * @param text a literal, with the minus before it if it has one. Null for what is no number, or an old octal such as `010`.
 * @param bounds what the types say of the place in which it stands
 */
export function readNumber(text: string, bounds: NumberBounds | null = null): NumberLiteral | null {
  const plain = readPlain(text);
  return plain === null || bounds === null || isBeyond(plain.manner) ? plain : bounded(plain, bounds);
}

/** So large or small that every double ends before it: to reckon its bounds in its own units would take all memory. */
const isBeyond = (manner: Manner): boolean => Math.abs(exponentOf(manner)) > 999;

const exponentOf = ({ suffix }: Manner): number => Number(/^e(.+)$/i.exec(suffix)?.[1]?.replaceAll('_', '') ?? 0);

function readPlain(text: string): NumberLiteral | null {
  const isNegative = text.startsWith('-');
  const body = isNegative ? text.slice(1) : text;
  const {
    prefix = '',
    whole = '',
    point,
    part = '',
    suffix = '',
  } = (based.exec(body) ?? decimal.exec(body))?.groups ?? {};
  const digits = whole.replaceAll('_', '');
  const decimals = part.replaceAll('_', '');
  if (digits === '' && decimals === '') return null;
  if (prefix === '' && digits.length > 1 && digits.startsWith('0')) return null;
  const size = BigInt(`${prefix.toLowerCase()}${digits}${decimals}`);
  const units = isNegative ? -size : size;
  const count = size.toString().length;
  const groups = whole.split('_');
  const limit = suffix === 'n' || size > exactLimit ? size * 1_000n + exactLimit : exactLimit;
  return {
    text,
    units,
    step: prefix === '' && count >= 4 ? 10n ** BigInt(count - 2) : 1n,
    least: isNegative ? -limit : 0n,
    most: limit,
    ends: { least: isNegative ? null : 'at least 0', most: null },
    manner: {
      radix: radixes[prefix.slice(1).toLowerCase()] ?? 10,
      prefix,
      width: prefix === '' ? Math.min(1, digits.length) : digits.length,
      isUpper: /[A-F]/.test(digits),
      group: groups.length > 1 ? (groups.at(-1)?.length ?? 0) : 0,
      decimals: decimals.length,
      gaps: gapsOf(part),
      endsInPoint: point === '.',
      suffix,
    },
  };
}

function bounded(plain: NumberLiteral, bounds: NumberBounds): NumberLiteral {
  const literal = isShare(plain, bounds) ? withDecimals(plain, 2) : plain;
  const { units, manner } = literal;
  const multiple = bounds.multipleOf === null ? 1n : scaled(bounds.multipleOf, manner, 'up');
  const step = ceilDivide(literal.step, multiple) * multiple;
  const { least, most } = bounds;
  const low = least === null ? literal.least : within(least, manner, 'up');
  const high = most === null ? literal.most : within(most, manner, 'down');
  return {
    ...literal,
    step,
    // What is beyond an end already may come back; it goes no further.
    least: low < units ? low : units,
    most: high > units ? high : units,
    ends: {
      least: least === null ? literal.ends.least : `${least.isIncluded ? 'at least' : 'above'} ${least.value}`,
      most: most === null ? null : `${most.isIncluded ? 'at most' : 'below'} ${most.value}`,
    },
  };
}

/** In a range so narrow that whole steps would jump over it. */
function isShare({ manner }: NumberLiteral, { least, most, multipleOf }: NumberBounds): boolean {
  const isPlain = manner.radix === 10 && manner.suffix === '' && manner.decimals < 2;
  return (
    isPlain && multipleOf === null && least !== null && most !== null && Number(most.value) - Number(least.value) <= 1
  );
}

function withDecimals(literal: NumberLiteral, decimals: number): NumberLiteral {
  const factor = 10n ** BigInt(decimals - literal.manner.decimals);
  return {
    ...literal,
    units: literal.units * factor,
    least: literal.least * factor,
    most: literal.most * factor,
    manner: { ...literal.manner, decimals },
  };
}

/** The last one that is allowed; of what is not allowed itself, one unit inside. */
function within({ value, isIncluded }: Limit, manner: Manner, towards: 'up' | 'down'): bigint {
  const units = scaled(value, manner, towards);
  if (isIncluded) return units;
  const isExact = units === scaled(value, manner, towards === 'up' ? 'down' : 'up');
  return !isExact ? units : towards === 'up' ? units + 1n : units - 1n;
}

/** A decimal number in units of the last digit of a literal, rounded where it lies between two. */
function scaled(value: string, manner: Manner, round: 'up' | 'down'): bigint {
  const [, sign = '', whole = '', part = '', power = '0'] = /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(value) ?? [];
  const size = BigInt(`${whole}${part}` || '0') * (sign === '' ? 1n : -1n);
  const shift = Number(power) - part.length + manner.decimals - exponentOf(manner);
  if (shift >= 0) return size * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return round === 'up' ? ceilDivide(size, divisor) : -ceilDivide(-size, divisor);
}

/** How many of the steps asked for there is room for: what goes beyond a bound ends at it. */
export function roomFor({ units, step, least, most }: NumberLiteral, steps: number): number {
  const wanted = BigInt(steps);
  const down = -ceilDivide(units - least, step);
  const up = ceilDivide(most - units, step);
  return Number(wanted < down ? down : wanted > up ? up : wanted);
}

/** The literal so many steps on. None: as it was written, whatever its manner. */
export function movedNumber(literal: NumberLiteral, steps: number): string {
  const units = unitsAt(literal, steps);
  return units === literal.units ? literal.text : write(units, literal.manner);
}

/** The end that is reached so many steps on, in words; null between them. */
export function endAt(literal: NumberLiteral, steps: number): string | null {
  const units = unitsAt(literal, steps);
  const { least, most, ends } = literal;
  return units === least && steps <= 0 ? ends.least : units === most && steps >= 0 ? ends.most : null;
}

function unitsAt(literal: NumberLiteral, steps: number): bigint {
  const { step, least, most } = literal;
  const units = literal.units + BigInt(roomFor(literal, steps)) * step;
  return units < least ? least : units > most ? most : units;
}

function write(units: bigint, manner: Manner): string {
  const { radix, prefix, width, decimals, gaps, group, isUpper, endsInPoint, suffix } = manner;
  const plain = (units < 0n ? -units : units).toString(radix).padStart(width + decimals, '0');
  const digits = isUpper ? plain.toUpperCase() : plain;
  const whole = digits.slice(0, digits.length - decimals);
  const part = digits.slice(digits.length - decimals);
  const point = decimals > 0 || endsInPoint ? '.' : '';
  return `${units < 0n ? '-' : ''}${prefix}${grouped(whole, group)}${point}${withGaps(part, gaps)}${suffix}`;
}

function grouped(digits: string, size: number): string {
  if (size === 0) return digits;
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= size) groups.unshift(digits.slice(Math.max(0, end - size), end));
  return groups.join('_');
}

/** After how many digits each separator stands. */
function gapsOf(part: string): readonly number[] {
  const lengths = part.split('_').map((group) => group.length);
  return lengths.slice(0, -1).map((_, i) => lengths.slice(0, i + 1).reduce((sum, length) => sum + length, 0));
}

function withGaps(part: string, gaps: readonly number[]): string {
  return part
    .split('')
    .map((digit, i) => (gaps.includes(i) ? `_${digit}` : digit))
    .join('');
}

/** Rounded up, also below 0; `b` is above 0. */
const ceilDivide = (a: bigint, b: bigint): bigint => (a <= 0n ? a / b : (a + b - 1n) / b);

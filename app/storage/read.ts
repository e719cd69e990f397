/**
 * Readers of data that may be anything: what a browser kept may be from an older version, another program, or broken. A reader gives
 * what it was asked for, or `wrong`; larger ones are made of smaller ones, and say whether one wrong part makes the whole wrong.
 */
import { copy, type Plain } from '../../kernel/plain.ts';

export const wrong: unique symbol = Symbol('wrong');

export type Read<T> = (value: unknown) => T | typeof wrong;

export const text: Read<string> = (value) => (typeof value === 'string' ? value : wrong);
export const flag: Read<boolean> = (value) => (typeof value === 'boolean' ? value : wrong);
export const nothing: Read<null> = (value) => (value === null ? null : wrong);
export const left: Read<undefined> = (value) => (value === undefined ? undefined : wrong);

/** A whole number from 0 on. */
export const count: Read<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : wrong;

export const numberIn =
  (least: number, most: number): Read<number> =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most ? value : wrong;

export const oneOf =
  <const T extends string>(...names: readonly T[]): Read<T> =>
  (value) =>
    names.find((name) => name === value) ?? wrong;

const isRight = <T>(read: T | typeof wrong): read is T => read !== wrong;

/** The first that it is. */
export const either =
  <T>(...readers: readonly Read<T>[]): Read<T> =>
  (value) => {
    for (const of of readers) {
      const read = of(value);
      if (read !== wrong) return read;
    }
    return wrong;
  };

/** What is wrong is as if it were not there. */
export const or =
  <T, U>(of: Read<T>, usual: U) =>
  (value: unknown): T | U => {
    const read = of(value);
    return read === wrong ? usual : read;
  };

/** One wrong member makes all wrong. */
export const all =
  <T>(of: Read<T>): Read<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) return wrong;
    const read = Array.from<unknown, T | typeof wrong>(value, of);
    return read.every(isRight) ? read : wrong;
  };

/** Wrong members are left out, and those beyond `most`. */
export const good =
  <T>(of: Read<T>, most: number): Read<readonly T[]> =>
  (value) =>
    Array.isArray(value) ? Array.from<unknown, T | typeof wrong>(value.slice(0, most), of).filter(isRight) : wrong;

/** Each field by its own reader; fields that are not named are left out. One wrong field makes the whole wrong. */
export const record =
  <T extends object>(fields: { readonly [K in keyof T]-?: Read<T[K]> }): Read<T> =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong;
    const read: [string, unknown][] = [];
    for (const [name, of] of Object.entries<Read<unknown>>(fields)) {
      const field = of(Reflect.get(value, name));
      if (field === wrong) return wrong;
      if (field !== undefined) read.push([name, field]);
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each field was read by its own reader
    return Object.fromEntries(read) as T;
  };

/** Plain data of a model, copied. */
export const plain: Read<Plain> = (value) => {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- copy throws for what is not plain
    return copy(value) as Plain;
  } catch {
    return wrong;
  }
};

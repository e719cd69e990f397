/**
 * Finds what is equal to a pattern in plain data. Every event of a run may be asked about, so a pattern is made into a function once,
 * and counting makes no objects.
 */
import { equal, type Plain } from '../plain.ts';
import type { Pattern } from '../star.ts';

/** Deeper than this nothing is looked for: states are no deeper. */
const deepest = 100;

/** A place in a value: the way to it by position among the parts of each level; `isKey` when it is the key of a Map or a record. */
export interface Place {
  readonly at: readonly number[];
  readonly isKey: boolean;
}

export interface Finder {
  /** How many places of a value fit. `name`: that of the field that holds it, or the type of the message whose body it is. */
  count(value: unknown, name: string, isBody?: boolean): number;
  /** At most so many of them. */
  places(value: unknown, name: string, most: number, isBody?: boolean): readonly Place[];
}

export function finderOf({ under, value: wanted }: Pattern): Finder {
  const isAtom = typeof wanted !== 'object' || wanted === null;
  /** As a key, it has no name but itself. */
  const fitsKeys = under.length === 0 && typeof wanted === 'string';
  const own = under.at(-1);
  const above = under.slice(0, -1);
  const fits = fitting(wanted);
  /** Names that lead to what is looked at, its own the last; kept only where more than that counts. */
  const names: string[] = [];
  const way: number[] = [];
  let found: Place[] | null = null;
  let most = 0;

  function isNamed(name: string): boolean {
    if (own === undefined) return true;
    if (name !== own) return false;
    for (let i = 0; i < above.length; i++) if (names[names.length - 1 - above.length + i] !== above[i]) return false;
    return true;
  }

  function note(isKey: boolean): number {
    if (found !== null && found.length < most) found.push({ at: way.slice(), isKey });
    return 1;
  }

  /** What a key and what it leads to count. `index`: among the parts of what holds it. */
  function entry(key: unknown, member: unknown, name: string, index: number, depth: number, isKey: boolean): number {
    // Most of what a state holds is atoms: when a thing is wanted, none of them is looked at.
    if (!isAtom && (typeof member !== 'object' || member === null)) return 0;
    if (found !== null) way.push(index);
    let count = isKey && isAtom && (typeof key === 'string' ? fitsKeys : isNamed(name)) && fits(key) ? note(true) : 0;
    const under = typeof key === 'string' ? key : name;
    const isName = above.length > 0 && typeof key === 'string';
    if (isName) names.push(under);
    count += look(member, under, depth);
    if (isName) names.pop();
    if (found !== null) way.pop();
    return count;
  }

  /** `depth` 0: a body, whose fields are names and nothing else. */
  function look(value: unknown, name: string, depth: number): number {
    const isObject = typeof value === 'object' && value !== null;
    let count = isAtom === !isObject && isNamed(name) && fits(value) ? note(false) : 0;
    if (!isObject || depth > deepest) return count;
    let index = 0;
    if (value instanceof Map) {
      for (const [key, member] of value) count += entry(key, member, name, index++, depth + 1, true);
    } else if (Array.isArray(value) || value instanceof Set) {
      for (const member of value) count += entry(null, member, name, index++, depth + 1, false);
    } else {
      for (const key in value) count += entry(key, Reflect.get(value, key), name, index++, depth + 1, depth > 0);
    }
    return count;
  }

  function begin(name: string): void {
    way.length = 0;
    names.length = 0;
    if (above.length > 0) names.push(name);
  }

  return {
    count(value, name, isBody = false) {
      found = null;
      begin(name);
      return look(value, name, isBody ? 0 : 1);
    },
    places(value, name, limit, isBody = false) {
      const list: Place[] = [];
      found = list;
      most = limit;
      begin(name);
      look(value, name, isBody ? 0 : 1);
      found = null;
      return list;
    },
  };
}

/** Whether a value is one that a pattern stands for, by itself. */
export function fitting(wanted: Plain): (value: unknown) => boolean {
  if (typeof wanted !== 'object' || wanted === null)
    return Number.isNaN(wanted) ? (value) => Number.isNaN(value) : (value) => value === wanted;
  if (Array.isArray(wanted) || wanted instanceof Map || wanted instanceof Set) return (value) => equal(value, wanted);
  const fields = Object.entries(wanted);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const [field, member] of fields)
      if (!Object.hasOwn(value, field) || !equal(Reflect.get(value, field), member)) return false;
    return fields.length > 0 || Object.keys(value).length === 0;
  };
}

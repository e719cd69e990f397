/**
 * Plain data: what states and messages are made of. Objects, arrays, Map, Set, strings, numbers,
 * booleans, bigint, null and undefined; nothing with identity, behaviour or a host behind it.
 *
 * Nodes share no memory, exactly as on a wire, so `copy` runs for every message sent and delivered: it is
 * a hot path, and it is also where anything else than plain data is found out.
 */

export type Plain =
  | string
  | number
  | boolean
  | bigint
  | null
  | undefined
  | readonly Plain[]
  | ReadonlyMap<Plain, Plain>
  | ReadonlySet<Plain>
  | { readonly [key: string]: Plain };

/** Deeper than this is taken for a cycle. */
export const depthLimit = 100;

/** Thrown for what is not plain data; `path` leads to it. */
export class NotPlainError extends Error {
  override readonly name = 'NotPlainError';
  constructor(
    readonly path: readonly string[],
    readonly found: string,
  ) {
    super(`${path.length === 0 ? 'the value' : path.join('.')} is ${found}`);
  }
}

/** A deep copy. Throws NotPlainError. */
export function copy<T>(value: T): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a copy has the type of its original
  return typeof value === 'object' && value !== null ? (copyObject(value, 0, null) as T) : copyAtom(value);
}

/**
 * A deep copy that nothing can tell from its original: what is held in two places still is one thing, and what is frozen
 * still is. For states, which go on from their copies. Throws NotPlainError.
 */
export function duplicate<T>(value: T): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a copy has the type of its original
  return typeof value === 'object' && value !== null ? (copyObject(value, 0, new Map()) as T) : copyAtom(value);
}

/** Original → copy, kept while duplicating. */
type Made = Map<object, object>;

export function copyAtom<T>(value: T): T {
  if (typeof value === 'function') throw new NotPlainError([], 'a function');
  if (typeof value === 'symbol') throw new NotPlainError([], 'a symbol');
  return value;
}

function copyObject(value: object, depth: number, made: Made | null): object {
  if (made === null) return copyMembers(value, depth, made);
  const known = made.get(value);
  if (known !== undefined) return known;
  const result = copyMembers(value, depth, made);
  made.set(value, result);
  return Object.isFrozen(value) ? freezeOne(result) : result;
}

function copyMembers(value: object, depth: number, made: Made | null): object {
  if (depth > depthLimit) throw new NotPlainError([], `nested deeper than ${depthLimit} levels, or refers to itself`);
  if (Array.isArray(value)) {
    const length = value.length;
    const result: unknown[] = new Array(length);
    for (let i = 0; i < length; i++) {
      const member: unknown = value[i];
      // A hole stays a hole: forEach and filter can tell.
      if (member !== undefined || i in value) result[i] = copyMember(member, depth, i, made);
    }
    return result;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    // A spread clones the hidden class at once; only members that are objects are then visited.
    const result: Record<string, unknown> =
      prototype === null ? Object.assign(Object.create(null), value) : { ...value };
    for (const key in result) {
      const member = result[key];
      if (typeof member === 'object' ? member !== null : typeof member === 'function' || typeof member === 'symbol') {
        result[key] = copyMember(member, depth, key, made);
      }
    }
    return result;
  }
  if (value instanceof Map) {
    const result = new Map<unknown, unknown>();
    for (const [key, member] of value)
      result.set(copyMember(key, depth, 'key', made), copyMember(member, depth, String(key), made));
    return result;
  }
  if (value instanceof Set) {
    const result = new Set<unknown>();
    for (const member of value) result.add(copyMember(member, depth, 'member', made));
    return result;
  }
  throw new NotPlainError([], describeObject(value));
}

function copyMember(member: unknown, depth: number, key: string | number, made: Made | null): unknown {
  if (typeof member !== 'object' || member === null) {
    if (typeof member === 'function') throw new NotPlainError([String(key)], 'a function');
    if (typeof member === 'symbol') throw new NotPlainError([String(key)], 'a symbol');
    return member;
  }
  try {
    return copyObject(member, depth + 1, made);
  } catch (error) {
    if (error instanceof NotPlainError && error.path.length < 8) {
      throw new NotPlainError([String(key), ...error.path], error.found);
    }
    throw error;
  }
}

export function describeObject(value: object): string {
  if (value instanceof Promise) return 'a promise';
  if (value instanceof Date) return 'a Date';
  const name: unknown = (value.constructor as { readonly name?: unknown } | undefined)?.name;
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an object with a prototype of its own';
}

export function isPlain(value: unknown): boolean {
  try {
    copy(value);
    return true;
  } catch (error) {
    if (error instanceof NotPlainError) return false;
    throw error;
  }
}

/** Makes plain data read-only, in place and in depth: definitions are shared by all nodes. */
export function freeze<T>(value: T, depth = 0): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || depth > depthLimit) return value;
  if (value instanceof Map) {
    for (const [key, member] of value) {
      freeze(key, depth + 1);
      freeze(member, depth + 1);
    }
  } else if (value instanceof Set) {
    for (const member of value) freeze(member, depth + 1);
  } else if (Array.isArray(value)) {
    for (const member of value) freeze(member, depth + 1);
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
    for (const member of Object.values(value)) freeze(member, depth + 1);
  }
  return freezeOne(value);
}

/** Not its members. */
export function freezeOne<T extends object>(value: T): T {
  if (value instanceof Map) forbid(value, ['set', 'delete', 'clear']);
  else if (value instanceof Set) forbid(value, ['add', 'delete', 'clear']);
  return Object.freeze(value);
}

function forbid(collection: object, methods: readonly string[]): void {
  const name = collection instanceof Map ? 'Map' : 'Set';
  for (const method of methods) {
    Object.defineProperty(collection, method, {
      value: () => {
        throw new TypeError(`This ${name} is shared by every node and may not change: keep it in a node's state`);
      },
    });
  }
}

/** One text for equal values, whatever the order of object keys or of Map and Set members. For digests and comparisons. */
export function canonical(value: unknown): string {
  return textOf(value, canonical, (members) => members.toSorted());
}

/** One text for values that no code can tell apart: members in another order give another text. */
export function literal(value: unknown): string {
  return textOf(value, literal, (members) => members);
}

function textOf(
  value: unknown,
  of: (member: unknown) => string,
  arrange: (members: readonly string[]) => readonly string[],
): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(of).join(',')}]`;
  if (value instanceof Map) {
    const members = [...value].map(([key, member]) => `${of(key)}:${of(member)}`);
    return `Map{${arrange(members).join(',')}}`;
  }
  if (value instanceof Set) return `Set{${arrange([...value].map(of)).join(',')}}`;
  const entries = Object.entries(value).map(([key, member]): string => `${JSON.stringify(key)}:${of(member)}`);
  return `{${arrange(entries).join(',')}}`;
}

/** True for values with the same canonical text; much quicker than making it. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return a !== 0 || Object.is(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return Number.isNaN(a) && Number.isNaN(b);
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!equal(a[i], b[i])) return false;
    return true;
  }
  if (a instanceof Map) return b instanceof Map && a.size === b.size && equalMaps(a, b);
  if (a instanceof Set) return b instanceof Set && a.size === b.size && equalSets(a, b);
  if (Array.isArray(b) || b instanceof Map || b instanceof Set) return false;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- plain objects are records
  const [one, other] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  for (const key of keys) if (!Object.hasOwn(other, key) || !equal(one[key], other[key])) return false;
  return true;
}

function equalMaps(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  for (const [key, held] of a) {
    // A key that is an object is another one in a copy: only the text can tell.
    if (typeof key === 'object' && key !== null) return canonical(a) === canonical(b);
    if (!b.has(key) || !equal(held, b.get(key))) return false;
  }
  return true;
}

function equalSets(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean {
  for (const member of a) {
    if (typeof member === 'object' && member !== null) return canonical(a) === canonical(b);
    if (!b.has(member)) return false;
  }
  return true;
}

/** The type of a value as a swap compares it: `null` and `undefined` fit any. */
export function shapeOf(
  value: unknown,
): 'any' | 'string' | 'number' | 'boolean' | 'bigint' | 'array' | 'map' | 'set' | 'object' {
  if (value === null || value === undefined) return 'any';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Map) return 'map';
  if (value instanceof Set) return 'set';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' || type === 'bigint' ? type : 'object';
}

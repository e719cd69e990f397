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
  return typeof value === 'object' && value !== null ? (copyObject(value, 0) as T) : copyAtom(value);
}

function copyAtom<T>(value: T): T {
  if (typeof value === 'function') throw new NotPlainError([], 'a function');
  if (typeof value === 'symbol') throw new NotPlainError([], 'a symbol');
  return value;
}

function copyObject(value: object, depth: number): object {
  if (depth > depthLimit) throw new NotPlainError([], `nested deeper than ${depthLimit} levels, or refers to itself`);
  if (Array.isArray(value)) {
    const length = value.length;
    const result: unknown[] = new Array(length);
    for (let i = 0; i < length; i++) result[i] = copyMember(value[i], depth, i);
    return result;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    // A spread clones the hidden class at once; only members that are objects are then visited.
    const result: Record<string, unknown> = { ...value };
    for (const key in result) {
      const member = result[key];
      if (typeof member === 'object' ? member !== null : typeof member === 'function' || typeof member === 'symbol') {
        result[key] = copyMember(member, depth, key);
      }
    }
    return result;
  }
  if (value instanceof Map) {
    const result = new Map<unknown, unknown>();
    for (const [key, member] of value)
      result.set(copyMember(key, depth, 'key'), copyMember(member, depth, String(key)));
    return result;
  }
  if (value instanceof Set) {
    const result = new Set<unknown>();
    for (const member of value) result.add(copyMember(member, depth, 'member'));
    return result;
  }
  throw new NotPlainError([], describeObject(value));
}

function copyMember(member: unknown, depth: number, key: string | number): unknown {
  if (typeof member !== 'object' || member === null) {
    if (typeof member === 'function') throw new NotPlainError([String(key)], 'a function');
    if (typeof member === 'symbol') throw new NotPlainError([String(key)], 'a symbol');
    return member;
  }
  try {
    return copyObject(member, depth + 1);
  } catch (error) {
    if (error instanceof NotPlainError && error.path.length < 8) {
      throw new NotPlainError([String(key), ...error.path], error.found);
    }
    throw error;
  }
}

function describeObject(value: object): string {
  if (value instanceof Promise) return 'a promise';
  if (value instanceof Date) return 'a Date';
  const name: unknown = (value.constructor as { readonly name?: unknown } | undefined)?.name;
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an object with a prototype of its own';
}

/** Makes plain data read-only, in place and in depth: definitions are shared by all nodes. */
export function freeze<T>(value: T, depth = 0): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || depth > depthLimit) return value;
  if (value instanceof Map) {
    for (const [key, member] of value) {
      freeze(key, depth + 1);
      freeze(member, depth + 1);
    }
    forbid(value, ['set', 'delete', 'clear']);
  } else if (value instanceof Set) {
    for (const member of value) freeze(member, depth + 1);
    forbid(value, ['add', 'delete', 'clear']);
  } else if (Array.isArray(value)) {
    for (const member of value) freeze(member, depth + 1);
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
    for (const member of Object.values(value)) freeze(member, depth + 1);
  }
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
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value instanceof Map) {
    return `Map{${[...value]
      .map(([key, member]) => `${canonical(key)}:${canonical(member)}`)
      .toSorted()
      .join(',')}}`;
  }
  if (value instanceof Set) return `Set{${[...value].map(canonical).toSorted().join(',')}}`;
  const entries = Object.entries(value).map(([key, member]): string => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${entries.toSorted().join(',')}}`;
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

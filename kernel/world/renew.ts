/**
 * Plain data kept up to date: a frozen copy that shares with an earlier one whatever is equal. Who keeps the copies sees by
 * identity what has changed, and pays for new memory only there. Runs after every event for what properties read: it is a
 * hot path.
 */
import { copyAtom, depthLimit, describeObject, freezeOne, NotPlainError } from '../plain.ts';

/**
 * A frozen copy of `value`; where no code could tell it from `earlier` (order of keys and members, holes, −0), it is that one.
 * @param earlier made by this function, or undefined. Throws NotPlainError.
 */
export function renew(earlier: unknown, value: unknown): unknown {
  return renewAt(earlier, value, 0);
}

function renewAt(earlier: unknown, value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return copyAtom(value);
  if (depth > depthLimit) throw new NotPlainError([], `nested deeper than ${depthLimit} levels, or refers to itself`);
  if (Array.isArray(value)) return renewArray(Array.isArray(earlier) ? earlier : null, value, depth);
  if (value instanceof Map) return renewMap(earlier instanceof Map ? earlier : null, value, depth);
  if (value instanceof Set) return renewSet(earlier instanceof Set ? earlier : null, value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotPlainError([], describeObject(value));
  const isSameKind =
    typeof earlier === 'object' &&
    earlier !== null &&
    Object.getPrototypeOf(earlier) === prototype &&
    !Array.isArray(earlier);
  return renewObject(isSameKind ? (earlier as Members) : null, value as Members, depth);
}

type Members = Record<string, unknown>;

/** True when no code can tell two members apart: both atoms, or one object. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b ? a !== 0 || Object.is(a, b) : a !== a && b !== b;
}

function renewMember(earlier: unknown, member: unknown, depth: number, key: string | number): unknown {
  if ((typeof member !== 'object' || member === null) && typeof member !== 'function' && typeof member !== 'symbol')
    return member;
  try {
    return renewAt(earlier, member, depth + 1);
  } catch (error) {
    if (error instanceof NotPlainError && error.path.length < 8)
      throw new NotPlainError([String(key), ...error.path], error.found);
    throw error;
  }
}

function renewArray(earlier: readonly unknown[] | null, value: readonly unknown[], depth: number): readonly unknown[] {
  const old = earlier ?? [];
  const { length } = value;
  // Null as long as nothing differs.
  let result: unknown[] | null = earlier === null ? [] : null;
  for (let i = 0; i < length; i++) {
    const member = renewMember(old[i], value[i], depth, i);
    const isHole = member === undefined && !(i in value);
    if (
      result === null &&
      (i >= old.length || !isSame(old[i], member) || (member === undefined && isHole === i in old))
    )
      result = old.slice(0, i);
    if (result === null) continue;
    if (isHole) result.length = i + 1;
    else result[i] = member;
  }
  if (result === null && old.length > length) result = old.slice(0, length);
  return result === null ? old : Object.freeze(result);
}

/** Keys of the earlier object while it is compared: one list for each depth, written over. */
const keysAt: string[][] = [];

function renewObject(earlier: Members | null, value: Members, depth: number): Members {
  const keys = (keysAt[depth] ??= []);
  let count = 0;
  if (earlier !== null) for (const key in earlier) keys[count++] = key;
  let result: Members | null = earlier === null ? blankFor(value) : null;
  let at = 0;
  for (const key in value) {
    const old = earlier !== null && Object.hasOwn(earlier, key) ? earlier[key] : undefined;
    const member = renewMember(old, value[key], depth, key);
    if (result === null && (at >= count || keys[at] !== key || !isSame(old, member)))
      result = startOf(value, earlier ?? {}, keys, at);
    if (result !== null) result[key] = member;
    at += 1;
  }
  if (result === null && at < count) result = startOf(value, earlier ?? {}, keys, at);
  return result === null ? (earlier ?? {}) : Object.freeze(result);
}

/** A spread clones the hidden class at once; what it holds is written over. */
function blankFor(value: Members): Members {
  return Object.getPrototypeOf(value) === null ? Object.assign(Object.create(null) as Members, value) : { ...value };
}

/** A copy of `value` whose first members are those of `earlier`. */
function startOf(value: Members, earlier: Members, keys: readonly string[], count: number): Members {
  const result = blankFor(value);
  for (let i = 0; i < count; i++) {
    const key = keys[i] as string;
    result[key] = earlier[key];
  }
  return result;
}

function renewMap(
  earlier: ReadonlyMap<unknown, unknown> | null,
  value: ReadonlyMap<unknown, unknown>,
  depth: number,
): ReadonlyMap<unknown, unknown> {
  const before = earlier === null ? [][Symbol.iterator]() : earlier.entries();
  let result: Map<unknown, unknown> | null = earlier === null ? new Map() : null;
  let at = 0;
  for (const [key, member] of value) {
    const old: readonly [unknown, unknown] | undefined = before.next().value;
    const newKey = renewMember(old?.[0], key, depth, 'key');
    const newMember = renewMember(old?.[1], member, depth, String(key));
    if (result === null && (old === undefined || !isSame(old[0], newKey) || !isSame(old[1], newMember)))
      result = new Map(firstOf(earlier ?? [], at));
    if (result !== null) result.set(newKey, newMember);
    at += 1;
  }
  if (result === null && earlier !== null && at < earlier.size) result = new Map(firstOf(earlier, at));
  return result === null ? (earlier ?? value) : freezeOne(result);
}

function renewSet(
  earlier: ReadonlySet<unknown> | null,
  value: ReadonlySet<unknown>,
  depth: number,
): ReadonlySet<unknown> {
  const before = (earlier ?? []).values();
  let result: Set<unknown> | null = earlier === null ? new Set() : null;
  let at = 0;
  for (const member of value) {
    const { value: old, done } = before.next();
    const newMember = renewMember(old, member, depth, 'member');
    if (result === null && (done === true || !isSame(old, newMember))) result = new Set(firstOf(earlier ?? [], at));
    if (result !== null) result.add(newMember);
    at += 1;
  }
  if (result === null && earlier !== null && at < earlier.size) result = new Set(firstOf(earlier, at));
  return result === null ? (earlier ?? value) : freezeOne(result);
}

function* firstOf<T>(members: Iterable<T>, count: number): Iterable<T> {
  let left = count;
  if (left === 0) return;
  for (const member of members) {
    yield member;
    if (--left === 0) return;
  }
}

/**
 * Duplicates that share what did not change with an earlier duplicate of the same data. Checkpoints keep a state over and over
 * again; a log of ten thousand entries that grew by one then costs one entry and a list, not ten thousand copies.
 *
 * Earlier duplicates are never written to, so sharing them cannot be seen. What is shared stands in the same place (field, index,
 * key) and is equal in depth, order of members included.
 */
import { depthLimit, duplicate, freezeOne, NotPlainError } from './plain.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Duplicate<T extends object> {
  readonly value: T;
  /** No object in it stands in two places, and none is frozen: a plain copy of it is as good as a duplicate. */
  readonly isSimple: boolean;
}

interface Sharing {
  /** Original → copy: what is held in two places still is one thing. */
  readonly made: Map<object, object>;
  /**
   * Earlier objects that serve as the copy of one original already, and may not be that of another. Null when none can be
   * reached twice.
   */
  readonly taken: Set<object> | null;
  isSimple: boolean;
}

/** As `duplicate`, but may return parts of what `earlier` holds. Throws NotPlainError. */
export function duplicateOver<T extends object>(value: T, earlier: Duplicate<object> | null): Duplicate<T> {
  const sharing: Sharing = { made: new Map(), taken: earlier?.isSimple === true ? null : new Set(), isSimple: true };
  try {
    const copied = share(value, earlier?.value ?? null, 0, sharing);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a copy has the type of its original
    return { value: copied as T, isSimple: sharing.isSimple };
  } catch (error) {
    // Says with the path what is wrong.
    if (error instanceof NotPlainError) duplicate(value);
    throw error;
  }
}

function share(value: object, earlier: unknown, depth: number, sharing: Sharing): object {
  const { made, taken } = sharing;
  const known = made.get(value);
  if (known !== undefined) {
    sharing.isSimple = false;
    return known;
  }
  if (depth > depthLimit) throw new NotPlainError([], 'nested too deep');
  const isFrozen = Object.isFrozen(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  // One may stand for the other if their members are the same.
  const before =
    typeof earlier === 'object' &&
    earlier !== null &&
    taken?.has(earlier) !== true &&
    Object.getPrototypeOf(earlier) === prototype &&
    Object.isFrozen(earlier) === isFrozen
      ? earlier
      : null;
  const copied =
    prototype === Object.prototype
      ? // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- plain objects are records
        objectMembers(value as Fields, before as Fields | null, depth, sharing)
      : members(value, prototype, before, depth, sharing);
  made.set(value, copied);
  if (copied === before) {
    sharing.isSimple &&= !isFrozen;
    taken?.add(copied);
    return copied;
  }
  if (!isFrozen) return copied;
  sharing.isSimple = false;
  return freezeOne(copied);
}

/** `earlier` itself when all its members are the same. Of lists and objects nothing is made until one differs. */
function members(value: object, prototype: unknown, earlier: object | null, depth: number, sharing: Sharing): object {
  if (Array.isArray(value)) return arrayMembers(value, Array.isArray(earlier) ? earlier : null, depth, sharing);
  if (value instanceof Map) return mapMembers(value, earlier instanceof Map ? earlier : null, depth, sharing);
  if (value instanceof Set) return setMembers(value, earlier instanceof Set ? earlier : null, depth, sharing);
  if (prototype !== null) throw new NotPlainError([], 'an instance');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- plain objects are records
  return objectMembers(value as Fields, earlier as Fields | null, depth, sharing);
}

function member(value: unknown, earlier: unknown, depth: number, sharing: Sharing): unknown {
  if (typeof value === 'object' && value !== null) return share(value, earlier, depth + 1, sharing);
  if (typeof value === 'function' || typeof value === 'symbol') throw new NotPlainError([], typeof value);
  return value;
}

function arrayMembers(
  value: readonly unknown[],
  earlier: readonly unknown[] | null,
  depth: number,
  sharing: Sharing,
): object {
  const { length } = value;
  let result: unknown[] | null = earlier?.length === length ? null : new Array(length);
  for (let i = 0; i < length; i++) {
    const before = earlier?.[i];
    const copied = member(value[i], before, depth, sharing);
    // A hole stays a hole: forEach and filter can tell.
    const isHole = copied === undefined && !(i in value);
    if (result === null) {
      const isSame = Object.is(copied, before) && (copied !== undefined || isHole === !(i in (earlier ?? [])));
      if (isSame) continue;
      result = new Array(length);
      for (let k = 0; k < i; k++) if (earlier !== null && k in earlier) result[k] = earlier[k];
    }
    if (!isHole) result[i] = copied;
  }
  return result ?? earlier ?? [];
}

function objectMembers(value: Fields, earlier: Fields | null, depth: number, sharing: Sharing): object {
  const keys = Object.keys(value);
  const before = earlier === null ? null : Object.keys(earlier);
  let result = before?.length === keys.length ? null : cloneOf(value);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? '';
    const held = value[key];
    const copied = member(held, earlier?.[key], depth, sharing);
    if (result === null) {
      if (key === before?.[i] && Object.is(copied, earlier?.[key])) continue;
      result = cloneOf(value);
      for (const same of keys.slice(0, i)) result[same] = earlier?.[same];
    }
    if (copied !== held) result[key] = copied;
  }
  return result ?? earlier ?? {};
}

/** A spread clones the hidden class at once. */
function cloneOf(value: Fields): Record<string, unknown> {
  return Object.getPrototypeOf(value) === null ? Object.assign(Object.create(null), value) : { ...value };
}

function mapMembers(
  value: ReadonlyMap<unknown, unknown>,
  earlier: ReadonlyMap<unknown, unknown> | null,
  depth: number,
  sharing: Sharing,
): object {
  const result = new Map<unknown, unknown>();
  const keysBefore = earlier?.keys();
  let isSame = earlier !== null && earlier.size === value.size;
  for (const [key, held] of value) {
    const keyBefore: unknown = keysBefore?.next().value;
    const copiedKey = member(key, keyBefore, depth, sharing);
    const before = earlier?.get(copiedKey);
    const copied = member(held, before, depth, sharing);
    result.set(copiedKey, copied);
    isSame &&= Object.is(copiedKey, keyBefore) && Object.is(copied, before);
  }
  return isSame && earlier !== null ? earlier : result;
}

function setMembers(
  value: ReadonlySet<unknown>,
  earlier: ReadonlySet<unknown> | null,
  depth: number,
  sharing: Sharing,
): object {
  const result = new Set<unknown>();
  const valuesBefore = earlier?.values();
  let isSame = earlier !== null && earlier.size === value.size;
  for (const one of value) {
    const before: unknown = valuesBefore?.next().value;
    const copied = member(one, before, depth, sharing);
    result.add(copied);
    isSame &&= Object.is(copied, before);
  }
  return isSame && earlier !== null ? earlier : result;
}

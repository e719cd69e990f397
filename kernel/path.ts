/**
 * Ways into plain data: fields, indices, keys of a Map, members of a Set; and a value with one place of it changed. Nothing is
 * changed in place: what holds the place is made anew, the rest is shared.
 */
import { canonical, type Plain } from './plain.ts';

/**
 * One step of the way. A text or a number is a field, an index, or a key that is that text, that number or reads like it. `key`
 * is any key of a Map or member of a Set, exactly.
 */
export type PathPart = string | number | { readonly key: Plain };
export type Path = readonly PathPart[];

/** What is done at a place. */
export type PlaceChange =
  | { readonly type: 'set'; readonly value: Plain }
  /** The place holds a collection: another member of it. `key`: of a Map or object; before which index of a list; else at its end. */
  | { readonly type: 'add'; readonly key?: Plain; readonly value: Plain }
  | { readonly type: 'remove' }
  /** It goes elsewhere among its siblings: to that index of a list, under that key of a Map, under that name of an object. */
  | { readonly type: 'move'; readonly to: Plain };

/** A way that leads nowhere, or a change that cannot be made there. */
export class PathError extends Error {
  override readonly name = 'PathError';
}

/** Throws PathError. */
export function valueAt(root: Plain, path: Path): Plain {
  let value = root;
  for (const [depth, part] of path.entries()) value = memberOf(value, part, path.slice(0, depth + 1));
  return value;
}

/** The place of each step of the way among its siblings, from 0. Throws PathError. */
export function positionsOf(root: Plain, path: Path): readonly number[] {
  let value = root;
  return path.map((part, depth) => {
    const holder = value;
    value = memberOf(holder, part, path.slice(0, depth + 1));
    if (isList(holder)) return indexOf(holder, part) ?? 0;
    if (isRecord(holder)) return Object.keys(holder).indexOf(fieldOf(holder, part) ?? '');
    const keys = isMap(holder) || isSet(holder) ? [...holder.keys()] : [];
    const found = keyIn(keys, part);
    return keys.findIndex((key) => found !== null && isSameKey(key, found.found));
  });
}

/** `root` with one place changed. Throws PathError. */
export function changedAt(root: Plain, path: Path, change: PlaceChange): Plain {
  return changeIn(root, path, 0, change);
}

function changeIn(holder: Plain, path: Path, depth: number, change: PlaceChange): Plain {
  const part = path[depth];
  if (part === undefined) {
    if (change.type === 'set') return change.value;
    if (change.type === 'add') return withMember(holder, change.key, change.value, path);
    throw new PathError(`Nothing says what is to be ${change.type}d.`);
  }
  const way = path.slice(0, depth + 1);
  const member = memberOf(holder, part, way);
  if (depth === path.length - 1 && change.type === 'remove') return without(holder, part);
  if (depth === path.length - 1 && change.type === 'move') return moved(holder, part, member, change.to, path);
  return replaced(holder, part, changeIn(member, path, depth + 1, change));
}

// ---------------------------------------------------------------- one level

const isMap = (value: Plain): value is ReadonlyMap<Plain, Plain> => value instanceof Map;
const isSet = (value: Plain): value is ReadonlySet<Plain> => value instanceof Set;
const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
const isRecord = (value: Plain): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' && value !== null && !isList(value) && !isMap(value) && !isSet(value);

function memberOf(holder: Plain, part: PathPart, way: Path): Plain {
  if (isMap(holder)) {
    const key = keyIn(holder.keys(), part);
    if (key !== null) return holder.get(key.found);
  } else if (isSet(holder)) {
    const member = keyIn(holder.values(), part);
    if (member !== null) return member.found;
  } else if (isList(holder)) {
    const index = indexOf(holder, part);
    if (index !== null) return holder[index];
  } else if (isRecord(holder)) {
    const field = fieldOf(holder, part);
    if (field !== null) return holder[field];
  }
  throw new PathError(`There is no ${pathText(way)}.`);
}

function replaced(holder: Plain, part: PathPart, value: Plain): Plain {
  if (isMap(holder)) {
    const key = keyIn(holder.keys(), part);
    return new Map(
      [...holder].map(([other, old]) => [other, key !== null && isSameKey(other, key.found) ? value : old]),
    );
  }
  if (isSet(holder)) {
    const member = keyIn(holder.values(), part);
    return new Set([...holder].map((other) => (member !== null && isSameKey(other, member.found) ? value : other)));
  }
  if (isList(holder)) {
    const index = indexOf(holder, part);
    return index === null ? holder : holder.with(index, value);
  }
  return isRecord(holder) ? withField(holder, fieldOf(holder, part) ?? '', value) : holder;
}

function without(holder: Plain, part: PathPart): Plain {
  if (isMap(holder)) {
    const key = keyIn(holder.keys(), part);
    return new Map([...holder].filter(([other]) => key === null || !isSameKey(other, key.found)));
  }
  if (isSet(holder)) {
    const member = keyIn(holder.values(), part);
    return new Set([...holder].filter((other) => member === null || !isSameKey(other, member.found)));
  }
  if (isList(holder)) return holder.filter((_, index) => index !== indexOf(holder, part));
  if (!isRecord(holder)) return holder;
  const field = fieldOf(holder, part);
  return Object.fromEntries(Object.entries(holder).filter(([other]) => other !== field));
}

function moved(holder: Plain, part: PathPart, member: Plain, to: Plain, path: Path): Plain {
  const rest = path.slice(0, -1);
  if (isList(holder)) {
    const last = holder.length - 1;
    if (typeof to !== 'number' || !Number.isInteger(to) || to < 0 || to > last)
      throw new PathError(`${pathText(rest)} has ${holder.length} items: nothing can stand at ${keyText(to)}.`);
    return holder.toSpliced(indexOf(holder, part) ?? 0, 1).toSpliced(to, 0, member);
  }
  if (isMap(holder)) {
    const own = keyIn(holder.keys(), part);
    const other = keyIn(holder.keys(), { key: to });
    if (own === null) return holder;
    if (other !== null && !isSameKey(other.found, own.found))
      throw new PathError(`${pathText(rest)} has the key ${keyText(to)} already.`);
    return new Map([...holder].map(([key, held]) => [isSameKey(key, own.found) ? to : key, held]));
  }
  if (isRecord(holder)) {
    const own = fieldOf(holder, part);
    if (typeof to !== 'string' || to === '__proto__')
      throw new PathError(`A field of ${pathText(rest)} cannot be named ${keyText(to)}.`);
    if (to !== own && Object.hasOwn(holder, to)) throw new PathError(`${pathText(rest)} has the field ${to} already.`);
    return Object.fromEntries(Object.entries(holder).map(([field, held]) => [field === own ? to : field, held]));
  }
  throw new PathError(`A member of ${pathText(rest)} has no key and no place: it can only be set.`);
}

function withMember(holder: Plain, key: Plain, value: Plain, path: Path): Plain {
  if (isMap(holder)) {
    const known = keyIn(holder.keys(), { key });
    return new Map([...holder, [known === null ? key : known.found, value]]);
  }
  if (isSet(holder)) return keyIn(holder.values(), { key: value }) === null ? new Set([...holder, value]) : holder;
  if (isList(holder)) {
    if (key === undefined) return [...holder, value];
    const index = typeof key === 'number' && Number.isInteger(key) ? key : -1;
    if (index < 0 || index > holder.length)
      throw new PathError(`${pathText(path)} has ${holder.length} items: nothing can stand at ${keyText(key)}.`);
    return holder.toSpliced(index, 0, value);
  }
  if (isRecord(holder)) {
    // The one name that would not become a field.
    if (typeof key === 'string' && key !== '__proto__') return withField(holder, key, value);
    throw new PathError(`A field of ${pathText(path)} cannot be named ${keyText(key)}.`);
  }
  throw new PathError(`${pathText(path)} is no collection.`);
}

function withField(
  holder: { readonly [key: string]: Plain },
  field: string,
  value: Plain,
): { readonly [key: string]: Plain } {
  return { ...holder, [field]: value };
}

/** Boxed, since a key may be anything. */
function keyIn(keys: Iterable<Plain>, part: PathPart): { readonly found: Plain } | null {
  const wanted = typeof part === 'object' ? part.key : part;
  const isAlike = typeof part === 'object' ? sameObject(part.key) : readsLike(String(part));
  let alike: { readonly found: Plain } | null = null;
  for (const key of keys) {
    if (isSameKey(key, wanted)) return { found: key };
    if (alike === null && isAlike(key)) alike = { found: key };
  }
  return alike;
}

/** As Map and Set compare. */
const isSameKey = (a: Plain, b: Plain): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

const isObject = (value: Plain): value is Exclude<Plain, string | number | boolean | bigint | null | undefined> =>
  typeof value === 'object' && value !== null;

/** A copy of an object is not the object: its content is what counts. */
function sameObject(wanted: Plain): (key: Plain) => boolean {
  if (!isObject(wanted)) return () => false;
  const text = canonical(wanted);
  return (key) => isObject(key) && canonical(key) === text;
}

const readsLike =
  (text: string) =>
  (key: Plain): boolean =>
    !isObject(key) && String(key) === text;

function indexOf(list: readonly Plain[], part: PathPart): number | null {
  const wanted = typeof part === 'object' ? part.key : part;
  const index =
    typeof wanted === 'number' ? wanted : typeof wanted === 'string' && /^\d+$/.test(wanted) ? Number(wanted) : -1;
  return Number.isInteger(index) && index >= 0 && index < list.length ? index : null;
}

function fieldOf(holder: { readonly [key: string]: Plain }, part: PathPart): string | null {
  const field = typeof part === 'object' ? part.key : String(part);
  return typeof field === 'string' && Object.hasOwn(holder, field) && Object.keys(holder).includes(field)
    ? field
    : null;
}

// ---------------------------------------------------------------- words

/** `log.3.term`, `votes.{ a: 1 }`. */
export function pathText(path: Path): string {
  return path.map((part) => (typeof part === 'object' ? keyText(part.key) : String(part))).join('.');
}

function keyText(key: Plain): string {
  return typeof key === 'string' ? key : canonical(key);
}

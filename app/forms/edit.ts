/**
 * The smallest act that makes one value of another: a form is finished with a whole value, but what the reader meant is the place
 * that they changed. A small act still makes sense when history is run again and the rest of the value is another one.
 */
import type { Path } from '../../kernel/path.ts';
import { canonical, literal, type Plain } from '../../kernel/plain.ts';
import type { Input } from '../../kernel/protocol.ts';

export type Edit = Extract<Input, { readonly type: 'set' | 'add' | 'remove' }>;

/** Null when nothing has changed. `path` leads to `before` in the node's state. */
export function editOf(node: string, path: Path, before: Plain, after: Plain): Edit | null {
  if (literal(before) === literal(after)) return null;
  return (
    (Array.isArray(before) && Array.isArray(after) ? inList(node, path, before, after) : null) ??
    (before instanceof Map && after instanceof Map ? inEntries(node, path, [...before], [...after]) : null) ??
    (before instanceof Set && after instanceof Set ? inSet(node, path, [...before], [...after]) : null) ??
    (isRecord(before) && isRecord(after) ? inRecord(node, path, before, after) : null) ?? {
      type: 'set',
      node,
      path,
      value: after,
    }
  );
}

const isRecord = (value: Plain): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Map) &&
  !(value instanceof Set);

function inList(node: string, path: Path, before: readonly Plain[], after: readonly Plain[]): Edit | null {
  // A hole is no member that a path leads to.
  if (before.length !== Object.keys(before).length || after.length !== Object.keys(after).length) return null;
  const first = firstDifference(before, after);
  if (before.length === after.length) {
    const same = after.slice(first + 1).every((member, i) => literal(member) === literal(before[first + 1 + i]));
    return same ? editOf(node, [...path, first], before[first], after[first]) : null;
  }
  if (after.length === before.length + 1 && literal(before.slice(first)) === literal(after.slice(first + 1)))
    return { type: 'add', node, path, ...(first === before.length ? {} : { key: first }), value: after[first] };
  if (after.length === before.length - 1 && literal(before.slice(first + 1)) === literal(after.slice(first)))
    return { type: 'remove', node, path: [...path, first] };
  return null;
}

/** The first index at which they differ, or the length of the shorter one. */
function firstDifference(a: readonly Plain[], b: readonly Plain[]): number {
  const both = Math.min(a.length, b.length);
  for (let i = 0; i < both; i++) if (literal(a[i]) !== literal(b[i])) return i;
  return both;
}

function inSet(node: string, path: Path, before: readonly Plain[], after: readonly Plain[]): Edit | null {
  if (hasTwins(before) || hasTwins(after)) return null;
  const first = firstDifference(before, after);
  const rest = (members: readonly Plain[], from: number): string => literal(members.slice(from));
  if (after.length === before.length && rest(before, first + 1) === rest(after, first + 1))
    return { type: 'set', node, path: [...path, { key: before[first] }], value: after[first] };
  if (after.length === before.length + 1 && first === before.length)
    return { type: 'add', node, path, value: after[first] };
  if (after.length === before.length - 1 && rest(before, first + 1) === rest(after, first))
    return { type: 'remove', node, path: [...path, { key: before[first] }] };
  return null;
}

/** Keys that are equal as data would be taken for one. */
const hasTwins = (keys: readonly Plain[]): boolean => new Set(keys.map(canonical)).size < keys.length;

type Entries = readonly (readonly [Plain, Plain])[];

function inEntries(node: string, path: Path, before: Entries, after: Entries): Edit | null {
  const keys = (entries: Entries): readonly Plain[] => entries.map(([key]) => key);
  const [a, b] = [keys(before), keys(after)];
  if (hasTwins(a) || hasTwins(b)) return null;
  if (literal(a) === literal(b)) {
    const changed = before.flatMap(([key, value], i) =>
      literal(value) === literal(after[i]?.[1]) ? [] : [{ key, i }],
    );
    const [only, ...others] = changed;
    if (only === undefined || others.length > 0) return null;
    return editOf(node, [...path, { key: only.key }], before[only.i]?.[1], after[only.i]?.[1]);
  }
  const first = firstDifference(a, b);
  const last = after[first];
  if (after.length === before.length + 1 && first === before.length && last !== undefined)
    return literal(before) === literal(after.slice(0, first))
      ? { type: 'add', node, path, key: last[0], value: last[1] }
      : null;
  if (
    after.length === before.length - 1 &&
    literal([...before.slice(0, first), ...before.slice(first + 1)]) === literal(after)
  )
    return { type: 'remove', node, path: [...path, { key: a[first] }] };
  return null;
}

function inRecord(
  node: string,
  path: Path,
  before: { readonly [key: string]: Plain },
  after: { readonly [key: string]: Plain },
): Edit | null {
  const edit = inEntries(node, path, Object.entries(before), Object.entries(after));
  if (edit === null) return null;
  // Fields are named as they are.
  const plain = edit.path.map((part, i) =>
    i === path.length && typeof part === 'object' && typeof part.key === 'string' ? part.key : part,
  );
  return { ...edit, path: plain };
}

/**
 * Ids of nodes in plain data, exchanged for others: in values, keys, members, and inside of longer texts where they stand as a word,
 * as in the key of a timer `server2 7`. And the text of a value in which ids are known only by what they are to somebody.
 */

/** What stands for an id. */
export type NameOf = (id: string) => string;

export interface Renamer {
  text(text: string, nameOf: NameOf): string;
  /** A copy. Members of Maps and Sets, and keys, stay in the order of what they were. */
  value<T>(value: T, nameOf: NameOf): T;
  /** The same for values that differ in an order of members alone, and in ids that have the same name. */
  role(value: unknown, nameOf: NameOf): string;
}

/** @param ids those that may be exchanged */
export function createRenamer(ids: readonly string[]): Renamer {
  const known = new Set(ids);
  const longestFirst = ids
    .toSorted((a, b) => b.length - a.length)
    .map((id) => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}_])`, 'gu');

  function textOf(text: string, nameOf: NameOf): string {
    return known.has(text) ? nameOf(text) : text.replace(word, nameOf);
  }

  function valueOf(value: unknown, nameOf: NameOf): unknown {
    if (typeof value === 'string') return textOf(value, nameOf);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const copied: unknown[] = new Array(value.length);
      for (let i = 0; i < value.length; i++) if (i in value) copied[i] = valueOf(value[i], nameOf);
      return copied;
    }
    if (value instanceof Map)
      return new Map([...value].map(([key, member]) => [valueOf(key, nameOf), valueOf(member, nameOf)]));
    if (value instanceof Set) return new Set([...value].map((member) => valueOf(member, nameOf)));
    const copied = (Object.getPrototypeOf(value) === null ? Object.create(null) : {}) as Record<string, unknown>;
    for (const [key, member] of Object.entries(value)) copied[textOf(key, nameOf)] = valueOf(member, nameOf);
    return copied;
  }

  function role(value: unknown, nameOf: NameOf): string {
    if (typeof value === 'string') return JSON.stringify(textOf(value, nameOf));
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
    if (typeof value !== 'object' || value === null) return String(value);
    const inside = (member: unknown): string => role(member, nameOf);
    if (Array.isArray(value)) return `[${Array.from(value, inside).join()}]`;
    if (value instanceof Map)
      return `M{${[...value]
        .map(([key, member]) => `${inside(key)}:${inside(member)}`)
        .toSorted()
        .join()}}`;
    if (value instanceof Set) return `S{${[...value].map(inside).toSorted().join()}}`;
    const entries = Object.entries(value).map(([key, member]) => `${inside(key)}:${inside(member)}`);
    return `{${entries.toSorted().join()}}`;
  }

  return {
    text: textOf,
    value: (value, nameOf) => valueOf(value, nameOf) as typeof value,
    role,
  };
}

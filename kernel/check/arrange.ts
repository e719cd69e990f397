/**
 * The members of Maps and Sets in another order. Values that differ in that order alone are taken for one while exploring
 * (decision 70); whether a rule can tell them apart is found out by giving it some of them.
 */
import { canonical } from '../plain.ts';

type Arrange = <T>(members: readonly (readonly [key: string, T])[]) => readonly (readonly [key: string, T])[];

const sorted: Arrange = (members) => members.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** A copy in which the members of every Map and Set are in one order, whatever order they came in. */
export function inOrder<T>(value: T): T {
  return arrange(value, sorted) as T;
}

/**
 * Copies of a value that is in order with its members otherwise: backwards, and each moved by one. Whoever takes a member
 * by its place, or the first that will do, is given another one by at least one of them. Empty when nothing can be moved.
 */
export function disorders<T>(value: T): readonly T[] {
  const size = largest(value);
  if (size < 2) return [];
  const backwards = arrange(value, (members) => sorted(members).toReversed()) as T;
  if (size === 2) return [backwards];
  return [backwards, arrange(value, (members) => [...sorted(members).slice(1), ...sorted(members).slice(0, 1)]) as T];
}

function arrange(value: unknown, by: Arrange): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const copied: unknown[] = new Array(value.length);
    for (let i = 0; i < value.length; i++) if (i in value) copied[i] = arrange(value[i], by);
    return copied;
  }
  if (value instanceof Map) {
    const members = [...value].map(
      ([key, member]) => [canonical(key), [arrange(key, by), arrange(member, by)]] as const,
    );
    return new Map(by(members).map(([, member]) => member as [unknown, unknown]));
  }
  if (value instanceof Set) {
    const members = [...value].map((member) => [canonical(member), arrange(member, by)] as const);
    return new Set(by(members).map(([, member]) => member));
  }
  const copied = (Object.getPrototypeOf(value) === null ? Object.create(null) : {}) as Record<string, unknown>;
  for (const [key, member] of Object.entries(value)) copied[key] = arrange(member, by);
  return copied;
}

/** Members of the largest Map or Set in a value. */
function largest(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members =
    value instanceof Map
      ? [...value.keys(), ...value.values()]
      : value instanceof Set
        ? [...value]
        : Object.values(value);
  const own = value instanceof Map || value instanceof Set ? value.size : 0;
  return Math.max(own, ...members.map(largest), 0);
}

/**
 * One text for values that no rule can tell apart: the order of members counts, what is held in two places is told from
 * what is held twice, and what is frozen from what is not.
 */
export function exactText(value: unknown): string {
  return textOf(value, new Map());
}

function textOf(value: unknown, met: Map<object, number>): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const before = met.get(value);
  if (before !== undefined) return `^${before}`;
  met.set(value, met.size);
  const frozen = Object.isFrozen(value) ? '!' : '';
  if (Array.isArray(value)) {
    let text = '';
    for (let i = 0; i < value.length; i++) text += `${i in value ? textOf(value[i], met) : ''},`;
    return `${frozen}[${text}]`;
  }
  let text = '';
  if (value instanceof Map) {
    for (const [key, member] of value) text += `${textOf(key, met)}:${textOf(member, met)},`;
    return `${frozen}M{${text}}`;
  }
  if (value instanceof Set) {
    for (const member of value) text += `${textOf(member, met)},`;
    return `${frozen}S{${text}}`;
  }
  for (const [key, member] of Object.entries(value)) text += `${JSON.stringify(key)}:${textOf(member, met)},`;
  return `${frozen}{${text}}`;
}

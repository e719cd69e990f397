/**
 * Makes a definition safe to share. Every node, every copy of the world and every look at the past sees the same
 * definitions, so nothing may be remembered in one: a run could not be replayed. What can be frozen is, in depth, functions
 * and instances of classes included; what would keep a memory of its own all the same is refused.
 */
import { freezeOne } from '../plain.ts';

/** Thrown for what cannot be made read-only. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
  constructor(
    readonly found: string,
    readonly help: string,
  ) {
    super(found);
  }
}

/** Throws MemoryError. */
export function share(definition: unknown): void {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [definition];
  for (let value = waiting.pop(); ; value = waiting.pop()) {
    if (canHold(value) && !seen.has(value)) {
      seen.add(value);
      refuseMemory(value);
      if (!Object.isFrozen(value)) freezeOne(value);
      for (const member of membersOf(value)) waiting.push(member);
    }
    if (waiting.length === 0) return;
  }
}

/** What the language itself brings along is not the author's to change. */
function canHold(value: unknown): value is object {
  if (typeof value === 'function') return !/\{\s*\[native code\]\s*\}$/.test(String(value));
  return typeof value === 'object' && value !== null;
}

function* membersOf(value: object): Iterable<unknown> {
  if (Array.isArray(value)) return yield* value;
  if (value instanceof Map) for (const entry of value) yield* entry;
  else if (value instanceof Set) yield* value;
  for (const descriptor of Object.values(Object.getOwnPropertyDescriptors(value))) yield descriptor.value;
}

const elsewhere = "Keep what changes in a node's state.";

function refuseMemory(value: object): void {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    throw new MemoryError(`${named(value)}, which every node could write to`, `Use an array. ${elsewhere}`);
  if (value instanceof WeakMap || value instanceof WeakSet)
    throw new MemoryError(`${named(value)}, which every node could write to`, elsewhere);
  if (value instanceof RegExp && (value.global || value.sticky)) {
    throw new MemoryError(
      `the regular expression ${String(value)}, which remembers where it stopped (lastIndex)`,
      `Drop the flag ${value.global ? 'g' : 'y'}, or write the expression where it is used, inside the function.`,
    );
  }
  if (/(Generator|Iterator)$/.test(tagOf(value)))
    throw new MemoryError(
      `${named(value)}, which remembers how far it went`,
      `Make a list of it: [...it]. ${elsewhere}`,
    );
  const isLocked = Object.isFrozen(value) && !Object.hasOwn(value, value instanceof Map ? 'set' : 'add');
  if ((value instanceof Map || value instanceof Set) && isLocked)
    throw new MemoryError(
      `a frozen ${tagOf(value)}, which can be written to all the same`,
      'Leave Object.freeze out: definitions are made read-only.',
    );
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function named(value: object): string {
  const tag = tagOf(value);
  return `${/^[AEIO]/.test(tag) ? 'an' : 'a'} ${tag}`;
}

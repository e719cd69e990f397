/**
 * Which object is which. In a run that is gone over again for a star, every object of states and messages has a tag: it is given one
 * when it is first seen, and its copies (on the way to another node, in what is kept over a crash or an act) have the same. What a
 * rule makes anew, by a spread say, is another object with a tag of its own.
 *
 * Tags are numbered as they are given, and the run is always gone over from its beginning: what has a number has it every time.
 */
import { EventKind, type Pending } from '../world/queue.ts';
import { silentSink, type World } from '../world/world.ts';

export interface Tag {
  readonly id: number;
  /** The event in which it was made; −1: it was there at the start. */
  readonly born: number;
}

export interface Tags {
  readonly of: WeakMap<object, Tag>;
  next: number;
  /** The event that is happening. */
  step: number;
}

export function createTags(): Tags {
  return { of: new WeakMap(), next: 0, step: -1 };
}

/** The way to an object: positions among the parts of each level. */
export type Visit = (value: object, tag: Tag, at: readonly number[], isNew: boolean) => void;

/** Gives a tag to every object in a value that has none; tells of each. */
export function tagAll(tags: Tags, value: unknown, at: number[], visit: Visit | null): void {
  if (typeof value !== 'object' || value === null) return;
  const known = tags.of.get(value);
  const tag = known ?? give(tags, value);
  visit?.(value, tag, at, known === undefined);
  // The innermost loop of following a thing: every object of a state, after every event.
  if (Array.isArray(value))
    for (let index = 0; index < value.length; index++) tagPart(tags, value[index], at, index, visit);
  else {
    let index = 0;
    const parts = value instanceof Set || value instanceof Map ? value.values() : Object.values(value);
    for (const part of parts) tagPart(tags, part, at, index++, visit);
  }
}

/** Keys that are objects are no things of their own. `index`: in the order in which parts are shown. */
function tagPart(tags: Tags, part: unknown, at: number[], index: number, visit: Visit | null): void {
  if (typeof part !== 'object' || part === null) return;
  at.push(index);
  tagAll(tags, part, at, visit);
  at.pop();
}

function give(tags: Tags, value: object): Tag {
  const tag: Tag = { id: tags.next++, born: tags.step };
  tags.of.set(value, tag);
  return tag;
}

/** What is a copy of something is that thing. Where the two are not alike, what is different is new. */
export function carryOver(tags: Tags, original: unknown, copied: unknown): void {
  if (typeof original !== 'object' || original === null || typeof copied !== 'object' || copied === null) return;
  if (original === copied) return;
  if (!isAlike(original, copied)) return;
  tags.of.set(copied, tags.of.get(original) ?? give(tags, original));
  if (original instanceof Map && copied instanceof Map) {
    for (const [key, member] of original) carryOver(tags, member, copied.get(key));
    return;
  }
  if (original instanceof Set && copied instanceof Set) {
    const others = [...copied];
    let index = 0;
    for (const member of original) carryOver(tags, member, others[index++]);
    return;
  }
  for (const [field, member] of Object.entries(original)) carryOver(tags, member, Reflect.get(copied, field));
}

function isAlike(a: object, b: object): boolean {
  return (
    Array.isArray(a) === Array.isArray(b) &&
    a instanceof Map === b instanceof Map &&
    a instanceof Set === b instanceof Set
  );
}

/** From here on copies that are made in this world are known. */
export function hearCopies(tags: Tags, world: World): void {
  world.sink = {
    ...silentSink,
    ...world.sink,
    copied: (original, made) => carryOver(tags, original, made),
  };
}

/** Everything in a world, as it begins or as it is after something came from outside. `before`: the same before that. */
export function tagWorld(tags: Tags, world: World, before: World | null): void {
  for (const node of world.nodes) {
    const was = before?.nodes[node.index]?.state;
    if (was !== undefined) for (const [field, value] of Object.entries(was)) carryOver(tags, value, node.state[field]);
    for (const value of Object.values(node.state)) tagAll(tags, value, [], null);
  }
  const known = new Map(before?.heap.map((record) => [record.order, record]));
  for (const record of inOrder(world.heap)) {
    carryOver(tags, known.get(record.order)?.body, record.body);
    tagAll(tags, record.body, [], null);
  }
  hearCopies(tags, world);
}

export function inOrder(heap: readonly Pending[]): readonly Pending[] {
  return heap.filter(({ kind }) => kind !== EventKind.may).toSorted((a, b) => a.order - b.order);
}

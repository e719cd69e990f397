/** A stretch of a collection in a state: what a table of its members shows, and what it needs to change one. */
import type { CollectionKind, Member, Members, MembersWish, Told } from '../members.ts';
import { PathError, positionsOf, valueAt } from '../path.ts';
import { copy, literal, type Plain } from '../plain.ts';
import type { World } from '../world/world.ts';
import { textOf } from './shown.ts';
import { partCount } from './whole.ts';

/** Parts that a value which is told whole may have, and characters. */
const wholeParts = 40;
const wholeLength = 2_000;
const lineLength = 80;
const fieldLimit = 24;
/** Members in one answer, whatever was wished for. */
const mostMembers = 200;

export function membersOf(world: World, { node: id, path, from, count, taken }: MembersWish): Members {
  const node = world.byId.get(id);
  if (node === undefined) return { type: 'missing', text: `There is no node '${id}'.` };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a state that is looked at is plain data: checkpoints see to it
  const state = node.state as Plain;
  const found = ((): { readonly value: Plain } | null => {
    try {
      return { value: valueAt(state, path) };
    } catch (error) {
      if (error instanceof PathError) return null;
      throw error;
    }
  })();
  if (found === null) return { type: 'missing', text: 'It is not there any more.' };
  const { value } = found;
  const kind = collectionKind(value);
  if (kind === null) return { type: 'value', value: told(value) };
  const size = sizeOf(value);
  const first = Math.max(0, Math.min(from, size - 1));
  return {
    type: 'members',
    kind,
    size,
    from: first,
    rows: stretch(value, first, Math.min(count, mostMembers)),
    at: positionsOf(state, path).slice(1),
    taken: taken === null ? null : { key: taken.key, isTaken: isTaken(value, taken.key) },
  };
}

function collectionKind(value: Plain): CollectionKind | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return 'array';
  return value instanceof Map ? 'map' : value instanceof Set ? 'set' : 'object';
}

function sizeOf(value: Plain): number {
  if (Array.isArray(value)) return value.length;
  return value instanceof Map || value instanceof Set ? value.size : Object.keys(value ?? {}).length;
}

/** Keys and what they hold, in order; only those that are wanted are looked at where that can be. */
function* entriesOf(value: Plain, from: number, to: number): Generator<readonly [Plain, Plain]> {
  if (Array.isArray(value)) {
    const list: readonly Plain[] = value;
    for (let i = from; i < Math.min(to, list.length); i++) yield [i, list[i]];
    return;
  }
  const all: Iterable<readonly [Plain, Plain]> =
    value instanceof Map ? value : value instanceof Set ? value.entries() : Object.entries(value ?? {});
  let place = 0;
  for (const entry of all) {
    if (place >= to) return;
    if (place >= from) yield entry;
    place += 1;
  }
}

function stretch(value: Plain, from: number, count: number): readonly Member[] {
  return [...entriesOf(value, from, from + count)].map(([key, member]) => ({
    key: told(key),
    value: told(member),
    fields:
      collectionKind(member) === 'object'
        ? Object.entries(member ?? {})
            .slice(0, fieldLimit)
            .map(([name, held]: readonly [string, Plain]) => [name, told(held)] as const)
        : null,
  }));
}

function told(value: Plain): Told {
  if (partCount(value, wholeParts) <= wholeParts) {
    const isShort = literal(value).length <= wholeLength;
    if (isShort) return { t: 'whole', value: copy(value) };
  }
  const kind = collectionKind(value) ?? (typeof value === 'bigint' ? 'bigint' : 'string');
  const size =
    typeof value === 'string' ? value.length : collectionKind(value) === null ? literal(value).length : sizeOf(value);
  return { t: 'part', kind, size, text: textOf(value, lineLength) };
}

function isTaken(value: Plain, key: Plain): boolean {
  if (Array.isArray(value)) return false;
  try {
    valueAt(value, [{ key }]);
    return true;
  } catch (error) {
    if (error instanceof PathError) return false;
    throw error;
  }
}

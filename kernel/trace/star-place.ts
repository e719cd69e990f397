/** What stands at a place that the reader stars: the pattern it makes, and where it was, for following that one thing. */
import { copy, type Plain } from '../plain.ts';
import type { Origin, Pattern, Starred, StarPlace } from '../star.ts';
import { EventKind, type Pending } from '../world/queue.ts';
import { type Machine, turn } from '../world/step.ts';
import type { World } from '../world/world.ts';
import { messagesIn } from './matchers.ts';
import { worldAfter } from './past.ts';
import type { Run } from './run.ts';
import { textOf } from './shown.ts';

const nameLength = 24;

/** A part of a value, by its position among those that are shown. */
export interface Part {
  readonly value: unknown;
  /** The name it has in a record or, when that is a text, in a Map. */
  readonly name: string | null;
  readonly key: unknown;
}

export function partsOf(value: unknown): readonly Part[] {
  if (Array.isArray(value) || value instanceof Set)
    return [...value].map((one: unknown) => ({ value: one, name: null, key: null }));
  if (value instanceof Map)
    return [...value].map(([key, member]: [unknown, unknown]) => ({
      value: member,
      name: typeof key === 'string' ? key : null,
      key,
    }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([key, member]): Part => ({ value: member, name: key, key }));
}

/** A way into a value: each thing on it, the outermost first; null when it leads nowhere. */
export function wayInto(value: unknown, at: readonly number[]): readonly Part[] | null {
  const way: Part[] = [{ value, name: null, key: null }];
  for (const index of at) {
    const part = partsOf(way.at(-1)?.value)[index];
    if (part === undefined) return null;
    way.push(part);
  }
  return way;
}

/** What is at the place, in the world at the moment. A sentence when nothing is there that could be followed. */
export function starredAt(world: World, branch: number, place: StarPlace): Starred | string {
  const origin = (at: Origin['place'], step = world.step): Origin => ({ branch, step, place: at });
  switch (place.type) {
    case 'node': {
      if (!world.byId.has(place.node)) return `There is no node '${place.node}'.`;
      return {
        name: clip(place.node),
        how: 'identity',
        pattern: { under: [], value: place.node },
        origin: origin(place),
      };
    }
    case 'state': {
      const state = world.byId.get(place.node)?.state;
      if (state === undefined || !Object.hasOwn(state, place.field))
        return `There is no ${place.field} of ${place.node}.`;
      const way = wayInto(state[place.field], place.at);
      const last = way?.at(-1);
      if (way === null || last === undefined) return 'It is not there any more.';
      const names = [place.field, ...way.flatMap(({ name }) => name ?? [])];
      const made =
        place.isKey === true
          ? patternOf(last.key, names.slice(0, last.name === null ? undefined : -1))
          : patternOf(last.value, names);
      return { ...made, origin: origin(place) };
    }
    case 'message': {
      const record = messagesIn(world).find(({ order }) => order === place.id);
      return record === undefined
        ? 'The message is not on its way any more.'
        : inRecord(world, record, place.at, origin(place));
    }
    case 'timer': {
      const record = world.byId.get(place.node)?.timers.get(place.key);
      return record === undefined ? 'The timer is not set any more.' : inRecord(world, record, [], origin(place));
    }
    case 'partition': {
      const found = placeOfPartition(world, place);
      return found === null ? `No state has partition ${place.partition} as a key.` : starredAt(world, branch, found);
    }
    case 'event':
      return 'This event has nothing in hand that could be followed.';
  }
}

/** Where a state has the partition as a key. Those of a list have none. */
function placeOfPartition(
  world: World,
  { kind, path, partition }: Extract<StarPlace, { type: 'partition' }>,
): StarPlace | null {
  const [field = '', ...names] = path;
  for (const node of world.nodes) {
    if (node.kind !== kind || !Object.hasOwn(node.state, field)) continue;
    const at: number[] = [];
    let map: unknown = node.state[field];
    for (const name of names) {
      const parts = partsOf(map);
      at.push(parts.findIndex((part) => part.name === name));
      map = parts[at.at(-1) ?? -1]?.value;
    }
    const index = partsOf(map).findIndex(
      ({ key }) => (typeof key === 'string' || typeof key === 'number') && String(key) === partition,
    );
    if (index >= 0) return { type: 'state', node: node.id, field, at: [...at, index], isKey: true };
  }
  return null;
}

/** What the event had in hand: a message or a timer's; else the node at which it happened. */
export function starredIn(run: Run, branch: number, step: number): Starred | string {
  const { machine, record } = takenBy(run, step);
  const { world } = machine;
  const origin = (place: Origin['place']): Origin => ({ branch, step, place });
  const node = world.nodes[world.last.node];
  if (record?.kind === EventKind.deliver || record?.kind === EventKind.drop)
    return inRecord(world, record, [], origin({ type: 'message', id: record.order, at: [] }));
  if (node === undefined) return 'This event has nothing in hand that could be followed.';
  if (record?.kind === EventKind.timer && hasBody(record))
    return inRecord(world, record, [], origin({ type: 'timer', node: node.id, key: record.key }));
  return starredAt(world, branch, { type: 'node', node: node.id });
}

/** What an event took from the queue (null: it was a `when` rule), and the world right after it. */
function takenBy(run: Run, step: number): { readonly machine: Machine; readonly record: Pending | null } {
  const machine = worldAfter(run, step);
  const { world } = machine;
  for (;;) {
    const record = world.unsettled.length > 0 ? null : (world.heap[0] ?? null);
    const before = world.turn;
    if (turn(machine, Number.POSITIVE_INFINITY) === 'event' || world.turn === before) return { machine, record };
  }
}

function inRecord(world: World, record: Pending, at: readonly number[], origin: Origin): Starred | string {
  const type = world.names.list[record.type] ?? '';
  const way = wayInto(record.body, at);
  const last = way?.at(-1);
  if (way === null || last === undefined) return 'It is not there any more.';
  const names = [type, ...way.flatMap(({ name }) => name ?? [])];
  if (at.length > 0) return { ...patternOf(last.value, names), origin };
  const name = clip(hasBody(record) ? `${type} ${shortText(record.body)}` : type);
  // Two messages with one body are one to a pattern; the message that was starred is meant.
  return {
    name,
    how: hasBody(record) ? 'identity' : 'equality',
    pattern: { under: [type], value: plain(record.body) },
    origin,
  };
}

function hasBody(record: Pending): record is Pending & { readonly body: object } {
  const { body } = record;
  return typeof body === 'object' && body !== null && partsOf(body).length > 0;
}

/** A text means the same wherever it stands; a number, or yes and no, only under its name. */
export function patternOf(
  value: unknown,
  names: readonly string[],
): { name: string; how: 'equality'; pattern: Pattern } {
  const isText = typeof value === 'string' && value !== '';
  const isThing = typeof value === 'object' && value !== null;
  const under = isText || isThing ? [] : names.slice(-1);
  const text = isThing ? shortText(value) : textOf(value, nameLength);
  const own = Array.isArray(value) || value instanceof Set || value instanceof Map ? names.at(-1) : under[0];
  const name = clip(own === undefined ? text : `${own} ${text}`);
  return { name: name === '' ? '(empty)' : name, how: 'equality', pattern: { under, value: plain(value) } };
}

/** Fields by which records are told apart, the best first. */
const telling = [
  'id',
  'txn',
  'transaction',
  'revId',
  'rev',
  'key',
  'request',
  'serial',
  'seq',
  'command',
  'name',
  'index',
];

/** What tells a record from others, not all that it holds. */
function shortText(value: object): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (value instanceof Set || value instanceof Map) return `{${value.size}}`;
  const atoms = Object.entries(value).filter(([, member]) => typeof member !== 'object' || member === null);
  const best = telling.flatMap((field) => atoms.filter(([name]) => name === field))[0] ?? atoms[0];
  return best === undefined ? textOf(value, nameLength) : `${best[0]} ${textOf(best[1], nameLength)}`;
}

function plain(value: unknown): Plain {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- states and bodies are plain data
  return copy(value) as Plain;
}

function clip(text: string): string {
  return text.length > nameLength ? `${text.slice(0, nameLength - 1)}…` : text;
}

/** Values of a model as the page shows them: bounded data, whatever their size. */
import type { Shown } from '../protocol.ts';

const itemLimit = 24;
const depthLimit = 5;
const textLimit = 200;

export function shown(value: unknown): Shown {
  return show(value, 0, { left: Number.POSITIVE_INFINITY });
}

/** At most so many parts (fields, items, and what they hold); what is beyond is cut as elsewhere. */
export function shownWithin(value: unknown, parts: number): Shown {
  return show(value, 0, { left: parts });
}

/** Parts that may still be shown. */
interface Room {
  left: number;
}

function show(value: unknown, depth: number, room: Room): Shown {
  room.left -= 1;
  switch (typeof value) {
    case 'string':
      return { t: 'atom', kind: 'string', text: clip(value) };
    case 'number':
      return { t: 'atom', kind: 'number', text: String(value) };
    case 'boolean':
      return { t: 'atom', kind: 'boolean', text: String(value) };
    case 'bigint':
      return { t: 'atom', kind: 'bigint', text: clip(`${value}n`) };
    case 'object':
      break;
    default:
      return { t: 'atom', kind: 'null', text: value === undefined ? 'undefined' : `(${typeof value})` };
  }
  if (value === null) return { t: 'atom', kind: 'null', text: 'null' };
  if (depth >= depthLimit || room.left <= 0) return { t: 'atom', kind: 'null', text: '…' };
  if (Array.isArray(value)) return list('array', value, value.length, depth, room);
  if (value instanceof Set) return list('set', value, value.size, depth, room);
  if (value instanceof Map) {
    return record(
      'map',
      [...take(value)].map(([key, member]) => [textOf(key), member]),
      value.size,
      depth,
      room,
    );
  }
  const entries = Object.entries(value);
  return record('object', entries.slice(0, itemLimit), entries.length, depth, room);
}

function* take<T>(items: Iterable<T>): Iterable<T> {
  let taken = 0;
  for (const item of items) {
    if (taken++ === itemLimit) return;
    yield item;
  }
}

function list(kind: 'array' | 'set', items: Iterable<unknown>, size: number, depth: number, room: Room): Shown {
  return {
    t: 'list',
    kind,
    items: [...take(items)].map((item) => show(item, depth + 1, room)),
    more: Math.max(0, size - itemLimit),
  };
}

function record(
  kind: 'object' | 'map',
  entries: readonly (readonly [string, unknown])[],
  size: number,
  depth: number,
  room: Room,
): Shown {
  return {
    t: 'record',
    kind,
    entries: entries.map(([key, member]): readonly [string, Shown] => [clip(key), show(member, depth + 1, room)]),
    more: Math.max(0, size - itemLimit),
  };
}

function clip(text: string): string {
  return text.length > textLimit ? `${text.slice(0, textLimit)}…` : text;
}

/** One line of text for a value. */
export function textOf(value: unknown, limit = 80): string {
  const text = lineOf(shown(value));
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

function lineOf(value: Shown): string {
  switch (value.t) {
    case 'atom':
      return value.text;
    case 'list':
      return `${value.kind === 'set' ? '{' : '['}${[...value.items.map(lineOf), ...(value.more > 0 ? [`… ${value.more} more`] : [])].join(', ')}${value.kind === 'set' ? '}' : ']'}`;
    case 'record':
      return `{ ${[...value.entries.map(([key, member]) => `${key}: ${lineOf(member)}`), ...(value.more > 0 ? [`… ${value.more} more`] : [])].join(', ')} }`;
  }
}

/** A message in one line: its type and, when it has one, its body. */
export function messageText(type: string, body: unknown): string {
  const text = bodyText(body);
  return text === '' ? type : `${type} ${text}`;
}

/** Empty when there is none. */
export function bodyText(body: unknown): string {
  return isEmpty(body) ? '' : textOf(body, 40);
}

/** A message made without a body has one without fields. */
function isEmpty(body: unknown): boolean {
  return (
    body === undefined ||
    body === null ||
    (typeof body === 'object' && Object.keys(body).length === 0 && !isCollection(body))
  );
}

function isCollection(body: object): boolean {
  return Array.isArray(body) || body instanceof Map || body instanceof Set;
}

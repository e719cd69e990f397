/**
 * Values in full, for a form that changes them. A picture shows a part of a large value; a form that wrote that back would lose
 * the rest. So a form gets all of it or, when it is too large, nothing.
 */
import { type Path, PathError, valueAt } from '../path.ts';
import { copy, literal, type Plain } from '../plain.ts';
import type { MessageTypeView, ValueReply } from '../protocol.ts';
import type { Program } from '../program/program.ts';
import { EventKind, isBefore, type Pending } from '../world/queue.ts';
import type { NodeInWorld, World } from '../world/world.ts';
import { type Columns, valueAt as cellOf } from './columns.ts';
import { worldAfter } from './past.ts';
import { type Run, worldOf } from './run.ts';

/** Parts (fields, items, keys, and what they hold) that a form may have. */
export const partLimit = 5_000;
const alikeLimit = 16;
/** Of an example. */
const examplePartLimit = 200;
const bodyLimit = 5;
/** Rows of the trace that are looked at for a message, and moments that are gone back to. */
const rowLimit = 200_000;
const lookLimit = 3;

export function wholeValue(world: World, id: string, path: Path): ValueReply {
  const node = world.byId.get(id);
  if (node === undefined) return { type: 'missing', text: `There is no node '${id}'.` };
  const value = placeOf(node, path);
  if (value === null) return { type: 'missing', text: 'It is not there any more.' };
  const parts = partCount(value.found, partLimit);
  if (parts > partLimit) return { type: 'too-large', parts, limit: partLimit };
  const alike: Plain[] = [];
  for (const other of world.nodes) {
    if (other === node || other.kind !== node.kind || alike.length === alikeLimit) continue;
    const found = placeOf(other, path);
    if (found !== null && partCount(found.found, examplePartLimit) <= examplePartLimit) alike.push(copy(found.found));
  }
  return { type: 'value', value: copy(value.found), alike };
}

/** Boxed: a value may be anything. */
function placeOf({ state }: NodeInWorld, path: Path): { readonly found: Plain } | null {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a state that is looked at is plain data: checkpoints see to it
    return { found: valueAt(state as Plain, path) };
  } catch (error) {
    if (error instanceof PathError) return null;
    throw error;
  }
}

/** How many parts a value has, counted up to a little more than `most`. */
export function partCount(value: Plain, most: number): number {
  let parts = 0;
  const count = (one: Plain): void => {
    parts += 1;
    if (parts > most || typeof one !== 'object' || one === null) return;
    const members: Iterable<Plain> =
      one instanceof Map ? [...one.keys(), ...one.values()] : one instanceof Set ? one : Object.values(one);
    for (const member of members) if (parts <= most) count(member);
  };
  count(value);
  return parts;
}

// ---------------------------------------------------------------- messages

export function messageTypes({ messages, kinds }: Program): readonly MessageTypeView[] {
  return [...messages.keys()].map((name) => ({
    name,
    kinds: [...kinds.values()].filter(({ on }) => on.has(name)).map((kind) => kind.name),
  }));
}

/** The latest bodies of a type, newest first, each once: of what is on its way, then of what arrived. */
export function latestBodies(run: Run, step: number, type: string): readonly Plain[] {
  const number = worldOf(run).names.find(type);
  if (number < 0) return [];
  const bodies = new Map<string, Plain>();
  const keep = (record: Pending): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- messages are copied when they are sent, which checks it
    const body = record.body as Plain;
    if (partCount(body, examplePartLimit) > examplePartLimit) return;
    const text = literal(body);
    if (!bodies.has(text)) bodies.set(text, copy(body));
  };
  const onTheWay = worldAt(run, step).heap.filter((record) => carries(record, number));
  for (const record of onTheWay.toSorted((a, b) => b.order - a.order)) if (bodies.size < bodyLimit) keep(record);
  for (const row of arrivals(run.columns, step, number)) {
    if (bodies.size >= bodyLimit) break;
    // Just before it arrived it was on its way.
    const [next] = worldAfter(run, row)
      .world.heap.filter((record) => carries(record, number))
      .toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
    if (next !== undefined) keep(next);
  }
  return [...bodies.values()];
}

function worldAt(run: Run, step: number): World {
  const tip = worldOf(run);
  return step >= tip.step ? tip : worldAfter(run, step).world;
}

function carries({ kind, type }: Pending, number: number): boolean {
  return type === number && (kind === EventKind.deliver || kind === EventKind.drop || kind === EventKind.timer);
}

/** Rows before `step` at which a message or timer of that type came, the latest first. */
function* arrivals(columns: Columns, step: number, number: number): Generator<number, void> {
  let found = 0;
  const last = Math.min(step, columns.length) - 1;
  for (let row = last; row >= 0 && last - row < rowLimit && found < lookLimit; row--) {
    if (cellOf(columns, 'type', row) !== number || cellOf(columns, 'kind', row) > EventKind.drop) continue;
    found += 1;
    yield row;
  }
}

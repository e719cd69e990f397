/** Two runs side by side: where they part, and what each has that the other has not. */
import { canonical } from '../plain.ts';
import type { Comparison, Divergence, EventDifference, StateDifference } from '../protocol.ts';
import { byReader, EventKind, type Pending } from '../world/queue.ts';
import { hashName, mix } from '../world/random.ts';
import type { Machine } from '../world/step.ts';
import { millis, type World } from '../world/world.ts';
import { chunkBits, type Columns, rowsUpTo, sameRow, valueAt } from './columns.ts';
import { createFollower, type Follower, followOn, outsideOf } from './follow.ts';
import { nodeView } from './frame.ts';
import { rowOf } from './row.ts';
import { worldAfter } from './past.ts';
import { type Run, worldOf } from './run.ts';
import { shown, textOf } from './shown.ts';

/** Events that are gone over again to say why two runs part. */
const explainLimit = 20_000;
/** Event differences that are listed. */
const listLimit = 200;

/** The first row that differs, or the end of the shorter one when it has fewer; null when neither goes on. */
export function firstDifference(a: Columns, b: Columns, from = 0): number | null {
  const both = Math.min(a.length, b.length);
  for (let row = from; row < both; row++) {
    // What two branches have in common they share by the chunk.
    const chunk = row >> chunkBits;
    if (a.chunks[chunk] === b.chunks[chunk]) row = ((chunk + 1) << chunkBits) - 1;
    else if (!sameRow(a, b, row)) return row;
  }
  return a.length === b.length ? null : both;
}

/**
 * Where `run` parts from `old`, in words: the first event that left something else behind, which comes before the first event
 * that is another one. Null when they are the same as far as both go.
 * @param shared rows that are known to be the same
 */
export function divergenceOf(old: Run, run: Run, shared: number): Divergence | null {
  const both = Math.min(old.columns.length, run.columns.length);
  const different = firstDifference(old.columns, run.columns, shared);
  const end = different === null ? both : Math.min(different, both);
  const earlier = end - shared <= explainLimit ? firstEffect(old, run, shared, end) : null;
  if (earlier !== null) return earlier;
  if (different === null || different >= both) return null;
  const [was, is] = [describe(old, different), describe(run, different)];
  return {
    step: different,
    time: millis(valueAt(run.columns, 'time', different)),
    text: was === is ? `${is}, at another moment than before.` : `${is}; before, ${was}.`,
  };
}

function describe(run: Run, row: number): string {
  const { node, kind, rule, text } = rowOf(run, row);
  const what = text === '' ? rule || kind : text;
  const verb: Readonly<Record<string, string>> = { deliver: 'received', timer: 'had the timer', drop: 'lost' };
  return node === '' ? `${kind} ${what}` : `${node} ${verb[kind] ?? kind} ${what}`;
}

/** The first event after which the node's state, or what it sent, is not the same. */
function firstEffect(old: Run, run: Run, from: number, to: number): Divergence | null {
  const [a, b] = [walker(old, from), walker(run, from)];
  for (let row = from; row < to; row++) {
    const [was, is] = [nextEvent(a), nextEvent(b)];
    if (was === null || is === null) return null;
    const state = stateDifference(was, is);
    const sent = sentDifference(was, is);
    if (state === null && sent === null) continue;
    const { node } = rowOf(run, row);
    const what = [state, sent].filter((part) => part !== null).join('; ');
    const rule = is.world.names.list[is.world.last.rule] ?? '';
    return { step: row, time: millis(is.world.now), text: `${node}${rule === '' ? '' : ` (${rule})`}: ${what}.` };
  }
  return null;
}

interface Walker {
  readonly run: Run;
  readonly follower: Follower;
  readonly outside: ReturnType<typeof outsideOf>;
}

function walker(run: Run, step: number): Walker {
  const made: Walker = { run, follower: createFollower(run, step), outside: outsideOf(run) };
  while (made.follower.machine.world.step < step) if (followOn(run, made.follower, made.outside) === 'there') break;
  return made;
}

interface After {
  readonly world: World;
  /** Insertion numbers from here on are new. */
  readonly order: number;
  readonly state: Readonly<Record<string, unknown>>;
}

function nextEvent({ run, follower, outside }: Walker): After | null {
  for (;;) {
    const { order } = follower.machine.world;
    const outcome = followOn(run, follower, outside);
    if (outcome === 'there') return null;
    if (outcome !== 'event') continue;
    const { world }: Machine = follower.machine;
    return { world, order, state: world.nodes[world.last.node]?.state ?? {} };
  }
}

function stateDifference(was: After, is: After): string | null {
  const fields = [...new Set([...Object.keys(was.state), ...Object.keys(is.state)])];
  const different = fields.filter((field) => canonical(was.state[field]) !== canonical(is.state[field]));
  const [first] = different;
  if (first === undefined) return null;
  const more = different.length > 1 ? `, and ${different.length - 1} more` : '';
  return `${first} is ${textOf(is.state[first], 40)}, before it was ${textOf(was.state[first], 40)}${more}`;
}

/** Sent messages and timers, as lines. */
function sentBy({ world, order }: After): string[] {
  return world.heap
    .filter((record) => record.order >= order && record.kind !== EventKind.may)
    .toSorted((a, b) => a.order - b.order)
    .map((record) => lineOf(world, record));
}

function lineOf(world: World, record: Pending): string {
  const type = world.names.list[record.type] ?? '';
  const body = record.body === null || record.body === undefined ? '' : ` ${textOf(record.body, 40)}`;
  if (record.kind === EventKind.timer) return `timer ${type}${body} for ${millis(record.at)} ms`;
  return `${type}${body} to ${world.nodes[record.node]?.id ?? ''}, due at ${millis(record.at)} ms`;
}

function sentDifference(was: After, is: After): string | null {
  const [old, now] = [sentBy(was), sentBy(is)];
  const added = now.filter((line) => !old.includes(line));
  const gone = old.filter((line) => !now.includes(line));
  if (added.length === 0 && gone.length === 0) return null;
  if (gone.length === 0) return `sets or sends ${added[0]}, before it did not`;
  if (added.length === 0) return `does not set or send ${gone[0]}, before it did`;
  return `sets or sends ${added[0]}, before ${gone[0]}`;
}

// ---------------------------------------------------------------- differences at a moment

export function stateDifferences(a: World, b: World): StateDifference[] {
  const ids = [...new Set([...a.byId.keys(), ...b.byId.keys()])];
  return ids.flatMap((node): StateDifference[] => {
    const [x, y] = [a.byId.get(node), b.byId.get(node)];
    const [xs, ys] = [fieldsOf(x), fieldsOf(y)];
    const fields = [...new Set([...Object.keys(xs), ...Object.keys(ys)])];
    return fields
      .filter((field) => canonical(xs[field]) !== canonical(ys[field]))
      .map((field) => ({
        node,
        field,
        a: x === undefined ? null : shown(xs[field]),
        b: y === undefined ? null : shown(ys[field]),
      }));
  });
}

function fieldsOf(node: World['nodes'][number] | undefined): Readonly<Record<string, unknown>> {
  return node === undefined ? {} : { ...node.state, ...(node.alive ? {} : { '(down)': true }) };
}

/**
 * Events up to a virtual time (µs) that only one run has. Two events are the same when the same thing happened at the same node,
 * led to by the same events: a shift in time alone is no difference.
 */
export function eventDifferences(
  a: Run,
  b: Run,
  time: number,
): { readonly events: readonly EventDifference[]; readonly count: number } {
  const [rowsA, rowsB] = [rowsUpTo(a.columns, time), rowsUpTo(b.columns, time)];
  const shared = Math.min(firstDifference(a.columns, b.columns) ?? rowsA, rowsA, rowsB);
  const [idsA, idsB] = [identities(a, rowsA), identities(b, rowsB)];
  const [inA, inB] = [new Set(idsA), new Set(idsB)];
  const only = (run: Run, which: 'a' | 'b', ids: readonly number[], other: ReadonlySet<number>): EventDifference[] =>
    ids.flatMap((id, row): EventDifference[] => (row < shared || other.has(id) ? [] : [differenceOf(run, which, row)]));
  const events = [...only(a, 'a', idsA, inB), ...only(b, 'b', idsB, inA)].toSorted((x, y) => x.time - y.time);
  return { events: events.slice(0, listLimit), count: events.length };
}

function differenceOf(run: Run, which: 'a' | 'b', row: number): EventDifference {
  const cause = valueAt(run.columns, 'cause', row);
  return {
    in: which,
    step: row,
    time: millis(valueAt(run.columns, 'time', row)),
    text: describe(run, row),
    cause: cause >= 0 ? describe(run, cause) : cause === byReader ? 'the reader' : '',
  };
}

/** By row: a hash of what happened, where, of the identity of its cause, and of which of several alike it is. */
function identities(run: Run, rows: number): number[] {
  const { columns } = run;
  const { names, nodes } = worldOf(run);
  const hash = (number: number): number => (number < 0 ? -1 : names.hash(number));
  const node = (index: number): number => nodes[index]?.hash ?? -1;
  const ids: number[] = [];
  const seen = new Map<number, number>();
  const none = hashName('no cause');
  for (let row = 0; row < rows; row++) {
    const cause = valueAt(columns, 'cause', row);
    const led = ids[cause] ?? none;
    let low = mix(led | 0, valueAt(columns, 'kind', row));
    low = mix(low, node(valueAt(columns, 'node', row)));
    low = mix(low, hash(valueAt(columns, 'type', row)));
    low = mix(low, hash(valueAt(columns, 'rule', row)));
    low = mix(low, node(valueAt(columns, 'from', row)));
    const high = mix(mix(low, Math.floor(led / 2 ** 32)), 0x9e3779b9) & 0x1fffff;
    const alike = high * 2 ** 32 + (low >>> 0);
    const count = seen.get(alike) ?? 0;
    seen.set(alike, count + 1);
    ids.push(count === 0 ? alike : (mix(high, count) & 0x1fffff) * 2 ** 32 + (mix(low, count) >>> 0));
  }
  return ids;
}

/**
 * Two runs at one virtual time (µs).
 * @param shared rows before which they cannot differ
 */
export function compareRuns(a: Run, b: Run, shared: number, time: number): Comparison {
  const [x, y] = [a, b].map((run) => worldAfter(run, rowsUpTo(run.columns, time)).world) as [World, World];
  const { events, count } = eventDifferences(a, b, time);
  return {
    divergence: divergenceOf(a, b, Math.min(shared, firstDifference(a.columns, b.columns) ?? shared)),
    states: stateDifferences(x, y),
    events,
    eventCount: count,
    a: x.nodes.map((node) => nodeView(node, true)),
    b: y.nodes.map((node) => nodeView(node, true)),
  };
}

/**
 * Where two runs part, in words. The first event that left something else behind (a state, a message, a timer) comes before the first
 * event that is another one: it is what a designer looks for ("server3, on RequestVote from server2: sent Vote { granted: true }").
 *
 * To find the first other event is to compare rows. To find what came before it, both histories are gone over again: event by event
 * from where they may differ, and, when nothing was seen for a while, by halving what is left at checkpoints. A bounded piece of work
 * at a time: histories are long, and one of them may still be being made.
 */
import { equal } from '../plain.ts';
import type { Divergence } from '../protocol.ts';
import { EventKind, type Pending } from '../world/queue.ts';
import { millis, type World } from '../world/world.ts';
import { chunkBits } from './chunk.ts';
import { type Columns, sameRow, sharesChunk, valueAt } from './columns.ts';
import { createFollower, type Follower, followOn, outsideOf } from './follow.ts';
import { worldAfter } from './past.ts';
import { rowOf } from './row.ts';
import type { Run } from './run.ts';
import { messageText, textOf } from './shown.ts';

/** Events that are gone over one by one from where the histories may differ. */
const walkLimit = 20_000;
/** Of them between two looks at the clock. */
const stride = 64;
/** Fields and messages that are named of each run. */
const namedLimit = 2;

/** The first row that differs, or the end of the shorter one when it has fewer; null when neither goes on. */
export function firstDifference(a: Columns, b: Columns, from = 0): number | null {
  const both = Math.min(a.length, b.length);
  for (let row = from; row < both; row++) {
    // What two branches have in common they share by the chunk.
    const chunk = row >> chunkBits;
    if (sharesChunk(a, b, chunk)) row = ((chunk + 1) << chunkBits) - 1;
    else if (!sameRow(a, b, row)) return row;
  }
  return a.length === b.length ? null : both;
}

export interface Search {
  readonly old: Run;
  readonly run: Run;
  readonly from: number;
  /** Of the run's columns: as long as it is the same, no row was taken back. */
  readonly edition: number;
  /** Rows that are known to be the same. */
  rows: number;
  /** Events whose effects are known to be the same; the walkers stand there. */
  walked: number;
  walkers: readonly [Walker, Walker] | null;
  found: Divergence | null;
}

/** Where `run` parts from `old`. `from`: rows before are known to be the same in all. */
export function createSearch(old: Run, run: Run, from: number): Search {
  const { edition } = run.columns;
  return { old, run, from, edition, rows: from, walked: from, walkers: null, found: null };
}

/**
 * Goes on looking, as far as the time given allows. True when the answer stands in `found`, or nothing is known to differ as far as
 * both histories go.
 * @param isWhole no more rows will come: what was not seen event by event is halved too
 */
export function goOnSearching(search: Search, isWhole: boolean, isSpent: () => boolean): boolean {
  const { old, run } = search;
  if (search.found !== null) return true;
  const both = Math.min(old.columns.length, run.columns.length);
  const different = firstDifference(old.columns, run.columns, search.rows);
  const isDifferent = different !== null && different < both;
  search.rows = different ?? both;
  if (!walk(search, Math.min(search.rows, search.from + walkLimit), isSpent)) return false;
  if (search.found !== null || (!isDifferent && !isWhole)) return true;
  if (search.walked < search.rows) search.found = halve(search);
  if (search.found === null && isDifferent) search.found = otherEvent(search, search.rows);
  return true;
}

/** The first row that is another event. */
function otherEvent({ old, run }: Search, row: number): Divergence {
  const [was, is] = [eventText(old, row), eventText(run, row)];
  const [then, now] = [old, run].map(({ columns }) => millis(valueAt(columns, 'time', row)));
  const told = was === is ? { is: `${is} at ${now} ms`, was: `${was} at ${then} ms` } : { is, was };
  return divergence(row, now ?? 0, '', told);
}

function divergence(step: number, time: number, event: string, { is, was }: Told): Divergence {
  return { step, time, event, is, was, text: `${event === '' ? '' : `${event}: `}${is}; before, ${was}.` };
}

/** What an event did in the one run and in the other. */
type Told = Pick<Divergence, 'is' | 'was'>;

// ---------------------------------------------------------------- events in words

/** `server3 received Vote from server1`, `the timer Election of server3 fired`. */
export function eventText(run: Run, row: number): string {
  const { node, rule, text } = rowOf(run, row);
  const name = ruleName(rule);
  switch (valueAt(run.columns, 'kind', row)) {
    case EventKind.deliver:
      return `${node} received ${text}`;
    case EventKind.timer:
      return `the timer ${text} of ${node} fired`;
    case EventKind.when:
    case EventKind.may:
      return `${node} did '${name}'`;
    case EventKind.drop:
      return `${text} to ${node} was lost`;
    case EventKind.start:
      return `${node} started`;
    case EventKind.action:
      return text === '' ? 'an action of the scenario' : `the action '${text}'`;
    case EventKind.crash:
      return `${node} crashed`;
    case EventKind.restart:
      return `${node} restarted`;
    case EventKind.cut:
      return `the link ${text} was cut`;
    case EventKind.heal:
      return 'links were healed';
    case EventKind.network:
      return 'the network changed';
    case EventKind.edit:
      return `the state of ${node} was edited`;
    case EventKind.operation:
      return `${node} was given an operation`;
    default:
      return text === '' ? 'a note' : text;
  }
}

/** The same event, at its node: `server3, on Vote from server1`. */
function occasion(run: Run, row: number): string {
  const { node, rule, text } = rowOf(run, row);
  switch (valueAt(run.columns, 'kind', row)) {
    case EventKind.deliver:
      return `${node}, on ${text}`;
    case EventKind.timer:
      return `${node}, on the timer ${text}`;
    case EventKind.when:
    case EventKind.may:
      return `${node}, doing '${ruleName(rule)}'`;
    case EventKind.start:
      return `${node}, at its start`;
    default:
      return eventText(run, row);
  }
}

/** Without its kind. */
function ruleName(rule: string): string {
  return rule.slice(rule.indexOf('.') + 1);
}

// ---------------------------------------------------------------- what an event did

/** Goes over both up to an event. False when the time given was used up before. */
function walk(search: Search, to: number, isSpent: () => boolean): boolean {
  const { old, run } = search;
  if (search.walked >= to || search.found !== null) return true;
  search.walkers ??= [walker(old, search.walked), walker(run, search.walked)];
  const [a, b] = search.walkers;
  // More may have come in since.
  for (const one of [a, b]) one.outside = outsideOf(one.run);
  while (search.walked < to && search.found === null) {
    const [was, is] = [nextEvent(a), nextEvent(b)];
    if (was === null || is === null) {
      // One of them cannot be gone over so far: the rows will tell.
      search.walkers = null;
      search.walked = to;
      break;
    }
    search.found = effectOf(search, search.walked, was, is);
    search.walked += 1;
    if (search.walked % stride === 0 && isSpent()) return false;
  }
  return true;
}

/** The checkpoint of the old run after which the states first differ, and from the one before it on the event. */
function halve(search: Search): Divergence | null {
  const { old, run, walked, rows } = search;
  if (sameWorld(worldAfter(old, rows).world, worldAfter(run, rows).world)) return null;
  const steps = old.checkpoints.list
    .map(({ snapshot }) => snapshot.step)
    .filter((step) => step > walked && step < rows);
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const step = steps[middle] as number;
    if (sameWorld(worldAfter(old, step).world, worldAfter(run, step).world)) low = middle + 1;
    else high = middle;
  }
  search.walked = steps[low - 1] ?? walked;
  search.walkers = null;
  walk(search, steps[low] ?? rows, () => false);
  return search.found;
}

function sameWorld(a: World, b: World): boolean {
  return a.nodes.every((node, index) => {
    const other = b.nodes[index];
    if (other?.alive !== node.alive) return false;
    // A field that only one of two programs has is no effect of an event.
    return Object.keys(node.state).every(
      (field) => !(field in other.state) || equal(node.state[field], other.state[field]),
    );
  });
}

/** What an event did to the node's state, and what it sent, when that is not the same in both. */
function effectOf({ old, run }: Search, row: number, was: After, is: After): Divergence | null {
  const fields = differentFields(was, is);
  const sent = { is: sentBy(is), was: sentBy(was) };
  if (fields.length === 0 && sameSent(is.world, sent.is, was.world, sent.was)) return null;
  const lines = {
    is: sent.is.map((record) => sentOf(is.world, record)),
    was: sent.was.map((record) => sentOf(was.world, record)),
  };
  if (fields.length === 0 && sameLines(lines.is, lines.was)) return null;
  const before = worldAfter(old, row).world.nodes[was.world.last.node]?.state ?? {};
  const tell = (one: After, own: readonly Sent[], other: readonly Sent[]): string =>
    effects(one, before, fields, own, other);
  const told = { is: tell(is, lines.is, lines.was), was: tell(was, lines.was, lines.is) };
  return divergence(row, millis(is.world.now), occasion(run, row), told);
}

interface Walker {
  readonly run: Run;
  readonly follower: Follower;
  outside: ReturnType<typeof outsideOf>;
}

function walker(run: Run, step: number): Walker {
  const made: Walker = { run, follower: createFollower(run, step), outside: outsideOf(run) };
  while (made.follower.machine.world.step < step) if (followOn(run, made.follower, made.outside) === 'there') break;
  return made;
}

type Fields = Readonly<Record<string, unknown>>;

interface After {
  readonly world: World;
  /** Insertion numbers from here on are new. */
  readonly order: number;
  readonly state: Fields;
}

function nextEvent({ run, follower, outside }: Walker): After | null {
  for (;;) {
    const { order } = follower.machine.world;
    const outcome = followOn(run, follower, outside);
    if (outcome === 'there') return null;
    if (outcome !== 'event') continue;
    const { world } = follower.machine;
    return { world, order, state: world.nodes[world.last.node]?.state ?? {} };
  }
}

/** A field that only one of two programs has is no effect of an event. */
function differentFields(was: After, is: After): readonly string[] {
  return Object.keys(is.state).filter((field) => field in was.state && !equal(is.state[field], was.state[field]));
}

interface Sent {
  /** What was sent or set, and to whom. */
  readonly text: string;
  readonly due: string;
}

/** Messages and timers that an event left behind. */
function sentBy({ world, order }: After): readonly Pending[] {
  return world.heap
    .filter((record) => record.order >= order && record.kind !== EventKind.may)
    .toSorted((a, b) => a.order - b.order);
}

/** Quicker than making the lines, which say less. */
function sameSent(world: World, sent: readonly Pending[], worldBefore: World, before: readonly Pending[]): boolean {
  return (
    sent.length === before.length &&
    sent.every((record, i) => {
      const other = before[i] as Pending;
      return (
        record.kind === other.kind &&
        record.at === other.at &&
        world.nodes[record.node]?.id === worldBefore.nodes[other.node]?.id &&
        record.type === other.type &&
        equal(record.body, other.body)
      );
    })
  );
}

function sentOf(world: World, record: Pending): Sent {
  const what = messageText(world.names.list[record.type] ?? '', record.body);
  const due = `due at ${Math.round(millis(record.at) * 10) / 10} ms`;
  if (record.kind === EventKind.timer) return { text: `set the timer ${what}`, due };
  const to = world.nodes[record.node]?.id ?? '';
  return { text: `sent ${what} to ${to}${record.kind === EventKind.drop ? ', lost on the way' : ''}`, due };
}

function sameLines(a: readonly Sent[], b: readonly Sent[]): boolean {
  return a.length === b.length && a.every(({ text, due }, i) => text === b[i]?.text && due === b[i]?.due);
}

/** What one run's event did that the other's did not. */
function effects(
  { state }: After,
  before: Fields,
  fields: readonly string[],
  own: readonly Sent[],
  other: readonly Sent[],
): string {
  const sent = own
    .filter(({ text, due }) => !other.some((one) => one.text === text && one.due === due))
    // When it is due matters only when nothing else does.
    .map(({ text, due }) => (other.some((one) => one.text === text) ? `${text}, ${due}` : text));
  const changed = fields.map((field) => {
    const value = textOf(state[field], 40);
    return equal(state[field], before[field]) ? `left ${field} ${value}` : `set ${field} to ${value}`;
  });
  const told = [...some(sent), ...some(changed)];
  if (sent.length === 0 && own.length < other.length) told.unshift('sent nothing');
  return joined(told);
}

function some(parts: readonly string[]): string[] {
  const left = parts.length - namedLimit;
  return left > 0 ? [...parts.slice(0, namedLimit), `${left} more`] : [...parts];
}

function joined(parts: readonly string[]): string {
  const last = parts.at(-1) ?? 'did nothing';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/**
 * Where two runs part, in words. The first event that left something else behind (a state, a message, a timer) comes before the first
 * event that is another one: it is what a designer looks for ("server3, on RequestVote from server2: sent Vote { granted: true }").
 */
import type { Divergence } from '../protocol.ts';
import { EventKind, type Pending } from '../world/queue.ts';
import { millis, type World } from '../world/world.ts';
import { chunkBits, type Columns, sameRow, valueAt } from './columns.ts';
import { createFollower, type Follower, followOn, outsideOf } from './follow.ts';
import { worldAfter } from './past.ts';
import { rowOf } from './row.ts';
import type { Run } from './run.ts';
import { messageText, textOf } from './shown.ts';
import { isSame } from './state-differences.ts';

/** Events that are gone over again to say why two runs part. */
const explainLimit = 20_000;
/** Fields and messages that are named of each run. */
const namedLimit = 2;

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
 * Where `run` parts from `old`. Null when they are the same as far as both go.
 * @param shared rows that are known to be the same
 */
export function divergenceOf(old: Run, run: Run, shared: number): Divergence | null {
  const both = Math.min(old.columns.length, run.columns.length);
  const different = firstDifference(old.columns, run.columns, shared);
  const end = different === null ? both : Math.min(different, both);
  const earlier = end - shared <= explainLimit ? firstEffect(old, run, shared, end) : null;
  if (earlier !== null) return earlier;
  if (different === null || different >= both) return null;
  const [was, is] = [eventText(old, different), eventText(run, different)];
  const [then, now] = [old, run].map(({ columns }) => millis(valueAt(columns, 'time', different)));
  const told = was === is ? { is: `${is} at ${now} ms`, was: `${was} at ${then} ms` } : { is, was };
  return divergence(different, now ?? 0, '', told);
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

/** The first event after which the node's state, or what it sent, is not the same. */
function firstEffect(old: Run, run: Run, from: number, to: number): Divergence | null {
  const [a, b] = [walker(old, from), walker(run, from)];
  for (let row = from; row < to; row++) {
    const [was, is] = [nextEvent(a), nextEvent(b)];
    if (was === null || is === null) return null;
    const fields = differentFields(was, is);
    const sent = { is: sentBy(is), was: sentBy(was) };
    if (fields.length === 0 && sameLines(sent.is, sent.was)) continue;
    const before = worldAfter(old, row).world.nodes[was.world.last.node]?.state ?? {};
    const tell = (one: After, own: readonly Sent[], other: readonly Sent[]): string =>
      effects(one, before, fields, own, other);
    const told = { is: tell(is, sent.is, sent.was), was: tell(was, sent.was, sent.is) };
    return divergence(row, millis(is.world.now), occasion(run, row), told);
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
  return Object.keys(is.state).filter((field) => field in was.state && !isSame(is.state[field], was.state[field]));
}

interface Sent {
  /** What was sent or set, and to whom. */
  readonly text: string;
  readonly due: string;
}

/** Messages and timers that an event left behind. */
function sentBy({ world, order }: After): readonly Sent[] {
  return world.heap
    .filter((record) => record.order >= order && record.kind !== EventKind.may)
    .toSorted((a, b) => a.order - b.order)
    .map((record) => sentOf(world, record));
}

function sentOf(world: World, record: Pending): Sent {
  const what = messageText(world.names.list[record.type] ?? '', record.body);
  const due = `due at ${millis(record.at)} ms`;
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
    return isSame(state[field], before[field]) ? `left ${field} ${value}` : `set ${field} to ${value}`;
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

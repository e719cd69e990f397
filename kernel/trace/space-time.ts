/**
 * A stretch of a run as events on lanes. Rows that were thinned away are made again, as for the log. Of very many events one of so many
 * is given, by its step, so that an event that is shown stays when the stretch moves on.
 */
import type { OnTheWay, SpaceTime, SpaceTimeEvents, SpaceTimeWish } from '../space-time.ts';
import { Cone } from '../space-time.ts';
import { EventKind, eventKindNames } from '../world/queue.ts';
import { isMessage } from '../world/wire.ts';
import { linkEnds, millis } from '../world/world.ts';
import { lastCheckpoint } from './checkpoint.ts';
import { chunkBits, chunkRows } from './chunk.ts';
import { chunkAt, type Columns, rowAt, rowsUpTo, scan, timeAbout, valueAt } from './columns.ts';
import { type Cones, conesOf } from './cone.ts';
import { findEvent } from './find.ts';
import { rivalCounts } from './rivals.ts';
import { rowOf } from './row.ts';
import { type Run, worldOf } from './run.ts';

const mask = chunkRows - 1;
/** Events of a stretch that are looked through; of more, the newest. */
export const stretchLimit = 100_000;
/** More are not given, whatever the page asks for. */
const givenLimit = 8_000;
/** Rows after the stretch among which arrivals of messages are looked for that were sent in it or before. */
const lookAhead = 4_000;
/** Rows that a cone is followed over. */
const coneLimit = 400_000;
/** Rows after an event among which what it caused is looked for. */
const effectLimit = 20_000;
const onTheWayLimit = 2_000;

export function spaceTimeOf(run: Run, wish: SpaceTimeWish): SpaceTime {
  const { columns } = run;
  const world = worldOf(run);
  const last = Math.min(columns.length, rowsUpTo(columns, wish.to * 1000));
  const asked = Math.min(last, rowAt(columns, wish.from * 1000));
  const first = Math.max(asked, last - stretchLimit);
  const event = wish.event !== null && wish.event >= 0 && wish.event < columns.length ? wish.event : null;
  const ahead = Math.min(columns.length, last + lookAhead);
  const cones = event === null ? null : conesOf(columns, event, first, ahead, coneLimit);
  const neighbours = event === null ? null : neighboursOf(run, event);
  const sample = sampleOf(last - first, Math.min(givenLimit, Math.max(1, wish.limit)));
  const kept = new Set([event, ...Object.values(neighbours ?? {})]);
  const rows = rowsOf(columns, first, last, ahead, sample, kept);
  const start = stateAt(run, first);
  return {
    from: first > asked ? millis(valueAt(columns, 'time', first)) : wish.from,
    to: wish.to,
    count: last - first,
    sample,
    ...eventsOf(run, rows, first, cones),
    nodes: world.nodes.map(({ id, kind }) => ({ id, kind })),
    kinds: eventKindNames,
    ...start,
    onTheWay: onTheWay(run, event),
    tip: { now: millis(Math.max(run.shown, world.now)), step: world.step },
    chosen:
      event === null || neighbours === null || cones === null
        ? null
        : { row: told(run, event), neighbours, ...counted(cones, last - first) },
  };
}

/** A power of two, so that fewer events are fewer of the same ones. */
function sampleOf(count: number, limit: number): number {
  let sample = 1;
  while (count / sample > limit) sample *= 2;
  return sample;
}

/** What happens to the system from outside is never left out. */
const isAct = (kind: number): boolean => kind >= EventKind.action && kind <= EventKind.edit;

/** Rows of the stretch that are given, and arrivals after it of what was sent before its end. */
function rowsOf(
  columns: Columns,
  first: number,
  last: number,
  ahead: number,
  sample: number,
  kept: ReadonlySet<number | null>,
): readonly number[] {
  const rows: number[] = [];
  scan(columns, first, ahead, ({ kind, cause }, begin, end, base) => {
    for (let i = begin; i < end; i++) {
      const row = base + i;
      const isInside = row < last;
      const isCrossing = !isInside && isArrival(kind[i] as number) && (cause[i] as number) < last && cause[i] !== -1;
      if (!isInside && !isCrossing) continue;
      if (row % sample === 0 || (isInside && isAct(kind[i] as number)) || kept.has(row)) rows.push(row);
    }
  });
  return rows;
}

const isArrival = (kind: number): boolean => kind === EventKind.deliver || kind === EventKind.drop;

function eventsOf(
  run: Run,
  rows: readonly number[],
  first: number,
  cones: Cones | null,
): { readonly events: SpaceTimeEvents; readonly names: readonly string[] } {
  const { columns } = run;
  const { list } = worldOf(run).names;
  const names: string[] = [];
  const known = new Map<number, number>();
  const nameOf = (number: number): number => {
    if (number < 0) return -1;
    let index = known.get(number);
    if (index === undefined) {
      index = names.push(list[number] ?? '') - 1;
      known.set(number, index);
    }
    return index;
  };
  const { length } = rows;
  const events = {
    step: Int32Array.from(rows),
    time: new Float64Array(length),
    kind: new Uint8Array(length),
    node: new Int16Array(length),
    from: new Int16Array(length),
    sentAt: new Float64Array(length),
    type: new Int16Array(length),
    rule: new Int16Array(length),
    cause: new Int32Array(length),
    cone: new Uint8Array(length),
  };
  for (const [i, row] of rows.entries()) {
    const chunk = chunkAt(columns, row >> chunkBits);
    const at = row & mask;
    const kind = chunk.kind[at] as number;
    const cause = chunk.cause[at] as number;
    events.time[i] = millis(chunk.time[at] as number);
    events.kind[i] = kind;
    events.node[i] = chunk.node[at] as number;
    events.from[i] = chunk.from[at] as number;
    events.sentAt[i] = isArrival(kind) && cause >= 0 ? millis(sentAt(columns, cause, first)) : Number.NaN;
    events.type[i] = nameOf(chunk.type[at] as number);
    events.rule[i] = nameOf(chunk.rule[at] as number);
    events.cause[i] = cause;
    events.cone[i] = cones?.of[row - first] ?? Cone.none;
  }
  return { events, names };
}

/** Virtual µs. Of what was thinned away before the stretch, about: nothing more is made again for it. */
function sentAt(columns: Columns, cause: number, first: number): number {
  return cause >> chunkBits >= first >> chunkBits ? valueAt(columns, 'time', cause) : timeAbout(columns, cause);
}

/** Which nodes were down and what was cut before a row: from the checkpoint before it on. */
function stateAt(run: Run, row: number): { readonly down: readonly number[]; readonly cut: string | null } {
  const { snapshot } = lastCheckpoint(run.checkpoints, (one) => one.snapshot.step <= row);
  const { list } = worldOf(run).names;
  const down = new Set(snapshot.nodes.flatMap(({ alive }, index) => (alive ? [] : [index])));
  let cut = snapshot.cuts.size === 0 ? null : pairsText(run, snapshot.cuts);
  scan(run.columns, snapshot.step, row, ({ kind, node, type }, begin, end) => {
    for (let i = begin; i < end; i++) {
      if (kind[i] === EventKind.crash) down.add(node[i] as number);
      else if (kind[i] === EventKind.restart) down.delete(node[i] as number);
      else if (kind[i] === EventKind.cut) cut = list[type[i] as number] ?? '';
      else if (kind[i] === EventKind.heal) cut = null;
    }
  });
  return { down: [...down], cut };
}

/** At a checkpoint the words of the act are gone; a pair says enough. */
function pairsText(run: Run, cuts: ReadonlySet<number>): string {
  const { nodes } = worldOf(run);
  const pairs = [...cuts].map(linkEnds).filter(([a, b]) => a < b);
  const [first] = pairs;
  if (first === undefined) return '';
  const text = first.map((index) => nodes[index]?.id ?? '').join(' | ');
  return pairs.length === 1 ? text : `${text} and ${pairs.length - 1} more`;
}

function onTheWay(run: Run, event: number | null): OnTheWay[] {
  const world = worldOf(run);
  const idOf = (index: number): string => world.nodes[index]?.id ?? '';
  const found = world.heap.filter(isMessage).slice(0, onTheWayLimit);
  const oldest = found.reduce((least, { cause }) => (cause >= 0 ? Math.min(least, cause) : least), world.step);
  const cones =
    event === null || world.step - oldest > coneLimit
      ? null
      : conesOf(run.columns, event, oldest, world.step, coneLimit).of;
  return found
    .toSorted((a, b) => a.order - b.order)
    .map((record) => {
      const sender = cones?.[record.cause - oldest] ?? Cone.none;
      return {
        id: record.order,
        type: world.names.list[record.type] ?? '',
        from: idOf(record.from),
        to: idOf(record.node),
        sentAt: millis(record.since),
        arrivesAt: millis(record.at),
        lost: record.kind === EventKind.drop,
        cause: record.cause,
        lit: sender === Cone.self || sender === Cone.future,
      };
    });
}

// ---------------------------------------------------------------- the event that is asked about

type Chosen = NonNullable<SpaceTime['chosen']>;

function told(run: Run, event: number): Chosen['row'] {
  return { ...rowOf(run, event), rivals: rivalCounts(run, event, event + 1)(event) };
}

function counted({ of, isWhole }: Cones, count: number): Pick<Chosen, 'past' | 'future' | 'isWhole'> {
  let past = 0;
  let future = 0;
  for (let i = 0; i < count; i++) {
    if (of[i] === Cone.past) past += 1;
    else if (of[i] === Cone.future) future += 1;
  }
  return { past, future, isWhole };
}

function neighboursOf(run: Run, event: number): Chosen['neighbours'] {
  const { columns } = run;
  const cause = valueAt(columns, 'cause', event);
  const node = worldOf(run).nodes[valueAt(columns, 'node', event)]?.id ?? null;
  const beside = (by: 1 | -1): number | null => {
    // `findEvent` counts moments: the one right after the event is `event + 1`.
    const moment = findEvent(run, event + 1, by, node, null);
    return moment === null ? null : moment - 1;
  };
  return { before: beside(-1), after: beside(1), cause: cause >= 0 ? cause : null, effect: effectOf(columns, event) };
}

function effectOf(columns: Columns, event: number): number | null {
  let found: number | null = null;
  scan(columns, event + 1, Math.min(columns.length, event + effectLimit), ({ cause }, begin, end, base) => {
    for (let i = begin; found === null && i < end; i++) if (cause[i] === event) found = base + i;
  });
  return found;
}

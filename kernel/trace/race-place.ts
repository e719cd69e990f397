/**
 * A world on the way through one order of a race: what can come next at the contested node, and what happens elsewhere meanwhile because
 * it leads there.
 */
import { DiagnosticError } from '../diagnostic.ts';
import type { Input, RaceEvent } from '../protocol.ts';
import { scheduleEffect } from '../world/act.ts';
import { linkOf } from '../world/network.ts';
import { takePending } from '../world/pending.ts';
import { refOf } from '../world/wire.ts';
import { EventKind, isBefore, type Pending } from '../world/queue.ts';
import { restore, takeSnapshot } from '../world/snapshot.ts';
import { createMachine, enabledChances, type Machine, StepError, turn } from '../world/step.ts';
import { isStale, linkNumber, type World } from '../world/world.ts';
import { bodyText } from './shown.ts';

/** Events in one order before it is called endless. */
export const lengthLimit = 64;
export type Take = Extract<Input, { readonly type: 'take' | 'fire' }>;

/** Something that could come next at the contested node. */
export interface Rival {
  readonly input: Take;
  readonly event: RaceEvent;
}

/** How far a race is followed. */
export interface Scope {
  /** What follows from rivals is a rival too, so many times over. */
  readonly follow: number;
  /** So many rivals take part, those due first. */
  readonly most: number;
}

/** Where and when a race is. */
export interface Race {
  /** Just before the event. Never changed. */
  readonly start: World;
  /** Virtual µs of the event. */
  readonly time: number;
  /** Index of the node. */
  readonly contested: number;
  /** When the last message on its way to the node is due. */
  readonly window: number;
  /** Insertion numbers of messages on their way elsewhere that lead to the node. */
  readonly leading: ReadonlySet<number>;
}

/** A world on the way through one order, and what is known of how it came there. */
export interface Place {
  readonly race: Race;
  readonly machine: Machine;
  readonly takes: Take[];
  readonly rivals: Rival[];
  /** By step: how many events at the contested node led to it, itself among them. */
  readonly levels: Map<number, number>;
  /** Insertion numbers of timers set since the race began that a node waits for by itself. */
  readonly waits: Set<number>;
  /** Numbers of the `may` rules that have acted, and of those that were not able to when the race began. */
  readonly spent: Set<number>;
  /** A rule threw: nothing more happens. */
  fault: string | null;
}

export interface Candidate {
  /** What was there when the race began has the same key in every order. */
  readonly key: string;
  readonly rival: Rival;
  readonly record: Pending | null;
  readonly rule: number;
}

export function placeOf(race: Race): Place {
  const machine = createMachine(restore(takeSnapshot(race.start, null)));
  const enabled = new Set(chancesAt(machine, race.contested).map(({ slot }) => slot.number));
  const table = race.start.nodes[race.contested]?.table;
  const spent = new Set((table?.may ?? []).map(({ number }) => number).filter((number) => !enabled.has(number)));
  const place: Place = {
    race,
    machine,
    takes: [],
    rivals: [],
    levels: new Map(),
    waits: new Set(),
    spent,
    fault: null,
  };
  attempt(place, () => settle(place));
  return place;
}

export function copyPlace({ race, takes, rivals, levels, waits, spent }: Place, world: World): Place {
  return {
    race,
    machine: createMachine(world),
    takes: [...takes],
    rivals: [...rivals],
    levels: new Map(levels),
    waits: new Set(waits),
    spent: new Set(spent),
    fault: null,
  };
}

function attempt(place: Place, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    const { thrown, rule, node } = error;
    const why = thrown instanceof DiagnosticError ? thrown.diagnostic.text : error.message;
    place.fault = `${rule}${node === '' ? '' : ` on ${node}`}: ${why}`;
  }
}

/** Lets happen elsewhere what leads to the contested node: messages in the order in which they were sent, then waits. */
export function bringThere(place: Place, scope: Scope): void {
  const { machine, race, waits } = place;
  while (place.takes.length < lengthLimit && place.fault === null) {
    const { heap } = machine.world;
    const elsewhere = heap
      .filter((record) => record.node !== race.contested && isWithin(place, record, scope))
      .toSorted((a, b) => a.order - b.order);
    const message = elsewhere.find(
      ({ kind, order }) => kind === EventKind.deliver && (order >= race.start.order || race.leading.has(order)),
    );
    const wait = elsewhere.find((record) => waits.has(record.order) && !isStale(machine.world, record));
    const next = message === undefined ? wait : firstOfLink(machine.world, message);
    if (next === undefined) return;
    take(place, takeOf(place, next));
  }
}

/** What could come next, in the order in which it would by itself. */
export function rivalsAt(place: Place, scope: Scope): readonly Candidate[] {
  const { machine, race, waits, spent } = place;
  const { world } = machine;
  if (place.fault !== null) return [];
  const isTimely = (record: Pending): boolean =>
    waits.has(record.order) || (record.order < race.start.order && record.at <= race.window);
  const records = world.heap
    .filter((record) => record.node === race.contested && isWithin(place, record, scope))
    .filter((record) =>
      record.kind === EventKind.timer
        ? isTimely(record) && !isStale(world, record)
        : isArrival(world, record) && firstOfLink(world, record) === record,
    )
    .toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  const chances =
    spent.size === (world.nodes[race.contested]?.table.may.length ?? 0) ? [] : chancesAt(machine, race.contested);
  return [
    ...records.map((record) => takeOf(place, record)),
    ...chances
      .filter(({ slot }) => !spent.has(slot.number))
      .map(({ node, slot }): Candidate => {
        const { name } = slot.rule;
        const input: Take = { type: 'fire', node: node.id, rule: name };
        return { key: `may ${name}`, rival: { input, event: { name, body: '' } }, record: null, rule: slot.number };
      }),
  ];
}

export function takeOf({ machine }: Place, record: Pending): Candidate {
  const pending = refOf(machine.world, record);
  const { type, from } = pending;
  const name = record.kind === EventKind.timer ? `timer ${type}` : `${type}${from === '' ? '' : ` ${from}`}`;
  const rival: Rival = { input: { type: 'take', pending }, event: { name, body: bodyText(record.body) } };
  return { key: String(record.order), rival, record, rule: -1 };
}

/** Makes it happen, and what follows from it at once. */
export function take(place: Place, { rival: { input }, record, rule }: Candidate): void {
  const { machine, race, levels, spent } = place;
  const { world } = machine;
  const from = world.step;
  const first = world.order;
  const level = levelOf(place, record) + (record === null || record.node === race.contested ? 1 : 0);
  const had = new Set(world.nodes[record?.node ?? race.contested]?.timers.keys());
  if (input.type === 'take') takePending(world, input.pending, race.time);
  else {
    spent.add(rule);
    scheduleEffect(world, input, race.time, -1);
  }
  attempt(place, () => {
    turn(machine, race.time);
    settle(place);
  });
  for (let step = from; step < world.step; step++) levels.set(step, level);
  place.takes.push(input);
  noteWaits(place, first, from, had);
}

/**
 * A timer is what a node waits for by itself when the event that set it sent nothing. One that goes with a message guards the
 * answer; one that takes the place of another is a watchdog put off; one that its own firing set again is a clock.
 */
function noteWaits({ machine, waits }: Place, first: number, from: number, had: ReadonlySet<string>): void {
  const { world } = machine;
  const fresh = world.heap.filter(({ order, cause }) => order >= first && cause >= from);
  if (fresh.some(({ kind }) => kind === EventKind.deliver || kind === EventKind.drop)) return;
  for (const { kind, order, key } of fresh) if (kind === EventKind.timer && !had.has(key)) waits.add(order);
}

/** Lets `when` rules and effects of this instant happen. */
function settle({ machine }: Place): void {
  const { world } = machine;
  while (world.unsettled.length > 0) turn(machine, world.now);
}

function isWithin(place: Place, record: Pending, { follow }: Scope): boolean {
  return levelOf(place, record) <= follow;
}

function levelOf({ levels }: Place, record: Pending | null): number {
  return record === null ? 0 : (levels.get(record.cause) ?? 0);
}

function chancesAt(machine: Machine, contested: number): ReturnType<typeof enabledChances> {
  try {
    return enabledChances(machine).filter(({ node }) => node.index === contested);
  } catch (error) {
    // A guard threw: the run itself will say so.
    if (error instanceof StepError) return [];
    throw error;
  }
}

/** On an ordered link none may overtake another. */
function firstOfLink(world: World, record: Pending): Pending {
  const link = linkNumber(record.from, record.node);
  if (record.from < 0 || linkOf(world, link).delivery !== 'ordered') return record;
  return world.heap
    .filter(({ kind, from, node }) => kind === EventKind.deliver && from === record.from && node === record.node)
    .reduce((a, b) => (isBefore(b, a) ? b : a));
}

/** It will arrive: nothing has cut its link, and its receiver is up. */
function isArrival(world: World, { kind, from, node, payload }: Pending): boolean {
  const isCut = from >= 0 && payload === null && world.cuts.has(linkNumber(from, node));
  return kind === EventKind.deliver && !isCut && world.nodes[node]?.alive === true;
}

export function isMessageTo({ kind, node }: Pending, contested: number): boolean {
  return kind === EventKind.deliver && node === contested;
}

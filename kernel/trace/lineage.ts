/**
 * Follows one thing by identity: the object that stood at a place at a moment, its copies, what led to it and what was made of it.
 *
 * The run is gone over again with a tag on every object (`tags.ts`): once to find which object it is and in which event it was made;
 * once more for each thing that it was made of; then, like any star, through the whole run. Copies have one tag, so that they are the
 * same thing is known for sure; that something was made of it is a judgement (`kinship.ts`), and is told apart everywhere.
 */
import { copy, equal } from '../plain.ts';
import type { Birth, Carriers, CarryingPlace, Origin, Pattern, Touch } from '../star.ts';
import type { Pending } from '../world/queue.ts';
import { millis, type NodeInWorld, type World } from '../world/world.ts';
import { timeAbout, valueAt } from './columns.ts';
import { createFollower, type Follower, followOn, outsideOf } from './follow.ts';
import { isMadeOf } from './kinship.ts';
import { type Locator, messagesIn, onTheirWay, placesTold } from './matchers.ts';
import { fitting } from './pattern.ts';
import { rowOf } from './row.ts';
import type { Run } from './run.ts';
import { messageText } from './shown.ts';
import { wayInto } from './star-place.ts';
import { createTags, type Tag, tagAll, type Tags, tagWorld } from './tags.ts';

/** Links of the chain that led to a thing. */
const mostBirths = 6;
/** Turns between two looks at the clock. */
const stride = 32;

/** What it is to the thing that was starred. */
type Kin = 'same' | 'made';

export interface Found {
  readonly kin: ReadonlyMap<number, Kin>;
  readonly births: readonly Birth[];
  /** What is followed, when it is not just what was starred. */
  readonly told: string;
}

/** `null`: nothing that has an identity stood there. */
export type Finding = Found | null | 'going on';

/** Looks for the thing, a piece at a time. */
export function createFinder(run: Run, origin: Origin, pattern: Pattern): (isSpent: () => boolean) => Finding {
  const pieces = find(run, origin, pattern);
  let finding: Finding = 'going on';
  return (isSpent) => {
    while (finding === 'going on') {
      const piece = pieces.next();
      if (piece.done === true) finding = piece.value;
      if (isSpent()) break;
    }
    return finding;
  };
}

function* find(run: Run, origin: Origin, pattern: Pattern): Generator<undefined, Found | null> {
  const start = yield* thingAt(run, origin, pattern);
  if (start === null) return null;
  const kin = new Map<number, Kin>([[start.tag.id, 'same']]);
  const births: Birth[] = [];
  for (let tag: Tag | null = start.tag; tag !== null && births.length < mostBirths; ) {
    const parent: Parent | null = tag.born < 0 ? null : yield* parentOf(run, tag);
    births.push(birthOf(run, tag, parent?.text ?? ''));
    if (parent === null || kin.has(parent.tag.id)) break;
    kin.set(parent.tag.id, 'made');
    tag = parent.tag;
  }
  return { kin, births, told: start.told };
}

function birthOf(run: Run, { born }: Tag, from: string): Birth {
  if (born < 0) return { step: -1, time: 0, node: '', rule: '', from };
  const { node, rule } = rowOf(run, born);
  return { step: born, time: millis(timeAbout(run.columns, born)), node, rule, from };
}

// ---------------------------------------------------------------- going over the run with tags

interface Pass {
  readonly run: Run;
  readonly follower: Follower;
  readonly tags: Tags;
}

function begin(run: Run): Pass {
  const pass = { run, follower: createFollower(run), tags: createTags() };
  tagWorld(pass.tags, pass.follower.machine.world, null);
  return pass;
}

/** One turn, after which everything has a tag. */
function goOver({ run, follower, tags }: Pass): ReturnType<typeof followOn> {
  const before = follower.machine.world;
  const { order } = before;
  tags.step = before.step;
  const outcome = followOn(run, follower, outsideOf(run));
  const { world } = follower.machine;
  if (outcome === 'outside') tagWorld(tags, world, before);
  if (outcome !== 'event') return outcome;
  const node = world.nodes[world.last.node];
  if (node !== undefined) for (const value of Object.values(node.state)) tagAll(tags, value, [], null);
  if (world.order !== order) for (const record of sentSince(world, order)) tagAll(tags, record.body, [], null);
  return outcome;
}

/** In the order in which they were sent: tags are given in one order. */
function sentSince(world: World, order: number): readonly Pending[] {
  return world.heap.filter((record) => record.order >= order).toSorted((a, b) => a.order - b.order);
}

interface Thing {
  readonly tag: Tag;
  readonly told: string;
}

/** The thing at the place, at the last moment before the event that follows. */
function* thingAt(run: Run, { step, place }: Origin, pattern: Pattern): Generator<undefined, Thing | null> {
  const pass = begin(run);
  let found: Thing | null = null;
  for (let turns = 0; ; turns++) {
    const { world } = pass.follower.machine;
    if (world.step > step) return found;
    if (world.step === step) found = thingIn(pass, place, pattern) ?? found;
    if (goOver(pass) === 'there') return found;
    if (turns % stride === 0) yield;
  }
}

function thingIn({ follower: { machine }, tags }: Pass, place: Origin['place'], pattern: Pattern): Thing | null {
  const { world } = machine;
  const way = wayTo(world, place);
  const value = way?.at(-1);
  if (way === null || value === undefined) return null;
  // In another history something else may stand there.
  if (place.type === 'state' && place.isKey !== true && !fitting(pattern.value)(value.value)) return null;
  for (const [up, { value: one }] of way.toReversed().entries()) {
    if (typeof one !== 'object' || one === null) continue;
    const tag = tags.of.get(one);
    if (tag === undefined) return null;
    const holder = Array.isArray(one) || one instanceof Set || one instanceof Map ? 'collection' : 'record';
    return {
      tag,
      told:
        up === 0 ? '' : `A ${typeof value.value} has no identity of its own: the ${holder} that holds it is followed.`,
    };
  }
  return null;
}

function wayTo(world: World, place: Origin['place']): ReturnType<typeof wayInto> {
  switch (place.type) {
    case 'state': {
      const state = world.byId.get(place.node)?.state;
      return state === undefined ? null : wayInto(state[place.field], place.at);
    }
    case 'message': {
      const record = messagesIn(world).find(({ order }) => order === place.id);
      return record === undefined ? null : wayInto(record.body, place.at);
    }
    case 'timer': {
      const record = world.byId.get(place.node)?.timers.get(place.key);
      return record === undefined ? null : wayInto(record.body, []);
    }
    case 'node':
      return null;
  }
}

// ---------------------------------------------------------------- what it was made of

interface Parent {
  readonly tag: Tag;
  readonly text: string;
}

/** An object in a state or a body. */
interface Member {
  readonly value: object;
  readonly tag: Tag;
  /** In the state: field and way. Null in a body. */
  readonly place: string | null;
}

interface ToldMember extends Member {
  readonly text: string;
}

function placeOf(field: string, at: readonly number[]): string {
  return `${field}/${at.join('/')}`;
}

/** What was in hand when it was made, and is most like it: the message first. */
function* parentOf(run: Run, { id, born }: Tag): Generator<undefined, Parent | null> {
  const pass = begin(run);
  const index = valueAt(run.columns, 'node', born);
  for (let turns = 0; ; turns++) {
    const { world } = pass.follower.machine;
    const record = world.unsettled.length > 0 ? null : (world.heap[0] ?? null);
    const node = world.nodes[index];
    const hand = world.step === born ? inHand(pass.tags, world, node, record) : [];
    const { order } = world;
    const outcome = goOver(pass);
    if (outcome === 'there') return null;
    if (outcome === 'event' && world.step > born) {
      const after = pass.follower.machine.world;
      const members = [
        ...(node === undefined ? [] : membersOfState(pass.tags, node)),
        ...sentSince(after, order).flatMap((sent) => membersOfBody(pass.tags, after, sent)),
      ];
      const made = members.find(({ tag }) => tag.id === id);
      if (made === undefined) return null;
      const stays = new Set(members.map(({ tag }) => tag.id));
      return (
        hand.find(
          (one) =>
            one.tag.id !== id &&
            isMadeOf(made.value, one.value, one.place !== null && one.place === made.place && !stays.has(one.tag.id)),
        ) ?? null
      );
    }
    if (turns % stride === 0) yield;
  }
}

function inHand(
  tags: Tags,
  world: World,
  node: NodeInWorld | undefined,
  record: Pending | null,
): readonly ToldMember[] {
  return [
    ...(record === null ? [] : membersOfBody(tags, world, record)),
    ...(node === undefined ? [] : membersOfState(tags, node)),
  ];
}

function membersOfState(tags: Tags, { id, state }: NodeInWorld): readonly ToldMember[] {
  return Object.entries(state).flatMap(([field, value]) =>
    membersOf(tags, value, (at) => ({ place: placeOf(field, at), text: `${field} of ${id}` })),
  );
}

function membersOfBody(tags: Tags, world: World, { type, body, from }: Pending): readonly ToldMember[] {
  const sender = world.nodes[from]?.id;
  const text = `${messageText(world.names.list[type] ?? '', body)}${sender === undefined ? '' : ` from ${sender}`}`;
  return membersOf(tags, body, () => ({ place: null, text }));
}

function membersOf(
  tags: Tags,
  value: unknown,
  tell: (at: readonly number[]) => Pick<ToldMember, 'place' | 'text'>,
): readonly ToldMember[] {
  const members: ToldMember[] = [];
  tagAll(tags, value, [], (one, tag, at) => void members.push({ value: one, tag, ...tell(at) }));
  return members;
}

// ---------------------------------------------------------------- through the whole run

interface Held {
  readonly value: object;
  readonly tag: Tag;
  readonly field: string;
  readonly at: readonly number[];
}

/** Where it was on a node from a moment on. */
interface Stay {
  readonly step: number;
  readonly places: readonly CarryingPlace[];
}

export function followThing(found: Found): Locator {
  let tags = createTags();
  let kin = new Map(found.kin);
  /** By index of the node. */
  let held: (readonly Held[])[] = [];
  const stays = new Map<number, Stay[]>();
  /** Insertion numbers of messages and timers that carry it. */
  const carried = new Set<number>();
  /** What it held when it was last seen, by copy. */
  let contents = new WeakMap<object, object>();
  let hand: readonly Member[] = [];
  let order = 0;
  let deeds: Touch[] = [];

  const isMade = ({ id }: Tag): boolean => kin.get(id) !== 'same';

  function reset(): void {
    tags = createTags();
    kin = new Map(found.kin);
    held = [];
    stays.clear();
    carried.clear();
    contents = new WeakMap();
  }

  /** Gives tags to all in a node's state; what is the thing there is held. What is new in this event, and not known to be it. */
  function lookAt({ index, state }: NodeInWorld): readonly Member[] {
    const own: Held[] = [];
    const newcomers: Member[] = [];
    for (const [field, value] of Object.entries(state))
      tagAll(tags, value, [], (one, tag, at) => {
        if (kin.has(tag.id)) own.push({ value: one, tag, field, at: at.slice() });
        else if (tag.born === tags.step) newcomers.push({ value: one, tag, place: placeOf(field, at) });
      });
    held[index] = own;
    return newcomers;
  }

  /** The same of what is on its way. */
  function lookAtSent({ order, body }: Pending): readonly Member[] {
    const newcomers: Member[] = [];
    tagAll(tags, body, [], (value, tag) => {
      if (kin.has(tag.id)) carried.add(order);
      else if (tag.born === tags.step) newcomers.push({ value, tag, place: null });
    });
    return newcomers;
  }

  function noteStay(world: World, { index }: NodeInWorld): void {
    const places = (held[index] ?? []).map(
      ({ tag, field, at }): CarryingPlace => ({ field, at, isKey: false, isMade: isMade(tag) }),
    );
    const list = stays.get(index) ?? [];
    if (equal(list.at(-1)?.places ?? [], places)) return;
    list.push({ step: world.step, places });
    stays.set(index, list);
  }

  /** Whether one of them was made of what was in hand. Those are the thing too, from now on. */
  function takeIn(newcomers: readonly Member[], node: NodeInWorld | undefined): boolean {
    let stay: ReadonlySet<number> | null = null;
    const stays = (id: number): boolean => (stay ??= idsIn(node)).has(id);
    let any = false;
    for (const one of newcomers) {
      const source = hand.find(({ value, tag, place }) =>
        isMadeOf(one.value, value, place !== null && place === one.place && !stays(tag.id)),
      );
      if (source === undefined) continue;
      kin.set(one.tag.id, 'made');
      any = true;
    }
    return any;
  }

  function idsIn(node: NodeInWorld | undefined): ReadonlySet<number> {
    const ids = new Set<number>();
    for (const value of Object.values(node?.state ?? {})) tagAll(tags, value, [], (_, tag) => void ids.add(tag.id));
    return ids;
  }

  return {
    enter(world, before) {
      if (before === null) reset();
      tagWorld(tags, world, before);
      for (const node of world.nodes) {
        lookAt(node);
        noteStay(world, node);
      }
      for (const record of world.heap) lookAtSent(record);
    },
    before(world, record) {
      tags.step = world.step;
      order = world.order;
      const index = record?.node ?? world.unsettled[0] ?? -1;
      const own = (held[index] ?? []).map(({ value, tag, field, at }) => ({
        value,
        tag,
        place: placeOf(field, at),
      }));
      const body: Member[] = [];
      if (record !== null && carried.has(record.order))
        tagAll(tags, record.body, [], (value, tag) => {
          if (kin.has(tag.id)) body.push({ value, tag, place: null });
        });
      hand = [...body, ...own];
    },
    after(world) {
      deeds = [];
      const node = world.nodes[world.last.node];
      const sent = world.order === order ? [] : sentSince(world, order);
      const newcomers = [...(node === undefined ? [] : lookAt(node)), ...sent.flatMap(lookAtSent)];
      if (hand.length > 0 && newcomers.length > 0 && takeIn(newcomers, node)) {
        deeds.push('made');
        if (node !== undefined) lookAt(node);
        sent.forEach(lookAtSent);
      }
      if (node === undefined) return;
      noteStay(world, node);
      for (const { value, tag } of held[node.index] ?? []) {
        if (isMade(tag)) continue;
        const was = contents.get(value);
        if (was !== undefined && equal(was, value)) continue;
        contents.set(value, copy(value));
        if (was !== undefined && !deeds.includes('changed')) deeds.push('changed');
      }
    },
    inState: (node) => held[node.index]?.length ?? 0,
    inBody: (_, record) => carried.has(record.order),
    deeds: () => deeds,
    where(world): Carriers {
      const nodes = world.nodes.flatMap(({ id, index }) => {
        const places = placesAt(stays.get(index) ?? [], world.step);
        if (places.length === 0) return [];
        const told = places.slice(0, placesTold);
        return [{ node: id, places: told, count: places.length, isMade: places.every((place) => place.isMade) }];
      });
      return { nodes, ...onTheirWay(world, (record) => carried.has(record.order)) };
    },
  };
}

function placesAt(stays: readonly Stay[], step: number): readonly CarryingPlace[] {
  let [low, high] = [0, stays.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stays[middle]?.step ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return stays[low - 1]?.places ?? [];
}

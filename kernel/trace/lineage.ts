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

interface Member {
  readonly value: object;
  readonly tag: Tag;
  /** In the state: field and way. Null in a body. */
  readonly place: string | null;
  readonly text: string;
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

function inHand(tags: Tags, world: World, node: NodeInWorld | undefined, record: Pending | null): readonly Member[] {
  return [
    ...(record === null ? [] : membersOfBody(tags, world, record)),
    ...(node === undefined ? [] : membersOfState(tags, node)),
  ];
}

function membersOfState(tags: Tags, { id, state }: NodeInWorld): readonly Member[] {
  return Object.entries(state).flatMap(([field, value]) =>
    membersOf(tags, value, (at) => ({ place: `${field}/${at.join('/')}`, text: `${field} of ${id}` })),
  );
}

function membersOfBody(tags: Tags, world: World, { type, body, from }: Pending): readonly Member[] {
  const sender = world.nodes[from]?.id;
  const text = `${messageText(world.names.list[type] ?? '', body)}${sender === undefined ? '' : ` from ${sender}`}`;
  return membersOf(tags, body, () => ({ place: null, text }));
}

function membersOf(
  tags: Tags,
  value: unknown,
  tell: (at: readonly number[]) => Pick<Member, 'place' | 'text'>,
): readonly Member[] {
  const members: Member[] = [];
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
  let hand: readonly { readonly value: object; readonly tag: Tag; readonly place: string | null }[] = [];
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

  function lookAt(world: World, node: NodeInWorld): void {
    const own: Held[] = [];
    for (const [field, value] of Object.entries(node.state))
      tagAll(tags, value, [], (one, tag, at) => {
        if (kin.has(tag.id)) own.push({ value: one, tag, field, at: at.slice() });
      });
    held[node.index] = own;
    const places = own.map(({ tag, field, at }): CarryingPlace => ({ field, at, isKey: false, isMade: isMade(tag) }));
    const list = stays.get(node.index) ?? [];
    if (equal(list.at(-1)?.places ?? [], places)) return;
    list.push({ step: world.step, places });
    stays.set(node.index, list);
  }

  function carries(body: unknown): boolean {
    let isIn = false;
    tagAll(tags, body, [], (_, tag) => {
      isIn ||= kin.has(tag.id);
    });
    return isIn;
  }

  /** What is new after an event, in the state and on its way. */
  function newcomers(node: NodeInWorld | undefined, sent: readonly Pending[]): readonly Member[] {
    const all = [
      ...(node === undefined ? [] : membersOfState(tags, node)),
      ...sent.flatMap(({ body }) => membersOf(tags, body, () => ({ place: null, text: '' }))),
    ];
    return all.filter(({ tag }) => tag.born === tags.step && !kin.has(tag.id));
  }

  return {
    enter(world, before) {
      if (before === null) reset();
      tagWorld(tags, world, before);
      for (const node of world.nodes) lookAt(world, node);
      for (const record of world.heap) if (carries(record.body)) carried.add(record.order);
    },
    before(world, record) {
      tags.step = world.step;
      order = world.order;
      const index = record?.node ?? world.unsettled[0] ?? -1;
      const own = (held[index] ?? []).map(({ value, tag, field, at }) => ({
        value,
        tag,
        place: `${field}/${at.join('/')}`,
      }));
      const body: { value: object; tag: Tag; place: null }[] = [];
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
      if (node !== undefined) for (const value of Object.values(node.state)) tagAll(tags, value, [], null);
      for (const { body } of sent) tagAll(tags, body, [], null);
      if (hand.length > 0) {
        const members = node === undefined ? [] : membersOfState(tags, node);
        const still = new Set(members.map(({ tag }) => tag.id));
        for (const one of newcomers(node, sent)) {
          const source = hand.find(({ value, tag, place }) =>
            isMadeOf(one.value, value, place !== null && place === one.place && !still.has(tag.id)),
          );
          if (source === undefined) continue;
          kin.set(one.tag.id, 'made');
          if (!deeds.includes('made')) deeds.push('made');
        }
      }
      if (node !== undefined) {
        lookAt(world, node);
        for (const { value, tag } of held[node.index] ?? []) {
          if (isMade(tag)) continue;
          const was = contents.get(value);
          if (was !== undefined && equal(was, value)) continue;
          contents.set(value, copy(value));
          if (was !== undefined && !deeds.includes('changed')) deeds.push('changed');
        }
      }
      for (const record of sent) if (carries(record.body)) carried.add(record.order);
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

/**
 * A member's worlds and those of others. Each member has a table of its own of all fingerprints it has come upon, so a world is sent to its
 * owner once at the most by each. Whoever finds it asks what is asked of it; the owner counts it and leaves it at the next depth.
 */
import { headWords, HeadWord } from './codec.ts';
import type { Explored } from './create-space.ts';
import type { Crew } from './crew.ts';
import { commit, room } from './frontier.ts';
import { createPile, offPile, onPile, type Pile, receive, send } from './mail.ts';
import { ownersIn } from './owners.ts';
import { firstWord, putIn, type Seen, slotOf } from './seen.ts';
import type { Others } from './space.ts';
import { createTrail } from './trail.ts';
import {
  type Counts,
  countsOf,
  createTranslation,
  type Interned,
  internedSince,
  learn,
  learnOutcome,
  type PlainOutcome,
  plainOutcome,
  translate,
  type Translation,
} from './translation.ts';

/** Brings plain data to other members, to each in the order in which it was told. Does not wait. */
export interface Post {
  tell(to: number, news: News): void;
  /** The next that this one told; undefined when there is none. */
  hear(from: number): News | undefined;
}

/** What a member has interned and by what it came upon worlds, since it told before. */
export interface News {
  readonly interned: Interned;
  readonly outcomes: readonly PlainOutcome[];
}

export interface Courier extends Others {
  /** Whether a world that was handed over is one's own. */
  isOwn(words: Int32Array, at: number): boolean;
  /** Sends as much as there is room for. True when nothing is left. */
  send(): boolean;
  /** Takes in what has come. */
  takeIn(): void;
}

/** Letters: from where the world was found, and its record. */
const letterHead = 1;

interface Outbox {
  readonly ring: Int32Array;
  readonly pile: Pile;
  /** Of what was interned, how much the other was told. */
  told: Counts;
  /** Outcomes that letters name, by the numbers that they have in letters; and those that the other was not told yet. */
  readonly named: Map<number, number>;
  untold: number[];
}

interface Inbox {
  readonly from: number;
  readonly ring: Int32Array;
  readonly pile: Pile;
  readonly translation: Translation;
}

/** @param dealt what was interned when the worlds were dealt out, the same in all */
export function createCourier(explored: Explored, crew: Crew, member: number, post: Post, dealt: Counts): Courier {
  const { space } = explored;
  const { locals, nodes, frontier, seen } = space;
  const { size } = crew;
  const owners = ownersIn(crew.owners, size);
  const trail = createTrail(crew.trails, member, space.states);
  const others = Array.from({ length: size }, (_, one) => one).filter((one) => one !== member);
  const ring = (from: number, to: number): Int32Array =>
    new Int32Array(crew.rings[from * size + to] as SharedArrayBuffer);
  const outboxes = Array.from(
    { length: size },
    (_, to): Outbox => ({ ring: ring(member, to), pile: createPile(), told: dealt, named: new Map(), untold: [] }),
  );
  const inboxes = others.map(
    (from): Inbox => ({
      from,
      ring: ring(from, member),
      pile: createPile(),
      translation: createTranslation(dealt),
    }),
  );

  function write(outbox: Outbox, from: number, record: Int32Array, length: number): void {
    const at = onPile(outbox.pile, letterHead + length);
    const { words } = outbox.pile;
    words[at] = from;
    for (let i = 0; i < length; i++) words[at + letterHead + i] = record[i] as number;
    const outcome = record[HeadWord.outcome] as number;
    if (outcome >= 0) words[at + letterHead + HeadWord.outcome] = nameOf(outbox, outcome);
  }

  /** What the other is to know before he reads what is sent. */
  function tellNews(to: number, outbox: Outbox): void {
    const counts = countsOf(explored);
    if (outbox.untold.length === 0 && isSame(counts, outbox.told)) return;
    const interned = internedSince(explored, outbox.told);
    if (interned === null) throw new Error('what was interned would not be the same elsewhere');
    post.tell(to, { interned, outcomes: outbox.untold.map((outcome) => plainOutcome(space, outcome)) });
    outbox.told = counts;
    outbox.untold = [];
  }

  function hearNews({ from, translation }: Inbox): void {
    const news = post.hear(from);
    if (news === undefined) throw new Error('a world came of which nothing was told');
    learn(translation, explored, news.interned);
    for (const outcome of news.outcomes) learnOutcome(translation, space, outcome);
  }

  /** Takes the whole letters of a pile. */
  function open(inbox: Inbox): void {
    const { pile, translation } = inbox;
    const { words } = pile;
    let at = 0;
    while (at + letterHead + headWords <= pile.length) {
      const record = at + letterHead;
      const length = headWords + nodes + (words[record + HeadWord.count] as number);
      if (record + length > pile.length) break;
      if (isNew(seen, words, record)) {
        while (!translate(translation, words, record, nodes)) hearNews(inbox);
        trail.add(words, record, words[at] as number);
        const chunk = room(frontier, length);
        for (let i = 0; i < length; i++) chunk.words[chunk.length + i] = words[record + i] as number;
        commit(chunk, length);
        space.states += 1;
      }
      at = record + length;
    }
    offPile(pile, at);
  }

  return {
    keeps(words, length) {
      const owner = owners.of(locals.words.data, words, 0);
      const from = trail.fromHere(space.current);
      if (owner === member) trail.add(words, 0, from);
      else write(outboxes[owner] as Outbox, from, words, length);
      return owner === member;
    },
    trailTo: (world) => trail.to(world),
    bytes: () => trail.bytes() + [...outboxes, ...inboxes].reduce((sum, { pile }) => sum + pile.words.byteLength, 0),
    isOwn: (words, at) => owners.of(locals.words.data, words, at) === member,
    send() {
      let isAll = true;
      for (const to of others) {
        const outbox = outboxes[to] as Outbox;
        if (outbox.pile.length === 0) continue;
        tellNews(to, outbox);
        send(outbox.ring, outbox.pile);
        isAll &&= outbox.pile.length === 0;
      }
      return isAll;
    },
    takeIn() {
      for (const inbox of inboxes) {
        receive(inbox.ring, inbox.pile);
        if (inbox.pile.length > 0) open(inbox);
      }
    },
  };
}

/** Puts the world's fingerprint into the table. False when it is there. */
function isNew(seen: Seen, words: Int32Array, at: number): boolean {
  const b = words[at + HeadWord.b] as number;
  const a = firstWord(words[at + HeadWord.a] as number, b);
  const slot = slotOf(seen.table, seen.mask, a, b);
  if (slot >= 0) return false;
  putIn(seen, -1 - slot, a, b, -1);
  return true;
}

function nameOf({ named, untold }: Outbox, outcome: number): number {
  const known = named.get(outcome);
  if (known !== undefined) return known;
  const name = named.size;
  named.set(outcome, name);
  untold.push(outcome);
  return name;
}

function isSame(a: Counts, b: Counts): boolean {
  return a.names === b.names && a.locals === b.locals && a.items === b.items && a.surroundings === b.surroundings;
}

/**
 * Several explorers of one model at once, each in a thread of its own, over one table of the worlds found.
 *
 * The first of them begins alone. When the others are there it hands over what it has found (`handover.ts`), and the worlds that are
 * still to be left are dealt out by fingerprint. From then on whoever first puts a world's fingerprint into the table keeps the world
 * and leaves it later, so everybody has as much to do as he comes to, and a world's way back lies in one explorer. Each depth ends with
 * all of them waiting for the last: so a world is found at the same depth for any number of explorers.
 *
 * Nothing else is shared. What explorers intern has other numbers in each, but fingerprints are hashes of text (decision 71). All
 * waiting is by `Atomics`; nobody reads a clock here.
 */
import type { Seen } from './seen.ts';
import { claim, mover, type SharedTable, tablesFor } from './shared-seen.ts';

/** What goes into each thread: shared memory alone. */
export interface Crew {
  readonly size: number;
  readonly control: SharedArrayBuffer;
  /** Each larger than the one before. Memory that is never written to is never taken. */
  readonly tables: readonly SharedArrayBuffer[];
}

/** Places in the control block. */
const Place = {
  /** How many wait, and how often all have met. */
  waiting: 0,
  meetings: 1,
  /** All are to end with what they have. */
  stop: 2,
  /** Somebody could not go on. */
  trouble: 3,
  /** The table is too full. */
  wantsRoom: 4,
  /** How far they have come, for whoever asks. */
  depth: 5,
  /** Which of the tables is in use when they begin. */
  rung: 6,
  /** Of the last meeting: the table was too full. */
  makesRoom: 7,
  members: 16,
} as const;

/** Places of one member, after `Place.members`. `claimed`: taken in the table; `left`, `leftNext`: worlds of the next depth, by turns. */
const Own = { found: 0, claimed: 1, transitions: 2, left: 3, leftNext: 4 } as const;
/** A cache line, which nobody else writes. */
const ownPlaces = 16;

/** Worlds in the table, in hundredths of its slots, above which all move to a larger one. */
const fullest = 60;
/** Ms after which one that waits looks whether all are to end. */
const glanceMs = 50;

/** @param states the most worlds that are to be found */
export function createCrew(size: number, states: number): Crew {
  const places = Place.members + size * ownPlaces;
  return { size, control: new SharedArrayBuffer(places * 4), tables: tablesFor(states * (100 / fullest)) };
}

/** Puts what one has found alone into the table, before anybody takes a seat. False when there is no room. */
export function fillTable({ control, tables }: Crew, { table: known, size }: Pick<Seen, 'table' | 'size'>): boolean {
  const rung = tables.findIndex(({ byteLength }) => size * 100 <= (byteLength / 8) * fullest);
  const shared = tables[rung];
  if (shared === undefined) return false;
  Atomics.store(new Int32Array(control), Place.rung, rung);
  const table = new Int32Array(shared);
  for (let at = 0; at < known.length; at += 2) {
    const [a, b] = [known[at] as number, known[at + 1] as number];
    if (a !== 0 || b !== 0) claim(table, a, b);
  }
  return true;
}

export interface CrewProgress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

export function progressOf({ size, control }: Crew): CrewProgress {
  const words = new Int32Array(control);
  const sum = (own: number): number =>
    Array.from({ length: size }, (_, member) => Atomics.load(words, Place.members + member * ownPlaces + own)).reduce(
      (all, one) => all + one,
      0,
    );
  return { states: sum(Own.found), transitions: sum(Own.transitions), depth: Atomics.load(words, Place.depth) };
}

/** All end with what they have. */
export function stopCrew({ control }: Crew): void {
  const words = new Int32Array(control);
  Atomics.store(words, Place.stop, 1);
  Atomics.notify(words, Place.meetings);
}

/** Whether somebody could not go on: what was found is not to be used then. */
export function isInTrouble({ control }: Crew): boolean {
  return Atomics.load(new Int32Array(control), Place.trouble) !== 0;
}

/** One explorer's seat in a crew. */
export interface Seat {
  readonly member: number;
  readonly isStopped: boolean;
  /** The one that is in use. */
  readonly table: SharedTable;
  /** Of a world that was handed over: it is somebody else's. */
  isOthers(a: number, b: number): boolean;
  /** Puts a fingerprint into the table. False when it is there. */
  claim(a: number, b: number): boolean;
  /** Now and then: what has been done so far. True when the table was changed for another. */
  tell(found: number, claimed: number, transitions: number): boolean;
  /** A depth is done. Waits for all; false when there is no world of the next one, or all are to end. `left`: how many it has itself. */
  endDepth(left: number): boolean;
  /** Worlds that all have found together. */
  foundByAll(): number;
  /** Ends all with what they have. */
  stop(): void;
  /** The same, and nothing of it is to be used. */
  fail(): void;
}

/** @param from the depth that the worlds handed over have */
export function takeSeat(crew: Crew, member: number, from: number): Seat {
  const { size, control, tables } = crew;
  const words = new Int32Array(control);
  const own = Place.members + member * ownPlaces;
  let rung = Atomics.load(words, Place.rung);
  let table: SharedTable = new Int32Array(tables[rung] as SharedArrayBuffer);
  let depth = from;

  const isStopped = (): boolean => Atomics.load(words, Place.stop) !== 0;

  /**
   * Waits until all have come here, or are to end. Returns whether the table was too full then: whoever comes last looks, for all, since
   * those who go on first may find it too full before the others have looked.
   */
  function meet(): boolean {
    const meeting = Atomics.load(words, Place.meetings);
    if (Atomics.add(words, Place.waiting, 1) + 1 === size) {
      Atomics.store(words, Place.waiting, 0);
      Atomics.store(words, Place.makesRoom, Atomics.load(words, Place.wantsRoom));
      Atomics.add(words, Place.meetings, 1);
      Atomics.notify(words, Place.meetings);
    } else {
      while (Atomics.load(words, Place.meetings) === meeting && !isStopped())
        Atomics.wait(words, Place.meetings, meeting, glanceMs);
    }
    return Atomics.load(words, Place.makesRoom) !== 0;
  }

  function sumOf(place: number): number {
    let sum = 0;
    for (let one = 0; one < size; one++) sum += Atomics.load(words, Place.members + one * ownPlaces + place);
    return sum;
  }

  /** All are here. Each moves its share of the table into the next one. */
  function makeRoom(): void {
    const larger = tables[rung + 1];
    if (larger === undefined) {
      stopCrew(crew);
      return;
    }
    const next = new Int32Array(larger);
    mover(table, next)(member, size);
    meet();
    if (member === 0) Atomics.store(words, Place.wantsRoom, 0);
    meet();
    table = next;
    rung += 1;
  }

  return {
    member,
    get isStopped() {
      return isStopped();
    },
    get table() {
      return table;
    },
    isOthers: (a, b) => ((a ^ (b << 7)) >>> 9) % size !== member,
    claim: (a, b) => claim(table, a, b),
    tell(found, claimed, transitions) {
      Atomics.store(words, own + Own.found, found);
      Atomics.store(words, own + Own.claimed, claimed);
      Atomics.store(words, own + Own.transitions, transitions);
      if (sumOf(Own.claimed) * 100 > (table.length / 2) * fullest) Atomics.store(words, Place.wantsRoom, 1);
      if (Atomics.load(words, Place.wantsRoom) === 0) return false;
      if (meet() && !isStopped()) makeRoom();
      return true;
    },
    endDepth(left) {
      depth += 1;
      if (member === 0) Atomics.store(words, Place.depth, depth);
      // Somebody may already tell of the next depth while another still reads of this one.
      const place = depth % 2 === 0 ? Own.left : Own.leftNext;
      Atomics.store(words, own + place, left);
      while (meet() && !isStopped()) makeRoom();
      return !isStopped() && sumOf(place) > 0;
    },
    foundByAll: () => sumOf(Own.found),
    stop: () => stopCrew(crew),
    fail() {
      Atomics.store(words, Place.trouble, 1);
      stopCrew(crew);
    },
  };
}

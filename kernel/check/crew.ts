/**
 * Several explorers of one model at once, each in a thread of its own, over one table of the worlds found.
 *
 * They begin alike: all leave the same worlds, until one depth has enough for everybody. Those are dealt out by fingerprint. From
 * then on whoever first puts a world's fingerprint into the table keeps the world and leaves it later, so everybody has as much to
 * do as he comes to, and a world's way back lies in one explorer. Each depth ends with all of them waiting for the last: so a
 * world is found at the same depth, and a counterexample is as short, for any number of explorers.
 *
 * Nothing else is shared. What explorers intern has other numbers in each, but fingerprints are hashes of text (decision 71). All
 * waiting is by `Atomics`; nobody reads a clock here.
 */
import { claim, mover, type SharedTable, tablesFor } from './shared-seen.ts';

/** What goes into each thread: shared memory alone. */
export interface Crew {
  readonly size: number;
  readonly control: SharedArrayBuffer;
  /** Each larger than the one before. Memory that is never written to is never taken. */
  readonly tables: readonly SharedArrayBuffer[];
  /** Worlds of one depth for each member from which on they are dealt out. */
  readonly enough: number;
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
  members: 8,
} as const;

/** Places of one member, after `Place.members`. `claimed`: taken in the table; `left`, `leftNext`: worlds of the next depth, by turns. */
const Own = { found: 0, claimed: 1, transitions: 2, left: 3, leftNext: 4 } as const;
const ownPlaces = 5;

/** Worlds in the table, in hundredths of its slots, above which all move to a larger one. */
const fullest = 60;
/** Ms after which one that waits looks whether all are to end. */
const glanceMs = 50;

/** @param states the most worlds that are to be found */
export function createCrew(size: number, states: number, enough = 256): Crew {
  const places = Place.members + size * ownPlaces;
  return { size, control: new SharedArrayBuffer(places * 4), tables: tablesFor(states * (100 / fullest)), enough };
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
  /** They no longer do the same. */
  readonly isDealt: boolean;
  readonly isStopped: boolean;
  /** Of the table that is in use. */
  readonly table: SharedTable | null;
  /** A world of the depth at which they were dealt out that is somebody else's. */
  isOthers(a: number, b: number): boolean;
  /** Puts a fingerprint into the table. False when it is there. */
  claim(a: number, b: number): boolean;
  /** Now and then: what has been done so far. True when the table was changed for another. */
  tell(found: number, claimed: number, transitions: number): boolean;
  /**
   * A depth is done. Waits for all, and returns how many worlds of the next one they have together.
   * @param seen puts every fingerprint found so far into the table, when they are dealt out now
   */
  endDepth(left: number, seen: (put: (a: number, b: number) => void) => void): 'same' | 'dealt' | 'none';
  /** Worlds that all have found together. */
  foundByAll(): number;
  /** Ends all with what they have. */
  stop(): void;
  /** The same, and nothing of it is to be used. */
  fail(): void;
}

export function takeSeat(crew: Crew, member: number): Seat {
  const { size, control, tables, enough } = crew;
  const words = new Int32Array(control);
  const own = Place.members + member * ownPlaces;
  let rung = 0;
  let table: SharedTable | null = null;
  /** Depths since they were dealt out; −1 before. */
  let dealt = -1;
  let depth = 0;

  const isStopped = (): boolean => Atomics.load(words, Place.stop) !== 0;

  /** Waits until all have come here, or are to end. */
  function meet(): void {
    const meeting = Atomics.load(words, Place.meetings);
    if (Atomics.add(words, Place.waiting, 1) + 1 === size) {
      Atomics.store(words, Place.waiting, 0);
      Atomics.add(words, Place.meetings, 1);
      Atomics.notify(words, Place.meetings);
      return;
    }
    while (Atomics.load(words, Place.meetings) === meeting && !isStopped())
      Atomics.wait(words, Place.meetings, meeting, glanceMs);
  }

  function sumOf(place: number): number {
    let sum = 0;
    for (let one = 0; one < size; one++) sum += Atomics.load(words, Place.members + one * ownPlaces + place);
    return sum;
  }

  /** All are here. Each moves its share of the table into the next one. */
  function makeRoom(): void {
    const larger = tables[rung + 1];
    if (larger === undefined || table === null) {
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
    get isDealt() {
      return dealt >= 0;
    },
    get isStopped() {
      return isStopped();
    },
    get table() {
      return table;
    },
    isOthers: (a, b) => dealt === 0 && ((a ^ (b << 7)) >>> 9) % size !== member,
    claim: (a, b) => table === null || claim(table, a, b),
    tell(found, claimed, transitions) {
      // Before they are dealt out, all have found the same.
      if (dealt < 0 && member > 0) return false;
      Atomics.store(words, own + Own.found, found);
      Atomics.store(words, own + Own.claimed, claimed);
      Atomics.store(words, own + Own.transitions, transitions);
      if (table === null) return false;
      if (sumOf(Own.claimed) * 100 > (table.length / 2) * fullest) Atomics.store(words, Place.wantsRoom, 1);
      if (Atomics.load(words, Place.wantsRoom) === 0) return false;
      meet();
      if (!isStopped()) makeRoom();
      return true;
    },
    endDepth(left, seen) {
      depth += 1;
      if (member === 0) Atomics.store(words, Place.depth, depth);
      if (dealt < 0) {
        if (left === 0) return 'none';
        if (left < enough * size) return 'same';
        table = new Int32Array(tables[0] as SharedArrayBuffer);
        seen((a, b) => void claim(table as SharedTable, a, b));
        dealt = 0;
        meet();
        return 'dealt';
      }
      dealt += 1;
      // Somebody may already tell of the next depth while another still reads of this one.
      const place = depth % 2 === 0 ? Own.left : Own.leftNext;
      Atomics.store(words, own + place, left);
      for (;;) {
        meet();
        if (isStopped()) return 'none';
        if (Atomics.load(words, Place.wantsRoom) === 0) break;
        makeRoom();
        if (isStopped()) return 'none';
      }
      return sumOf(place) === 0 ? 'none' : 'same';
    },
    foundByAll: () => sumOf(Own.found),
    stop: () => stopCrew(crew),
    fail() {
      Atomics.store(words, Place.trouble, 1);
      stopCrew(crew);
    },
  };
}

/**
 * Several explorers of one model at once, each in a thread of its own.
 *
 * The first of them begins alone. When the others are there it hands over what it has found (`handover.ts`). From then on each world has
 * an owner (`owners.ts`), who counts it and leaves it later; whoever finds another's sends it (`courier.ts`). Each has a table of the worlds
 * found for itself: looking at one that several write to costs more than to find a world twice. Each depth ends with all waiting until all
 * that was sent is taken in: so a world is found at the same depth for any number of explorers.
 *
 * Here is where they meet, and how far they have come. All waiting is by `Atomics`; nobody reads a clock.
 */
import { createRing } from './mail.ts';
import { createOwners } from './owners.ts';
import { mostShared } from './together.ts';
import { createTrailMemory } from './trail.ts';

/** What goes into each thread: shared memory alone. */
export interface Crew {
  readonly size: number;
  readonly control: SharedArrayBuffer;
  readonly owners: SharedArrayBuffer;
  /** By sender and reader: sender × size + reader. */
  readonly rings: readonly SharedArrayBuffer[];
  /** By member. */
  readonly trails: readonly SharedArrayBuffer[];
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
  /** How far they have come, for whoever asks. */
  depth: 4,
  members: 16,
} as const;

/**
 * Places of one member, after `Place.members`. `left`, `leftNext`: worlds of the next depth, by turns; `sent`: the last depth of which it
 * has sent everything; `bell`: rung when another has.
 */
const Own = { found: 0, transitions: 1, left: 2, leftNext: 3, sent: 4, bell: 5 } as const;
/** A cache line, which nobody else writes but to ring. */
const ownPlaces = 16;

/** Ms after which one that waits looks whether all are to end. */
const glanceMs = 50;
/** And whether something more has come, while others are still to send. */
const mailMs = 1;

/** @param ringWords for what is on its way from one member to another; a power of two */
export function createCrew(size: number, ringWords = 1 << 17): Crew {
  return {
    size,
    control: new SharedArrayBuffer((Place.members + size * ownPlaces) * 4),
    owners: createOwners(),
    rings: Array.from({ length: size * size }, () => createRing(ringWords)),
    trails: Array.from({ length: size }, () => createTrailMemory(mostShared)),
  };
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
  readonly crew: Crew;
  readonly member: number;
  readonly isStopped: boolean;
  /** Now and then: what has been done so far. */
  tell(found: number, transitions: number): void;
  /** All of its worlds of this depth are left, and what it has found is sent. */
  endSending(): void;
  /** Whether all have come so far. */
  haveAllSent(): boolean;
  /** Waits for a little while, or until another has come so far. `heard`: the bells when it last looked. */
  waitForMail(heard: number): void;
  /** How often it was rung for. */
  bells(): number;
  /** The depth is done. Waits for all; false when there is no world of the next one, or all are to end. `left`: how many it has itself. */
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
  const { size, control } = crew;
  const words = new Int32Array(control);
  const placeOf = (one: number, own: number): number => Place.members + one * ownPlaces + own;
  const members = Array.from({ length: size }, (_, one) => one);
  let depth = from;

  const isStopped = (): boolean => Atomics.load(words, Place.stop) !== 0;

  /** Waits until all have come here, or are to end. */
  function meet(): void {
    const meeting = Atomics.load(words, Place.meetings);
    if (Atomics.add(words, Place.waiting, 1) + 1 === size) {
      Atomics.store(words, Place.waiting, 0);
      Atomics.add(words, Place.meetings, 1);
      Atomics.notify(words, Place.meetings);
    } else {
      while (Atomics.load(words, Place.meetings) === meeting && !isStopped())
        Atomics.wait(words, Place.meetings, meeting, glanceMs);
    }
  }

  function sumOf(own: number): number {
    return members.reduce((sum, one) => sum + Atomics.load(words, placeOf(one, own)), 0);
  }

  return {
    crew,
    member,
    get isStopped() {
      return isStopped();
    },
    tell(found, transitions) {
      Atomics.store(words, placeOf(member, Own.found), found);
      Atomics.store(words, placeOf(member, Own.transitions), transitions);
    },
    endSending() {
      Atomics.store(words, placeOf(member, Own.sent), depth + 1);
      for (const one of members) {
        Atomics.add(words, placeOf(one, Own.bell), 1);
        Atomics.notify(words, placeOf(one, Own.bell));
      }
    },
    haveAllSent: () => members.every((one) => Atomics.load(words, placeOf(one, Own.sent)) > depth),
    waitForMail: (heard) => void Atomics.wait(words, placeOf(member, Own.bell), heard, mailMs),
    bells: () => Atomics.load(words, placeOf(member, Own.bell)),
    endDepth(left) {
      depth += 1;
      if (member === 0) Atomics.store(words, Place.depth, depth);
      // Somebody may already tell of the next depth while another still reads of this one.
      const own = depth % 2 === 0 ? Own.left : Own.leftNext;
      Atomics.store(words, placeOf(member, own), left);
      meet();
      return !isStopped() && sumOf(own) > 0;
    },
    foundByAll: () => sumOf(Own.found),
    stop: () => stopCrew(crew),
    fail() {
      Atomics.store(words, Place.trouble, 1);
      stopCrew(crew);
    },
  };
}

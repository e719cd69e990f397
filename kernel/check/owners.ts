/**
 * Whose a world is, in a crew: each is counted and left by one member. Most transitions change the state of one node, so it goes by the
 * local states of as few nodes as tell enough worlds apart: most of what a member finds is then its own. Worlds that agree in those are a
 * *class*, and have one owner. Fingerprints of local states are the same in all members, so classes are.
 */
import { headWords, HeadWord } from './codec.ts';
import { localWords } from './locals.ts';

/** In shared memory: how many places of a record are looked at, those, whose turn it is, and by class 1 + the owner; 0 for none yet. */
const Place = { count: 0, places: 1, turn: 32, owners: 64 } as const;
const mostPlaces = Place.turn - Place.places;
/** A power of two. */
const classes = 1 << 12;

export interface Owners {
  /** The owner of the world that is written at `at`. `locals`: as in `Locals.words`. */
  of(locals: Int32Array, words: Int32Array, at: number): number;
}

export function createOwners(): SharedArrayBuffer {
  return new SharedArrayBuffer((Place.owners + classes) * 4);
}

export function ownersIn(memory: SharedArrayBuffer, size: number): Owners {
  const shared = new Int32Array(memory);
  const places = shared.slice(Place.places, Place.places + (shared[Place.count] as number));
  return {
    of(locals, words, at) {
      const place = Place.owners + classOf(places, locals, words, at);
      const known = shared[place] as number;
      if (known !== 0) return known - 1;
      // Classes that are found one after the other are alike more often than not: they are dealt out in turn.
      const next = 1 + (Atomics.add(shared, Place.turn, 1) % size);
      const before = Atomics.compareExchange(shared, place, 0, next);
      return (before === 0 ? next : before) - 1;
    },
  };
}

/** Says by what worlds are dealt out, and whose the ones are that wait: the largest classes first, each to whoever has least. */
export function dealOut(
  memory: SharedArrayBuffer,
  size: number,
  waiting: Int32Array,
  nodes: number,
  locals: Int32Array,
): void {
  const shared = new Int32Array(memory);
  const records = recordsIn(waiting, nodes);
  const places = placesFor(size, records, waiting, nodes);
  shared[Place.count] = places.length;
  shared.set(places, Place.places);
  const counts = new Map<number, number>();
  for (const at of records) countOne(counts, classOf(places, locals, waiting, at));
  const has = Array.from({ length: size }, () => 0);
  for (const [which, count] of [...counts].toSorted(([, a], [, b]) => b - a)) {
    const least = has.indexOf(Math.min(...has));
    has[least] = (has[least] as number) + count;
    shared[Place.owners + which] = 1 + least;
  }
}

function recordsIn(waiting: Int32Array, nodes: number): readonly number[] {
  const records: number[] = [];
  for (let at = 0; at < waiting.length; at += headWords + nodes + (waiting[at + HeadWord.count] as number))
    records.push(at);
  return records;
}

/** Classes to a member that there are to be, at the least, and how many of one size they are to be worth. */
const enough = { classes: 8, worth: 1.25 } as const;

/** None: no few nodes tell enough worlds apart, and they are told apart by their fingerprints. */
function placesFor(size: number, records: readonly number[], waiting: Int32Array, nodes: number): readonly number[] {
  const candidates = Array.from({ length: Math.min(nodes, mostPlaces) }, (_, node) => {
    const counts = new Map<number, number>();
    for (const at of records) countOne(counts, waiting[at + headWords + node] as number);
    const squares = [...counts.values()].reduce((sum, count) => sum + count ** 2, 0);
    return { place: headWords + node, classes: counts.size, worth: records.length ** 2 / squares };
  });
  const chosen: number[] = [];
  let all = { classes: 1, worth: 1 };
  for (const one of candidates.toSorted((a, b) => b.worth - a.worth)) {
    chosen.push(one.place);
    all = { classes: all.classes * one.classes, worth: all.worth * one.worth };
    if (all.classes >= enough.classes * size && all.worth >= enough.worth * size) return chosen;
  }
  return [];
}

function countOne(counts: Map<number, number>, which: number): void {
  counts.set(which, (counts.get(which) ?? 0) + 1);
}

function classOf(places: ArrayLike<number>, locals: Int32Array, words: Int32Array, at: number): number {
  let sum = 0;
  if (places.length === 0) sum = (words[at + HeadWord.a] as number) ^ (words[at + HeadWord.b] as number);
  for (let i = 0; i < places.length; i++)
    sum = (sum + (locals[(words[at + (places[i] as number)] as number) * localWords] as number)) | 0;
  sum = Math.imul(sum ^ (sum >>> 15), 0x85ebca6b);
  return (sum ^ (sum >>> 13)) & (classes - 1);
}

/**
 * Forks a race: what would have happened had something else come first at a node. Rivals are what could have come there instead of
 * an event:
 *
 * - the messages on their way to it, as long as it may take them; on an ordered link in their order;
 * - its timers that are due before the last of these: a clock can be overtaken by a message, but not by much;
 * - its `may` rules whose guard holds.
 *
 * Every order of them is tried, and of what follows from them and comes to that node too (a reply that makes a client write). Virtual
 * time stands still meanwhile. What happens at other nodes happens at once, as far as it leads there: messages, and timers that a
 * node waits for by itself (to think, to back off), not those that guard an answer. What waits for nothing of the race, a heartbeat
 * say, comes by itself when it is over.
 */
import { EventKind, isBefore, type Pending } from '../world/queue.ts';
import { takeSnapshot, restore } from '../world/snapshot.ts';
import type { Machine } from '../world/step.ts';
import type { World } from '../world/world.ts';
import {
  bringThere,
  copyPlace,
  isMessageTo,
  lengthLimit,
  type Place,
  placeOf,
  type Race,
  type Rival,
  rivalsAt,
  type Scope,
  take,
  takeOf,
  type Take,
} from './race-place.ts';

export type { Race, Scope } from './race-place.ts';

/** Messages elsewhere that are looked at, the nearest first, to see whether they lead to the node. */
const lookLimit = 32;

/** One order of the rivals. */
export interface Order {
  /** What is made to happen, one after the other: at the contested node, and what leads there. */
  readonly takes: readonly Take[];
  /** What came to the contested node. */
  readonly rivals: readonly Rival[];
  /** The world when the last had come. */
  readonly machine: Machine;
  /** Why it ended there: a rule threw. Null when none did. */
  readonly fault: string | null;
}

/** `start`: just before the event, which is at `time`. Made anew when one is tried: nothing of it is changed. */
export function raceAt(start: World, contested: number, time: number): Race {
  const arrivals = start.heap.filter((record) => isMessageTo(record, contested)).map(({ at }) => at);
  const race = { start, time, contested, window: Math.max(time, ...arrivals), leading: new Set<number>() };
  const elsewhere = start.heap
    .filter(({ kind, node }) => kind === EventKind.deliver && node !== contested)
    .toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
    .slice(0, lookLimit);
  return {
    ...race,
    leading: new Set(elsewhere.filter((record) => leadsThere(race, record)).map(({ order }) => order)),
  };
}

/** True when a message, delivered elsewhere, makes another one come to the contested node. */
function leadsThere(race: Race, record: Pending): boolean {
  const place = placeOf(race);
  take(place, takeOf(place, record));
  bringThere(place, { follow: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY });
  return place.machine.world.heap.some((one) => one.order >= race.start.order && isMessageTo(one, race.contested));
}

/** What could come first. Fewer than two: there is no race. */
export function rivalsOf(race: Race, scope: Scope): readonly Rival[] {
  const place = placeOf(race);
  bringThere(place, scope);
  return rivalsAt(place, scope).map(({ rival }) => rival);
}

/** Every order, one at a time; `endless` when one does not come to an end. */
export function* orders(race: Race, scope: Scope): Generator<Order | 'endless', void> {
  const first = placeOf(race);
  bringThere(first, scope);
  // Those beyond the scope come by themselves when the race is over.
  const left = new Set(
    rivalsAt(first, scope)
      .slice(scope.most)
      .map(({ key }) => key),
  );
  yield* ordersFrom(first, scope, left);
}

function* ordersFrom(place: Place, scope: Scope, left: ReadonlySet<string>): Generator<Order | 'endless', void> {
  bringThere(place, scope);
  if (place.takes.length >= lengthLimit) return yield 'endless';
  const next = rivalsAt(place, scope).filter(({ key }) => !left.has(key));
  if (next.length === 0) {
    const { takes, rivals, machine, fault } = place;
    return yield { takes, rivals, machine, fault };
  }
  const snapshot = takeSnapshot(place.machine.world, null);
  for (const candidate of next) {
    const branch = copyPlace(place, restore(snapshot));
    branch.rivals.push(candidate.rival);
    take(branch, candidate);
    yield* ordersFrom(branch, scope, left);
  }
  return undefined;
}

/**
 * One explorer as one of a crew (`crew.ts`): it leaves its share of the worlds that were handed over and all that is then found of its own,
 * by itself or by others, and waits for the others at the end of each depth.
 */
import { type Courier, createCourier, type Post } from './courier.ts';
import type { Seat } from './crew.ts';
import { nextChunk } from './frontier.ts';
import { beginDepth, isDepthDone, leave, limitOf, pass, type Search, type SearchLimits, stretch } from './search.ts';
import { countsOf } from './translation.ts';

/** What a member has found that the others count, or have. */
export interface Member {
  readonly search: Search;
  readonly seat: Seat;
  readonly courier: Courier;
  /** Worlds that were found before they were dealt out. */
  readonly dealt: number;
}

/** Nothing was interned since the handover. */
export function joinCrew(search: Search, seat: Seat, post: Post): Member {
  const { explored } = search;
  const { space } = explored;
  const courier = createCourier(explored, seat.crew, seat.member, post, countsOf(explored));
  space.others = courier;
  // What one knows of the bounds, others do not.
  if (space.sleep !== null && space.sleep.sides !== null) space.sleep.isOn = false;
  return { search, seat, courier, dealt: space.states };
}

/** Worlds that it has found, of those that are counted once for all. */
export function ownStates({ search, seat, dealt }: Member): number {
  return search.explored.space.states - (seat.member === 0 ? 0 : dealt);
}

/** Goes on to the end, or until all are to end: false then. `onLimit`: it is by this one, and that limit. */
export function goOnTogether(
  member: Member,
  limits: SearchLimits,
  isLate: () => boolean,
  onLimit: (limit: 'states' | 'memory' | 'time') => void,
): boolean {
  const { search, seat, courier, dealt } = member;
  const { frontier } = search.explored.space;
  for (;;) {
    for (let n = 0; n < stretch; n++) {
      if (isDepthDone(search) && !nextDepth(member)) return !seat.isStopped;
      const words = nextChunk(frontier);
      if (words === null) throw new Error('there are fewer worlds than were found');
      const isOthers = search.left < dealt && !courier.isOwn(words, frontier.at);
      if (isOthers) pass(search, words);
      else {
        const limit = limitOf(search, limits);
        if (limit !== null) end(limit);
        leave(search, words);
      }
    }
    if (isLate()) end('time');
    if (seat.foundByAll() >= limits.states) end('states');
    if (!goesOn(member)) return false;
  }

  function end(limit: 'states' | 'memory' | 'time'): void {
    onLimit(limit);
    seat.stop();
  }
}

/** All worlds of this depth are left. False when there is no next depth, or all are to end. */
function nextDepth(member: Member): boolean {
  const { search, seat } = member;
  do {
    takeInAll(member);
    const hasMore = seat.endDepth(search.explored.space.states - search.levelEnd);
    if (!hasMore) return false;
    beginDepth(search);
  } while (isDepthDone(search));
  return true;
}

/** Sends all that was found, and waits until all that others have found is taken in. */
function takeInAll(member: Member): void {
  const { seat, courier } = member;
  let hasSent = false;
  while (goesOn(member)) {
    const heard = seat.bells();
    if (!hasSent && courier.send()) {
      hasSent = true;
      seat.endSending();
    }
    // Nothing comes after what is taken in then.
    const isLast = seat.haveAllSent();
    courier.takeIn();
    if (isLast) return;
    seat.waitForMail(heard);
  }
}

/** Tells the others how far it has come, sends and takes in. False when all are to end. */
function goesOn(member: Member): boolean {
  const { seat, search, courier } = member;
  seat.tell(ownStates(member), search.explored.space.transitions);
  courier.send();
  courier.takeIn();
  return !seat.isStopped;
}

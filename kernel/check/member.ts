/**
 * One explorer as one of a crew (`crew.ts`): it leaves its share of the worlds that were handed over and all that it then finds first,
 * and waits for the others at the end of each depth.
 */
import type { Seat } from './crew.ts';
import { nextChunk } from './frontier.ts';
import { beginDepth, isDepthDone, leave, limitOf, pass, type Search, type SearchLimits, stretch } from './search.ts';

/** What a member has found that the others count, or have. */
export interface Member {
  readonly search: Search;
  readonly seat: Seat;
  /** Worlds that were found before they were dealt out. */
  readonly dealt: number;
}

export function joinCrew(search: Search, seat: Seat): Member {
  const { space } = search.explored;
  space.seat = seat;
  // What one knows of the bounds, others do not.
  if (space.sleep !== null && space.sleep.sides !== null) space.sleep.isOn = false;
  const member = { search, seat, dealt: space.states };
  useTable(member);
  return member;
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
  const { search, seat, dealt } = member;
  const { frontier } = search.explored.space;
  for (;;) {
    for (let n = 0; n < stretch; n++) {
      if (isDepthDone(search) && !nextDepth(member)) return !seat.isStopped;
      const words = nextChunk(frontier);
      if (words === null) throw new Error('there are fewer worlds than were found');
      const isOthers =
        search.left < dealt && seat.isOthers(words[frontier.at] as number, words[frontier.at + 1] as number);
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
    goesOn(member);
    const hasMore = seat.endDepth(search.explored.space.states - search.levelEnd);
    useTable(member);
    if (!hasMore) return false;
    beginDepth(search);
  } while (isDepthDone(search));
  return true;
}

/** Tells the others how far it has come. False when all are to end. */
function goesOn(member: Member): boolean {
  const { seat, search } = member;
  const { space } = search.explored;
  if (seat.tell(ownStates(member), space.seen.size, space.transitions)) useTable(member);
  return !seat.isStopped;
}

function useTable({ search, seat }: Member): void {
  const { seen } = search.explored.space;
  seen.table = seat.table;
  seen.mask = seat.table.length / 2 - 1;
}

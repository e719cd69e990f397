/**
 * All transitions of one world. This is the innermost loop of exploring, run millions of times a second, and looks it:
 * worlds are ranges of integers, tables are read by offset, and what would be methods are functions over arrays. The typed
 * arrays are taken out of their owners into constants, so that the engine keeps them in registers; after anything that may
 * make them grow (a rule was run, a world was kept) they are taken anew.
 *
 * In the even case (no link is cut, none keeps its messages in order, all are of one mode) a transition is an addition to the
 * fingerprint and one look into the table of worlds found; a world is written down only when it is new. Otherwise the
 * successor is written first (see `expandUneven`). Both number the transitions of a world in the same way each time they are
 * run, so a way is kept as numbers and found again by running.
 */
import { headWords, HeadWord } from './codec.ts';
import { addEdge, Label } from './graph.ts';
import { itemWords, ItemWord } from './items.ts';
import { LocalWord, localWords } from './locals.ts';
import { GroupWord, groupWords, OutcomeWord, outcomeWords } from './memo.ts';
import { pairAt } from './pairs.ts';
import { keep, worldAt } from './keep.ts';
import { slotOf } from './seen.ts';
import { Side } from './sleep.ts';
import { Move, type Space } from './space.ts';
import { atRest, difference, Fault, has, note, successor, takeAction } from './successor.ts';
import { Mode, SurroundingWord, surroundingWords } from './surroundings.ts';
import { expandUneven } from './uneven.ts';

/** Takes every transition of the world at `at`; or, when `x.target` is not −1, only that one, into `x.taken`. */
export function expand(x: Space, words: Int32Array, at: number): void {
  const surrounding = words[at + HeadWord.surrounding] as number;
  const mode = x.surroundings.words.data[surrounding * surroundingWords + SurroundingWord.mode] as number;
  x.steps?.begin(words, at);
  if (x.sleep !== null && x.sleep.sides !== null) x.judge?.begin(words, at);
  if (mode < 0) expandUneven(x, words, at);
  else expandEven(x, words, at, surrounding, mode === Mode.duplicating);
}

function expandEven(x: Space, words: Int32Array, at: number, surrounding: number, isKept: boolean): void {
  const { nodes, memo, target, steps, graph, sleep } = x;
  const a = words[at + HeadWord.a] as number;
  const b = words[at + HeadWord.b] as number;
  const locals = at + headWords;
  const network = locals + nodes;
  const end = network + (words[at + HeadWord.count] as number);
  let items = x.items.words.data;
  let arrivals = memo.arrivals.table;
  let groups = memo.groups.data;
  let outcomes = memo.outcomes.data;
  let sends = memo.sends.data;
  let { table, mask } = x.seen;
  /** Number of the next transition. */
  let number = 0;
  let moves = 0;

  const mark = ++x.expanded;
  if (isKept)
    for (let place = network; place < end; place++)
      items[(words[place] as number) * itemWords + ItemWord.seenIn] = mark;

  // ---------------------------------------------------------------- what sleeps

  /** What nodes before this one could do in the world from which this one was found need not be looked at: see `sleep.ts`. */
  let awake = -1;
  const found = words[at + HeadWord.outcome] as number;
  if (target < 0 && sleep !== null && sleep.isOn && found >= 0) {
    const o = found * outcomeWords;
    const local = outcomes[o + OutcomeWord.next] as number;
    awake = x.locals.words.data[local * localWords + LocalWord.node] as number;
    const begin = outcomes[o + OutcomeWord.sends] as number;
    const stop = begin + (outcomes[o + OutcomeWord.sendCount] as number);
    for (let s = begin; s < stop; s++) items[(sends[s] as number) * itemWords + ItemWord.newIn] = mark;
  }

  // ---------------------------------------------------------------- messages

  let previous = -1;
  for (let place = network; place < end; place++) {
    const item = words[place] as number;
    if (item === previous) continue;
    previous = item;
    const to = items[item * itemWords + ItemWord.to] as number;
    const local = words[locals + to] as number;
    let group = pairAt(arrivals, local, item);
    if (group < 0) {
      group = x.lab.arrival(local, item);
      arrivals = memo.arrivals.table;
      groups = memo.groups.data;
      outcomes = memo.outcomes.data;
      sends = memo.sends.data;
      items = x.items.words.data;
    }
    const g = group * groupWords;
    const sleeps = to < awake && moves > 0 && items[item * itemWords + ItemWord.newIn] !== mark;
    if (target < 0 && passBy(x, groups, g, local, sleeps)) {
      number += 1;
      if (groups[g + GroupWord.only] !== local) moves += 1;
      continue;
    }
    const first = groups[g + GroupWord.first] as number;
    const last = first + (groups[g + GroupWord.count] as number);
    const lessA = isKept ? 0 : (items[item * itemWords + ItemWord.a] as number);
    const lessB = isKept ? 0 : (items[item * itemWords + ItemWord.b] as number);
    for (let outcome = first; outcome < last; outcome++) {
      const o = outcome * outcomeWords;
      let nextA = a;
      let nextB = b;
      if (isKept) {
        nextA = (nextA + (outcomes[o + OutcomeWord.localA] as number)) | 0;
        nextB = (nextB + (outcomes[o + OutcomeWord.localB] as number)) | 0;
        const begin = outcomes[o + OutcomeWord.sends] as number;
        const stop = begin + (outcomes[o + OutcomeWord.sendCount] as number);
        for (let s = begin; s < stop; s++) {
          const sent = sends[s] as number;
          if (items[sent * itemWords + ItemWord.seenIn] === mark || has(sends, begin, s, sent)) continue;
          nextA = (nextA + (items[sent * itemWords + ItemWord.a] as number)) | 0;
          nextB = (nextB + (items[sent * itemWords + ItemWord.b] as number)) | 0;
        }
      } else {
        nextA = (nextA + (outcomes[o + OutcomeWord.a] as number) - lessA) | 0;
        nextB = (nextB + (outcomes[o + OutcomeWord.b] as number) - lessB) | 0;
      }
      if (nextA !== a || nextB !== b) moves += 1;
      const mine = number++;
      if (target >= 0 && mine !== target) continue;
      const next = outcomes[o + OutcomeWord.next] as number;
      if (target < 0) {
        outcomes[o + OutcomeWord.hits] = (outcomes[o + OutcomeWord.hits] as number) + 1;
        const isNew = isNews(x, next, local);
        if (sleeps && isWithin(x, next)) {
          if (!isNew) continue;
          successor(x, words, at, surrounding, nextA, nextB, to, next, isKept ? -1 : place, -1, outcome, isKept);
          steps?.look(x.scratch, next === local ? -1 : next, mine);
          continue;
        }
        if (graph !== null) graph.label = outcome;
        if (!isNew && graph === null && nextA === a && nextB === b) continue;
        if (!isNew && x.exact === null && isKnown(x, table, mask, nextA, nextB)) continue;
      } else note(x, Move.group, group, item, outcome - first, last - first);
      const skip = isKept ? -1 : place;
      const length = successor(x, words, at, surrounding, nextA, nextB, to, next, skip, -1, outcome, isKept);
      keep(x, length, mine, next === local ? -1 : next, outcome);
      ({ table, mask } = x.seen);
    }
  }

  // ---------------------------------------------------------------- losses and duplicates

  if (!isKept) {
    const around = surrounding * surroundingWords + SurroundingWord.faults;
    for (let kind: number = Fault.drop; kind <= Fault.duplicate; kind++) {
      let more = x.surroundings.words.data[around + kind] as number;
      if (more === -1) continue;
      if (more < 0) more = x.surroundings.oneMore(surrounding, kind);
      const [moreA, moreB] = difference(x.surroundings.words.data, surrounding, more);
      const sign = kind === Fault.drop ? -1 : 1;
      previous = -1;
      for (let place = network; place < end; place++) {
        const item = words[place] as number;
        if (item === previous) continue;
        previous = item;
        const mine = number++;
        if (target >= 0 && mine !== target) continue;
        const nextA = (a + moreA + sign * (items[item * itemWords + ItemWord.a] as number)) | 0;
        const nextB = (b + moreB + sign * (items[item * itemWords + ItemWord.b] as number)) | 0;
        const move = kind === Fault.drop ? Move.lost : Move.twice;
        if (target < 0) {
          x.moves[move] = (x.moves[move] as number) + 1;
          const isNew = steps?.isNews(-1) === true;
          if (graph !== null) graph.label = Label.fault;
          if (!isNew && x.exact === null && isKnown(x, table, mask, nextA, nextB)) continue;
        } else note(x, move, -1, item, 0, 1);
        const skip = kind === Fault.drop ? place : -1;
        const extra = kind === Fault.drop ? -1 : item;
        const length = successor(x, words, at, more, nextA, nextB, -1, -1, skip, extra, -1, false);
        keep(x, length, mine, -1, -1);
        ({ table, mask } = x.seen);
      }
    }
  }

  // ---------------------------------------------------------------- what nodes do by themselves

  for (let node = 0; node < nodes; node++) {
    const local = words[locals + node] as number;
    const l = local * localWords;
    if ((x.locals.words.data[l + LocalWord.ownStart] as number) < 0) x.lab.own(local);
    const own = memo.own.data;
    const begin = x.locals.words.data[l + LocalWord.ownStart] as number;
    const count = x.locals.words.data[l + LocalWord.ownCount] as number;
    for (let which = -2; which < count; which++) {
      // First the faults of a node, crash and restart, then its timers and `may` rules.
      let group = 0;
      let around = surrounding;
      if (which < 0) {
        const fault = which === -2 ? Fault.crash : Fault.restart;
        around = x.surroundings.words.data[surrounding * surroundingWords + SurroundingWord.faults + fault] as number;
        if (around === -1) continue;
        if (around < 0) around = x.surroundings.oneMore(surrounding, fault);
        group = x.locals.words.data[l + (which === -2 ? LocalWord.crash : LocalWord.restart)] as number;
        if (group === -2) group = which === -2 ? x.lab.crash(local) : x.lab.restart(local);
        if (group < 0) continue;
      } else group = own[begin + which] as number;
      groups = memo.groups.data;
      outcomes = memo.outcomes.data;
      sends = memo.sends.data;
      items = x.items.words.data;
      const [moreA, moreB] =
        around === surrounding ? [0, 0] : difference(x.surroundings.words.data, surrounding, around);
      const g = group * groupWords;
      const sleeps = which >= 0 && node < awake && moves > 0;
      if (which >= 0 && target < 0 && passBy(x, groups, g, local, sleeps)) {
        number += 1;
        if (groups[g + GroupWord.only] !== local) moves += 1;
        continue;
      }
      const first = groups[g + GroupWord.first] as number;
      const last = first + (groups[g + GroupWord.count] as number);
      for (let outcome = first; outcome < last; outcome++) {
        const o = outcome * outcomeWords;
        let nextA = (a + moreA) | 0;
        let nextB = (b + moreB) | 0;
        if (isKept) {
          nextA = (nextA + (outcomes[o + OutcomeWord.localA] as number)) | 0;
          nextB = (nextB + (outcomes[o + OutcomeWord.localB] as number)) | 0;
          const from = outcomes[o + OutcomeWord.sends] as number;
          const stop = from + (outcomes[o + OutcomeWord.sendCount] as number);
          for (let s = from; s < stop; s++) {
            const sent = sends[s] as number;
            if (items[sent * itemWords + ItemWord.seenIn] === mark || has(sends, from, s, sent)) continue;
            nextA = (nextA + (items[sent * itemWords + ItemWord.a] as number)) | 0;
            nextB = (nextB + (items[sent * itemWords + ItemWord.b] as number)) | 0;
          }
        } else {
          nextA = (nextA + (outcomes[o + OutcomeWord.a] as number)) | 0;
          nextB = (nextB + (outcomes[o + OutcomeWord.b] as number)) | 0;
        }
        if (which >= 0 && (nextA !== a || nextB !== b)) moves += 1;
        const mine = number++;
        if (target >= 0 && mine !== target) continue;
        const next = outcomes[o + OutcomeWord.next] as number;
        if (target < 0) {
          outcomes[o + OutcomeWord.hits] = (outcomes[o + OutcomeWord.hits] as number) + 1;
          const isNew = isNews(x, next, local);
          if (sleeps && isWithin(x, next)) {
            if (!isNew) continue;
            successor(x, words, at, surrounding, nextA, nextB, node, next, -1, -1, outcome, isKept);
            steps?.look(x.scratch, next === local ? -1 : next, mine);
            continue;
          }
          if (graph !== null) graph.label = outcome;
          if (!isNew && graph === null && nextA === a && nextB === b) continue;
          if (!isNew && x.exact === null && isKnown(x, table, mask, nextA, nextB)) continue;
        } else note(x, Move.group, group, -1, outcome - first, last - first);
        const length = successor(x, words, at, around, nextA, nextB, node, next, -1, -1, outcome, isKept);
        keep(x, length, mine, next === local ? -1 : next, which < 0 ? -1 : outcome);
        ({ table, mask } = x.seen);
      }
    }
  }

  const acted = takeAction(x, words, at, number);
  if (target >= 0) return;
  x.transitions += number + acted;
  if (moves === 0 && acted === 0) x.rests += atRest(x, words, at);
}

/** Counts the one outcome of a group that need not be looked at: it sleeps, or leads beyond the bounds. False when there is more to it. */
function passBy(x: Space, groups: Int32Array, g: number, local: number, sleeps: boolean): boolean {
  if (x.sleep === null) return false;
  const only = groups[g + GroupWord.only] as number;
  if (only < 0 || !((sleeps && isWithin(x, only)) || leadsBeyond(x, only, local)) || isNews(x, only, local))
    return false;
  groups[g + GroupWord.slept] = (groups[g + GroupWord.slept] as number) + 1;
  return true;
}

/** Whether a step to this local state leads beyond the bounds, where all is known. */
function leadsBeyond({ sleep, judge }: Space, next: number, local: number): boolean {
  return (
    next !== local &&
    sleep !== null &&
    sleep.sides !== null &&
    ((sleep.sides[next] as number) & Side.beyond) !== 0 &&
    judge !== null &&
    judge.isSettledBeyond(next)
  );
}

/** Whether a local state was never met beyond the bounds. */
function isWithin({ sleep }: Space, local: number): boolean {
  return sleep === null || sleep.sides === null || ((sleep.sides[local] as number) & Side.beyond) === 0;
}

function isNews({ steps }: Space, next: number, local: number): boolean {
  return steps !== null && steps.isNews(next === local ? -1 : next);
}

/** Whether a world was found before. Then nothing more comes of the transition than an edge. */
function isKnown(x: Space, table: Int32Array, mask: number, a: number, b: number): boolean {
  const slot = slotOf(table, mask, a, b);
  if (slot < 0) return false;
  if (x.graph !== null) addEdge(x.graph, worldAt(x, slot), x.graph.label);
  return true;
}

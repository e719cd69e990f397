/**
 * The transitions of a world in which some link is cut or keeps its messages in order, or links deliver in several ways. The
 * same as in `expand.ts`; here every successor is written down first, and its fingerprint made on the way.
 */
import { headWords, HeadWord } from './codec.ts';
import { Label } from './graph.ts';
import { ItemWord, itemWords } from './items.ts';
import { keep } from './keep.ts';
import { LocalWord, localWords } from './locals.ts';
import { GroupWord, groupWords, OutcomeWord, outcomeWords } from './memo.ts';
import { pairAt } from './pairs.ts';
import { Move, type Space } from './space.ts';
import { atRest, Fault, has, insert, note, takeAction } from './successor.ts';
import { Mode, type Surrounding, SurroundingWord, surroundingWords } from './surroundings.ts';

export function expandUneven(x: Space, words: Int32Array, at: number): void {
  const { nodes, memo, target } = x;
  const surrounding = words[at + HeadWord.surrounding] as number;
  const { cut, modes } = x.surroundings.list[surrounding] as Surrounding;
  const network = at + headWords + nodes;
  const end = network + (words[at + HeadWord.count] as number);
  let number = 0;
  let moves = 0;

  /** Whether the transition being looked at is wanted. */
  const isWanted = (): boolean => target < 0 || number === target;
  /** Ends a transition: the successor is in `x.scratch`. `next`: the new local state; −1 when none changed. */
  const arrive = (next: number, isFault: boolean, label: number): void => {
    if (x.graph !== null) x.graph.label = label;
    if (!isFault && (x.scratch[0] !== words[at] || x.scratch[1] !== words[at + 1])) moves += 1;
    keep(x, headWords + nodes + (x.scratch[HeadWord.count] as number), number, next, -1);
  };
  const count = (move: Move): void => {
    x.moves[move] = (x.moves[move] as number) + 1;
  };

  /** Everything that a group leads to. `place`: of the message that arrives; −1 when none does. */
  const takeGroup = (group: number, local: number, node: number, around: number, place: number): void => {
    const first = memo.groups.data[group * groupWords + GroupWord.first] as number;
    const last = first + (memo.groups.data[group * groupWords + GroupWord.count] as number);
    for (let outcome = first; outcome < last; outcome++, number++) {
      if (!isWanted()) continue;
      const o = outcome * outcomeWords;
      const { data } = memo.outcomes;
      if (target < 0) data[o + OutcomeWord.hits] = (data[o + OutcomeWord.hits] as number) + 1;
      else note(x, Move.group, group, -1, outcome - first, last - first);
      const next = data[o + OutcomeWord.next] as number;
      lay(x, words, at, around);
      changeLocal(x, node, next);
      if (place >= 0 && modes[linkAt(x, words[place] as number)] !== Mode.duplicating)
        takeFirst(x, words[place] as number);
      const begin = data[o + OutcomeWord.sends] as number;
      const stop = begin + (data[o + OutcomeWord.sendCount] as number);
      for (let s = begin; s < stop; s++) {
        const sent = memo.sends.data[s] as number;
        // What is sent over a cut link is lost at once.
        if (cut[linkAt(x, sent)] === 0) put(x, sent, modes);
      }
      arrive(next === local ? -1 : next, around !== surrounding, outcome);
    }
  };

  let previous = -1;
  for (let place = network; place < end; place++) {
    const item = words[place] as number;
    if (item === previous) continue;
    previous = item;
    const link = linkAt(x, item);
    const message = x.items.words.data[item * itemWords + ItemWord.first] as number;
    if (cut[link] !== 0) {
      // Whether it arrives before the link is healed is a matter of time, so both are possible; it costs no fault.
      if (isWanted()) {
        if (target >= 0) note(x, Move.lostInCut, -1, message, 0, 1);
        else count(Move.lostInCut);
        lay(x, words, at, surrounding);
        takeFirst(x, item);
        arrive(-1, false, Label.firstLost - message);
      }
      number += 1;
      continue;
    }
    const to = x.items.words.data[item * itemWords + ItemWord.to] as number;
    const local = words[at + headWords + to] as number;
    let group = pairAt(memo.arrivals.table, local, message);
    if (group < 0) group = x.lab.arrival(local, message);
    takeGroup(group, local, to, surrounding, place);
    if (modes[link] === Mode.duplicating) continue;
    for (const kind of [Fault.drop, Fault.duplicate]) {
      const around = withFault(x, surrounding, kind);
      if (around < 0) continue;
      if (isWanted()) {
        const move = kind === Fault.drop ? Move.lost : Move.twice;
        if (target >= 0) note(x, move, -1, message, 0, 1);
        else count(move);
        lay(x, words, at, around);
        if (kind === Fault.drop) takeFirst(x, item);
        else put(x, message, modes);
        arrive(-1, true, Label.fault);
      }
      number += 1;
    }
  }

  for (let node = 0; node < nodes; node++) {
    const local = words[at + headWords + node] as number;
    const l = local * localWords;
    for (const kind of [Fault.crash, Fault.restart] as const) {
      const around = withFault(x, surrounding, kind);
      if (around < 0) continue;
      const known = x.locals.words.data[l + (kind === Fault.crash ? LocalWord.crash : LocalWord.restart)] as number;
      const group = known !== -2 ? known : kind === Fault.crash ? x.lab.crash(local) : x.lab.restart(local);
      if (group >= 0) takeGroup(group, local, node, around, -1);
    }
    if ((x.locals.words.data[l + LocalWord.ownStart] as number) < 0) x.lab.own(local);
    const begin = x.locals.words.data[l + LocalWord.ownStart] as number;
    const stop = begin + (x.locals.words.data[l + LocalWord.ownCount] as number);
    for (let own = begin; own < stop; own++) takeGroup(memo.own.data[own] as number, local, node, surrounding, -1);
  }

  const acted = takeAction(x, words, at, number);
  if (target >= 0) return;
  x.transitions += number + acted;
  if (moves === 0 && acted === 0) x.rests += atRest(x, words, at);
}

/** The surrounding with one fault more; −1 when the budget is spent. */
function withFault(x: Space, surrounding: number, fault: number): number {
  const at = surrounding * surroundingWords + SurroundingWord.faults + fault;
  const more = x.surroundings.words.data[at] as number;
  return more < -1 ? x.surroundings.oneMore(surrounding, fault) : more;
}

function linkAt(x: Space, item: number): number {
  return x.items.words.data[item * itemWords + ItemWord.link] as number;
}

// ---------------------------------------------------------------- writing the successor, its fingerprint with it

function lay(x: Space, words: Int32Array, at: number, surrounding: number): void {
  const length = headWords + x.nodes + (words[at + HeadWord.count] as number);
  if (length > x.scratch.length) x.scratch = new Int32Array(length * 2);
  for (let i = 0; i < length; i++) x.scratch[i] = words[at + i] as number;
  const { data } = x.surroundings.words;
  count(x, data, (words[at + HeadWord.surrounding] as number) * surroundingWords, -1);
  count(x, data, surrounding * surroundingWords, 1);
  x.scratch[HeadWord.surrounding] = surrounding;
  x.scratch[HeadWord.outcome] = -1;
}

function changeLocal(x: Space, node: number, next: number): void {
  const { data } = x.locals.words;
  count(x, data, (x.scratch[headWords + node] as number) * localWords, -1);
  count(x, data, next * localWords, 1);
  x.scratch[headWords + node] = next;
}

/** Adds two words to the fingerprint, or takes them away. Stores into an Int32Array wrap by themselves. */
function count(x: Space, data: Int32Array, at: number, sign: number): void {
  x.scratch[HeadWord.a] = (x.scratch[HeadWord.a] as number) + sign * (data[at] as number);
  x.scratch[HeadWord.b] = (x.scratch[HeadWord.b] as number) + sign * (data[at + 1] as number);
}

function add(x: Space, item: number): void {
  const first = headWords + x.nodes;
  const length = first + (x.scratch[HeadWord.count] as number);
  if (length + 1 > x.scratch.length) {
    const grown = new Int32Array(length * 2);
    grown.set(x.scratch);
    x.scratch = grown;
  }
  insert(x.scratch, first, length, item);
  x.scratch[HeadWord.count] = length + 1 - first;
  count(x, x.items.words.data, item * itemWords, 1);
}

function remove(x: Space, item: number): void {
  const first = headWords + x.nodes;
  const last = first + (x.scratch[HeadWord.count] as number) - 1;
  let at = first;
  while (x.scratch[at] !== item) at += 1;
  for (; at < last; at++) x.scratch[at] = x.scratch[at + 1] as number;
  x.scratch[HeadWord.count] = last - first;
  count(x, x.items.words.data, item * itemWords, -1);
}

/** A message is gone, or the first of a queue. */
function takeFirst(x: Space, item: number): void {
  remove(x, item);
  if (x.items.queues[item] == null) return;
  const rest = x.items.behead(item);
  if (rest >= 0) add(x, rest);
}

function put(x: Space, message: number, modes: Uint8Array): void {
  const first = headWords + x.nodes;
  const end = first + (x.scratch[HeadWord.count] as number);
  const link = linkAt(x, message);
  if (modes[link] === Mode.unordered) return add(x, message);
  if (modes[link] === Mode.duplicating) {
    if (!has(x.scratch, first, end, message)) add(x, message);
    return;
  }
  let queue = -1;
  for (let at = first; at < end; at++) {
    const item = x.scratch[at] as number;
    if (linkAt(x, item) === link && x.items.words.data[item * itemWords + ItemWord.isQueue] === 1) queue = item;
  }
  if (queue >= 0) remove(x, queue);
  add(x, x.items.append(queue, message));
}

/** What is done with a successor once it is written down: it is judged and, when it is new, kept. */
import { headWords, HeadWord } from './codec.ts';
import { longAt, pushLong } from './ints.ts';
import { commit, room } from './frontier.ts';
import { addEdge, addExchanged, addLikeness, addWorld, type Graph, nameLikeness } from './graph.ts';
import { putIn, type Seen, slotOf } from './seen.ts';
import type { ExactWorlds, Space } from './space.ts';
import { remember } from './sleep.ts';
import { surroundingWords } from './surroundings.ts';

/**
 * The successor is in `x.scratch`.
 * @param number of the transition among those of its world
 * @param next the local state that it changed; −1 for none, −2 when several may have changed
 * @param outcome by which it came; −1 for what is no node's own step
 */
export function keep(x: Space, length: number, number: number, next: number, outcome: number): void {
  if (x.target >= 0) {
    if (x.taken !== null) x.taken.words = x.scratch.slice(0, length);
    return;
  }
  const { scratch, seen, exact, graph, seat } = x;
  let b = scratch[1] as number;
  let a = firstWord(scratch);
  x.steps?.look(scratch, next, number);
  let slot = exact === null ? slotOf(seen.table, seen.mask, a, b) : exactSlotOf(seen, exact, a, b, scratch, length);
  if (slot >= 0) {
    if (graph !== null && x.current >= 0) addEdge(graph, worldAt(x, slot), graph.label);
    return;
  }
  let exchange = 0;
  let likeness = 0;
  if (x.symmetry !== null) {
    const { words, permutation } = x.symmetry.canonise(scratch.slice(0, length));
    x.guard?.world(words);
    if (words[0] !== scratch[0] || words[1] !== scratch[1]) {
      exchange = permutation;
      if (exact === null) {
        // Whoever comes by it again need not ask which one stands for it.
        if (graph !== null) likeness = addLikeness(graph, exchange);
        putIn(seen, -1 - slot, a, b, graph === null ? -1 : likeness);
      }
      scratch.set(words);
      b = scratch[1] as number;
      a = firstWord(scratch);
      slot = exact === null ? slotOf(seen.table, seen.mask, a, b) : exactSlotOf(seen, exact, a, b, scratch, length);
      if (slot >= 0) {
        if (graph !== null) standsFor(x, graph, worldAt(x, slot), likeness, exchange);
        return;
      }
    }
  }
  if (seat !== null && !seat.claim(a, b)) return;
  const isOut = x.judge !== null && x.judge.look(scratch, next, number);
  if (x.sleep !== null && x.sleep.sides !== null) remember(x.sleep, scratch, x.nodes, next, isOut);
  let entry = isOut ? -1 : x.states;
  if (exact !== null) {
    entry = exact.starts.length;
    pushLong(exact.starts, exact.words.length);
    pushLong(exact.numbers, isOut ? -1 : x.states);
    for (let i = 0; i < length; i++) pushLong(exact.words, scratch[i] as number);
  }
  if (seat !== null) seen.size += 1;
  else putIn(seen, -1 - slot, a, b, entry);
  if (graph !== null) {
    standsFor(x, graph, isOut ? -1 : x.states, likeness, exchange);
    if (!isOut) addWorld(graph, scratch);
  }
  if (isOut) return;
  x.states += 1;
  pushLong(x.parents, x.current);
  pushLong(x.parents, number);
  if (x.counted !== null) countOnce(x, x.counted, length);
  if (x.sleep !== null) scratch[HeadWord.outcome] = outcome;
  const chunk = room(x.frontier, length);
  const { words, length: at } = chunk;
  for (let i = 0; i < length; i++) words[at + i] = scratch[i] as number;
  commit(chunk, length);
}

/**
 * The successor leads to a world, which stands for it.
 * @param likeness of the successor, when it is remembered by itself; 0: it is not
 */
function standsFor(x: Space, graph: Graph, world: number, likeness: number, exchange: number): void {
  if (likeness !== 0) nameLikeness(graph, likeness, world);
  if (x.current >= 0) addExchanged(graph, world, graph.label, exchange);
}

/** The number of the world in a slot; −1 when it lies beyond the bounds, less for a likeness. For spaces that keep such numbers. */
export function worldAt({ seen, exact }: Space, slot: number): number {
  const entry = seen.numbers?.[slot] ?? -1;
  return exact === null || entry < 0 ? entry : longAt(exact.numbers, entry);
}

/** Two zeros stand for a free slot. */
const insteadOfZero = 1;

function firstWord(scratch: Int32Array): number {
  return scratch[0] === 0 && scratch[1] === 0 ? insteadOfZero : (scratch[0] as number);
}

/** As `slotOf`, for worlds that are compared in full. */
function exactSlotOf(
  { table, mask, numbers }: Seen,
  exact: ExactWorlds,
  a: number,
  b: number,
  scratch: Int32Array,
  length: number,
): number {
  let slot = a & mask;
  for (;;) {
    const [word, other] = [table[slot << 1] as number, table[(slot << 1) | 1] as number];
    if (word === 0 && other === 0) return -1 - slot;
    if (word === a && other === b && isEqual(exact, numbers?.[slot] ?? 0, scratch, length)) return slot;
    slot = (slot + 1) & mask;
  }
}

function isEqual({ words, starts }: ExactWorlds, entry: number, scratch: Int32Array, length: number): boolean {
  const from = longAt(starts, entry);
  for (let i = 0; i < length; i++) if (longAt(words, from + i) !== scratch[i]) return false;
  return true;
}

/** Counts a world once, whatever the order of members in its states and messages. */
function countOnce(x: Space, counted: Seen, length: number): void {
  const { scratch, surroundings, locals, items } = x;
  const around = (scratch[2] as number) * surroundingWords;
  let a = surroundings.words.data[around] as number;
  let b = surroundings.words.data[around + 1] as number;
  for (let i = headWords; i < length; i++) {
    const isLocal = i < headWords + x.nodes;
    const { data } = isLocal ? locals.orderless : items.orderless;
    const from = (scratch[i] as number) * 2;
    a = (a + (data[from] as number)) | 0;
    b = (b + (data[from + 1] as number)) | 0;
  }
  if (a === 0 && b === 0) a = insteadOfZero;
  const slot = slotOf(counted.table, counted.mask, a, b);
  if (slot < 0) putIn(counted, -1 - slot, a, b, 0);
}

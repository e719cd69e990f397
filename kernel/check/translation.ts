/**
 * What one member of a crew interns after the handover has other numbers in another. A member tells the others what it has interned, as
 * plain data in order, and they keep by its number their own. Worlds are then translated word by word.
 */
import type { State } from '../program/declaration.ts';
import type { Pending } from '../world/queue.ts';
import { headWords, HeadWord } from './codec.ts';
import type { Explored } from './create-space.ts';
import { intAt } from './ints.ts';
import type { Message } from './items.ts';
import { addOutcome, OutcomeWord, outcomeWords } from './memo.ts';
import type { Space } from './space.ts';
import type { Surrounding } from './surroundings.ts';

export interface Interned {
  readonly names: readonly string[];
  readonly locals: readonly {
    readonly node: number;
    readonly alive: boolean;
    readonly state: State;
    readonly timers: readonly Pending[];
  }[];
  /** Messages, and queues as the numbers of their messages. */
  readonly items: readonly (Omit<Message, 'others'> | readonly number[])[];
  readonly surroundings: readonly Omit<Surrounding, 'modes' | 'cut'>[];
}

/** How many of each there are. */
export interface Counts {
  readonly names: number;
  readonly locals: number;
  readonly items: number;
  readonly surroundings: number;
}

export const nothing: Counts = { names: 0, locals: 0, items: 0, surroundings: 0 };

export function countsOf({ space, base }: Explored): Counts {
  return {
    names: base.names.list.length,
    locals: space.locals.list.length,
    items: space.items.messages.length,
    surroundings: space.surroundings.list.length,
  };
}

/** What was interned after there were so many. Null when something in it would not be the same in another thread. */
export function internedSince({ space, base }: Explored, since: Counts): Interned | null {
  const { locals, items, surroundings } = space;
  const interned: Interned = {
    names: base.names.list.slice(since.names),
    locals: locals.list.slice(since.locals).map(({ node, alive, state, timers }) => ({ node, alive, state, timers })),
    items: items.messages.slice(since.items).map((message, index) => {
      if (message === null) return items.queues[since.items + index] ?? [];
      const { from, to, type, body } = message;
      return { from, to, type, body };
    }),
    surroundings: surroundings.list
      .slice(since.surroundings)
      .map(({ cuts, network, links, actionsLeft, spent }) => ({ cuts, network, links, actionsLeft, spent })),
  };
  const bodies = interned.locals.map(({ state, timers }) => [state, timers.map(({ body }) => body)]);
  return isClonedWhole([bodies, interned.items]) ? interned : null;
}

/** Structured cloning gives objects a prototype, and a rule can tell. */
function isClonedWhole(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof Map) return [...value].every(([key, member]) => isClonedWhole(key) && isClonedWhole(member));
  if (value instanceof Set) return [...value].every(isClonedWhole);
  return Object.getPrototypeOf(value) !== null && Object.values(value).every(isClonedWhole);
}

/** By another's number, one's own. */
export interface Translation {
  readonly names: number[];
  readonly locals: number[];
  readonly items: number[];
  readonly surroundings: number[];
  readonly outcomes: number[];
}

/** Of what both had before, the numbers are the same. */
export function createTranslation({ names, locals, items, surroundings }: Counts): Translation {
  const same = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
  return {
    names: same(names),
    locals: same(locals),
    items: same(items),
    surroundings: same(surroundings),
    outcomes: [],
  };
}

/** Interns what another has, in its order. */
export function learn(translation: Translation, { space, base }: Explored, interned: Interned): void {
  const { names, locals, items, surroundings } = translation;
  for (const name of interned.names) names.push(base.names.of(name));
  for (const { node, alive, state, timers } of interned.locals) {
    const pending = timers.map((timer) => ({ ...timer, type: names[timer.type] ?? timer.type }));
    const id = base.nodes[node]?.id ?? '';
    const byKey = new Map(pending.map((timer) => [timer.key, timer]));
    locals.push(space.locals.intern({ index: node, id, alive, state, timers: byKey }));
  }
  for (const item of interned.items) {
    if (isQueue(item)) items.push(space.items.queue(item.map((message) => items[message] as number)));
    else {
      const type = names[item.type] as number;
      items.push(space.items.message(item.from, item.to, type, base.names.list[type] ?? '', item.body));
    }
  }
  for (const of of interned.surroundings) surroundings.push(space.surroundings.intern(of));
}

function isQueue(item: Interned['items'][number]): item is readonly number[] {
  return Array.isArray(item);
}

// ---------------------------------------------------------------- outcomes

/** By which outcome a world was found: the local state that it led to, and the items that were sent. It is not taken here. */
export type PlainOutcome = readonly number[];

export function plainOutcome({ memo }: Space, outcome: number): PlainOutcome {
  const word = (which: number): number => intAt(memo.outcomes, outcome * outcomeWords + which);
  const begin = word(OutcomeWord.sends);
  return [word(OutcomeWord.next), ...memo.sends.data.subarray(begin, begin + word(OutcomeWord.sendCount))];
}

/** Gives it a number here: it belongs to no group, so it is never taken. */
export function learnOutcome(translation: Translation, { memo }: Space, [next, ...sends]: PlainOutcome): void {
  const { locals, items, outcomes } = translation;
  outcomes.push(memo.rules.length);
  const own = locals[next as number] as number;
  const outcome = { next: own, sends: sends.map((item) => items[item] as number), rules: [], setAgain: [] };
  addOutcome(memo, own, outcome, { local: () => [0, 0], item: () => [0, 0] });
}

// ---------------------------------------------------------------- worlds

/** Translates a record in place. False, with nothing done, when something in it is not known yet. */
export function translate(
  { locals, items, surroundings, outcomes }: Translation,
  words: Int32Array,
  at: number,
  nodes: number,
): boolean {
  const first = at + headWords + nodes;
  const end = first + (words[at + HeadWord.count] as number);
  const outcome = words[at + HeadWord.outcome] as number;
  if ((words[at + HeadWord.surrounding] as number) >= surroundings.length || outcome >= outcomes.length) return false;
  for (let i = at + headWords; i < first; i++) if ((words[i] as number) >= locals.length) return false;
  for (let i = first; i < end; i++) if ((words[i] as number) >= items.length) return false;
  words[at + HeadWord.surrounding] = surroundings[words[at + HeadWord.surrounding] as number] as number;
  if (outcome >= 0) words[at + HeadWord.outcome] = outcomes[outcome] as number;
  for (let i = at + headWords; i < first; i++) words[i] = locals[words[i] as number] as number;
  for (let i = first; i < end; i++) {
    const item = items[words[i] as number] as number;
    // They stand in the order of their numbers here.
    let to = i;
    for (; to > first && (words[to - 1] as number) > item; to--) words[to] = words[to - 1] as number;
    words[to] = item;
  }
  return true;
}

/**
 * Local states: all that one node is (its state, whether it is up, its pending timers), each distinct one a small integer.
 * A node's identity is part of it, because rules see `ctx.self`.
 */
import { canonical, copy, duplicate, freeze, literal } from '../plain.ts';
import { lanesOf } from '../hash.ts';
import type { State } from '../program/declaration.ts';
import { Priority, type Pending } from '../world/queue.ts';
import { withId } from '../world/view.ts';
import type { NodeInWorld } from '../world/world.ts';
import { disorders, exactText, inOrder } from './arrange.ts';
import { createInts, pushInts, type Ints } from './ints.ts';

export interface LocalState {
  readonly node: number;
  readonly alive: boolean;
  /** Frozen, with its id: what properties look at. */
  readonly state: State;
  /** By key. */
  readonly timers: readonly Pending[];
  /** Makes a state for a rule to work on. */
  readonly make: () => State;
  /** The same with its members in other orders: whether a rule can tell. Of the orders that came up, the first few. */
  readonly others: (() => State)[];
}

/** Words of one local state in `Locals.words`. */
export const localWords = 8;
export const LocalWord = {
  /** Fingerprint. */
  a: 0,
  b: 1,
  node: 2,
  /** Where its own groups begin (timers, then `may` rules), and how many there are; −1: not known yet. */
  ownStart: 3,
  ownCount: 4,
  /** Groups; −2: not known yet, −1: it cannot. */
  crash: 5,
  restart: 6,
  /** The group that was remembered last for it; −1 for none. */
  lastGroup: 7,
} as const;

export interface Locals {
  readonly list: LocalState[];
  readonly words: Ints;
  /** Fingerprints that leave the order of members out, two words each. Only kept when order matters. */
  readonly orderless: Ints;
  readonly orderMatters: boolean;
  /** Local states for which another order of members came up after rules had run on them. */
  readonly toTry: { readonly local: number; readonly make: () => State }[];
  intern(node: Pick<NodeInWorld, 'index' | 'id' | 'alive' | 'state' | 'timers'>): number;
}

/** Orders that came up by themselves and are tried, besides those that are made up. */
const ordersKept = 2;

export function createLocals(orderMatters: boolean): Locals {
  const byExact = new Map<string, number>();
  const byContent = new Map<string, number>();
  const locals: Locals = {
    list: [],
    words: createInts(),
    orderless: createInts(),
    orderMatters,
    toTry: [],
    intern({ index, id, alive, state, timers }) {
      const head = `${index} ${alive ? 'up' : 'down'}\n`;
      const pending = [...timers.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
      const exact = `${head}${exactText(state)}${pending.map(({ key, body }) => `\n${key} ${literal(body)}`).join('')}`;
      const known = byExact.get(exact);
      if (known !== undefined) return known;
      const content = `${head}${canonical(state)}${pending.map(({ key, body }) => `\n${key} ${canonical(body)}`).join('')}`;
      const same = orderMatters ? undefined : byContent.get(content);
      const found = duplicate(state);
      const make = (): State => withId(duplicate(found), id);
      if (same !== undefined) {
        byExact.set(exact, same);
        const local = locals.list[same] as LocalState;
        if (local.others.length < ordersKept + 2) {
          local.others.push(make);
          locals.toTry.push({ local: same, make });
        }
        return same;
      }
      const ordered = orderMatters ? found : inOrder(found);
      const number = locals.list.length;
      locals.list.push({
        node: index,
        alive,
        state: freeze(withId(copy(ordered), id)),
        timers: pending.map((record) => timerOf(record, orderMatters)),
        make: orderMatters ? make : () => withId(copy(ordered), id),
        others: orderMatters ? [] : otherOrders(found, ordered, id, make),
      });
      byExact.set(exact, number);
      byContent.set(content, number);
      const [a, b] = lanesOf(orderMatters ? exact : content);
      pushInts(locals.words, [a, b, index, -1, 0, -2, -2, -1]);
      if (orderMatters) pushInts(locals.orderless, lanesOf(content));
      return number;
    },
  };
  return locals;
}

function otherOrders(found: State, ordered: State, id: string, make: () => State): (() => State)[] {
  const others = disorders(ordered).map((state) => () => withId(copy(state), id));
  // As the rule left it: in another order, or with parts that are held in two places or frozen.
  return exactText(found) === exactText(ordered) ? others : [...others, make];
}

/** A timer outside of time. */
function timerOf({ kind, node, from, type, body, key }: Pending, orderMatters: boolean): Pending {
  return {
    at: 0,
    priority: Priority.timer,
    order: 0,
    kind,
    node,
    from,
    type,
    body: freeze(orderMatters ? duplicate(body) : inOrder(body)),
    isShared: true,
    key,
    cause: -1,
    since: 0,
    draw: 0,
    copies: 0,
    payload: null,
  };
}

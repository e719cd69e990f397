/**
 * What is on the network: messages, and the queues of links that keep their messages in order. Each distinct one is a small
 * integer, an *item*; a network is a bag of items. A message names its ends, so equal texts on two links are two items.
 */
import { canonical, copy, freeze, literal } from '../plain.ts';
import { lanesOf } from '../hash.ts';
import { disorders, inOrder } from './arrange.ts';
import { createInts, pushInts, intAt, type Ints } from './ints.ts';

export interface Message {
  /** Index of the sending node; −1 for none. */
  readonly from: number;
  readonly to: number;
  /** Number of the type's name. */
  readonly type: number;
  /** Frozen. */
  readonly body: unknown;
  readonly others: readonly unknown[];
}

/** Words of one item in `Items.words`. */
export const itemWords = 8;
export const ItemWord = {
  a: 0,
  b: 1,
  to: 2,
  link: 3,
  /** Of a queue, its first message; of a message, itself. */
  first: 4,
  /** 1 for a queue. */
  isQueue: 5,
  /** The last world that was expanded with it on the network, where messages are kept: see `Space.expanded`. */
  seenIn: 6,
  /** The last world that was expanded in which it may be new: the transition by which that was found had sent it. */
  newIn: 7,
} as const;

export interface Items {
  readonly words: Ints;
  /** Fingerprints that leave the order of members out, two words each. Only kept when order matters. */
  readonly orderless: Ints;
  /** By item; null for a queue. */
  readonly messages: (Message | null)[];
  /** By item; null for a message. */
  readonly queues: (readonly number[] | null)[];
  message(from: number, to: number, type: number, typeName: string, body: unknown): number;
  queue(messages: readonly number[]): number;
  /** The queue with one message more; `queue` −1 for an empty one. */
  append(queue: number, message: number): number;
  /** The queue without its first message; −1 when it is empty then. */
  behead(queue: number): number;
}

/** Links as small integers; a sender −1 is outside of the world. */
export function linkIndex(nodes: number, from: number, to: number): number {
  return (from + 1) * nodes + to;
}

export function createItems(nodes: number, orderMatters: boolean): Items {
  const byText = new Map<string, number>();
  // Whoever receives a body gets a copy of it, so nothing but the order of members can be told.
  const byExact = new Map<string, number>();
  const appended = new Map<number, number>();
  const beheaded: number[] = [];
  const texts: string[] = [];
  const contents: string[] = [];

  function put(text: string, content: string, to: number, link: number, first: number | null): number {
    const number = texts.length;
    byText.set(text, number);
    texts.push(text);
    contents.push(content);
    const [a, b] = lanesOf(text);
    pushInts(items.words, [a, b, to, link, first ?? number, first === null ? 0 : 1, 0, 0]);
    if (orderMatters) pushInts(items.orderless, lanesOf(content));
    items.messages.push(null);
    items.queues.push(null);
    return number;
  }

  function queueOf(messages: readonly number[]): number {
    const first = messages[0] as number;
    const text = `queue\n${messages.map((message) => texts[message]).join('\n')}`;
    const known = byText.get(text);
    if (known !== undefined) return known;
    const content = `queue\n${messages.map((message) => contents[message]).join('\n')}`;
    const word = (which: number): number => intAt(items.words, first * itemWords + which);
    const number = put(text, content, word(ItemWord.to), word(ItemWord.link), first);
    items.queues[number] = messages;
    return number;
  }

  const items: Items = {
    words: createInts(),
    orderless: createInts(),
    messages: [],
    queues: [],
    message(from, to, type, typeName, body) {
      const head = `${from} ${to} ${typeName} `;
      const exact = head + literal(body);
      const seen = byExact.get(exact);
      if (seen !== undefined) return seen;
      const content = head + canonical(body);
      const text = orderMatters ? exact : content;
      const known = byText.get(text);
      if (known !== undefined) {
        byExact.set(exact, known);
        return known;
      }
      const ordered = orderMatters ? copy(body) : inOrder(body);
      const number = put(text, content, to, linkIndex(nodes, from, to), null);
      const others = orderMatters ? [] : [...disorders(ordered)];
      if (!orderMatters && exact !== head + literal(ordered)) others.push(copy(body));
      items.messages[number] = { from, to, type, body: freeze(ordered), others };
      byExact.set(exact, number);
      return number;
    },
    queue: queueOf,
    append(queue, message) {
      const key = (queue + 1) * 0x4000000 + message;
      const known = appended.get(key);
      if (known !== undefined) return known;
      const number = queueOf([...(queue < 0 ? [] : (items.queues[queue] ?? [])), message]);
      appended.set(key, number);
      return number;
    },
    behead(queue) {
      const rest = (items.queues[queue] ?? []).slice(1);
      return (beheaded[queue] ??= rest.length === 0 ? -1 : queueOf(rest));
    },
  };
  return items;
}

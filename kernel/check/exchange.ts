/** Parts of worlds with their nodes exchanged: local states, items, surroundings, and records of them. Each is worked out once. */
import type { Pending } from '../world/queue.ts';
import { linkEnds, linkNumber, type World } from '../world/world.ts';
import { headWords, HeadWord, sign, type Words } from './codec.ts';
import type { Items, Message } from './items.ts';
import type { Locals, LocalState } from './locals.ts';
import { createPairs, pairAt, type Pairs, putPair } from './pairs.ts';
import type { Permutations } from './permutations.ts';
import type { NameOf, Renamer } from './rename.ts';
import type { Surrounding, Surroundings } from './surroundings.ts';

export interface Exchange {
  /** Place of a node; −1 for none. */
  node(node: number, permutation: number): number;
  local(local: number, permutation: number): number;
  item(item: number, permutation: number): number;
  surrounding(surrounding: number, permutation: number): number;
  /** Ids as words of a text, as of a timer's key. */
  text(text: string, permutation: number): string;
  /** A record of its own, with its fingerprint. */
  world(words: Words, permutation: number): Words;
}

export function createExchange(
  base: Pick<World, 'names' | 'nodes' | 'byId'>,
  permutations: Permutations,
  renamer: Renamer,
  locals: Locals,
  items: Items,
  surroundings: Surroundings,
): Exchange {
  const nodes = base.nodes.length;
  const remembered = { local: createPairs(), item: createPairs(), surrounding: createPairs() };
  const nameOf =
    (permutation: number): NameOf =>
    (id) =>
      base.nodes[placeOf(base.byId.get(id)?.index ?? -1, permutation)]?.id ?? id;

  function placeOf(node: number, permutation: number): number {
    return node < 0 ? node : ((permutations.list[permutation] as Int32Array)[node] as number);
  }

  function once(pairs: Pairs, number: number, permutation: number, make: () => number): number {
    if (permutation === 0) return number;
    const known = pairAt(pairs.table, number, permutation);
    if (known >= 0) return known;
    const made = make();
    putPair(pairs, number, permutation, made);
    return made;
  }

  function local(number: number, permutation: number): number {
    return once(remembered.local, number, permutation, () => {
      const { node, alive, state, timers } = locals.list[number] as LocalState;
      const index = placeOf(node, permutation);
      const name = nameOf(permutation);
      const moved = timers.map(
        (record): Pending => ({
          ...record,
          node: placeOf(record.node, permutation),
          from: placeOf(record.from, permutation),
          key: renamer.text(record.key, name),
          body: renamer.value(record.body, name),
        }),
      );
      return locals.intern({
        index,
        id: base.nodes[index]?.id ?? '',
        alive,
        state: renamer.value(state, name),
        timers: new Map(moved.map((record) => [record.key, record])),
      });
    });
  }

  function item(number: number, permutation: number): number {
    return once(remembered.item, number, permutation, () => {
      const queue = items.queues[number];
      if (queue != null) return queue.reduce((made, message) => items.append(made, item(message, permutation)), -1);
      const { from, to, type, body } = items.messages[number] as Message;
      const moved = renamer.value(body, nameOf(permutation));
      const ends = [placeOf(from, permutation), placeOf(to, permutation)] as const;
      return items.message(...ends, type, base.names.list[type] ?? '', moved);
    });
  }

  function surrounding(number: number, permutation: number): number {
    return once(remembered.surrounding, number, permutation, () => {
      const of = surroundings.list[number] as Surrounding;
      const move = (link: number): number => {
        const [from, to] = linkEnds(link);
        return linkNumber(placeOf(from, permutation), placeOf(to, permutation));
      };
      const links = [...of.links].map(([link, override]) => [move(link), override] as const);
      return surroundings.intern({
        ...of,
        cuts: new Set([...of.cuts].map(move)),
        links: new Map(links.toSorted(([a], [b]) => a - b)),
      });
    });
  }

  return {
    node: placeOf,
    local,
    item,
    surrounding,
    text: (text, permutation) => renamer.text(text, nameOf(permutation)),
    world(words, permutation) {
      if (permutation === 0) return words.slice();
      const moved = new Int32Array(words.length);
      moved[HeadWord.surrounding] = surrounding(words[HeadWord.surrounding] as number, permutation);
      moved[HeadWord.count] = words[HeadWord.count] as number;
      moved[HeadWord.outcome] = -1;
      for (let node = 0; node < nodes; node++)
        moved[headWords + placeOf(node, permutation)] = local(words[headWords + node] as number, permutation);
      const first = headWords + nodes;
      for (let at = first; at < words.length; at++) moved[at] = item(words[at] as number, permutation);
      moved.subarray(first).sort();
      sign(moved, nodes, locals, items, surroundings);
      return moved;
    },
  };
}

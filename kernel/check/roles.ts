/**
 * What a node is to the parts of a world, whatever it and the others are called: a number for each pair, the same after any exchange.
 * The sum over a world tells most nodes apart that are not alike, so that they can be put in order without trying.
 */
import { lanesOf } from '../hash.ts';
import { linkEnds, type World } from '../world/world.ts';
import { headWords, HeadWord, type Words } from './codec.ts';
import type { Items, Message } from './items.ts';
import type { Locals, LocalState } from './locals.ts';
import type { NameOf, Renamer } from './rename.ts';
import type { Surrounding, Surroundings } from './surroundings.ts';

export interface Roles {
  /** The sum of what each of the nodes that may be exchanged is to all parts, written into `into` by their place in `nodes`. */
  sum(words: Words, into: Int32Array): void;
}

/** @param nodes places of those that may be exchanged */
export function createRoles(
  base: Pick<World, 'names' | 'nodes' | 'byId'>,
  nodes: readonly number[],
  renamer: Renamer,
  locals: Locals,
  items: Items,
  surroundings: Surroundings,
): Roles {
  const known = { local: [] as Int32Array[], item: [] as Int32Array[], surrounding: [] as Int32Array[] };
  const isExchanged = new Set(nodes);

  /** An id as seen with one node in view. */
  const seenFrom =
    (node: number): NameOf =>
    (id) => {
      const other = base.byId.get(id)?.index ?? -1;
      if (other === node) return '\u0001me';
      return isExchanged.has(other) ? `\u0001${base.nodes[other]?.kind ?? ''}` : id;
    };
  const nameOf = (place: number, node: number): string =>
    place < 0 ? '' : isExchanged.has(place) ? seenFrom(node)(base.nodes[place]?.id ?? '') : `\u0002${place}`;

  function rolesOf(textOf: (node: number) => string): Int32Array {
    return Int32Array.from(nodes, (node) => lanesOf(textOf(node))[0]);
  }

  function ofLocal(number: number): Int32Array {
    return (known.local[number] ??= rolesOf((node) => {
      const { node: owner, alive, state, timers } = locals.list[number] as LocalState;
      const seen = seenFrom(node);
      const pending = timers
        .map(({ key, body }) => `${renamer.text(key, seen)} ${renamer.role(body, seen)}`)
        .toSorted();
      return `${nameOf(owner, node)} ${alive} ${renamer.role(state, seen)} ${pending.join()}`;
    }));
  }

  function ofItem(number: number): Int32Array {
    return (known.item[number] ??= rolesOf((node) =>
      (items.queues[number] ?? [number])
        .map((message) => {
          const { from, to, type, body } = items.messages[message] as Message;
          return `${nameOf(from, node)} ${nameOf(to, node)} ${type} ${renamer.role(body, seenFrom(node))}`;
        })
        .join(),
    ));
  }

  function ofSurrounding(number: number): Int32Array {
    return (known.surrounding[number] ??= rolesOf((node) => {
      const { cuts, links } = surroundings.list[number] as Surrounding;
      return [...cuts, ...links.keys()]
        .map((link) =>
          linkEnds(link)
            .map((end) => nameOf(end, node))
            .join('>'),
        )
        .toSorted()
        .join();
    }));
  }

  function add(into: Int32Array, roles: Int32Array): void {
    for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + (roles[i] as number);
  }

  return {
    sum(words, into) {
      into.fill(0);
      add(into, ofSurrounding(words[HeadWord.surrounding] as number));
      const first = headWords + base.nodes.length;
      for (let at = headWords; at < first; at++) add(into, ofLocal(words[at] as number));
      for (let at = first; at < words.length; at++) add(into, ofItem(words[at] as number));
    },
  };
}

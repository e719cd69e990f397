/** What the words of a view are about, as the world at hand knows it. */
import type { Resolve } from '../program/view-words.ts';
import { textOf } from '../trace/shown.ts';
import { partsOf } from '../trace/star-place.ts';
import { EventKind } from '../world/queue.ts';
import { millis, type World } from '../world/world.ts';

/** So many steps into a state. */
const deepest = 12;

export function resolveIn(world: World): Resolve {
  return {
    isNode: (id) => world.byId.has(id),
    place(node, path) {
      const state = world.byId.get(node)?.state;
      const [field = '', ...rest] = path.split('.', deepest);
      if (state === undefined || !Object.hasOwn(state, field)) return null;
      const at: number[] = [];
      let value: unknown = state[field];
      for (const name of rest) {
        const parts = partsOf(value);
        const index = parts.findIndex((part, i) => (isList(value) ? String(i) : keyText(part)) === name);
        if (index < 0) return null;
        at.push(index);
        value = parts[index]?.value;
      }
      return { type: 'place', node, field, at };
    },
    message({ type, from, to, body, sentAt, arrivesAt }) {
      const found = world.heap.find(
        (record) =>
          record.kind === EventKind.deliver &&
          // What is in flight is shown, not copied: the same body is the same message.
          record.body === body &&
          millis(record.since) === sentAt &&
          millis(record.at) === arrivesAt &&
          world.names.list[record.type] === type &&
          world.nodes[record.from]?.id === from &&
          world.nodes[record.node]?.id === to,
      );
      return found?.order ?? null;
    },
  };
}

const isList = (value: unknown): boolean => Array.isArray(value) || value instanceof Set;

function keyText({ name, key }: { readonly name: string | null; readonly key: unknown }): string {
  return name ?? textOf(key);
}

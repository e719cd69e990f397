/**
 * Which values differ from the picture before, for a flash that lasts a moment. A first sight is not a change.
 * Frames come up to 60 times a second, so a change stays marked for a while after the frame that made it.
 */
import type { Shown } from '../../kernel/protocol.ts';

/** Wall time a change stays marked, in ms. */
export const markedFor = 900;

export class Changes {
  #before = new Map<string, { readonly text: string; readonly changedAt: number }>();

  /** The keys whose value has changed lately. Keys not given are forgotten. */
  since(
    values: readonly (readonly [key: string, value: Shown])[],
    wall: number = performance.now(),
  ): ReadonlySet<string> {
    const marked = new Set<string>();
    const next = new Map<string, { readonly text: string; readonly changedAt: number }>();
    for (const [key, value] of values) {
      const text = JSON.stringify(value);
      const before = this.#before.get(key);
      const changedAt =
        before === undefined ? Number.NEGATIVE_INFINITY : before.text === text ? before.changedAt : wall;
      next.set(key, { text, changedAt });
      if (wall - changedAt < markedFor) marked.add(key);
    }
    this.#before = next;
    return marked;
  }
}

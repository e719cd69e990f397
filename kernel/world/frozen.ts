/**
 * Frozen copies, for code that may only look: scenarios' actions, plots, and now and then properties and guards, which
 * otherwise look at the live states because they are asked after every event. Whoever writes to one is told so.
 */
import { copy, freeze, NotPlainError } from '../plain.ts';
import type { State } from '../program/declaration.ts';
import type { World as WorldView } from '../program/language.ts';
import { createView, withId } from './view.ts';
import type { NodeInWorld, World } from './world.ts';

/** Of so many looks one is at a frozen copy, the first included. */
export const probeSpacing = 4_096;

const message = /read only|only a getter|not extensible|Cannot delete|Cannot define property|shared by every node/;

/** True for what is thrown when something frozen is written to. */
export function changesFrozen(error: unknown): boolean {
  return error instanceof TypeError && message.test(error.message);
}

/** Null when the state is not plain data: that is found out, with its rule, elsewhere. */
export function frozenCopy({ id, state }: NodeInWorld): State | null {
  try {
    return freeze(withId(copy(state), id));
  } catch (error) {
    if (error instanceof NotPlainError) return null;
    throw error;
  }
}

/** `live` is the world's own view. Throws NotPlainError. */
export function frozenView(world: World, live: WorldView): WorldView {
  return createView({
    now: live.now,
    nodes: world.nodes.map(({ id, kind, state, alive }) => ({
      id,
      kind,
      alive,
      state: freeze(withId(copy(state), id)),
    })),
    messages: () => live.inFlight(),
    isCut: (a, b) => !live.linked(a, b),
    stat: (name, labels) => live.stat(name, labels),
  });
}

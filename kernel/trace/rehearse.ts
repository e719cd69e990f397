/**
 * An edit is tried on a copy of the world for a bounded number of events before it goes live. What a new rule
 * does wrong in that time keeps it out; what an unchanged rule does wrong is not the edit's fault.
 */
import type { Diagnostic } from '../diagnostic.ts';
import { NotPlainError } from '../plain.ts';
import type { Explain } from '../program/explain.ts';
import { type Machine, checkState, StepError, turn } from '../world/step.ts';
import { faultOf } from './forward.ts';

export const rehearsalEvents = 500;
const rehearsalTurns = 5_000;

/**
 * Runs `machine` ahead; it is used up. Returns what a rule that `isNew` did wrong, or null.
 * `isSpent` ends the rehearsal early; what was seen until then counts.
 */
export function rehearse(
  machine: Machine,
  explain: Explain,
  isNew: (rule: string) => boolean,
  isSpent: () => boolean,
): Diagnostic | null {
  const { world } = machine;
  try {
    for (let turns = 0, events = 0; turns < rehearsalTurns && events < rehearsalEvents; turns++) {
      const outcome = turn(machine, Number.POSITIVE_INFINITY);
      if (outcome === 'quiescent' || outcome === 'later') return null;
      if (outcome === 'event') {
        events += 1;
        const node = world.nodes[world.last.node];
        if (node !== undefined && isNew(world.names.list[world.last.rule] ?? '')) checkState(world, node);
      }
      if (turns % 16 === 15 && isSpent()) return null;
    }
    return null;
  } catch (error) {
    if (error instanceof NotPlainError || (error instanceof StepError && !isNew(error.rule))) return null;
    return faultOf({ explain }, error);
  }
}

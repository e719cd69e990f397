/**
 * What the reader did to a run, as a scenario can say it: the same effect, and the time at which `world.at(…)` does it to the same world.
 * Not all can be said: a scenario lets no message arrive early, makes no choices for a rule, and does nothing between two events of one
 * instant.
 */
import type { Input } from '../input.ts';
import type { Effect } from './effect.ts';
import { effectOfInput } from './input.ts';
import { isBefore, type Pending, Priority } from './queue.ts';
import { restore, takeSnapshot } from './snapshot.ts';
import { comeToRest, createMachine } from './step.ts';
import { findPending, firstOnWire } from './wire.ts';
import { isStale, type World } from './world.ts';

export interface Said {
  /** Virtual µs. */
  readonly at: number;
  readonly effect: Effect;
  /** As the act finds it: the `when` rules that were due have acted. */
  readonly world: World;
}

/**
 * Throws what `takeInput` knows, and StepError.
 * @param before the act; it stays as it is
 * @param shown virtual µs: the moment of the act, which may be later than the last event
 * @param earlier acts that are said before it: what comes of each of them may be so much later than it was, in µs
 */
export function said(before: World, input: Input, shown: number, earlier: number): Said | null {
  const world = atRest(before);
  const now = Math.max(world.now, shown);
  const at = timeOf(world, now, earlier);
  // The queue is changed at once, before the `when` rules act.
  if (at === null || (changesQueue(input) && world.step > before.step)) return null;
  const effect = effectOf(world, input, now);
  return effect === null ? null : { at, effect, world };
}

function atRest(world: World): World {
  if (world.unsettled.length === 0) return world;
  const machine = createMachine(restore(takeSnapshot(world, null)));
  comeToRest(machine);
  return machine.world;
}

const changesQueue = ({ type }: Input): boolean =>
  type === 'take' || type === 'drop' || type === 'delay' || type === 'duplicate';

/**
 * Actions come first of what happens at one time. So one that comes after an event of the same instant is a µs later, when nothing else
 * happens until then; and what comes of it is a µs later too.
 */
function timeOf(world: World, now: number, earlier: number): number | null {
  if (world.step === 0) return null;
  const at = Math.max(now, world.now + 1 + earlier);
  let next: Pending | null = null;
  for (const record of world.heap)
    if ((next === null || isBefore(record, next)) && !isStale(world, record)) next = record;
  if (next === null || next.at > at) return at;
  return next.at === at && next.priority > Priority.action ? at : null;
}

function effectOf(world: World, input: Input, at: number): Effect | null {
  switch (input.type) {
    case 'choose':
      return null;
    case 'note':
      return { type: 'note', text: input.text };
    case 'fire':
      return { type: 'fire', node: input.node, rule: input.rule };
    case 'take': {
      const { key, to } = input.pending;
      return key === undefined ? null : { type: 'fireTimer', node: to, key };
    }
    case 'drop':
    case 'delay':
    case 'duplicate': {
      // A scenario knows a message as the first of its type on its way.
      const { type: message, from, to } = input.pending;
      const isFirst = firstOnWire(world, message, from, to)?.id === findPending(world, input.pending).order;
      return isFirst ? { type: input.type, message, from, to, ms: input.type === 'delay' ? input.ms : 0 } : null;
    }
    case 'send':
      return input.after === undefined || input.after === 0 ? effectOfInput(world, input, at) : null;
    default:
      return effectOfInput(world, input, at);
  }
}

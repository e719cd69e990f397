/**
 * What is on its way, by hand: what can happen next, and what the reader makes happen now. The event is the message's or timer's own.
 */
import type { PendingRef } from '../input.ts';
import type { Choice } from '../protocol.ts';
import { scheduleEffect } from './act.ts';
import { linkOf } from './network.ts';
import { EventKind, isBefore, Priority } from './queue.ts';
import { type enabledChances, isEnabled, type Machine, StepError } from './step.ts';
import { findPending, isMessage, move, onOrderedLink, refOf, refused } from './wire.ts';
import { isStale, linkNumber, millis, type World } from './world.ts';

/** In the order in which they would happen by themselves; `may` rules last. `textOf` makes one line of a body. */
export function choicesOf(machine: Machine, textOf: (body: unknown) => string): Choice[] {
  const { world } = machine;
  const taken = new Set<number>();
  const choices: Choice[] = [];
  for (const record of world.heap.toSorted((a, b) => (isBefore(a, b) ? -1 : 1))) {
    if (!isMessage(record) && !(record.kind === EventKind.timer && !isStale(world, record))) continue;
    if (record.kind === EventKind.drop) continue;
    // On an ordered link only the first can arrive.
    const link = linkNumber(record.from, record.node);
    if (isMessage(record) && record.from >= 0 && linkOf(world, link).delivery === 'ordered') {
      if (taken.has(link)) continue;
      taken.add(link);
    }
    const pending = refOf(world, record);
    choices.push({
      kind: record.kind === EventKind.timer ? 'timer' : 'message',
      node: pending.to,
      type: pending.type,
      from: pending.from,
      at: millis(record.at),
      text: textOf(record.body),
      input: { type: 'take', pending },
    });
  }
  for (const { node, slot } of chancesOf(machine))
    choices.push({
      kind: 'may',
      node: node.id,
      type: slot.rule.name,
      from: '',
      at: null,
      text: '',
      input: { type: 'fire', node: node.id, rule: slot.rule.name },
    });
  return choices;
}

/** Those whose guard holds; one whose guard throws is no choice, and takes no other's place. */
function chancesOf(machine: Machine): ReturnType<typeof enabledChances> {
  return machine.world.nodes.flatMap((node) =>
    node.table.may.filter((slot) => isEnabledNow(machine, node, slot)).map((slot) => ({ node, slot })),
  );
}

function isEnabledNow(...asked: Parameters<typeof isEnabled>): boolean {
  try {
    return isEnabled(...asked);
  } catch (error) {
    if (error instanceof StepError) return false;
    throw error;
  }
}

/** It happens next, at `at` (virtual µs): now, however long ago the last event was. A message that would have been lost arrives. */
export function takePending(world: World, ref: PendingRef, at: number): void {
  const record = findPending(world, ref);
  if (record.kind === EventKind.timer)
    return scheduleEffect(world, { type: 'fireTimer', node: ref.to, key: record.key }, at, record.cause);
  if (record.kind === EventKind.action) return move(world, record, { at, priority: Priority.effect });
  const first = onOrderedLink(world, record)[0];
  if (first !== undefined && first !== record)
    throw refused(`On the ordered link from ${ref.from} to ${ref.to}, ${refOf(world, first).type} comes first.`);
  move(world, record, { at, priority: Priority.effect, kind: EventKind.deliver });
}

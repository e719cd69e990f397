/**
 * What is on its way, by hand: what can happen next, and the reader's acts on it (take it now, delay, drop,
 * duplicate). These change the queue; the event that follows is the message's or timer's own.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { Choice, PendingRef } from '../protocol.ts';
import { scheduleEffect } from './act.ts';
import { timerText } from './effect.ts';
import { linkOf } from './network.ts';
import { EventKind, isBefore, type Pending, Priority, push, sweep } from './queue.ts';
import { type enabledChances, isEnabled, type Machine, StepError } from './step.ts';
import { horizon, isStale, linkNumber, micros, millis, type World } from './world.ts';

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

export function refOf(world: World, record: Pending): PendingRef {
  const type = world.names.list[record.type] ?? '';
  const to = world.nodes[record.node]?.id ?? '';
  if (record.kind === EventKind.timer) return { id: record.order, type, from: '', to, key: record.key };
  return { id: record.order, type, from: world.nodes[record.from]?.id ?? '', to };
}

/** What `ref` means in this world. Throws DiagnosticError when there is no such thing. */
export function findPending(world: World, ref: PendingRef): Pending {
  let found: Pending | null = null;
  for (const record of world.heap) {
    if (!(isMessage(record) || (record.kind === EventKind.timer && !isStale(world, record)))) continue;
    const other = refOf(world, record);
    if (other.type !== ref.type || other.from !== ref.from || other.to !== ref.to || other.key !== ref.key) continue;
    if (other.id === ref.id) return record;
    if (found === null || isBefore(record, found)) found = record;
  }
  if (found !== null) return found;
  const what =
    ref.key === undefined
      ? `message ${ref.type}${ref.from === '' ? '' : ` from ${ref.from}`} to ${ref.to}`
      : `timer ${timerText(ref.key)} of ${ref.to}`;
  throw new DiagnosticError(
    diagnostic('input/stale', `There is no ${what} on its way.`, {
      help: 'It was there in another history. Undo this act, or choose again.',
    }),
  );
}

/** It happens next, at `at` (virtual µs): now, however long ago the last event was. A message that would have been lost arrives. */
export function takePending(world: World, ref: PendingRef, at: number): void {
  const record = findPending(world, ref);
  if (record.kind === EventKind.timer)
    return scheduleEffect(world, { type: 'fireTimer', node: ref.to, key: record.key }, at, record.cause);
  const first = onOrderedLink(world, record)[0];
  if (first !== undefined && first !== record)
    throw refused(`On the ordered link from ${ref.from} to ${ref.to}, ${refOf(world, first).type} comes first.`);
  move(world, record, { at, priority: Priority.effect, kind: EventKind.deliver });
}

/** On an ordered link, what comes after it waits for it. */
export function delayPending(world: World, ref: PendingRef, ms: number): void {
  const record = messageOf(world, ref);
  const at = Math.max(world.now, record.at) + micros(ms);
  if (!(ms >= 0 && at < horizon)) throw refused(`A message cannot be delayed by ${String(ms)} ms.`);
  const line = onOrderedLink(world, record);
  const link = linkNumber(record.from, record.node);
  const state = world.linkStates.get(link);
  if (line.length > 0 && state !== undefined)
    world.linkStates.set(link, { ...state, lastArrival: Math.max(at, state.lastArrival) });
  const later = line.slice(line.indexOf(record) + 1).filter((other) => other.at <= at);
  for (const one of [record, ...later]) move(world, one, { at });
}

/** `at`: virtual µs, as in `takePending`. */
export function dropPending(world: World, ref: PendingRef, at: number): void {
  move(world, messageOf(world, ref), { at, priority: Priority.effect, kind: EventKind.drop });
}

/** Once more, at the same time. The copy arrives, whatever becomes of the first. */
export function duplicatePending(world: World, ref: PendingRef): void {
  const record = messageOf(world, ref);
  move(world, record, {});
  push(world.heap, {
    ...record,
    isShared: true,
    kind: EventKind.deliver,
    copies: record.copies + 1,
    order: world.order++,
  });
}

/** What is on its way on the same ordered link, in order; nothing when a message's link is not ordered. */
function onOrderedLink(world: World, { from, node }: Pending): Pending[] {
  if (from < 0 || linkOf(world, linkNumber(from, node)).delivery !== 'ordered') return [];
  return world.heap
    .filter((other) => other.kind === EventKind.deliver && other.from === from && other.node === node)
    .toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
}

function messageOf(world: World, ref: PendingRef): Pending {
  const record = findPending(world, ref);
  if (record.kind === EventKind.timer) throw refused(`${ref.type} of ${ref.to} is a timer.`);
  return record;
}

/** Records never change: a changed one takes its place, and its number, by which the reader knows it. */
function move(world: World, record: Pending, change: Partial<Pending>): void {
  sweep(world.heap, (other) => other !== record);
  push(world.heap, { ...record, isShared: true, ...change });
}

function isMessage({ kind }: Pending): boolean {
  return kind === EventKind.deliver || kind === EventKind.drop;
}

function refused(text: string): DiagnosticError {
  return new DiagnosticError(diagnostic('input/refused', text, { help: 'Choose again.' }));
}

/**
 * Messages on their way, changed from outside: lost, late, doubled. These change the queue; the event that follows is the message's
 * own.
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import type { PendingRef } from '../input.ts';
import { timerText } from './effect.ts';
import { linkOf } from './network.ts';
import { EventKind, isBefore, type Pending, Priority, push, sweep } from './queue.ts';
import { horizon, isStale, linkNumber, micros, type World } from './world.ts';

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
    const isTimer = record.kind === EventKind.timer && !isStale(world, record);
    if (!isTimer && !isMessage(record) && record.kind !== EventKind.action) continue;
    const other = refOf(world, record);
    if (other.type !== ref.type || other.from !== ref.from || other.to !== ref.to || other.key !== ref.key) continue;
    if (other.id === ref.id) return record;
    if (found === null || isBefore(record, found)) found = record;
  }
  if (found !== null) return found;
  const what =
    ref.key === undefined && ref.to === ''
      ? `action ${ref.type}`
      : ref.key === undefined
        ? `message ${ref.type}${ref.from === '' ? '' : ` from ${ref.from}`} to ${ref.to}`
        : `timer ${timerText(ref.key)} of ${ref.to}`;
  throw new DiagnosticError(
    diagnostic('input/stale', `There is no ${what} on its way.`, {
      help: 'It was there in another history. Undo this act, or choose again.',
    }),
  );
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

/** The first message of a type that will arrive; null when there is none. */
export function firstOnWire(world: World, type: string, from: string, to: string): PendingRef | null {
  let first: Pending | null = null;
  for (const record of world.heap) {
    if (record.kind !== EventKind.deliver || world.names.list[record.type] !== type) continue;
    if (world.nodes[record.from]?.id !== from || world.nodes[record.node]?.id !== to) continue;
    if (first === null || isBefore(record, first)) first = record;
  }
  return first === null ? null : refOf(world, first);
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
export function onOrderedLink(world: World, { from, node }: Pending): Pending[] {
  if (from < 0 || linkOf(world, linkNumber(from, node)).delivery !== 'ordered') return [];
  return world.heap
    .filter((other) => other.kind === EventKind.deliver && other.from === from && other.node === node)
    .toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
}

function messageOf(world: World, ref: PendingRef): Pending {
  const record = findPending(world, ref);
  if (record.kind === EventKind.timer) throw refused(`${ref.type} of ${ref.to} is a timer.`);
  if (record.kind === EventKind.action) throw refused(`${ref.type} is an action of the scenario.`);
  return record;
}

/** Records never change: a changed one takes its place, and its number, by which the reader knows it. */
export function move(world: World, record: Pending, change: Partial<Pending>): void {
  sweep(world.heap, (other) => other !== record);
  push(world.heap, { ...record, isShared: true, ...change });
}

export function isMessage({ kind }: Pending): boolean {
  return kind === EventKind.deliver || kind === EventKind.drop;
}

export function refused(text: string): DiagnosticError {
  return new DiagnosticError(diagnostic('input/refused', text, { help: 'Choose again.' }));
}

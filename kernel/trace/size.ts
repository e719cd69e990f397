/** What plain data takes in memory, in V8's way of keeping it: estimates, so that history can be kept within a limit. */
import type { Snapshot } from '../world/snapshot.ts';
import type { Pending } from '../world/queue.ts';

/** A record of the queue: fifteen fields, two of them boxed numbers. */
const recordBytes = 176;

/** Bytes of plain data. What it shares with `earlier`, at the same place, is not counted. */
export function sizeOf(value: unknown, earlier: unknown = null, depth = 0): number {
  if (typeof value === 'string') return 16 + value.length;
  if (typeof value !== 'object' || value === null || value === earlier || depth > 100) return 8;
  const before = typeof earlier === 'object' && earlier !== null ? earlier : null;
  let bytes = 24;
  const member = (held: unknown, was: unknown): void => {
    bytes += 8;
    if (typeof held === 'object' && held !== null && held !== was) bytes += sizeOf(held, was, depth + 1);
    else if (typeof held === 'number' && held !== (held | 0)) bytes += 16;
  };
  if (Array.isArray(value)) {
    const was: readonly unknown[] = Array.isArray(before) ? before : [];
    for (let i = 0; i < value.length; i++) member(value[i], was[i]);
  } else if (value instanceof Map) {
    const was = before instanceof Map ? before : null;
    for (const [key, held] of value) {
      bytes += 28;
      member(key, key);
      member(held, was?.get(key));
    }
  } else if (value instanceof Set) {
    for (const held of value) {
      bytes += 28;
      member(held, null);
    }
  } else {
    const [now, was] = [value as Readonly<Record<string, unknown>>, before as Readonly<Record<string, unknown>> | null];
    for (const key in now) member(now[key], was?.[key]);
  }
  return bytes;
}

/** Bytes that a snapshot takes beside one made earlier of the same world. */
export function bytesOfSnapshot(snapshot: Snapshot, before: Snapshot | null): number {
  let bytes = 800 + 8 * (snapshot.heap.length + snapshot.nodes.length);
  for (const [index, node] of snapshot.nodes.entries()) {
    const was = before?.nodes[index] ?? null;
    if (node === was) continue;
    bytes += 300 + 8 * node.draws.length + 48 * node.timers.size;
    bytes += sizeOf(node.state.value, was?.state.value);
  }
  // What is on its way is kept from being forgotten by the first checkpoint that has it.
  const known = before?.order ?? 0;
  const shared = new Set<unknown>();
  for (const record of snapshot.heap) if (record.order >= known) bytes += recordBytes + bodyBytes(record, shared);
  return bytes + 64 * (snapshot.operations.size + snapshot.linkStates.size);
}

function bodyBytes({ body, isShared }: Pending, shared: Set<unknown>): number {
  if (!isShared) return sizeOf(body);
  if (shared.has(body)) return 0;
  shared.add(body);
  return sizeOf(body);
}

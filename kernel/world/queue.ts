/**
 * The event queue: what is still to happen, earliest first. A binary heap of immutable records, so that a
 * checkpoint is a copy of the array.
 *
 * Order is total: virtual time, then priority, then insertion. Timers that were replaced or cleared stay in
 * the heap until they surface; `sweep` removes them when they are the majority.
 */

/** What kind of event a record becomes. Small integers: they are a column of the trace. */
export const EventKind = {
  start: 0,
  deliver: 1,
  timer: 2,
  when: 3,
  may: 4,
  drop: 5,
  action: 6,
  crash: 7,
  restart: 8,
  cut: 9,
  heal: 10,
  network: 11,
  edit: 12,
  note: 13,
  operation: 14,
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];
export const eventKindNames: readonly string[] = Object.keys(EventKind);

/** Lower goes first among simultaneous events. */
export const Priority = { effect: 0, action: 1, message: 2, timer: 3, may: 4 } as const;

/** The cause of what the reader did. */
export const byReader = -2;

export interface Pending {
  /** Virtual microseconds. */
  readonly at: number;
  readonly priority: number;
  readonly order: number;
  readonly kind: EventKind;
  /** Index of the node it happens at; −1 for none. */
  readonly node: number;
  /** Index of the sending node; −1 for none. */
  readonly from: number;
  /** Number of the message type's name, or of the rule's id for `may`; −1 for none. */
  readonly type: number;
  /** Message body. Never changed while it is on its way. */
  readonly body: unknown;
  /** Another record has the same body: the receiver is given a copy. */
  readonly isShared: boolean;
  /** Timers: type and key. */
  readonly key: string;
  /** Step that caused it; −1 for none; `byReader`. */
  readonly cause: number;
  /** Virtual microseconds when it was sent or set. */
  readonly since: number;
  /** Number of the draw that decided a message's fate, and how many copies of it came before. */
  readonly draw: number;
  readonly copies: number;
  /** What an effect, action or operation carries. */
  readonly payload: unknown;
}

export function isBefore(a: Pending, b: Pending): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.priority !== b.priority) return a.priority < b.priority;
  return a.order < b.order;
}

export function push(heap: Pending[], record: Pending): void {
  let at = heap.length;
  heap.push(record);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Pending;
    if (!isBefore(record, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = record;
}

export function pop(heap: Pending[]): Pending | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  sink(heap, 0, last);
  return first;
}

function sink(heap: Pending[], from: number, record: Pending): void {
  const length = heap.length;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= length) break;
    if (child + 1 < length && isBefore(heap[child + 1] as Pending, heap[child] as Pending)) child += 1;
    const below = heap[child] as Pending;
    if (!isBefore(below, record)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = record;
}

/** Keeps only the records for which `keep` holds. */
export function sweep(heap: Pending[], keep: (record: Pending) => boolean): void {
  let kept = 0;
  for (const record of heap) if (keep(record)) heap[kept++] = record;
  heap.length = kept;
  for (let at = (kept >> 1) - 1; at >= 0; at--) sink(heap, at, heap[at] as Pending);
}

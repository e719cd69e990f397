/**
 * Linearizability of a register that is only read and written, when no value is written twice: no search is needed (Gibbons and
 * Korach, "Testing Shared Memories", 1997). The operations on one value, its write and the reads that returned it, are a
 * cluster. Its zone lies between the first response and the last invocation in it. When the response is first, the zone is
 * forward: the register certainly held the value from the one to the other. Otherwise it is backward: some instant between the
 * two will do. The history is linearizable exactly when no two forward zones overlap, no backward zone lies within a forward
 * one, and nobody reads a value before it is written.
 *
 * Zones are kept sorted, so that an event costs about the logarithm of their number.
 */
import { canonical } from '../plain.ts';
import type { Linearizer, ObjectEvent, Specification } from './linearize.ts';

export interface Zones extends Omit<Linearizer, 'search'> {
  /** `unfit`: a value is written twice, or something other than a read or write was asked: only a search can tell. */
  search(steps: number): 'linearizable' | 'violated' | 'unfit';
}

interface Call {
  readonly isRead: boolean;
  /** Of a write. */
  readonly value: string;
  readonly at: number;
}

/** Instants count events; −1 is before the first. */
interface Cluster {
  /** Its write; −1 for the value at the beginning. */
  readonly writer: number;
  /** The first to answer, and the last to ask among those that answered and the write. */
  first: { readonly call: number; readonly at: number } | null;
  last: { readonly call: number; readonly at: number };
  isRead: boolean;
}

export function createZones(init: unknown, names: NonNullable<Specification['asRegister']>): Zones {
  const calls: Call[] = [];
  const clusters = new Map<string, Cluster>();
  const forward: Cluster[] = [];
  const backward: Cluster[] = [];
  const queue: ObjectEvent[] = [];
  const possible = new Set<string>();
  let conflict: readonly number[] = [];
  let culprit: number | null = null;
  let isFit = true;
  let clock = 0;
  let steps = 0;

  const beginning = { call: -1, at: -1 };
  clusters.set(canonical(init), { writer: -1, first: beginning, last: beginning, isRead: false });

  function violate(call: number, others: readonly (number | undefined)[]): void {
    culprit = call;
    conflict = [...new Set([call, ...others.filter((one) => one !== undefined)])].filter((one) => one >= 0);
  }

  function take(event: ObjectEvent): void {
    clock += 1;
    steps += 1;
    if (event.type === 'invoke') return invoke(event);
    const call = calls[event.call];
    if (call === undefined) return;
    if (event.type === 'fail') {
      const cluster = call.isRead ? undefined : clusters.get(call.value);
      if (cluster?.isRead === true) violate(event.call, [cluster.first?.call]);
      else if (cluster !== undefined) clusters.delete(call.value);
      return;
    }
    // What it was told is not known: that explains itself.
    if (call.isRead && event.result === undefined) return;
    const value = call.isRead ? canonical(event.result) : call.value;
    const cluster = clusters.get(value);
    if (cluster === undefined) return violate(event.call, []);
    if (call.isRead) cluster.isRead = true;
    grow(cluster, event.call, call.at);
  }

  function invoke({ call, input }: Extract<ObjectEvent, { readonly type: 'invoke' }>): void {
    const isRead = input.op === names.read;
    const value = isRead ? '' : canonical(input.value);
    if (!(isRead || input.op === names.write) || clusters.has(value)) {
      isFit = false;
      return;
    }
    calls[call] = { isRead, value, at: clock };
    if (!isRead) clusters.set(value, { writer: call, first: null, last: { call, at: clock }, isRead: false });
  }

  /** An operation of the cluster has answered. */
  function grow(cluster: Cluster, call: number, askedAt: number): void {
    if (cluster.first !== null) leave(cluster);
    cluster.first ??= { call, at: clock };
    if (askedAt > cluster.last.at) cluster.last = { call, at: askedAt };
    const other = isForward(cluster) ? enterForward(cluster) : enterBackward(cluster);
    if (other !== null) violate(call, [...endsOf(cluster), ...endsOf(other)]);
  }

  function leave(cluster: Cluster): void {
    for (const list of [forward, backward]) {
      const at = place(list, cluster);
      if (list[at] === cluster) list.splice(at, 1);
    }
  }

  /** Returns a zone that it cannot be together with. */
  function enterForward(cluster: Cluster): Cluster | null {
    const at = place(forward, cluster);
    const before = forward[at - 1];
    const after = forward[at];
    forward.splice(at, 0, cluster);
    if (before !== undefined && endOf(before) > startOf(cluster)) return before;
    if (after !== undefined && startOf(after) < endOf(cluster)) return after;
    for (let i = place(backward, cluster); i < backward.length; i++) {
      const inner = backward[i] as Cluster;
      if (startOf(inner) > endOf(cluster)) break;
      if (endOf(inner) < endOf(cluster)) return inner;
    }
    return null;
  }

  function enterBackward(cluster: Cluster): Cluster | null {
    backward.splice(place(backward, cluster), 0, cluster);
    // Forward zones do not overlap: only the last one that begins before it can hold it.
    const around = forward[place(forward, cluster) - 1];
    return around !== undefined && endOf(cluster) < endOf(around) ? around : null;
  }

  return {
    push: (event) => void queue.push(event),
    search() {
      for (const event of queue) {
        if (culprit !== null || !isFit) break;
        take(event);
      }
      queue.length = 0;
      return culprit !== null ? 'violated' : isFit ? 'linearizable' : 'unfit';
    },
    get culprit() {
      return culprit;
    },
    possible,
    get conflict() {
      return conflict;
    },
    get steps() {
      return steps;
    },
  };
}

function isForward({ first, last }: Cluster): boolean {
  return first !== null && first.at < last.at;
}

function startOf({ first, last }: Cluster): number {
  return Math.min(first?.at ?? Number.POSITIVE_INFINITY, last.at);
}

function endOf({ first, last }: Cluster): number {
  return Math.max(first?.at ?? Number.POSITIVE_INFINITY, last.at);
}

/** What makes the zone what it is: who answered first, who asked last, and the write. */
function endsOf({ writer, first, last }: Cluster): readonly (number | undefined)[] {
  return [first?.call, last.call, writer];
}

/** Where it stands, or would, in a list ordered by start. */
function place(list: readonly Cluster[], cluster: Cluster): number {
  const start = startOf(cluster);
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(list[middle] as Cluster) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

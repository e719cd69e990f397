/**
 * Is there an order of the operations on one object, each at some instant between its invocation and its response, in which
 * a sequential object would have answered just so? (Herlihy and Wing, 1990.)
 *
 * The search is that of Wing and Gong (1993) with Lowe's memory of configurations (2017): depth first over the next operation
 * to take effect, never twice from the same set of operations done and the same state. It is made to follow a history that
 * grows: events are taken one at a time and the order found so far is kept, so that a response costs one step as long as its
 * operation fits at the end. A configuration from which the search has failed fails for ever, since what comes later only adds
 * to what must be explained; so the memory is never cleared, and the first response that cannot be explained is known exactly.
 *
 * An operation without a response may have taken effect, at any time from its invocation on, or not.
 */
import { canonical } from '../plain.ts';

/** The object, as a sequential specification. States and results are compared by what they hold. */
export interface Specification {
  readonly init: unknown;
  /** It is a register that is only read and written by operations of these names, for as long as no others are used: see zones.ts. */
  readonly asRegister?: { readonly read: string; readonly write: string };
  /** Operations that never change the state. To know them saves work. */
  readonly observers?: readonly string[];
  /** `result` left out or undefined: any response fits. */
  apply(state: unknown, call: CallInput): { readonly state: unknown; readonly result?: unknown };
}

export interface CallInput {
  readonly op: string;
  readonly value: unknown;
  readonly key: string | null;
}

/** Calls are numbered by the caller, in the order of their invocations, from 0. */
export type ObjectEvent =
  | { readonly type: 'invoke'; readonly call: number; readonly input: CallInput }
  | { readonly type: 'ok'; readonly call: number; readonly result: unknown }
  | { readonly type: 'fail'; readonly call: number };

export interface Linearizer {
  /** Takes an event in, to be looked at when its turn comes. */
  push(event: ObjectEvent): void;
  /**
   * Searches for at most so many steps.
   * - `linearizable`: every event taken in is explained
   * - `searching`: not done
   * - `violated`: the response of `culprit` cannot be explained; or what came before cannot, once its failure is known
   */
  search(steps: number): 'linearizable' | 'searching' | 'violated';
  /** Null unless violated. */
  readonly culprit: number | null;
  /** What the culprit would have been told in the orders that explain everything before it, as text; at most 8. */
  readonly possible: ReadonlySet<string>;
  /** Calls that cannot be together, the culprit among them; empty when that is not known. */
  readonly conflict: readonly number[];
  /** Steps made so far; a large state counts for several. */
  readonly steps: number;
}

interface Call {
  readonly input: CallInput;
  /** Place of its invocation and of its response among the events. Open: Infinity. */
  readonly invokedAt: number;
  returnedAt: number;
  /** Its place in the order of responses; −1 while open. */
  rank: number;
  /** What it must answer; null while anything will do. */
  result: string | null;
  /** Of `levels`: where it was done; −1 while it is not. */
  level: number;
}

/** A configuration on the way: the calls done and the state they leave. */
interface Level {
  readonly state: unknown;
  readonly stateNumber: number;
  /** The call that led here, and what it answered; −1 for the first level. */
  readonly call: number;
  readonly answer: string | null;
  /** As the memory knows it. */
  readonly name: string;
  /** So many responses are explained, counted from the first. */
  readonly explained: number;
  /** What is done besides, ascending. */
  readonly ahead: readonly number[];
  /** Calls tried from here; `~call` when it explained nothing for want of a response. */
  readonly tried: number[];
  /** Nothing else need be tried from here. */
  isDecided: boolean;
}

const possibleLimit = 8;

/** The model says that an operation never changes the state, and it does. */
export class ObserverError extends Error {
  override readonly name = 'ObserverError';
  constructor(readonly op: string) {
    super(`The model names '${op}' among its observers, and applying it changed the state`);
  }
}

export function createLinearizer(specification: Specification): Linearizer {
  const calls: Call[] = [];
  /** Calls by the order of their responses. */
  const returned: number[] = [];
  /** Calls not done, in the order of their invocations; without those that never take effect. */
  const waiting: number[] = [];
  const queue: ObjectEvent[] = [];
  let taken = 0;
  let clock = 0;
  let steps = 0;
  /** The call whose response was taken in last. */
  let last = -1;
  let culprit: number | null = null;
  const possible = new Set<string>();
  const visited = new Set<string>();
  const stateNumbers = new Map<string, number>();

  const root: Level = {
    state: specification.init,
    stateNumber: numberOf(specification.init),
    call: -1,
    answer: null,
    name: '',
    explained: 0,
    ahead: [],
    tried: [],
    isDecided: false,
  };
  const levels: Level[] = [root];
  let top = root;

  function numberOf(state: unknown): number {
    const text = typeof state === 'string' ? `"${state}` : canonical(state);
    steps += text.length >> 6;
    const known = stateNumbers.get(text);
    if (known !== undefined) return known;
    stateNumbers.set(text, stateNumbers.size);
    return stateNumbers.size - 1;
  }

  // -------------------------------------------------------------- events

  /** Takes the next event into account. False when there is none. */
  function take(): boolean {
    const event = queue[taken];
    if (event === undefined) return false;
    taken += 1;
    if (taken > 1_024) {
      queue.splice(0, taken);
      taken = 0;
    }
    clock += 1;
    if (event.type === 'invoke') {
      waiting.push(calls.length);
      calls.push({
        input: event.input,
        invokedAt: clock,
        returnedAt: Number.POSITIVE_INFINITY,
        rank: -1,
        result: null,
        level: -1,
      });
      return true;
    }
    const call = calls[event.call];
    if (call === undefined) return true;
    last = event.call;
    possible.clear();
    if (event.type === 'fail') {
      if (call.level >= 0) takeBack(call.level);
      remove(waiting, event.call);
      return true;
    }
    call.returnedAt = clock;
    call.rank = returned.length;
    call.result = event.result === undefined ? null : canonical(event.result);
    returned.push(event.call);
    const level = levels[call.level];
    if (level !== undefined && !fits(call, level.answer)) takeBack(call.level);
    return true;
  }

  /** Goes back to before a level. The configurations since then were not searched to their end: they are forgotten. */
  function takeBack(level: number): void {
    while (levels.length > level) {
      visited.delete(top.name);
      leave();
    }
  }

  // -------------------------------------------------------------- the search

  function leave(): void {
    const { call } = top;
    levels.pop();
    top = levels[levels.length - 1] ?? root;
    (calls[call] as Call).level = -1;
    insert(waiting, call);
  }

  /** How many responses are explained by what is done at a level, or would be. */
  function explainedBy(explained: number, ahead: readonly number[]): number {
    let next = explained;
    while (next < returned.length && ahead.includes(returned[next] as number)) next += 1;
    return next;
  }

  /** The next call to try at this level: those with a response first, in the order of their responses. −1 for none. */
  function candidate(explained: number): number {
    const limit = calls[returned[explained] as number]?.returnedAt ?? Number.POSITIVE_INFINITY;
    let best = -1;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const number of waiting) {
      const { invokedAt, rank } = calls[number] as Call;
      // It began after a response that is still to be explained.
      if (invokedAt > limit) break;
      const order = rank < 0 ? Number.MAX_SAFE_INTEGER : rank;
      if (order >= bestRank || top.tried.includes(number) || (rank < 0 && top.tried.includes(~number))) continue;
      best = number;
      bestRank = order;
    }
    return best;
  }

  function tryCall(number: number, explained: number): void {
    const call = calls[number] as Call;
    const { state, result } = specification.apply(top.state, call.input);
    const answer = result === undefined ? null : canonical(result);
    const stateNumber = numberOf(state);
    // Without a response and without an effect it explains nothing, yet.
    if (call.rank < 0 && stateNumber === top.stateNumber) return void top.tried.push(~number);
    top.tried.push(number);
    if (!fits(call, answer)) {
      if (number === last && answer !== null && possible.size < possibleLimit) possible.add(answer);
      return;
    }
    const done = top.ahead.slice();
    insert(done, number);
    const next = explainedBy(explained, done);
    const ahead = done.filter((one) => {
      const { rank } = calls[one] as Call;
      return rank < 0 || rank >= next;
    });
    const name = `${next} ${stateNumber} ${ahead.join(' ')}`;
    steps += name.length >> 6;
    // It fits and would never change anything: whatever can be explained from here can be explained after it too.
    if (specification.observers?.includes(call.input.op) === true) {
      if (stateNumber !== top.stateNumber) throw new ObserverError(call.input.op);
      top.isDecided = true;
    }
    if (visited.has(name)) return;
    visited.add(name);
    remove(waiting, number);
    call.level = levels.length;
    top = { state, stateNumber, call: number, answer, name, explained: next, ahead, tried: [], isDecided: false };
    levels.push(top);
  }

  /** One step. True when every response taken in is explained. */
  function step(): boolean {
    const explained = explainedBy(top.explained, top.ahead);
    if (explained === returned.length) return true;
    steps += 1;
    const next = top.isDecided ? -1 : candidate(explained);
    if (next >= 0) tryCall(next, explained);
    else if (levels.length === 1) culprit = last;
    else leave();
    return false;
  }

  return {
    push: (event) => void queue.push(event),
    search(limit) {
      const end = steps + limit;
      while (culprit === null) {
        if (!step()) {
          if (steps >= end) break;
          continue;
        }
        if (!take()) return 'linearizable';
      }
      return culprit === null ? 'searching' : 'violated';
    },
    get culprit() {
      return culprit;
    },
    possible,
    conflict: [],
    get steps() {
      return steps;
    },
  };
}

function fits(call: Call, answer: string | null): boolean {
  return call.result === null || answer === null || call.result === answer;
}

/** Into an ascending list. */
function insert(list: number[], number: number): void {
  let at = list.length;
  while (at > 0 && (list[at - 1] as number) > number) at -= 1;
  list.splice(at, 0, number);
}

function remove(list: number[], number: number): boolean {
  const at = list.indexOf(number);
  if (at < 0) return false;
  list.splice(at, 1);
  return true;
}

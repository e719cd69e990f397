/**
 * Checks a history against a model, object by object: a history is linearizable exactly when each object's part of it is
 * (Herlihy and Wing's locality), so operations on different keys are never held against each other.
 */
import type { History, HistoryEvent, Invocation } from './history.ts';
import { type Linearizer, type ObjectEvent, type Specification } from './linearize.ts';
import { createObject } from './object.ts';

/** Which operations are checked, and which object each is about. */
export interface Scope {
  /** Names of operations; null for all. */
  readonly only: ReadonlySet<string> | null;
  /** Null: all operations are about one object. */
  readonly keyOf: ((invocation: Invocation) => string | null) | null;
}

export interface Violation {
  /** Of the event that cannot be explained. */
  readonly step: number;
  readonly time: number;
  /** Id of its operation. */
  readonly operation: number;
  readonly key: string | null;
  /** What it would have been told in the orders that explain all the rest, as text. Empty when that is not known. */
  readonly possible: readonly string[];
  /** Ids of operations that cannot be together; empty when that is not known. */
  readonly conflict: readonly number[];
}

export interface LinearizabilityCheck {
  /** Takes in what the history has more than last time. */
  follow(history: History): void;
  /** Searches for about so many steps. `holds`: everything taken in is explained. */
  search(steps: number): 'holds' | 'searching' | 'violated';
  readonly violation: Violation | null;
  /** Operations taken in. */
  readonly operations: number;
  readonly steps: number;
}

interface ObjectOf {
  readonly key: string | null;
  readonly check: Linearizer;
  /** Ids of its calls, and the responses that it was given. */
  readonly ids: number[];
  readonly responses: HistoryEvent[];
}

export function createLinearizabilityCheck(specification: Specification, { only, keyOf }: Scope): LinearizabilityCheck {
  const objects = new Map<string, ObjectOf>();
  /** By id of the operation: whose call it is, and which. */
  const calls = new Map<number, { readonly object: ObjectOf; readonly call: number }>();
  const unsettled = new Set<ObjectOf>();
  let taken = 0;
  let operations = 0;
  let steps = 0;
  let violation: Violation | null = null;

  function objectOf(key: string | null): ObjectOf {
    const name = key === null ? '' : `.${key}`;
    const known = objects.get(name);
    if (known !== undefined) return known;
    const made: ObjectOf = { key, check: createObject(specification), ids: [], responses: [] };
    objects.set(name, made);
    return made;
  }

  function take(event: HistoryEvent): void {
    if (event.type === 'invoke') {
      if (only !== null && !only.has(event.op)) return;
      const object = objectOf(keyOf === null ? null : keyOf(event));
      const call = object.ids.push(event.id) - 1;
      const { op, value, key } = event;
      operations += 1;
      calls.set(event.id, { object, call });
      object.check.push({ type: 'invoke', call, input: { op, value, key } });
      return;
    }
    const known = calls.get(event.id);
    // What nobody will ever know may have happened at any time: so it is for as long as there is no response.
    if (known === undefined || event.type === 'unknown') return;
    const { object, call } = known;
    object.responses[call] = event;
    const response: ObjectEvent =
      event.type === 'ok' ? { type: 'ok', call, result: event.result } : { type: 'fail', call };
    object.check.push(response);
    unsettled.add(object);
  }

  function violate({ key, check, ids, responses }: ObjectOf): void {
    const culprit = check.culprit ?? -1;
    const response = responses[culprit];
    if (response === undefined) return;
    violation = {
      step: response.step,
      time: response.time,
      operation: response.id,
      key,
      possible: [...check.possible],
      conflict: check.conflict.flatMap((call) => ids[call] ?? []),
    };
  }

  return {
    follow(history) {
      for (; taken < history.length; taken++) take(history.events[taken] as HistoryEvent);
    },
    search(limit) {
      if (violation !== null) return 'violated';
      let left = limit;
      for (const object of unsettled) {
        const before = object.check.steps;
        const found = object.check.search(Math.max(1, left));
        left -= object.check.steps - before;
        steps += object.check.steps - before;
        if (found === 'violated') {
          violate(object);
          return 'violated';
        }
        if (found === 'linearizable') unsettled.delete(object);
        if (left <= 0) break;
      }
      return unsettled.size === 0 ? 'holds' : 'searching';
    },
    get violation() {
      return violation;
    },
    get operations() {
      return operations;
    },
    get steps() {
      return steps;
    },
  };
}

/**
 * Ready sequential specifications for `linearizable`: what one object answers when operations come one after the other. Each names the
 * operations it knows; one that it does not know is an error, never a pass.
 */
import type { ClientOperation, Model, ModelStep } from '../kernel/program/language.ts';

/**
 * A register: `read` is told the value written last; `write` with a value; `cas` with `[from, to]` writes `to` where it finds `from`
 * and is told whether it did. Without `cas`, and with distinct values, any number of operations is checked in no time.
 */
export function register(initial: unknown = null): Model<unknown> {
  return {
    init: initial,
    asRegister: { read: 'read', write: 'write' },
    observers: ['read'],
    apply(state, operation) {
      const { op, value } = operation;
      switch (op) {
        case 'read':
          return { state, result: state };
        case 'write':
          return { state: value };
        case 'cas': {
          const [from, to] = pairOf(operation, 'register');
          return isSame(state, from) ? { state: to, result: true } : { state, result: false };
        }
        default:
          throw unknown('register', operation, ['read', 'write', 'cas']);
      }
    },
  };
}

/**
 * A key-value store, of which each key is checked by itself: `get` is told the value, null when there is none; `put` with a value;
 * `delete`; `cas` as for a register.
 */
export function kv(): Model<unknown> {
  return {
    init: null,
    asRegister: { read: 'get', write: 'put' },
    observers: ['get'],
    apply(state, operation) {
      switch (operation.op) {
        case 'get':
          return { state, result: state };
        case 'put':
          return { state: operation.value ?? null };
        case 'delete':
          return { state: null };
        case 'cas': {
          const [from, to] = pairOf(operation, 'kv');
          return isSame(state, from) ? { state: to, result: true } : { state, result: false };
        }
        default:
          throw unknown('kv', operation, ['get', 'put', 'delete', 'cas']);
      }
    },
  };
}

/** A first-in, first-out queue: `enqueue` with a value; `dequeue` is told the oldest one, null when it is empty. */
export function queue(): Model<unknown[]> {
  return {
    init: [],
    apply(items, operation): ModelStep<unknown[]> {
      switch (operation.op) {
        case 'enqueue':
          return { state: [...items, operation.value ?? null] };
        case 'dequeue':
          return items.length === 0 ? { state: items, result: null } : { state: items.slice(1), result: items[0] };
        default:
          throw unknown('queue', operation, ['enqueue', 'dequeue']);
      }
    },
  };
}

/** A counter: `add` with a number (1 when left out), which may be told the new sum; `get` is told the sum. */
export function counter(initial = 0): Model<number> {
  return {
    init: initial,
    observers: ['get'],
    apply(state, operation) {
      switch (operation.op) {
        case 'get':
          return { state, result: state };
        case 'add': {
          const by = operation.value ?? 1;
          if (typeof by !== 'number') throw new TypeError(`counter: add takes a number, not ${JSON.stringify(by)}`);
          return { state: state + by, result: state + by };
        }
        default:
          throw unknown('counter', operation, ['add', 'get']);
      }
    },
  };
}

function pairOf({ value }: ClientOperation, model: string): readonly [unknown, unknown] {
  if (Array.isArray(value) && value.length === 2) return [value[0], value[1]];
  throw new TypeError(`${model}: cas takes [from, to], not ${JSON.stringify(value)}`);
}

/** Plain data in full, by the order of its members. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function unknown(model: string, { op }: ClientOperation, known: readonly string[]): RangeError {
  return new RangeError(
    `${model}: there is no operation '${op}'; it knows ${known.join(', ')}. Name those that are meant: { only: ['${known[0]}', …] }`,
  );
}

/**
 * Transactions as a history tells of them: an operation whose value is a list of reads, writes and appends, and whose response
 * is the same list with what the reads returned. After Elle's histories (Kingsbury and Alvaro, VLDB 2020).
 */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { canonical } from '../plain.ts';
import type { History, Operation } from './history.ts';
import { operationsOf } from './history.ts';

/** One access of a transaction. A read that was not answered has no value. */
export type Access =
  | { readonly type: 'read'; readonly key: string; readonly value: unknown; readonly isKnown: boolean }
  | { readonly type: 'write' | 'append'; readonly key: string; readonly value: unknown };

export interface Transaction {
  /** Of its operation. */
  readonly id: number;
  readonly node: string;
  readonly outcome: 'committed' | 'aborted' | 'unknown';
  /** Places among the events of the history; `to` is Infinity without a response. */
  readonly from: number;
  readonly to: number;
  readonly accesses: readonly Access[];
}

/** The transactions of a history, in the order of their invocations. `op`: their operation's name. Throws DiagnosticError. */
export function transactionsOf(history: History, op: string): readonly Transaction[] {
  const places = new Map<unknown, number>();
  for (let i = 0; i < history.length; i++) places.set(history.events[i], i);
  return operationsOf(history)
    .filter(({ invoked }) => invoked.op === op)
    .map((operation): Transaction => {
      const { invoked, returned } = operation;
      const isAnswered = returned !== null && returned.type !== 'unknown';
      return {
        id: invoked.id,
        node: invoked.node,
        outcome: returned?.type === 'ok' ? 'committed' : returned?.type === 'fail' ? 'aborted' : 'unknown',
        from: places.get(invoked) ?? 0,
        to: isAnswered ? (places.get(returned) ?? 0) : Number.POSITIVE_INFINITY,
        accesses: accessesOf(operation),
      };
    });
}

function accessesOf({ invoked, returned }: Operation): readonly Access[] {
  const asked = invoked.value;
  const answered = returned?.type === 'ok' && returned.result !== undefined ? returned.result : null;
  if (!Array.isArray(asked)) throw wrong(invoked.id, invoked.value, 'is no list of accesses');
  if (answered !== null && !(Array.isArray(answered) && answered.length === asked.length))
    throw wrong(invoked.id, answered, 'does not answer each access that was asked for');
  return asked.map((access: unknown, index): Access => {
    const [type, key, value] = Array.isArray(access) ? (access as readonly unknown[]) : [];
    if (!(type === 'read' || type === 'write' || type === 'append') || !isKey(key))
      throw wrong(invoked.id, access, 'is no access');
    if (type !== 'read') return { type, key: String(key), value };
    const answer: unknown = (answered as readonly unknown[] | null)?.[index];
    if (answer === undefined) return { type, key: String(key), value: null, isKnown: false };
    const [sameType, sameKey, found] = Array.isArray(answer) ? (answer as readonly unknown[]) : [];
    if (sameType !== 'read' || sameKey !== key) throw wrong(invoked.id, answer, `does not answer ${canonical(access)}`);
    return { type, key: String(key), value: found ?? null, isKnown: true };
  });
}

function isKey(key: unknown): key is string | number {
  return typeof key === 'string' || typeof key === 'number';
}

function wrong(id: number, found: unknown, what: string): DiagnosticError {
  return new DiagnosticError(
    diagnostic('history/bad-transaction', `${canonical(found)} in operation ${id} ${what}.`, {
      help: "Invoke a transaction with its accesses, [['read', 'x'], ['append', 'y', 3]], and complete it with the same list, reads answered: [['read', 'x', [1, 2]], ['append', 'y', 3]].",
    }),
  );
}

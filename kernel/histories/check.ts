/**
 * A property of a history, followed as the history grows. The work is bounded by what is recorded, so that a run is never slowed
 * by more than a share: so many steps of search for each event, and a share more at the end. What is not decided by then is said to be
 * undecided.
 */
import type { IsolationLevel } from '../program/language.ts';
import { type History, operationsOf } from './history.ts';
import { anomaliesOf } from './isolation.ts';
import { createLinearizabilityCheck, type Scope, type Violation } from './linearizable.ts';
import type { Specification } from './linearize.ts';
import { transactionsOf } from './transactions.ts';
import { operationText } from './words.ts';

export type HistoryProperty =
  | { readonly form: 'linearizable'; readonly specification: Specification; readonly scope: Scope }
  | { readonly form: 'isolated'; readonly level: IsolationLevel; readonly op: string; readonly initial: unknown };

export type HistoryVerdict =
  /** Nothing that it is about was recorded. */
  | { readonly type: 'nothing' }
  | { readonly type: 'holds' }
  | { readonly type: 'undecided'; readonly text: string }
  /** `time`: virtual µs. */
  | { readonly type: 'violated'; readonly step: number; readonly time: number; readonly text: string };

export interface HistoryCheck {
  /** Takes in what is new. `isEnd`: there will be no more, so that it may take its time. Throws what a model throws. */
  advance(history: History, isEnd: boolean): HistoryVerdict;
}

/** Steps of search, a microsecond or two each: for each event of a history, and at its end. */
const stepsPerEvent = 64;
const stepsAtEnd = 100_000;
/** Longer histories are not checked to the end. */
const eventLimit = 200_000;
/** Isolation is looked at whenever a history has doubled, up to so many events, and at the end. */
const firstLook = 32;
const lastLook = 4_096;

export function createHistoryCheck(property: HistoryProperty): HistoryCheck {
  return property.form === 'linearizable' ? linearizability(property) : isolation(property);
}

function linearizability({
  specification,
  scope,
}: Extract<HistoryProperty, { readonly form: 'linearizable' }>): HistoryCheck {
  const check = createLinearizabilityCheck(specification, scope);
  let length = 0;
  let credit = 0;
  return {
    advance(history, isEnd) {
      if (history.length > eventLimit) return tooLong;
      credit += (history.length - length) * stepsPerEvent;
      length = history.length;
      check.follow(history);
      const before = check.steps;
      const found = check.search(isEnd ? credit + stepsAtEnd : credit);
      credit = Math.max(0, credit - (check.steps - before));
      if (check.violation !== null) return { type: 'violated', ...describe(history, check.violation) };
      if (check.operations === 0) return { type: 'nothing' };
      if (found === 'holds') return { type: 'holds' };
      const text = `Undecided: ${check.steps} steps of search did not explain what ${check.operations} operations were told.`;
      return { type: 'undecided', text };
    },
  };
}

const tooLong: HistoryVerdict = {
  type: 'undecided',
  text: `Undecided: only the first ${eventLimit} events of a history are checked.`,
};

function describe(
  history: History,
  { operation, step, time, possible }: Violation,
): { readonly step: number; readonly time: number; readonly text: string } {
  const known = operationsOf(history).find(({ invoked }) => invoked.id === operation);
  const what = known === undefined ? `operation ${operation}` : `${operationText(known)} by ${known.invoked.node}`;
  const better = possible.length === 0 ? '' : ` It could have been told ${possible.join(' or ')}.`;
  return { step, time, text: `${what} fits no order of the operations.${better}` };
}

function isolation({ level, op, initial }: Extract<HistoryProperty, { readonly form: 'isolated' }>): HistoryCheck {
  let nextLook = firstLook;
  let known: HistoryVerdict = { type: 'nothing' };
  let length = 0;
  return {
    advance(history, isEnd) {
      if (known.type === 'violated' || history.length === length) return known;
      if (history.length > eventLimit) return tooLong;
      if (!isEnd && (history.length < nextLook || history.length > lastLook)) return known;
      while (nextLook <= history.length) nextLook *= 2;
      length = history.length;
      const transactions = transactionsOf(history, op);
      const [anomaly] = anomaliesOf(transactions, level, initial);
      if (anomaly === undefined) {
        known = transactions.length === 0 ? { type: 'nothing' } : { type: 'holds' };
        return known;
      }
      const last = Math.max(...anomaly.transactions.map(({ to }) => (Number.isFinite(to) ? to : 0)));
      const { step = 0, time = 0 } = history.events[last] ?? {};
      known = { type: 'violated', step, time, text: `${anomaly.name}: ${anomaly.text}.` };
      return known;
    },
  };
}

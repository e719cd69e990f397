/**
 * What is wrong with a history, as a chart against time: the operations that cannot be together, and those around them. Data for
 * the page and for text.
 */
import type { ChartedOperation, HistoryChart } from '../findings.ts';
import type { HistoryProperty } from './check.ts';
import { type History, type HistoryEvent, type Operation, operationsOf } from './history.ts';
import { type Anomaly, anomaliesOf } from './isolation.ts';
import { createLinearizabilityCheck, type Scope, type Violation } from './linearizable.ts';
import type { ObjectEvent, Specification } from './linearize.ts';
import { offendingCalls } from './offending.ts';
import { type Transaction, transactionsOf } from './transactions.ts';
import { operationText } from './words.ts';

/** More operations than these are not shown. */
const operationLimit = 40;
/** For finding once more what a monitor has found: more than it may have spent. */
const steps = 2_000_000;

/** Null when nothing is wrong. Throws what a model throws. */
export function chartOf(history: History, property: HistoryProperty): HistoryChart | null {
  return property.form === 'linearizable'
    ? linearizabilityChart(history, property.specification, property.scope)
    : isolationChart(history, property);
}

function linearizabilityChart(history: History, specification: Specification, scope: Scope): HistoryChart | null {
  const check = createLinearizabilityCheck(specification, scope);
  check.follow(history);
  check.search(steps);
  const { violation } = check;
  if (violation === null) return null;
  const operations = operationsOf({ events: history.events, length: lengthUpTo(history, violation) });
  const own = operations.filter(({ invoked }) => isMeant(invoked, scope, violation.key));
  const offending = new Set(
    violation.conflict.length > 0 ? violation.conflict : offendingOf(history, specification, own, violation),
  );
  return {
    key: violation.key,
    operations: charted(own, offending, violation.operation, violation.time),
    links: [],
    possible: violation.possible,
  };
}

function isMeant(invoked: Operation['invoked'], { only, keyOf }: Scope, key: string | null): boolean {
  return (only === null || only.has(invoked.op)) && (keyOf === null || keyOf(invoked) === key);
}

/** Events up to the one that cannot be explained. */
function lengthUpTo({ events, length }: History, { operation, step }: Violation): number {
  for (let i = 0; i < length; i++) {
    const event = events[i];
    if (event !== undefined && event.type !== 'invoke' && event.id === operation && event.step === step) return i + 1;
  }
  return length;
}

function offendingOf(
  history: History,
  specification: Specification,
  operations: readonly Operation[],
  violation: Violation,
): readonly number[] {
  const calls = new Map(operations.map(({ invoked }, call) => [invoked.id, call]));
  const events: ObjectEvent[] = [];
  for (const event of history.events.slice(0, lengthUpTo(history, violation))) {
    const call = calls.get(event.id);
    const taken = call === undefined ? null : objectEvent(event, call);
    if (taken !== null) events.push(taken);
  }
  const culprit = calls.get(violation.operation) ?? -1;
  return offendingCalls(specification, events, culprit).flatMap((call) => operations[call]?.invoked.id ?? []);
}

function objectEvent(event: HistoryEvent, call: number): ObjectEvent | null {
  switch (event.type) {
    case 'invoke':
      return { type: 'invoke', call, input: { op: event.op, value: event.value, key: event.key } };
    case 'ok':
      return { type: 'ok', call, result: event.result };
    case 'fail':
      return { type: 'fail', call };
    case 'unknown':
      return null;
  }
}

function isolationChart(
  history: History,
  { level, op, initial }: Extract<HistoryProperty, { readonly form: 'isolated' }>,
): HistoryChart | null {
  const [anomaly] = anomaliesOf(transactionsOf(history, op), level, initial);
  if (anomaly === undefined) return null;
  const operations = operationsOf(history).filter(({ invoked }) => invoked.op === op);
  const offending = new Set(anomaly.transactions.map(({ id }) => id));
  const byId = new Map(operations.map((operation) => [operation.invoked.id, operation]));
  const last = Math.max(...[...offending].map((id) => byId.get(id)?.returned?.time ?? 0));
  return {
    key: null,
    operations: charted(operations, offending, null, last),
    links: linksOf(anomaly, transactionsOf(history, op)),
    possible: [],
  };
}

const words = { ww: 'wrote before', wr: 'was read by', rw: 'did not see', rt: 'was over before' } as const;

function linksOf({ cycle }: Anomaly, transactions: readonly Transaction[]): HistoryChart['links'] {
  return cycle.map(({ from, to, kind, key }) => ({
    from: transactions[from]?.id ?? -1,
    to: transactions[to]?.id ?? -1,
    text: key === '' ? words[kind] : `${words[kind]} (${key})`,
  }));
}

/** Those that offend, and of the others those that overlap the time that these take, as many as there is room for. */
function charted(
  operations: readonly Operation[],
  offending: ReadonlySet<number>,
  culprit: number | null,
  until: number,
): readonly ChartedOperation[] {
  const bad = operations.filter(({ invoked }) => offending.has(invoked.id));
  const from = Math.min(...bad.map(({ invoked }) => invoked.time));
  const around = operations
    .filter(({ invoked, returned }) => {
      const end = returned === null || returned.type === 'unknown' ? Number.POSITIVE_INFINITY : returned.time;
      return !offending.has(invoked.id) && invoked.time <= until && end >= from;
    })
    .slice(-Math.max(0, operationLimit - bad.length));
  return [...bad.slice(0, operationLimit), ...around]
    .toSorted((a, b) => a.invoked.time - b.invoked.time || a.invoked.id - b.invoked.id)
    .map((operation): ChartedOperation => {
      const { invoked, returned } = operation;
      return {
        id: invoked.id,
        node: invoked.node,
        text: operationText(operation),
        invoked: { step: invoked.step, time: invoked.time / 1_000 },
        ended: returned === null ? null : { step: returned.step, time: returned.time / 1_000 },
        outcome: returned === null ? 'open' : returned.type,
        isOffending: offending.has(invoked.id),
        isCulprit: invoked.id === culprit,
      };
    });
}

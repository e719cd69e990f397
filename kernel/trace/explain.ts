/** Why something is as it is: from the trace where it says so, else from a re-run. */
import type { Explanation, EventLink, Subject } from '../explanation.ts';
import { pathText } from '../path.ts';
import { byReader, EventKind, type Pending } from '../world/queue.ts';
import type { Machine } from '../world/step.ts';
import { millis, type World } from '../world/world.ts';
import { valueAt } from './columns.ts';
import { eventText } from './divergence.ts';
import { absent, lastChange, readAlive, readCut, readEntry, type Reader, readField } from './field-change.ts';
import { lookedAt } from './looked.ts';
import { messagesIn } from './matchers.ts';
import { type Run, worldOf } from './run.ts';
import { textOf } from './shown.ts';

/** A search under way, and what it is about. */
export interface ExplainJob {
  readonly run: Run;
  /** The run's machine at the time: another one is there after a swap or an undone step. */
  readonly tip: Machine;
  readonly key: string;
  readonly search: Generator<void, Explanation | string>;
  answer: Explanation | string | null;
}

/** Causes that are listed. */
const mostCauses = 6;
const valueLength = 80;

/** The answer; a sentence when there is nothing of that kind at the moment. Goes on looking each time it is asked. */
export function* explain(run: Run, subject: Subject, world: World): Generator<void, Explanation | string> {
  switch (subject.type) {
    case 'message': {
      const record = messagesIn(world).find(({ order }) => order === subject.id);
      return record === undefined ? 'The message is not on its way any more.' : madeBy(run, record);
    }
    case 'timer': {
      const record = world.byId.get(subject.node)?.timers.get(subject.key);
      return record === undefined ? 'The timer is not set any more.' : madeBy(run, record);
    }
    case 'field':
      return yield* whyValue(run, readField(subject.node, subject.field), `${subject.field} of ${subject.node}`, world);
    case 'node':
      return yield* whySo(run, readAlive(subject.node), subject.node, world);
    case 'link': {
      const { a, b } = subject;
      return yield* whySo(run, readCut(a, b), `link between ${a} and ${b}`, world);
    }
    case 'entry': {
      const { node, path, key } = subject;
      return yield* whyValue(run, readEntry(node, path, key), `${key} in ${pathText(path)} of ${node}`, world);
    }
    case 'event': {
      const { step } = subject;
      const isThere = Number.isInteger(step) && step >= 0 && step < worldOf(run).step;
      return isThere ? { ...ledTo(run, step), was: null, looked: [] } : 'There is no such event any more.';
    }
    case 'property':
      return whyProperty(run, subject.name, world.step);
  }
}

/** Of a message or a timer: the event that sent or set it. */
function madeBy(run: Run, { cause, since }: Pending): Explanation {
  if (cause >= 0) return { ...ledTo(run, cause), was: null, looked: [] };
  return { ...nothing, since: { step: 0, time: millis(since) }, by: cause === byReader ? theReader : theScenario };
}

function* whyValue(run: Run, read: Reader, name: string, world: World): Generator<void, Explanation | string> {
  if (read(world) === absent) return `There is no ${name}.`;
  const change = yield* lastChange(run, read, world.step);
  if (change === null) return { ...nothing, since: { step: 0, time: 0 }, by: 'as it began' };
  const was = change.before === absent ? null : textOf(change.before, valueLength);
  if (change.entry === null) return { ...ledTo(run, change.step - 1), was, looked: [] };
  const time = change.step === 0 ? 0 : millis(valueAt(run.columns, 'time', change.step - 1));
  const isSwap = run.entries[change.entry]?.type === 'swap';
  return { ...nothing, since: { step: change.step, time }, by: isSwap ? 'an edit of the notebook' : theReader, was };
}

/** What a node was before is plain. */
/** What is so or not: it was the other before. */
function* whySo(run: Run, read: Reader, name: string, world: World): Generator<void, Explanation | string> {
  const found = yield* whyValue(run, read, name, world);
  return typeof found === 'string' ? found : { ...found, was: null };
}

function whyProperty(run: Run, name: string, step: number): Explanation | string {
  const monitor = run.monitors.list.find(({ property }) => property.name === name);
  if (monitor === undefined) return `There is no property '${name}' any more.`;
  const { at, property } = monitor;
  if (at === null) return { ...nothing, by: 'not decided by an event', looked: lookedAt(run, property, step) };
  const decided = at.step >= 0 && at.step < worldOf(run).step ? ledTo(run, at.step) : nothing;
  return { ...decided, was: null, looked: lookedAt(run, property, at.step + 1) };
}

const theReader = 'the reader';
const theScenario = 'the scenario';
const nothing: Explanation = { since: null, by: '', causes: [], origin: '', was: null, looked: [] };

/** An event, and what had led to it. */
function ledTo(run: Run, row: number): Pick<Explanation, 'since' | 'by' | 'causes' | 'origin'> {
  const by = linkTo(run, row);
  const causes: EventLink[] = [];
  let last = row;
  for (let next = causeOf(run, row); next >= 0; next = causeOf(run, next)) {
    if (causes.length === mostCauses) return { since: by, by, causes, origin: '' };
    causes.push(linkTo(run, next));
    last = next;
  }
  return { since: by, by, causes, origin: originOf(run, last) };
}

const causeOf = (run: Run, row: number): number => valueAt(run.columns, 'cause', row);

function originOf(run: Run, row: number): string {
  if (causeOf(run, row) === byReader) return theReader;
  return valueAt(run.columns, 'kind', row) === EventKind.start ? 'the start of the node' : theScenario;
}

function linkTo(run: Run, row: number): EventLink {
  const rule = valueAt(run.columns, 'rule', row);
  return {
    step: row + 1,
    time: millis(valueAt(run.columns, 'time', row)),
    rule: worldOf(run).names.list[rule] ?? '',
    text: eventText(run, row),
  };
}

/** What hints say of the things on the stage, in the words of the field and the values of the model. */
import { pathText } from '../../kernel/path.ts';
import type { Subject } from '../../kernel/explanation.ts';
import type { LogRow } from '../../kernel/log-row.ts';
import type { PartitionTable } from '../../kernel/partitions.ts';
import type { Frame, MessageView, NodeView, PropertyView, Shown, TimerView } from '../../kernel/protocol.ts';
import { type HintLink, type HintPart, lines, part, type Told } from '../hint/told.ts';
import { isCut, messageTitle, type Target, timerOf, timerTitle } from '../menu/targets.ts';
import { formatTime } from './format.ts';
import type { Field } from './partition-grid.ts';
import { fieldText } from './partition-words.ts';
import { propertyKinds } from './property-words.ts';
import { oneLine } from './shown.ts';
import type { SpaceEvent, SpaceMessage } from './space-picture.ts';
import { whatHappened } from './space-words.ts';

/** Of a value that is told, characters. */
const valueLimit = 160;
/** More timers than this are in the inspector. */
const mostTimers = 4;

const told = (key: string, of: Subject | null, only: HintPart, more: Partial<Told> = {}): Told => ({
  key,
  of,
  parts: [only],
  ...more,
});

/** `in 20 ms, at 1.240 s`. */
const due = (at: number, now: number): string => `in ${formatTime(Math.max(0, at - now))}, at ${formatTime(at)}`;

/** What the topology points at. @param selected the node that the inspector shows */
export function targetTold(target: Target, frame: Frame, selected: string | null): Told | null {
  switch (target.type) {
    case 'node': {
      const node = target.id === selected ? undefined : frame.nodes.find(({ id }) => id === target.id);
      const note = selected === null ? 'Click for its state, right click to act' : '';
      return node === undefined ? null : nodeTold(node, frame.timers, frame.now, note);
    }
    case 'message': {
      const message = frame.messages.find(({ id }) => id === target.id);
      return message === undefined ? null : messageTold(message, frame.now);
    }
    case 'timer': {
      const timer = timerOf(target, frame);
      return timer === undefined ? null : timerTold(timer, frame.now);
    }
    case 'link':
      return linkTold(target.a, target.b, frame);
    case 'value':
      return null;
  }
}

/** @param note how to do more with it */
export function nodeTold(node: NodeView, timers: readonly TimerView[], now: number, note: string): Told {
  const { id, alive, role, roleField, detail } = node;
  const own = timers.filter((timer) => timer.node === id).slice(0, mostTimers);
  const state = alive ? [role, detail].filter((word) => word !== '').join(' · ') : 'down';
  const facts = own.map((timer) => `${timerName(timer)} fires ${due(timer.firesAt, now)}`);
  const of: Subject =
    alive && roleField !== undefined ? { type: 'field', node: id, field: roleField } : { type: 'node', node: id };
  return told(
    `node ${id}`,
    of,
    part(node.kind === '' ? 'node' : node.kind, id, { facts: lines(state, ...facts), note }),
  );
}

export function messageTold(message: MessageView, now: number): Told {
  const { id, text, lost, arrivesAt } = message;
  const fate = lost ? 'will be lost on the way' : `arrives ${due(arrivesAt, now)}`;
  const value = text === 'undefined' || text === 'null' ? '' : text;
  return told(
    `message ${id}`,
    { type: 'message', id },
    part('message', messageTitle(message), { value, facts: [fate] }),
  );
}

/** More messages than this are counted. */
const mostOnLink = 3;

/** Of a link: up or cut, and what is on its way over it, either way. */
export function linkTold(a: string, b: string, frame: Pick<Frame, 'cuts' | 'messages' | 'now'>): Told {
  const on = frame.messages
    .filter(({ from, to }) => (from === a && to === b) || (from === b && to === a))
    .toSorted((one, other) => one.arrivesAt - other.arrivesAt);
  const listed = on
    .slice(0, mostOnLink)
    .map((message) =>
      message.lost
        ? `${messageTitle(message)} will be lost on the way`
        : `${messageTitle(message)} arrives ${due(message.arrivesAt, frame.now)}`,
    );
  const isDown = isCut(frame, a, b);
  const more = on.length > mostOnLink ? `and ${on.length - mostOnLink} more messages` : '';
  const note = 'Right click to cut or heal it';
  return told(
    `link ${[a, b].toSorted().join(' ')} ${isDown ? 'cut' : 'up'}`,
    isDown ? { type: 'link', a, b } : null,
    part('link', `${a} — ${b}`, {
      facts: lines(isDown ? 'cut' : 'up', ...listed, more, on.length === 0 ? 'no messages on it' : ''),
      note,
    }),
  );
}

const timerName = ({ type, key }: Pick<TimerView, 'type' | 'key'>): string => (key === '' ? type : `${type} ${key}`);

export function timerTold(timer: TimerView, now: number): Told {
  const { node, pending } = timer;
  const key = pending.key ?? '';
  const facts = [`fires ${due(timer.firesAt, now)}`];
  // One that is set again is another one.
  return told(
    `timer ${node} ${key} ${timer.setAt}`,
    { type: 'timer', node, key },
    part('timer', timerTitle(timer), { facts }),
  );
}

export function fieldTold(node: string, field: string, value: Shown): Told {
  const shown = { value: oneLine(value, valueLimit) };
  return told(`field ${node} ${field}`, { type: 'field', node, field }, part('state', `${field} of ${node}`, shown));
}

export function propertyTold({ name, kind, verdict, text }: PropertyView): Told {
  const words = verdict === 'pending' ? 'not decided yet' : verdict;
  return told(
    `property ${name}`,
    { type: 'property', name },
    part(propertyKinds[kind], name, { facts: lines(words, text === name ? '' : text) }),
  );
}

// ---------------------------------------------------------------- events

const eventKinds: Readonly<Record<string, string>> = {
  deliver: 'message received',
  timer: 'timer fired',
  when: 'guarded rule',
  may: 'rule that may fire',
  crash: 'crash',
  restart: 'restart',
  start: 'start',
  edit: 'edit of a state',
  operation: 'operation',
  drop: 'message lost',
  cut: 'link cut',
  heal: 'links healed',
  note: 'note',
};

const goThere = (step: number): readonly HintLink[] => [
  { label: 'Go to this event', actions: [{ type: 'seek', to: step + 1 }] },
];

const moment = (step: number, time: number): string => `event ${step}, at ${formatTime(time)}`;

export function eventTold(event: SpaceEvent): Told {
  const { step, time, node, kind } = event;
  const facts = [moment(step, time)];
  return told(
    `event ${step}`,
    { type: 'event', step },
    part(eventKinds[kind] ?? kind, `${node} · ${whatHappened(event)}`, { facts, links: goThere(step) }),
  );
}

/**
 * @param lanes names of the lanes
 * @param id of one that is on its way at the moment shown; null for any other
 */
export function wayTold(message: SpaceMessage, lanes: readonly string[], id: number | null): Told {
  const { step, type, from, to, sentAt, arrivesAt, lost } = message;
  const title = messageTitle({ type, from: lanes[from] ?? '', to: lanes[to] ?? '' });
  const fate = lost
    ? `lost at ${formatTime(arrivesAt)}`
    : `${step < 0 ? 'arrives' : 'arrived'} at ${formatTime(arrivesAt)}`;
  const of: Subject | null = step >= 0 ? { type: 'event', step } : id === null ? null : { type: 'message', id };
  // Who sent it, and when, is what the kernel is asked.
  const sent = of === null ? `sent at ${formatTime(sentAt)}` : '';
  const facts = lines(sent, `${fate}, ${formatTime(arrivesAt - sentAt)} on its way`);
  return told(`way ${sentAt} ${from} ${to} ${type}`, of, part('message', title, { facts }), { isWay: step >= 0 });
}

export function rowTold({ step, time, kind, node, rule, text, rivals }: LogRow, key: string, notes: string): Told {
  const title = [node, rule === '' ? (eventKinds[kind] ?? kind) : rule].filter((word) => word !== '').join(' · ');
  const rival = rivals === undefined || rivals === 0 ? '' : `in a race with ${rivals} more on the way to ${node}`;
  const facts = lines(kind === 'reader' ? `by the reader, at ${formatTime(time)}` : moment(step, time), rival);
  const of: Subject | null = kind === 'reader' ? null : { type: 'event', step };
  return told(
    `row ${key}`,
    of,
    part(eventKinds[kind] ?? kind, title, { value: text, facts, note: notes, links: goThere(step) }),
  );
}

/** Of an arrival that could have come at another time. */
export function raceTold({ step, node, rivals = 0 }: LogRow): Told {
  const fact = `${rivals} more ${rivals === 1 ? 'message was' : 'messages were'} on the way to ${node}`;
  const links: readonly HintLink[] = [{ label: 'Fork the race', actions: [{ type: 'race', step }] }];
  return told(`race ${step}`, null, part('race', `at event ${step}`, { facts: [fact], links }));
}

// ---------------------------------------------------------------- partitions

export function copyTold(table: PartitionTable, field: Field): Told {
  const partition = table.partitions[field.partition] ?? '';
  const node = table.nodes[field.node] ?? '';
  const [title = '', ...facts] = fieldText(table, field).split('; ');
  const holder = table.holder ?? node;
  const { path } = table;
  // What a node does not have it says nothing of.
  const isNone = table.holder === null && (table.cells[field.partition * table.nodes.length + field.node] ?? 0) === 0;
  const source = isNone
    ? ''
    : table.holder === null
      ? `as ${node} has it`
      : `as ${pathText(path)} of ${table.holder} says`;
  return told(
    `copy ${table.id} ${holder} ${partition} ${node}`,
    isNone ? null : { type: 'entry', node: holder, path, key: partition },
    part('partition', title, { facts: lines(...facts, source) }),
  );
}

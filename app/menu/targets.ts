/** Things on the stage, and what can be done to each: the one list for menus, cards, panels and keys. */
import type { StarPlace } from '../../kernel/star.ts';
import type { Frame, Input, MessageView, PendingRef, TimerView } from '../../kernel/protocol.ts';
import type { Action } from '../model/actions.ts';
import { formatTime } from '../stage/format.ts';
import type { Menu, MenuItem } from './menu.ts';
import type { Box } from './place.ts';

export type Target =
  | { readonly type: 'node'; readonly id: string }
  /** Between two nodes, both ways. */
  | { readonly type: 'link'; readonly a: string; readonly b: string }
  | { readonly type: 'message'; readonly id: number }
  | { readonly type: 'timer'; readonly node: string; readonly key: string }
  /** A part of a state. */
  | { readonly type: 'value'; readonly place: Extract<StarPlace, { type: 'state' }> };

/** Nodes that a menu lists. */
const mostListed = 100;
/** Virtual ms by which a message is delayed without typing. */
const delays = [
  ['10 ms', 10],
  ['100 ms', 100],
  ['1 s', 1_000],
] as const;

/** Null when the thing is not there any more. `anchor`: where a form that is opened stands. */
export function menuOf(target: Target, frame: Frame, anchor: Box): Menu | null {
  switch (target.type) {
    case 'node':
      return nodeMenu(target.id, frame);
    case 'link':
      return linkMenu(target, frame);
    case 'message': {
      const message = frame.messages.find(({ id }) => id === target.id);
      return message === undefined ? null : messageMenu(message, anchor);
    }
    case 'timer': {
      const timer = timerOf(target, frame);
      return timer === undefined ? null : timerMenu(timer, frame.now);
    }
    case 'value':
      return valueMenu(target.place, frame, anchor);
  }
}

export function timerOf(target: Extract<Target, { type: 'timer' }>, frame: Frame): TimerView | undefined {
  return frame.timers.find(({ node, pending }) => node === target.node && pending.key === target.key);
}

export function refOfMessage({ id, type, from, to }: MessageView): PendingRef {
  return { id, type, from, to };
}

/** `RequestVote A → B`; from outside, `RequestVote → B`. */
export function messageTitle({ type, from, to }: Pick<MessageView, 'type' | 'from' | 'to'>): string {
  return `${type} ${from === '' ? '' : `${from} `}→ ${to}`;
}

export function timerTitle({ type, key, node }: Pick<TimerView, 'type' | 'key' | 'node'>): string {
  return `${type}${key === '' ? '' : ` ${key}`} of ${node}`;
}

function item(
  label: string,
  input: Input,
  more: { readonly hint?: string; readonly isGrave?: boolean } = {},
): MenuItem {
  return { type: 'act', label, actions: [{ type: 'input', input }], ...more };
}

const line: MenuItem = { type: 'line' };

/** Starred once more, it is let go. */
function star(label: string, place: StarPlace): MenuItem {
  return { type: 'act', label, hint: '★', actions: [{ type: 'star', place }] };
}

function valueMenu(place: Extract<StarPlace, { type: 'state' }>, frame: Frame, anchor: Box): Menu | null {
  const { node, field } = place;
  if (!frame.nodes.some(({ id }) => id === node)) return null;
  const what = place.isKey === true ? 'this key' : place.at.length > 0 ? 'this part' : 'its value';
  return {
    title: `${field} of ${node}`,
    items: [
      star(`Star ${what}`, place),
      ...(place.at.length > 0 ? [star(`Star all of ${field}`, { type: 'state', node, field, at: [] })] : []),
      line,
      {
        type: 'act',
        label: 'Edit it',
        actions: [{ type: 'form', form: { type: 'value', node, field, anchor, read: null } }],
      },
    ],
  };
}

function nodeMenu(id: string, frame: Frame): Menu | null {
  const node = frame.nodes.find((one) => one.id === id);
  if (node === undefined) return null;
  const others = frame.nodes.map((one) => one.id).filter((other) => other !== id);
  const cut = others.filter((other) => isCut(frame, id, other));
  const linked = others.filter((other) => !cut.includes(other));
  const find = (by: 1 | -1): Action => ({ type: 'find', by, node: id, rule: null });
  const state: readonly Action[] = [
    { type: 'stage-view', view: 'state' },
    { type: 'select-node', node: id },
  ];
  return {
    title: id,
    items: [
      node.alive
        ? item('Crash', { type: 'crash', node: id }, { isGrave: true })
        : item('Restart', { type: 'restart', node: id }),
      ...listed('Cut the link to', linked, (other) => item(other, { type: 'cut', a: id, b: other })),
      ...(linked.length > 1 ? [item('Cut off from all', { type: 'isolate', node: id }, { isGrave: true })] : []),
      ...listed('Heal the link to', cut, (other) => item(other, { type: 'heal', a: id, b: other })),
      ...(frame.cuts.length > 0 ? [item('Heal all links', { type: 'heal' })] : []),
      line,
      {
        type: 'act',
        label: 'Send a message…',
        actions: [{ type: 'form', form: { type: 'message', to: id, message: null, read: null } }],
      },
      ...(node.kind === '' ? [] : [{ type: 'act', label: 'Edit the state', actions: state } as const]),
      line,
      star('Star it', { type: 'node', node: id }),
      { type: 'act', label: 'Previous event here', actions: [find(-1)] },
      { type: 'act', label: 'Next event here', actions: [find(1)] },
    ],
  };
}

/** A submenu; one entry alone needs none. */
function listed(label: string, nodes: readonly string[], make: (node: string) => MenuItem): readonly MenuItem[] {
  const items = nodes.slice(0, mostListed).map(make);
  const [only] = items;
  if (only === undefined) return [];
  return items.length === 1 && only.type === 'act'
    ? [{ ...only, label: `${label} ${only.label}` }]
    : [{ type: 'sub', label, items }];
}

export function isCut(frame: Pick<Frame, 'cuts'>, a: string, b: string): boolean {
  return frame.cuts.some(([from, to]) => (from === a && to === b) || (from === b && to === a));
}

function linkMenu({ a, b }: Extract<Target, { type: 'link' }>, frame: Frame): Menu {
  return {
    title: `${a} — ${b}`,
    items: [
      isCut(frame, a, b)
        ? item('Heal the link', { type: 'heal', a, b })
        : item('Cut the link', { type: 'cut', a, b }, { isGrave: true }),
      ...(frame.cuts.length > 1 ? [item('Heal all links', { type: 'heal' })] : []),
    ],
  };
}

function messageMenu(message: MessageView, anchor: Box): Menu {
  const pending = refOfMessage(message);
  const delayed = delays.map(([label, ms]) => item(label, { type: 'delay', pending, ms }));
  const other: MenuItem = {
    type: 'act',
    label: 'By another time…',
    actions: [{ type: 'form', form: { type: 'delay', pending, anchor } }],
  };
  return {
    title: messageTitle(message),
    items: [
      item(message.lost ? 'Deliver it all the same' : 'Deliver now', { type: 'take', pending }),
      ...(message.lost ? [] : [{ type: 'sub', label: 'Delay by', items: [...delayed, line, other] } as const]),
      item('Duplicate', { type: 'duplicate', pending }),
      item('Drop', { type: 'drop', pending }, { isGrave: true }),
      star('Star it', { type: 'message', id: message.id, at: [] }),
    ],
  };
}

function timerMenu(timer: TimerView, now: number): Menu {
  const due = `in ${formatTime(Math.max(0, timer.firesAt - now))}`;
  return {
    title: timerTitle(timer),
    items: [
      item('Fire now', { type: 'take', pending: timer.pending }, { hint: due }),
      star('Star it', { type: 'timer', node: timer.node, key: timer.pending.key ?? '' }),
    ],
  };
}

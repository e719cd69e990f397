/** What can happen next, as the list beside the stage shows it: by node, with what is due when and what races with what. */
import type { Choice, Frame, Input } from '../../kernel/protocol.ts';
import { messageTitle, refOfMessage, type Target } from '../menu/targets.ts';
import { formatTime } from './format.ts';

export interface NextRow {
  readonly key: string;
  readonly kind: 'message' | 'timer' | 'may' | 'lost';
  readonly title: string;
  /** What it carries; empty for nothing. */
  readonly text: string;
  /** `in 12 ms`, `any time`. */
  readonly due: string;
  readonly input: Input;
  /** What its menu is about; null when it has none. */
  readonly target: Target | null;
}

export interface NextGroup {
  readonly node: string;
  readonly alive: boolean;
  readonly rows: readonly NextRow[];
  /** How many of them race: their order decides what becomes of the node. */
  readonly rivals: number;
}

/** Nodes in the order of the frame. Messages that will be lost are listed too: they can be made to arrive. */
export function nextGroups(choices: readonly Choice[], frame: Frame): readonly NextGroup[] {
  const rows = new Map<string, NextRow[]>();
  const put = (node: string, row: NextRow): void => void rows.set(node, [...(rows.get(node) ?? []), row]);
  for (const choice of choices) put(choice.node, rowOf(choice, frame));
  for (const message of frame.messages) {
    if (!message.lost) continue;
    const input = { type: 'take', pending: refOfMessage(message) } as const;
    const target = { type: 'message', id: message.id } as const;
    const [title, key] = [messageTitle(message), `message ${message.id}`];
    put(message.to, { key, kind: 'lost', title, text: message.text, due: 'lost on the way', input, target });
  }
  return frame.nodes.flatMap(({ id, alive }) => {
    const own = rows.get(id);
    if (own === undefined) return [];
    const racing = rivalsAt(choices.filter(({ node }) => node === id));
    return [{ node: id, alive, rows: own, rivals: alive && racing > 1 ? racing : 0 }];
  });
}

/** Messages, and what can come before the last of them: timers that are due by then, `may` rules at any time. */
function rivalsAt(choices: readonly Choice[]): number {
  const messages = choices.filter(({ kind }) => kind === 'message');
  const last = Math.max(...messages.map(({ at }) => at ?? 0));
  return messages.length === 0 ? 0 : choices.filter(({ at }) => at === null || at <= last).length;
}

function rowOf({ kind, node, type, from, at, text, input }: Choice, { now }: Frame): NextRow {
  const due = at === null ? 'any time' : `in ${formatTime(Math.max(0, at - now))}`;
  if (input.type !== 'take')
    return { key: `may ${node} ${type}`, kind, title: type, text: '', due, input, target: null };
  const { id, key } = input.pending;
  if (kind === 'timer')
    return {
      key: `timer ${node} ${key ?? type}`,
      kind,
      title: key === undefined ? type : key.replace('\u001f', ' '),
      text: isEmpty(text) ? '' : text,
      due,
      input,
      target: { type: 'timer', node, key: key ?? type },
    };
  return {
    key: `message ${id}`,
    kind,
    title: from === '' ? type : `${type} from ${from}`,
    text: isEmpty(text) ? '' : text,
    due,
    input,
    target: { type: 'message', id },
  };
}

/** A body that says nothing. */
const isEmpty = (text: string): boolean => text === '' || /^\{\s*\}$/.test(text);

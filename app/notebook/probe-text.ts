/** What was seen at a place, in a few words: what it is called, and what it held. */
import type { Seen, Shown } from '../../kernel/protocol.ts';
import { oneLine } from '../stage/shown.ts';

export interface SeenText {
  /** Empty when the line itself says it. */
  readonly name: string;
  readonly value: string;
  /** How it looks. */
  readonly look: 'value' | 'yes' | 'no' | 'effect' | 'thrown' | 'returned';
}

/** `limit`: characters of the value. */
export function seenText({ kind, label, value }: Seen, limit: number): SeenText {
  switch (kind) {
    case 'condition': {
      const holds = value.t === 'atom' && value.text === 'true';
      return { name: '', value: holds ? 'true' : 'false', look: holds ? 'yes' : 'no' };
    }
    case 'returned':
      return { name: 'returns', value: oneLine(rounded(value, limit), limit), look: 'returned' };
    case 'thrown':
      return { name: 'throws', value: value.t === 'atom' ? value.text : oneLine(value, limit), look: 'thrown' };
    case 'turns':
      return { name: '', value: 'no turn', look: 'no' };
    case 'effect':
      return label === 'count'
        ? { name: '', value: countText(value), look: 'effect' }
        : { name: label, value: effectText(label, value, limit), look: 'effect' };
    default:
      return { name: nameOf(label), value: oneLine(rounded(value, limit), limit), look: 'value' };
  }
}

/** Long expressions are on the line; beside it their end is enough. */
const nameLimit = 24;

function nameOf(label: string): string {
  if (label.length <= nameLimit) return label;
  return label.includes('(') ? `${label.slice(0, nameLimit - 1)}…` : `…${label.slice(-(nameLimit - 1))}`;
}

/** What was given to a member of `ctx`: where a message goes, when a timer fires. */
function effectText(label: string, given: Shown, limit: number): string {
  const items = given.t === 'list' ? given.items : [given];
  if (label === 'send') return [targetOf(items[0]), messageText(items[1], limit)].join(' ');
  if (label === 'setTimer') return [messageText(items[0], limit), `in ${durationOf(items[1])}`].join(' ');
  return items.map((item) => messageText(item, limit)).join(', ');
}

/** Digits that nobody compares by eye are for where the pointer rests. */
function rounded(value: Shown, limit: number): Shown {
  if (limit > 200 || value.t !== 'atom' || value.kind !== 'number' || !/^-?\d+\.\d{4,}$/.test(value.text)) return value;
  return { ...value, text: String(Number(Number(value.text).toPrecision(6))) };
}

/** The line names the counter. */
function countText(given: Shown): string {
  const by = given.t === 'list' ? given.items[1] : undefined;
  return `+${by?.t === 'atom' ? by.text : '1'}`;
}

const targetOf = (to: Shown | undefined): string =>
  `→ ${to?.t === 'atom' ? to.text : to === undefined ? '' : oneLine(to, 30)}`;

function durationOf(delay: Shown | undefined): string {
  if (delay?.t !== 'atom') return '';
  return `${Number(Number(delay.text).toFixed(2))} ms`;
}

/** `Vote { term: 2 }`; of anything else, what it is. */
function messageText(value: Shown | undefined, limit: number): string {
  if (value === undefined) return '';
  const parts = value.t === 'record' ? new Map(value.entries) : null;
  const [type, body] = [parts?.get('type'), parts?.get('body')];
  if (parts?.size !== 2 || type?.t !== 'atom' || body?.t !== 'record')
    return value.t === 'atom' && value.kind === 'string' ? value.text : oneLine(value, limit);
  return body.entries.length === 0 ? type.text : `${type.text} ${oneLine(body, limit)}`;
}

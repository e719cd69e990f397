/** The reader's acts in words, for marks and lists. */
import { pathText } from '../path.ts';
import type { Input, MarkKind, PendingRef } from '../protocol.ts';
import { timerText } from '../world/effect.ts';
import { messageText, textOf } from './shown.ts';

const valueLimit = 40;

/** What happened, as it stands on the timeline. */
export function inputText(input: Input): string {
  switch (input.type) {
    case 'crash':
      return `${input.node} crashed`;
    case 'restart':
      return `${input.node} restarted`;
    case 'cut':
      return `cut ${input.a} | ${input.b}`;
    case 'isolate':
      return `${input.node} cut off`;
    case 'heal':
      return input.a == null || input.b == null ? 'healed' : `healed ${input.a} | ${input.b}`;
    case 'set':
      return `${placeText(input)} set to ${textOf(input.value, valueLimit)}`;
    case 'add': {
      const value = textOf(input.value, valueLimit);
      const what = input.key === undefined ? value : `${textOf(input.key, valueLimit)}: ${value}`;
      return `${placeText(input)}: ${what} added`;
    }
    case 'remove': {
      const member = pathText(input.path.slice(-1));
      return `${placeText({ ...input, path: input.path.slice(0, -1) })}: ${member} removed`;
    }
    case 'move': {
      const member = pathText(input.path.slice(-1));
      const to = textOf(input.to, valueLimit);
      return `${placeText({ ...input, path: input.path.slice(0, -1) })}: ${member} moved to ${to}`;
    }
    case 'send': {
      const message = messageText(input.message, input.body);
      const later = input.after === undefined || input.after === 0 ? '' : `, arrives ${input.after} ms later`;
      return `${message} sent to ${input.to}${input.from === null ? '' : ` as ${input.from}`}${later}`;
    }
    case 'take':
      return `${pendingText(input.pending)} by hand`;
    case 'fire':
      return `${input.node}: ${input.rule} by hand`;
    case 'choose':
      return `choices by hand: ${input.picks.map((pick) => `number ${pick + 1}`).join(', ')}`;
    case 'delay':
      return `${pendingText(input.pending)} delayed by ${input.ms} ms`;
    case 'note':
      return input.text;
    case 'drop':
      return `${pendingText(input.pending)} dropped`;
    case 'duplicate':
      return `${pendingText(input.pending)} duplicated`;
  }
}

function placeText({ node, path }: Pick<Extract<Input, { type: 'set' }>, 'node' | 'path'>): string {
  return `${node}.${pathText(path)}`;
}

/** `Vote B → A`, `ElectionTimeout of A`. */
export function pendingText({ type, from, to, key }: PendingRef): string {
  if (key !== undefined) return `${timerText(key)} of ${to}`;
  if (from === '' && to === '') return `action ${type}`;
  return from === '' ? `${type} to ${to}` : `${type} ${from} → ${to}`;
}

/** How it stands on the timeline. */
export function inputMark({ type }: Input): MarkKind {
  switch (type) {
    case 'crash':
    case 'cut':
    case 'isolate':
    case 'delay':
    case 'drop':
    case 'duplicate':
      return 'fault';
    case 'restart':
    case 'heal':
      return 'heal';
    case 'set':
    case 'add':
    case 'remove':
    case 'move':
    case 'send':
    case 'take':
    case 'fire':
    case 'choose':
      return 'input';
    case 'note':
      return 'note';
  }
}

/** It is an event of its own; else it only changes what is to come. */
export function isEvent(input: Input): boolean {
  const { type } = input;
  if (type === 'send') return (input.after ?? 0) === 0;
  return type !== 'delay' && type !== 'duplicate' && type !== 'choose' && type !== 'note';
}

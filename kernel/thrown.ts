/**
 * What an author's code threw, as text. Anything can be thrown, and reading it may run the author's code once more (a getter, a
 * `toString`), which may throw once more: then there is nothing to tell but that.
 */

import { literal } from './literal.ts';

/** Characters that are told of what has no words of its own. */
const most = 200;

const unreadable = 'something that cannot be read';

/** `TypeError: …`, or the message alone when the error has no better name than Error. */
export function textOfThrown(thrown: unknown): string {
  const name = read(() => (thrown instanceof Error ? thrown.name : 'threw'), 'Error');
  const message = messageOfThrown(thrown);
  if (name === 'Error') return message;
  return `${name}${name === 'threw' ? '' : ':'} ${message}`;
}

/** The message of an error, or what was thrown instead of one. */
export function messageOfThrown(thrown: unknown): string {
  return read(() => wordsOf(thrown instanceof Error ? thrown.message : thrown), unreadable);
}

/** What has no words of its own is told by what it holds. */
function wordsOf(value: unknown): string {
  const words = String(value);
  if (typeof value !== 'object' || !words.startsWith('[object ')) return words;
  const held = literal(value);
  return held.length > most ? `${held.slice(0, most - 1)}…` : held;
}

/** Empty when there is none. */
export function stackOfThrown(thrown: unknown): string {
  return read(() => {
    const stack: unknown = thrown instanceof Error ? thrown.stack : '';
    return typeof stack === 'string' ? stack : '';
  }, '');
}

function read(text: () => string, otherwise: string): string {
  try {
    return text();
  } catch {
    return otherwise;
  }
}

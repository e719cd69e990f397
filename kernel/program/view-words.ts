/** The words of a custom view: what an author gives for one, checked, and joined to what it is about. */
import { suggest } from '../suggest.ts';
import type { Tone, Word, WordAbout } from '../view.ts';
import { fault } from './arguments.ts';
import type { ViewMessage } from './view-language.ts';

export const wordLimits = { text: 200, note: 600 } as const;

/** What a word can be about is known by the world at hand. Null: it is not there (any more), so the word is only a word. */
export interface Resolve {
  isNode(id: string): boolean;
  place(node: string, path: string): Extract<WordAbout, { type: 'place' }> | null;
  message(message: ViewMessage): number | null;
}

type Fields = Readonly<Record<string, unknown>>;

const tones = ['ok', 'bad', 'warn', 'strong', 'faint'] as const;
const fieldsOfWords = ['text', 'tone', 'note', 'node', 'path', 'message', 'key', 'step'];

/** One word, or a list of them. @param where as in a sentence: `the label of View.lanes` */
export function wordsOf(given: unknown, where: string, resolve: Resolve, most: number): readonly Word[] {
  if (typeof given !== 'object' || given === null || !isIterable(given)) return [wordOf(given, where, resolve)];
  return listOf(given, where, most).items.map((item) => wordOf(item, where, resolve));
}

export function wordOf(given: unknown, where: string, resolve: Resolve): Word {
  if (typeof given !== 'object' || given === null) {
    const text = textOf(given, where, wordLimits.text);
    return { text, tone: null, note: '', about: typeof given === 'string' ? nodeCalled(given, resolve) : null };
  }
  const fields = fieldsOf(given, fieldsOfWords, `a word in ${where}`);
  const { tone, note } = fields;
  return {
    text: textOf(fields['text'], where, wordLimits.text),
    tone: tone === undefined ? null : toneOf(tone, where),
    note: note === undefined ? '' : textOf(note, `the note of ${where}`, wordLimits.note),
    about: aboutOf(fields, where, resolve),
  };
}

/** The most exact of what the author says. */
function aboutOf(fields: Fields, where: string, resolve: Resolve): WordAbout | null {
  const { text, node, path, message, key, step } = fields;
  if (message !== undefined && message !== null) {
    const id = isMessage(message)
      ? resolve.message(message)
      : refuse(where, 'message', 'a message of world.inFlight()');
    return id === null ? null : { type: 'message', id };
  }
  if (step !== undefined && step !== null) {
    if (typeof step !== 'number' || !Number.isInteger(step) || step < 0)
      return refuse(where, 'step', 'the step of an event, as events() tells it');
    return { type: 'moment', step: step + 1 };
  }
  if (key !== undefined && key !== null)
    return typeof key === 'string' ? { type: 'key', key } : refuse(where, 'key', 'a text');
  if (node !== undefined && node !== null && typeof node !== 'string')
    return refuse(where, 'node', 'the name of a node');
  if (path !== undefined) {
    if (typeof path !== 'string') return refuse(where, 'path', "a text, as 'log.3'");
    const owner = node ?? text;
    const place = typeof owner === 'string' ? resolve.place(owner, path) : null;
    if (place !== null) return place;
  }
  if (node === null) return null;
  return nodeCalled(node ?? text, resolve);
}

function nodeCalled(id: unknown, resolve: Resolve): WordAbout | null {
  return typeof id === 'string' && resolve.isNode(id) ? { type: 'node', id } : null;
}

function refuse(where: string, field: string, instead: string): never {
  throw bad(`${field} of a word in ${where} is something else.`, `Give ${instead}.`);
}

export function textOf(given: unknown, where: string, most: number): string {
  switch (typeof given) {
    case 'string':
      return clip(given, most);
    case 'number':
    case 'bigint':
    case 'boolean':
      return clip(String(given), most);
    case 'undefined':
      return '';
    default:
      if (given === null) return '';
      throw bad(
        `${cap(where)} was given ${kindOf(given)} where a text belongs.`,
        'Give a text, a number, or { text, tone, node, … }.',
      );
  }
}

function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

export function toneOf(given: unknown, where: string): Tone {
  const named = tones.find((tone) => tone === given);
  if (named !== undefined) return named;
  if (typeof given === 'number' && Number.isFinite(given)) return Math.trunc(given);
  const near = typeof given === 'string' ? suggest(given, tones) : null;
  const what = typeof given === 'string' ? `'${clip(given, 40)}'` : kindOf(given);
  throw bad(
    `${cap(where)} has the tone ${what}.`,
    `${near === null ? '' : `Did you mean '${near}'? `}Tones: ${tones.join(', ')}, or a number for a category.`,
  );
}

/** The fields of an object that an author gave; a misspelt one is an error. */
export function fieldsOf(given: unknown, known: readonly string[], what: string): Fields {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw bad(`${cap(what)} is ${kindOf(given)}.`, `Give an object with some of ${known.join(', ')}.`);
  const fields: Fields = { ...given };
  const odd = Object.keys(fields).find((name) => !known.includes(name));
  if (odd === undefined) return fields;
  const near = suggest(odd, known);
  throw bad(
    `${cap(what)} has no '${clip(odd, 40)}'.`,
    `${near === null ? '' : `Did you mean '${near}'? `}It has ${known.join(', ')}.`,
  );
}

/** The first (or, `fromEnd`, the last) `most` of an iterable, and how many there are besides. One that never ends is refused. */
export function listOf(
  given: unknown,
  where: string,
  most: number,
  fromEnd = false,
): { readonly items: readonly unknown[]; readonly more: number } {
  if (typeof given !== 'object' || given === null || !isIterable(given))
    throw bad(`${cap(where)} needs a list, and was given ${kindOf(given)}.`, 'Give an array, a Set or a Map.');
  let items: unknown[] = [];
  let count = 0;
  for (const item of given) {
    count += 1;
    if (count > countLimit)
      throw tooBig(
        `${cap(where)} was given more than ${countLimit} items.`,
        'Add them up first, or show a part of them.',
      );
    if (items.length < most) items.push(item);
    else if (fromEnd) {
      items.push(item);
      // Now and then, so that a long list costs no more than it is long.
      if (items.length >= 2 * most + 64) items = items.slice(-most);
    }
  }
  items = fromEnd ? items.slice(Math.max(0, items.length - most)) : items;
  return { items, more: count - items.length };
}

/** More items than this are not even counted. */
const countLimit = 100_000;

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value && typeof value[Symbol.iterator] === 'function';
}

function isMessage(value: unknown): value is ViewMessage {
  return typeof value === 'object' && value !== null && 'type' in value && 'from' in value && 'to' in value;
}

export function kindOf(given: unknown): string {
  if (given === null) return 'null';
  if (given === undefined) return 'nothing';
  if (Array.isArray(given)) return 'a list';
  if (given instanceof Map) return 'a Map';
  if (given instanceof Set) return 'a Set';
  if (typeof given === 'string') return `the text '${clip(given, 40)}'`;
  if (typeof given === 'number') return `the number ${given}`;
  return typeof given === 'object' ? 'an object' : `a ${typeof given}`;
}

const cap = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const bad = (text: string, help: string) => fault('view/bad-argument', text, help);
export const tooBig = (text: string, help: string) => fault('view/too-big', text, help);
